"""What is looked at before any page has a request: the JSON it brings, the session it shows."""

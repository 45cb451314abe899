"""Tables. They store; they do not decide."""

"""Read-only questions, shaped for a page or a use case."""

"""The competition command."""

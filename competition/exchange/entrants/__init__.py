"""The entrants' sheet in files: read, checked against nothing, written."""

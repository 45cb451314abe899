"""The file of a contest: given out whole, copied for one person, and emptied of personal data."""

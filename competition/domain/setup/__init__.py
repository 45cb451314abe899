"""Setting a contest up: what is missing, its rules in words, what a change would do."""

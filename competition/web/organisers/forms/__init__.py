"""Forms of the set-up pages, one file a noun."""

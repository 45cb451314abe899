"""Pages of contestants."""

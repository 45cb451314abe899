"""Pages of organisers, supervisors and arbiters."""

"""What was marked, by whom, on which tablet, and what is still to come."""

"""What publishing adds to a ranking: its account, edges, letters for judges, differences, terms."""

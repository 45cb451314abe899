"""A skills competition, from its rules to its certificates. Importing a rule loads nothing else."""

"""The account of a member of the staff, by its owner: second factor, passkeys, password, PIN."""

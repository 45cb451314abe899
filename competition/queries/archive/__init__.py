"""What the archive of a contest holds, table by table."""

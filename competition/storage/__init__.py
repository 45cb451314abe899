"""Bytes by key: a folder or S3."""

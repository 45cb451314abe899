"""Files to plain values and back. The only importer of their libraries."""

"""Entrants as they are entered: lines of a sheet, the list of them, the draw."""

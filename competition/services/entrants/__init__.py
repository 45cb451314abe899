"""Deeds on entrants: taken from a sheet, edited, drawn, given access codes."""

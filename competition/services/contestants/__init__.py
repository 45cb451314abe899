"""Deeds of contestants, and what answers them: the way in, objections."""

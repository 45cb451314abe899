"""Entrants: the list, one of them, the sheet in and out, the draw."""

from competition.web.organisers.entrants import draw, imports, lists, one, slips

__all__ = ["draw", "imports", "lists", "one", "slips"]

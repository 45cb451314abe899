"""The rules of a contest: read, edited in a form or as a file, changed by two people."""

from competition.web.organisers.rules import editing, pages

__all__ = ["editing", "pages"]

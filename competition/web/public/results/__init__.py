"""The published result: as a page, as files, and how it came to be what it is."""

from competition.web.public.results import files, history, notice, page

__all__ = ["files", "history", "notice", "page"]

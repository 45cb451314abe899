"""The file of a contest: its archive, and how long personal data are kept."""

from competition.web.organisers.records import archive, personal

__all__ = ["archive", "personal"]

"""Pages of contestants."""

from competition.web.contestants import (
    certificates,
    home,
    session,
)
from competition.web.contestants.blueprint import blueprint

__all__ = ["blueprint", "certificates", "home", "session"]

"""From the live ranking to a result that stands: pages of those who run the contest."""

from competition.web.organisers.results import (
    board,
    consistency,
    objections,
    publication,
    ranking,
    ranking_sheet,
    what_if,
)

__all__ = [
    "board",
    "consistency",
    "objections",
    "publication",
    "ranking",
    "ranking_sheet",
    "what_if",
]

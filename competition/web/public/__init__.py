"""Pages that anybody may open."""

from competition.web.public import (
    contests,
    cover,
    design,
    hall,
    preferences,
    results,
    verification,
)
from competition.web.public.blueprint import blueprint

__all__ = [
    "blueprint",
    "contests",
    "cover",
    "design",
    "hall",
    "preferences",
    "results",
    "verification",
]

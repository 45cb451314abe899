"""Pages of judges, chief judges and clerks who enter marks."""

from competition.web.judges import (
    card_signin,
    chief,
    conflicts,
    devices,
    home,
    late,
    receipts,
    sheets,
    shown,
    signing,
    tablet,
    wire,
)
from competition.web.judges.blueprint import blueprint

__all__ = [
    "blueprint",
    "card_signin",
    "chief",
    "conflicts",
    "devices",
    "home",
    "late",
    "receipts",
    "sheets",
    "shown",
    "signing",
    "tablet",
    "wire",
]

"""Tables. They store; they do not decide. Importing the package knows them all."""

from competition.models import (
    audit,
    certificates,
    contest,
    entrant,
    job,
    judging,
    results,
    sessions,
    staff,
    upload,
)
from competition.models.base import db, transaction

__all__ = [
    "audit",
    "certificates",
    "contest",
    "db",
    "entrant",
    "job",
    "judging",
    "results",
    "sessions",
    "staff",
    "transaction",
    "upload",
]

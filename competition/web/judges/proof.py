"""Proof, at the moment of signing, that the person at the tablet is the judge: PIN or password."""

from __future__ import annotations

import unicodedata

from flask import g
from flask_security import current_user, verify_password

from competition.queries.judging import tablets


def proven(secret: str) -> bool:
    """Whether ``secret`` is the judge's PIN in the contest at hand, or the account's password."""
    plain = unicodedata.normalize("NFKD", secret.strip())
    kept = (tablets.pin_hash(current_user.id, g.contest.id), current_user.password)
    return bool(plain) and any(verify_password(plain, one) for one in kept if one)

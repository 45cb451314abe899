"""Proof, at the moment of signing, that the person at the tablet is the judge: PIN or password."""

from __future__ import annotations

import unicodedata

from flask_security import current_user, verify_password

from competition.domain.errors import NotAllowed


def require_proof(secret: str) -> None:
    """Raise NotAllowed ``proof_wrong`` unless ``secret`` is the PIN, or the account's password."""
    plain = unicodedata.normalize("NFKD", secret.strip())
    kept = (current_user.pin_hash, current_user.password)
    if not plain or not any(verify_password(plain, one) for one in kept if one):
        raise NotAllowed("proof_wrong")

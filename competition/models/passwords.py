"""Passwords as they are kept: normalised, hashed with argon2, no secret of the installation in it.

So a hash survives a change of the secret key and a move to another machine.
"""

from __future__ import annotations

import unicodedata

from argon2 import PasswordHasher

_hasher = PasswordHasher()


def password_hash(password: str) -> str:
    """The argon2 hash of ``password``; the sign-in normalises in the same way (NFKD)."""
    return _hasher.hash(unicodedata.normalize("NFKD", password))

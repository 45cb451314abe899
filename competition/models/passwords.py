"""Passwords as they are kept: normalised, hashed with argon2, no secret of the installation in it.

So a hash survives a change of the secret key and a move to another machine.
"""

from __future__ import annotations

import unicodedata

from argon2 import PasswordHasher

_hasher = PasswordHasher()
SAFE_FROM_GUESSING = 3  # of 4: more than a hundred million guesses away
LOOKED_AT = 72  # characters; whoever types more has long been safe


def password_hash(password: str) -> str:
    """The argon2 hash of ``password``; the sign-in normalises in the same way (NFKD)."""
    return _hasher.hash(unicodedata.normalize("NFKD", password))


def guessable(password: str, *about: str) -> bool:
    """Whether it is known from leaks, or little more than that, a keyboard's row or a date.

    ``about`` are words that lie near for this person: the user name, the name.
    """
    from zxcvbn import zxcvbn  # noqa: PLC0415 -- its lists take half a second to load

    near = [word for word in about if word]
    found = zxcvbn(password[:LOOKED_AT], user_inputs=near)
    return int(found["score"]) < SAFE_FROM_GUESSING

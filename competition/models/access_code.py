"""Access codes of entrants: made at random, shown once, kept only as a keyed digest."""

from __future__ import annotations

import hmac
import secrets
from typing import TYPE_CHECKING, Final

from competition.domain.typed import code_text
from competition.models.sealed import keyring

if TYPE_CHECKING:
    from competition.models.entrant import Entrant

ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # no 0 O 1 I L U: nothing to mistake on paper
LENGTH: Final = 10  # 49 bits


def new_code() -> str:
    """A fresh code as it is printed: ``XXXXX-XXXXX``."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return f"{letters[:5]}-{letters[5:]}"


def digest(code: str) -> str:
    """What is kept of a code; small letters, full width, spaces and hyphens make no difference.

    A keyed digest and no slow one: a code is random, and nobody can try codes without the key.
    """
    plain = code_text(code).replace("-", "")
    return keyring().blind_index(f"access code {plain}")


def matches(entrant: Entrant, code: str) -> bool:
    """Whether ``code`` is the entrant's; takes the same time whether it is or not."""
    return hmac.compare_digest(entrant.access_digest or "", digest(code))

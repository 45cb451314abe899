"""Encryption of personal data and the blind index that finds it. Keys come from the settings."""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

if TYPE_CHECKING:
    from collections.abc import Callable

NONCE_BYTES = 12


class SealBroken(Exception):
    """A sealed value was altered, or the key that sealed it is not configured."""


@dataclass(frozen=True, slots=True)
class Keyring:
    """The field keys of an installation, newest first; the first one seals, all of them open."""

    keys: tuple[str, ...]

    def seal(self, text: str) -> str:
        """``text`` encrypted as ``keyid.base64``; the same text twice gives different values."""
        key = self.keys[0]
        nonce = os.urandom(NONCE_BYTES)
        box = AESGCM(_derive(key, b"seal")).encrypt(nonce, text.encode(), key_id(key).encode())
        return f"{key_id(key)}.{base64.b64encode(nonce + box).decode()}"

    def open(self, value: str) -> str:
        """The text that was sealed. Raises SealBroken."""
        name, _, coded = value.partition(".")
        key = next((key for key in self.keys if key_id(key) == name), None)
        if key is None:
            raise SealBroken(f"No field key {name} is configured.")
        raw = base64.b64decode(coded)
        try:
            plain = AESGCM(_derive(key, b"seal")).decrypt(
                raw[:NONCE_BYTES], raw[NONCE_BYTES:], name.encode()
            )
        except InvalidTag as error:
            raise SealBroken("A sealed value was altered.") from error
        return plain.decode()

    def blind_index(self, text: str) -> str:
        """A keyed digest by which equal texts are found without opening any.

        The oldest key makes it, so that adding a key does not lose what was stored.
        """
        digest = hmac.new(_derive(self.keys[-1], b"index"), text.encode(), hashlib.sha256)
        return digest.hexdigest()


def key_id(key: str) -> str:
    """Eight hexadecimal digits that name a key without telling it."""
    return hashlib.sha256(b"field key id:" + key.encode()).hexdigest()[:8]


def fernet_key(key: str) -> bytes:
    """A key of the kind that the sign-in library wants for its recovery codes."""
    return base64.urlsafe_b64encode(_derive(key, b"recovery codes"))


def _derive(key: str, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose).derive(key.encode())


_current: Keyring | None = None
_again: Callable[[], Keyring] | None = None


def use(keyring: Keyring, again: Callable[[], Keyring] | None = None) -> None:
    """Set the keyring of this process, once, when the application is made.

    ``again`` reads it anew: it is asked when a value was sealed by a key not known yet, because
    another process has added one.
    """
    global _current, _again
    _current, _again = keyring, again


def open_value(value: str) -> str:
    """The text that was sealed, also with a key added since the start. Raises SealBroken."""
    global _current  # noqa: PLW0603 -- see use()
    known = {key_id(key) for key in keyring().keys}
    if _again is not None and value.partition(".")[0] not in known:
        _current = _again()
    return keyring().open(value)


def keyring() -> Keyring:
    """The keyring of this process. Raises RuntimeError before ``use``."""
    if _current is None:
        raise RuntimeError("No field keys: create_app() sets them.")
    return _current

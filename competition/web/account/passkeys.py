"""What is asked of a passkey: any device may hold it; instead of a password it knows its owner."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_security import WebauthnUtil
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

if TYPE_CHECKING:
    from flask_security import UserMixin


class Passkeys(WebauthnUtil):
    """The library would take security keys alone; fingerprint and face are passkeys too."""

    def authenticator_selection(
        self, user: UserMixin, usage: str
    ) -> AuthenticatorSelectionCriteria:
        """What a new passkey must be able to do, ``first`` in place of the password."""
        del user
        return AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=self.user_verification(None, [usage]),
        )

    def user_verification(
        self, user: UserMixin | None, usage: list[str]
    ) -> UserVerificationRequirement:
        """By finger, face or PIN, unless the password was given before."""
        del user
        if "secondary" in usage:
            return UserVerificationRequirement.DISCOURAGED
        return UserVerificationRequirement.REQUIRED

"""What is asked of a new password on the pages of the sign-in library."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_security import PasswordUtil

from competition.models.passwords import guessable
from competition.web.words import WORDS

if TYPE_CHECKING:
    from flask import Flask


class Passwords(PasswordUtil):
    """The library looks at the length; ours also refuses what everybody who guesses tries."""

    def validate(  # the library's signature
        self,
        password: str,
        is_register: bool,  # noqa: FBT001
        **about: Any,  # noqa: ANN401
    ) -> tuple[list[str] | None, str]:
        """What is wrong with the password, if anything, and its normal form."""
        wrong, normal = super().validate(password, is_register, **about)
        if not wrong and guessable(normal, *_names(about.get("user"))):
            wrong = [str(WORDS["password_guessable"])]
        return wrong, normal


def _names(user: Any) -> tuple[str, ...]:  # noqa: ANN401 -- the library's mixin
    return (user.username or "", user.name or "") if user else ()


def chosen(_app: Flask, user: Any, **_about: object) -> None:  # noqa: ANN401 -- the library's mixin
    """The owner has chosen a password: nobody else knows it any longer."""
    user.password_was_given = False

"""The refusals of the program: each states a fact by its code; wording lives in the catalogues."""

from __future__ import annotations


class DomainError(Exception):
    """A deed or a file was refused.

    ``code`` names the fact (``scores_locked``) and keys the sentence shown, in both languages;
    ``params`` fill its placeholders. ``status`` is the HTTP status class of the refusal.
    """

    status = 409

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params = params

    def __str__(self) -> str:
        """The code with its parameters, for logs."""
        shown = ", ".join(f"{key}={value!r}" for key, value in self.params.items())
        return f"{self.code}({shown})"


class NotAllowed(DomainError):
    """The person may not do or see this."""

    status = 403


class NotFound(DomainError):
    """There is no such thing, or the person may not know that there is."""

    status = 404


class Invalid(DomainError):
    """What was entered cannot be accepted as it stands."""

    status = 422

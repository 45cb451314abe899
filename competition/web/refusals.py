"""Refusals shown where the person is: in the form they filled in, or on the page they came from.

A refusal that is caught here has stored nothing: the deed's transaction ended with it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash

from competition.domain.errors import DomainError, NotFound
from competition.web.errors import sentence

if TYPE_CHECKING:
    from types import TracebackType

    from competition.web.forms import Form


class _Caught:
    """A block whose refusals are told and not raised; what is not there stays not found."""

    def __enter__(self) -> None:
        """Nothing to prepare."""

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        error: BaseException | None,
        _trace: TracebackType | None,
    ) -> bool:
        """Tell a refusal; let everything else pass."""
        if not isinstance(error, DomainError) or isinstance(error, NotFound):
            return False
        self.tell(sentence(error))
        return True

    def tell(self, text: str) -> None:
        """Show the sentence."""
        flash(text, "error")


class told(_Caught):  # noqa: N801 -- read as a word in a with statement
    """A refusal becomes a notice on the next page; for buttons, where nothing was typed."""


class shown_in(_Caught):  # noqa: N801 -- read as a word in a with statement
    """A refusal becomes an error of the form, so that nothing that was typed is lost."""

    def __init__(self, form: Form) -> None:
        self.form = form

    def tell(self, text: str) -> None:
        """Show the sentence on top of the form."""
        self.form.form_errors.append(text)

"""What every form shares: WTForms with CSRF, and messages in the visitor's language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import request
from flask_wtf import FlaskForm
from wtforms import Form as PlainForm
from wtforms.fields.choices import SelectChoice
from wtforms.i18n import get_translations

from competition.web import i18n

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class _Words:
    """WTForms' own messages, in the language of the page (its matching knows no zh_Hans)."""

    def get_translations(self, _form: object) -> Any:  # noqa: ANN401 -- the library's own type
        """The catalogue of the visitor's language."""
        return get_translations([i18n.language()])


class Form(FlaskForm):
    """A form of this program; views call ``validate_on_submit`` and redisplay on failure."""

    class Meta(_Words, FlaskForm.Meta):
        """As every form of the program."""

        def wrap_formdata(self, form: object, formdata: object) -> Any:  # noqa: ANN401 -- the library's own type
            """What was typed into the page; JSON, whose values can be anything, is nothing."""
            return None if request.is_json else super().wrap_formdata(form, formdata)


class Part(PlainForm):
    """Fields that stand several times in a form; the form around them carries the CSRF token."""

    class Meta(_Words, PlainForm.Meta):
        """As every form of the program."""


class ConfirmForm(Form):
    """A button whose press is the whole message; carries the CSRF token."""


def choices(pairs: Iterable[tuple[object, object]]) -> list[Any]:
    """Values with their labels, as selects and radio buttons take them."""
    return [SelectChoice(value=str(value), label=label) for value, label in pairs]


def problems(form: Any) -> Iterator[tuple[str, object, str]]:  # noqa: ANN401 -- a form or part of one
    """Everything wrong with a form: the field's id and label ('' for the whole), and a sentence."""
    for error in form.form_errors:
        yield "", "", error
    for field in form:
        yield from _of_field(field)


def _of_field(field: Any) -> Iterator[tuple[str, object, str]]:  # noqa: ANN401 -- any field of the library
    if hasattr(field, "entries"):
        for entry in field.entries:
            yield from _of_field(entry)
    elif hasattr(field, "form"):
        yield from problems(field.form)
    else:
        for error in field.errors:
            yield field.id, field.label.text, error

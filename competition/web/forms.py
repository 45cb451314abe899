"""What every form shares: WTForms with CSRF, and messages in the visitor's language."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from flask import request
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DecimalField, HiddenField, IntegerField, StringField
from wtforms import Form as PlainForm
from wtforms.fields.choices import SelectChoice
from wtforms.i18n import get_translations
from wtforms.widgets import TextInput

from competition.domain.typed import figure_text
from competition.web import i18n

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# Year, month, day as people and sheets write them.
DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?|(\d{4})(\d\d)(\d\d)", re.ASCII)


_OVERTAKEN = _l(
    "填写期间，别人刚刚保存过这里的内容。下面是您填写的，还没有保存；请核对后再次保存。"
)


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

    def tell(self, name: str, text: str) -> None:
        """Say at the field of that name what is wrong with it, beside what is said already."""
        field = self[name]
        field.errors = [*field.errors, text]


class EditForm(Form):
    """A form over what is stored; whoever saves over somebody else's change is asked to look first.

    Views call ``over`` with what is stored before they validate. The page that comes back holds
    what was typed, and saving it once more is a decision.
    """

    seen = HiddenField()
    _overtaken = False

    def over(self, stored: object) -> None:
        """Say what is stored now: any value of which ``repr`` tells all that the form changes."""
        now = sha256(repr(stored).encode()).hexdigest()[:24]
        self._overtaken = bool(self.is_submitted() and self.seen.data and self.seen.data != now)
        self.seen.data = now

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401 -- as in the library
        """The fields, and whether what is stored is still what the form was filled in over."""
        sound = bool(super().validate(extra_validators))
        if self._overtaken:
            self.form_errors.append(str(_OVERTAKEN))
        return sound and not self._overtaken


class Part(PlainForm):
    """Fields that stand several times in a form; the form around them carries the CSRF token."""

    class Meta(_Words, PlainForm.Meta):
        """As every form of the program."""


def read_day(text: str) -> date:
    """The day that was typed: 2023-11-03, 2023/11/3, 2023年11月3日, full width or not.

    Raises ValueError.
    """
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    found = DAY.fullmatch(plain)
    if not found:
        raise ValueError(text)
    year, month, day = (int(part) for part in found.groups() if part)
    return date(year, month, day)


class DayField(StringField):
    """A day, typed. The browser's own field would name its parts in the browser's language."""

    data: date | None

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read what was typed; nothing is no day."""
        self.data = None
        if valuelist and valuelist[0].strip():
            try:
                self.data = read_day(valuelist[0])
            except ValueError:
                raise ValueError(_l("请写成 2023-11-03 这样的日期。")) from None

    def _value(self) -> str:
        """What the page shows: what was typed as long as it is wrong, otherwise the ISO date."""
        if self.data is None:
            return self.raw_data[0] if self.raw_data else ""
        return self.data.isoformat()


class _Figure(TextInput):
    """A box for text with the keyboard for figures."""

    def __init__(self, mode: str) -> None:
        super().__init__()
        self.mode = mode

    def __call__(self, field: Any, **attributes: object) -> Any:  # noqa: ANN401 -- the library's own types
        """The box as HTML."""
        given = {"inputmode": self.mode, "autocomplete": "off"}
        return super().__call__(field, **(given | attributes))


class FigureField(DecimalField):
    """A decimal figure that may be typed full width, which a browser's own number box refuses."""

    widget = _Figure("decimal")

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read what was typed. Raises ValueError for what is no number."""
        super().process_formdata([figure_text(text) for text in valuelist])


class WholeField(IntegerField):
    """A whole number that may be typed full width, as in ``FigureField``."""

    widget = _Figure("numeric")

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read what was typed. Raises ValueError for what is no whole number."""
        super().process_formdata([figure_text(text) for text in valuelist])


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

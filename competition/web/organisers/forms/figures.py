"""Figures in the rows of a form, each told at its own field, so that all are told at once.

What the figures mean together is judged by the reader of the rules file.
"""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, Final

from flask_babel import lazy_gettext as _l
from wtforms.validators import StopValidation, ValidationError

from competition.domain.typed import figure_text
from competition.web.forms import Part

if TYPE_CHECKING:
    from wtforms import Field

_MISSING: Final = _l("请填写这一项。")
_NO_FIGURE: Final = _l("“%(found)s”不是数字。")
_COMMA: Final = _l("“%(found)s”中的逗号请改为小数点。")
_WHOLE: Final = _l("应为整数。")
_LOW: Final = _l("不能小于 %(least)s。")
_HIGH: Final = _l("不能大于 %(most)s。")
_ABOVE: Final = _l("应大于 %(above)s。")
_REVERSED: Final = _l("不能在“从”的名次之前。")


class Figure:
    """A decimal figure within bounds; an empty field is one only where ``needed`` does not ask."""

    def __init__(
        self,
        *,
        needed: bool = False,
        whole: bool = False,
        above: int | None = None,
        least: int | None = None,
        most: int | None = None,
    ) -> None:
        self.needed, self.whole = needed, whole
        self.above, self.least, self.most = above, least, most

    def __call__(self, _form: object, field: Field) -> None:
        """Raise what is wrong with the text of the field, in words."""
        text = figure_text(field.data or "")
        if not text:
            raise StopValidation(str(_MISSING) if self.needed else "")
        self._within(_figure(text, field.data))

    def _within(self, figure: Decimal) -> None:
        if self.whole and figure != int(figure):
            raise ValidationError(_WHOLE)
        if self.above is not None and figure <= self.above:
            raise ValidationError(str(_ABOVE) % {"above": self.above})
        if self.least is not None and figure < self.least:
            raise ValidationError(str(_LOW) % {"least": self.least})
        if self.most is not None and figure > self.most:
            raise ValidationError(str(_HIGH) % {"most": self.most})


def _figure(text: str, found: str) -> Decimal:
    if "," in text:
        raise ValidationError(str(_COMMA) % {"found": found.strip()})
    try:
        figure = Decimal(text)
    except InvalidOperation:
        raise ValidationError(str(_NO_FIGURE) % {"found": found.strip()}) from None
    if not figure.is_finite():
        raise ValidationError(str(_NO_FIGURE) % {"found": found.strip()})
    return figure


def not_before_first(form: Any, field: Field) -> None:  # noqa: ANN401 -- a row with ``first``
    """The last rank of a range may not stand before its first."""
    first, last = (form.first.data or "").strip(), (field.data or "").strip()
    if first.isdecimal() and last.isdecimal() and int(last) < int(first):
        raise ValidationError(_REVERSED)


class Row(Part):
    """A row that counts once it is named; an unnamed one is left out with all that it holds."""

    NAMED_BY = "title"

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401 -- as in the library
        """Its fields, if it counts."""
        if not (self[self.NAMED_BY].data or "").strip():
            return True
        return bool(super().validate(extra_validators))

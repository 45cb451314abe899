"""The form in which the chief judge records a deduction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask_babel import lazy_gettext as _l
from wtforms import StringField

from competition.web.errors import sentence
from competition.web.forms import Form

if TYPE_CHECKING:
    from competition.domain.errors import DomainError

_FIELDS: Final = {
    "draw_unknown": "draw",
    "reason_missing": "reason",
    "penalty_unfit": "points",
    "mark_comma": "points",
    "mark_not_number": "points",
    "mark_above_full": "points",
}


class PenaltyForm(Form):
    """Who loses how many points in a round, and why."""

    draw = StringField(_l("抽签号"), render_kw={"required": True, "autocomplete": "off"})
    points = StringField(
        _l("扣分"), render_kw={"required": True, "autocomplete": "off", "inputmode": "decimal"}
    )
    reason = StringField(_l("理由"), render_kw={"required": True})

    def refuse(self, refusal: DomainError) -> None:
        """Show a refusal at the field that it is about, else on top of the form."""
        name = _FIELDS.get(refusal.code)
        if name:
            self.tell(name, sentence(refusal))
        else:
            self.form_errors.append(sentence(refusal))

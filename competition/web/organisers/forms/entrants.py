"""Forms about entrants. Their cells are judged by the same rules as those of a sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional

from competition.domain.contest import ENTRANT_STATES, ROUND_STATES
from competition.domain.entrants.levels import LEVELS
from competition.domain.entrants.line import NO, YES, checked_line
from competition.domain.identity import DOCUMENT_TYPES
from competition.web import accounts
from competition.web.forms import EditForm, Form, choices
from competition.web.words import WORDS, setup

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from competition.domain.entrants.line import RosterLine

TAKING_PART = _l("正常参赛")
PRESENT = _l("到场")


def cell_words(code: str, params: object) -> str:
    """What is wrong in a cell, in the visitor's language."""
    return str(WORDS[code]) % params


class UploadForm(Form):
    """A sheet of entrants."""

    file = FileField(
        _l("名单文件"),
        validators=[FileRequired(_l("请选择一个文件。"))],
        render_kw={"accept": ".xlsx,.xls,.csv"},
    )


class EntrantForm(EditForm):
    """One entrant."""

    number = StringField(setup.COLUMNS["number"])
    name = StringField(setup.COLUMNS["name"], validators=[DataRequired()])
    employer = StringField(setup.COLUMNS["employer"])
    group = SelectField(setup.COLUMNS["group"])
    document_type = SelectField(
        setup.COLUMNS["document_type"],
        choices=choices((kind, setup.DOCUMENTS[kind]) for kind in DOCUMENT_TYPES),
    )
    document_number = StringField(setup.COLUMNS["document_number"])
    phone = StringField(setup.COLUMNS["phone"])
    held_level = SelectField(
        setup.COLUMNS["held_level"],
        choices=choices(
            [("", _l("无")), *((words, accounts.LEVELS[level]) for level, words in LEVELS.items())]
        ),
        default="",
    )
    ineligible = StringField(setup.COLUMNS["ineligible"])
    consent = BooleanField(setup.COLUMNS["consent"])
    reason = StringField(_l("更正的理由"), validators=[Optional(), Length(max=500)])

    def offer(self, groups: Sequence[str]) -> None:
        """Offer the groups of the contest; without any, the field is left out."""
        self.group.choices = choices([("", ""), *((group, group) for group in groups)])
        if not groups:
            del self.group

    def sound_line(
        self, groups: Sequence[str], today: date, *, reason_needed: bool = False
    ) -> RosterLine | None:
        """The entrant as sent, or None with everything that is wrong at its field, in one round."""
        if not self.is_submitted():
            return None
        sound = self.validate()
        line = self.line(groups, today)
        if reason_needed and not (self.reason.data or "").strip():
            self.tell("reason", str(WORDS["reason_missing"]))
            return None
        return line if sound else None

    def line(self, groups: Sequence[str], today: date) -> RosterLine | None:
        """The entrant as typed, or None with the errors at their fields."""
        typed = {name: value or "" for name, value in self.data.items()}
        typed["consent"] = YES if typed["consent"] else NO
        found, faults = checked_line(typed, groups, today)
        for fault in faults:
            if not self[fault.column].errors:
                self.tell(fault.column, cell_words(fault.code, fault.params))
        return found


class StateForm(Form):
    """Taking part, withdrawn, disqualified or out of competition."""

    state = SelectField(
        _l("状态"),
        choices=choices(
            [("", TAKING_PART), *((state, accounts.STATES[state]) for state in ENTRANT_STATES)]
        ),
    )
    reason = StringField(_l("理由"), validators=[Length(max=500)])


class AttendanceForm(Form):
    """There, absent, withdrawn or disqualified in one round."""

    round = HiddenField(validators=[DataRequired()])
    state = SelectField(
        _l("到场情况"),
        choices=choices(
            [("", PRESENT), *((state, accounts.STATES[state]) for state in ROUND_STATES)]
        ),
    )
    reason = StringField(_l("备注"), validators=[Length(max=500)])


class DrawForm(Form):
    """The draw by the program, or typed in."""

    way = RadioField(
        _l("抽签方式"),
        choices=choices([("program", _l("由程序抽签")), ("typed", _l("录入现场抽签的结果"))]),
        default="program",
    )
    seed = StringField(_l("随机种子"), validators=[Optional(), Length(max=80)])
    reason = TextAreaField(_l("重新抽签的理由"), validators=[Optional(), Length(max=500)])

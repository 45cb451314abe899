"""The form of a contest's settings."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import (
    InputRequired,
    Length,
    NumberRange,
    Optional,
    Regexp,
    ValidationError,
)

from competition.domain.errors import Invalid
from competition.domain.publishing.working_days import WORKED
from competition.domain.settings import ContestSettings
from competition.domain.setup.contradictions import contradictions
from competition.web.errors import sentence
from competition.web.forms import DayField, EditForm, FigureField, WholeField, choices, read_day

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

NAME = [Optional(), Length(max=120)]
BODY_CODE = re.compile(r"[YS]\d{12}\Z", re.ASCII)  # 人社鉴发〔2019〕2号: what the authority assigns
KEPT = ("seals",)
DATES = ("entries_from", "entries_until")


class SettingsForm(EditForm):
    """How a contest is run; names as in ``domain.settings``."""

    theory_entry = RadioField(
        _l("理论成绩录入"),
        choices=choices(
            [
                ("double", _l("两人独立录入，自动比对，差异另行裁定")),
                ("confirmed", _l("一人录入，第二人核对确认")),
            ]
        ),
    )
    host_opens = BooleanField(_l("由主持人逐个开放选手（评委只能给当前选手评分）"))
    presentation_minutes = WholeField(
        _l("每名选手的时间（分钟）"), validators=[InputRequired(), NumberRange(0, 600)]
    )
    spread_warning = FigureField(
        _l("评分差距提醒（分）"), places=None, validators=[InputRequired(), NumberRange(0, 1000)]
    )
    minimum_entrants = WholeField(
        _l("最低参赛人数"), validators=[InputRequired(), NumberRange(0, 100000)]
    )
    entrants_per_employer = WholeField(
        _l("每个单位最多几人"), validators=[InputRequired(), NumberRange(0, 100000)]
    )
    entries_from = DayField(_l("报名开始日期"), validators=[Optional()])
    entries_until = DayField(_l("报名截止日期"), validators=[Optional()])
    youngest = WholeField(_l("最小年龄（周岁）"), validators=[InputRequired(), NumberRange(0, 120)])
    oldest = WholeField(_l("最大年龄（周岁）"), validators=[InputRequired(), NumberRange(0, 120)])
    publicity_days = WholeField(
        _l("公示期（工作日）"), validators=[InputRequired(), NumberRange(0, 60)]
    )
    holidays = TextAreaField(_l("公示期内的节假日"), validators=[Optional(), Length(max=2000)])
    objection_instances = WholeField(
        _l("申诉可提几次"), validators=[InputRequired(), NumberRange(1, 2)]
    )
    objection_answer_days = WholeField(
        _l("答复申诉的期限（工作日）"), validators=[InputRequired(), NumberRange(1, 60)]
    )
    objection_contact = StringField(_l("受理异议的联系人和电话"), validators=NAME)
    ceremony_photos = BooleanField(_l("颁奖时显示获奖选手的照片"))
    names_masked = BooleanField(_l("证书查验页隐去姓名中间的字"))
    evaluation_body = StringField(_l("评价机构名称"), validators=NAME)
    body_code = StringField(
        _l("评价机构代码（13 位）"),
        validators=[
            Optional(),
            Regexp(
                BODY_CODE,
                message=_l("评价机构代码应为 13 位：字母 Y 或 S 加 12 位数字。"),
            ),
        ],
    )
    occupation_code = StringField(_l("职业编码"), validators=NAME)
    specialty = StringField(_l("工种/职业方向"), validators=NAME)
    prize_issuer = StringField(_l("获奖证书颁发单位"), validators=NAME)
    level_design = SelectField(_l("等级证书版式"))
    title_design = SelectField(_l("荣誉证书版式"))
    prize_design = SelectField(_l("获奖证书版式"))
    offline_qr = BooleanField(_l("二维码可离线核验（其中含持证人姓名）"))
    retention_days = WholeField(
        _l("个人信息保存期（天）"), validators=[InputRequired(), NumberRange(1, 36500)]
    )

    def offer(self, designs: Mapping[str, Sequence[tuple[str, str]]]) -> None:
        """Offer these designs, key and name, for each kind of certificate."""
        for kind, known in designs.items():
            self[f"{kind}_design"].choices = choices(known)

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401 -- as in the library
        """Everything that is wrong at once: each field, and what the sound ones contradict."""
        super().validate(extra_validators)
        sound = {name: value for name, value in self._plain().items() if not self[name].errors}
        for name, wrong in contradictions(replace(ContestSettings(), **sound)):
            self.tell(name, sentence(wrong))
        return not self.errors

    def validate_holidays(self, field: TextAreaField) -> None:
        """Each line is a day; all that are none are named."""
        unfit = [line for line in _lines(field.data or "") if not _is_day(line)]
        if unfit:
            raise ValidationError(sentence(Invalid("holiday_form", found="、".join(unfit[:10]))))

    def _plain(self) -> dict[str, Any]:
        """What is compared with each other, empty where nothing was typed."""
        dates = {name: self[name].data.isoformat() if self[name].data else "" for name in DATES}
        figures = {name: self[name].data or 0 for name in ("youngest", "oldest")}
        texts = {name: (self[name].data or "").strip() for name in ("evaluation_body", "body_code")}
        return dates | figures | texts

    def settings(self, present: ContestSettings) -> ContestSettings:
        """The settings as typed; what the form does not show stays."""
        typed: dict[str, Any] = {
            name: "" if value is None else value
            for name, value in self.data.items()
            if name not in {"csrf_token", "seen"}
        }
        typed |= self._plain()
        typed["holidays"] = tuple(sorted({_stated(line) for line in _lines(typed["holidays"])}))
        typed["spread_warning"] = f"{Decimal(typed['spread_warning']):f}"
        typed["specialty"] = typed["specialty"].strip() or "--"
        return ContestSettings(**typed, **{name: getattr(present, name) for name in KEPT})


def shown(settings: ContestSettings) -> dict[str, Any]:
    """What the form shows of the settings."""
    return settings.as_json() | {
        "holidays": "\n".join(settings.holidays),
        "spread_warning": Decimal(settings.spread_warning),
        **{name: _day(getattr(settings, name)) for name in DATES},
    }


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _stated(line: str) -> str:
    """A day that is free, or, with ``+`` before it, one that is worked. Raises ValueError."""
    worked = WORKED if line.startswith((WORKED, "＋")) else ""
    return worked + read_day(line[len(worked) :]).isoformat()


def _is_day(line: str) -> bool:
    try:
        return bool(_stated(line))
    except ValueError:
        return False

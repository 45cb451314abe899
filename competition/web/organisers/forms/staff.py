"""Forms about accounts, roles and seats."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, Length, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from competition.domain.ordering import natural
from competition.domain.permissions import ROLES
from competition.web.forms import Form, choices
from competition.web.words import setup

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from competition.queries.staff import Member


def roles_field() -> Any:  # noqa: ANN401 -- the library's own type
    """Roles as boxes to tick."""
    return SelectMultipleField(
        _l("角色"),
        choices=choices((role, setup.ROLES[role]) for role in ROLES),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )


class MemberForm(Form):
    """Somebody new in the contest: with a fresh account, or with one that exists."""

    kind = RadioField(
        _l("账号"),
        choices=choices([("new", _l("新建账号")), ("known", _l("已有账号，只需加入本竞赛"))]),
        default="new",
    )
    username = StringField(_l("用户名"), validators=[DataRequired(), Length(max=64)])
    name = StringField(_l("姓名"), validators=[Optional(), Length(max=100)])
    roles = roles_field()
    trainee = BooleanField(_l("见习评委（评分单独存放，不计入成绩）"))


class StaffListForm(Form):
    """A list of staff: pasted, or a sheet, which goes before what was pasted."""

    people = TextAreaField(_l("粘贴名单"), validators=[Optional(), Length(max=20_000)])
    file = FileField(_l("或上传文件"))

    def validate_file(self, field: FileField) -> None:
        """One of the two is needed."""
        if not field.data and not (self.people.data or "").strip():
            raise ValidationError(_l("请粘贴名单，或选择一个文件。"))


class RolesForm(Form):
    """The roles of one person."""

    username = HiddenField(validators=[DataRequired()])
    roles = roles_field()
    trainee = BooleanField(_l("见习评委（评分单独存放，不计入成绩）"))


class SeatForm(Form):
    """A judge for a round."""

    person = SelectField(_l("评委"))
    panel = SelectField(_l("评委组"))
    draws = StringField(_l("只评抽签号"))

    def offer(self, people: Iterable[Member], groups: Sequence[str]) -> None:
        """Offer those without a seat in the round, judges first, and a panel for each group."""
        ordered = sorted(people, key=lambda one: natural(one.name))
        judges = [one for one in ordered if "judge" in one.roles]
        others = [one for one in ordered if "judge" not in one.roles]
        named = {setup.ROLES["judge"]: judges, setup.ROLES["chief_judge"]: others}
        self.person.choices = {
            str(words): choices((one.user_id, one.name) for one in those)
            for words, those in named.items()
            if those
        }
        pairs = [("", _l("评所有选手")), *((group, group) for group in groups)]
        self.panel.choices = choices(pairs)

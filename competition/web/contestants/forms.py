"""What a contestant fills in."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from competition.services.contestants.objections import LONGEST
from competition.web.forms import Form


class SignInForm(Form):
    """Which contest, who, and the code from the admission slip."""

    contest = SelectField(_l("竞赛"), validators=[DataRequired(_l("请选择竞赛。"))])
    number = StringField(
        _l("参赛号"), validators=[DataRequired(_l("请输入参赛号。")), Length(max=40)]
    )
    code = StringField(
        _l("查询码"), validators=[DataRequired(_l("请输入准考证上的查询码。")), Length(max=40)]
    )


class ObjectionForm(Form):
    """A written objection."""

    text = TextAreaField(
        _l("申诉内容"), validators=[DataRequired(_l("请写明申诉内容。")), Length(max=LONGEST)]
    )

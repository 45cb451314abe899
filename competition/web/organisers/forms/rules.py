"""The form of the usual rules. What a value may be is judged by the reader of the rules file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    FieldList,
    FormField,
    HiddenField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, Length, Optional

from competition.web.accounts import LEVELS
from competition.web.forms import EditForm, Form, choices
from competition.web.organisers.forms.figures import Figure, Row, not_before_first

if TYPE_CHECKING:
    from competition.domain.rules import Rules

SHORT = [Length(max=20), Figure()]
WEIGHT = [Length(max=20), Figure(needed=True)]
FULL_MARK = [Length(max=20), Figure(needed=True, above=0)]
STEP = [Length(max=20), Figure(above=0)]
DROPPED = [Length(max=20), Figure(whole=True, least=0, most=1000)]
JUDGES = [Length(max=20), Figure(whole=True, least=1, most=1000)]
PLACES = [Length(max=20), Figure(whole=True, least=0, most=30)]
SHARE = [Length(max=20), Figure(above=0, most=100)]
RANK = [Length(max=20), Figure(whole=True, least=1)]
LAST = [*RANK, not_before_first]
NAME = [Optional(), Length(max=120)]
MODES = choices(
    [
        ("half_up", _l("四舍五入")),
        ("half_even", _l("四舍六入五成双")),
        ("down", _l("舍去")),
        ("none", _l("不舍入")),
    ]
)
TIES = 4  # how many tie-break keys the form offers


class CriterionPart(Row):
    """One criterion; an empty title leaves it out."""

    key = HiddenField()
    title = StringField(_l("评分项"), validators=NAME)
    full_mark = StringField(_l("满分"), validators=FULL_MARK)
    step = StringField(_l("最小计分单位"), validators=STEP)


class RoundPart(Row):
    """One round; an empty title leaves it out."""

    key = HiddenField()
    title = StringField(_l("轮次名称"), validators=NAME)
    part = SelectField(_l("属于"), choices=choices([("theory", _l("理论")), ("skill", _l("技能"))]))
    weight = StringField(_l("权重（%）"), validators=WEIGHT)
    full_mark = StringField(_l("满分"), validators=FULL_MARK)
    pass_mark = StringField(_l("合格线"), validators=SHORT)
    judging = SelectField(
        _l("评分方式"), choices=choices([("single", _l("一个分数")), ("panel", _l("评委组"))])
    )
    drop_highest = StringField(_l("去掉最高分"), validators=DROPPED)
    drop_lowest = StringField(_l("去掉最低分"), validators=DROPPED)
    minimum = StringField(_l("评委至少"), validators=JUDGES)
    trim = SelectField(
        _l("去高去低的方式"),
        choices=choices([("totals", _l("按评委总分")), ("criteria", _l("按评分项"))]),
    )
    mode = SelectField(_l("舍入"), choices=MODES)
    places = StringField(_l("小数位"), validators=PLACES)
    criteria = FieldList(FormField(CriterionPart))


class PrizePart(Row):
    """One prize: by ranks, by share, or by total; an empty title leaves it out."""

    key = HiddenField()
    title = StringField(_l("奖项"), validators=NAME)
    first = StringField(_l("名次从"), validators=RANK)
    last = StringField(_l("到"), validators=LAST)
    fraction = StringField(_l("或前百分之"), validators=SHARE)
    at_least = StringField(_l("或总成绩不低于"), validators=SHORT)


class PromotionPart(Row):
    """One promotion: a level, and who is promoted to it; no level leaves it out."""

    NAMED_BY = "level"
    level = SelectField(
        _l("晋升等级"), choices=choices([("", _l("（无）")), *LEVELS.items()]), coerce=str
    )
    first = StringField(_l("名次从"), validators=RANK)
    last = StringField(_l("到"), validators=LAST)
    other_prizes = BooleanField(_l("其他获奖者"))
    prizes = StringField(_l("或以下奖项"), validators=NAME)
    theory = BooleanField(_l("理论须合格"))
    skill = BooleanField(_l("技能须合格"))
    pass_down = BooleanField(_l("名额递补"))
    on_fail = SelectField(
        _l("不符合时"), choices=choices([("none", _l("不再晋升")), ("next", _l("看后面的规则"))])
    )
    held_level = SelectField(
        _l("已持有时"), choices=choices([("skip", _l("不发证")), ("raise", _l("再升一级"))])
    )


class TitlePart(Row):
    """One title; an empty title leaves it out."""

    key = HiddenField()
    title = StringField(_l("称号"), validators=NAME)
    issuer = StringField(_l("授予单位"), validators=NAME)
    first = StringField(_l("名次从"), validators=RANK)
    last = StringField(_l("到"), validators=LAST)
    theory = BooleanField(_l("理论须合格"))
    skill = BooleanField(_l("技能须合格"))
    pass_down = BooleanField(_l("名额递补"))


class RulesForm(EditForm):
    """The usual rules; what it does not show (bands, factors, …) stays as it is."""

    title = StringField(_l("竞赛名称"), validators=[DataRequired(), Length(max=200)])
    occupation = StringField(_l("职业（工种）"), validators=NAME)
    hosts = TextAreaField(_l("主办单位（每行一个）"), validators=[Optional(), Length(max=1000)])
    rounds = FieldList(FormField(RoundPart))
    total_mode = SelectField(_l("总成绩舍入"), choices=MODES)
    total_places = StringField(_l("小数位"), validators=PLACES)
    rank_on = SelectField(
        _l("排名依据"),
        choices=choices([("rounded", _l("舍入后的总成绩")), ("exact", _l("未舍入的总成绩"))]),
    )
    ties = SelectField(
        _l("仍相同时"),
        choices=choices([("shared", _l("名次并列")), ("forbidden", _l("由组委会裁定"))]),
    )
    absent = SelectField(
        _l("缺考"), choices=choices([("unranked", _l("不参加排名")), ("zero", _l("该轮计 0 分"))])
    )
    groups = TextAreaField(_l("分组排名（每行一个组别）"), validators=[Optional(), Length(max=500)])
    tie_break = FieldList(SelectField(_l("比较"), validate_choice=False))
    prizes = FieldList(FormField(PrizePart))
    promotions = FieldList(FormField(PromotionPart))
    titles = FieldList(FormField(TitlePart))
    reason = TextAreaField(_l("变更的理由"), validators=[Optional(), Length(max=1000)])

    def offer(self, rules: Rules) -> None:
        """Offer the keys that a tie can be decided by in this contest."""
        offered: list[tuple[str, object]] = [("", _l("（不比较）"))]
        offered += [
            (f"round:{item.key}:high", _l("%(title)s高者在前", title=item.title))
            for item in rules.rounds
        ]
        for item in rules.measures:
            offered.append((f"measure:{item.key}:low", _l("%(title)s少者在前", title=item.title)))
            offered.append((f"measure:{item.key}:high", _l("%(title)s多者在前", title=item.title)))
        offered.append(("total:exact:high", _l("未舍入的总成绩")))
        for entry in self.tie_break:
            entry.choices = choices(offered)


class RulesFileForm(Form):
    """A rules file in place of the form."""

    file = FileField(
        _l("规则文件（.toml）"), validators=[DataRequired()], render_kw={"accept": ".toml"}
    )
    reason = TextAreaField(_l("变更的理由"), validators=[Optional(), Length(max=1000)])

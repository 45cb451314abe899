"""How marks and the states of sheets are written on pages."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from flask_babel import lazy_gettext as _l

from competition.domain.judging import plainly
from competition.web.errors import sentence
from competition.web.judges.blueprint import blueprint

if TYPE_CHECKING:
    from flask.blueprints import BlueprintSetupState

    from competition.domain.errors import DomainError

STATE_WORDS = {
    "not_begun": _l("未开始"),
    "partial": _l("评了一部分"),
    "submitted": _l("已提交"),
    "signed": _l("已签字"),
    "recused": _l("已回避"),
    "absent": _l("缺考"),
    "withdrawn": _l("弃权"),
    "disqualified": _l("取消资格"),
    "draft": _l("草稿"),
    "returned": _l("已退回更正"),
}
STATE_ICONS = {
    "not_begun": "circle",
    "partial": "circle-half",
    "draft": "circle-half",
    "submitted": "check-circle",
    "signed": "patch-check-fill",
    "recused": "slash-circle",
    "absent": "person-dash",
    "withdrawn": "person-dash",
    "disqualified": "person-x",
    "returned": "arrow-counterclockwise",
}


@blueprint.app_template_filter("mark")
def mark(value: Decimal | str | None) -> str:
    """A mark as people write it; a mark not given is a dash, never 0."""
    return "—" if value is None or value == "" else plainly(Decimal(value))


@blueprint.record_once
def _words(setup: BlueprintSetupState) -> None:
    """Macros see globals, not what a context processor gives."""
    setup.app.jinja_env.globals.update(state_words=STATE_WORDS, state_icons=STATE_ICONS)


@blueprint.app_template_filter("sentence")
def words_of(fault: DomainError) -> str:
    """What a fault beside a field says."""
    return sentence(fault)

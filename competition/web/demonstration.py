"""What the start page says of the demonstration: who can sign in as what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import lazy_gettext as _l

from competition.queries import demonstration

if TYPE_CHECKING:
    from flask import Flask

ROLES = {
    "organiser": _l("组织者：规则、选手、评分进度、排名、公布、发证"),
    "chief_judge": _l("裁判长：评分进度、扣分、退回评分表"),
    "judge": _l("评委：在平板上评分、签字确认"),
    "clerk": _l("录分员：独立录入理论成绩"),
    "supervisor": _l("监督员：确认公布、查看操作记录"),
    "arbiter": _l("仲裁员：答复申诉"),
}
POINTS = {
    "winner": _l("第一名：晋升技师，获两项荣誉，可下载证书"),
    "theory_failed": _l("第三名，但理论不合格：有奖项，不晋升"),
    "holds_level": _l("第六名，已有技师证书：不重复发证"),
}


def init_app(app: Flask) -> None:
    """Give the templates the demonstration."""
    app.jinja_env.globals.update(demonstration=demonstration)
    app.jinja_env.globals.update(demonstration_roles=ROLES, demonstration_points=POINTS)

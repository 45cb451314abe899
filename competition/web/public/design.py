"""The design system: every piece of the pages in every state, with figures read from its tokens."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from flask import render_template
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, FileField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from competition.web.forms import Form, choices
from competition.web.guards import ANYONE, allow
from competition.web.public.blueprint import blueprint

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

STYLES = Path(__file__).parents[1] / "static/css/competition.css"
TOKEN = re.compile(r"--([a-z-]+): #([0-9a-f]{6});")
READABLE = 4.5  # WCAG 2.2, 1.4.3: text of any size; 1.4.11 wants 3 for lines and drawings
PAIRS = (
    ("red", "ground", _l("品牌色，主按钮与页首色带")),
    ("red-dark", "ground", _l("链接与按下的主按钮")),
    ("ink", "ground", _l("正文与标题")),
    ("ink-soft", "ground-soft", _l("说明文字，表头")),
    ("ink-faint", "ground", _l("最次要的文字")),
    ("good", "good-tint", _l("完成，有效")),
    ("warn", "warn-tint", _l("需要留意")),
    ("bad", "bad-tint", _l("错误，撤销")),
    ("calm", "calm-tint", _l("等待，公示中")),
    ("line-strong", "ground", _l("输入框与按钮的边线")),
    ("focus", "ground", _l("键盘焦点")),
    ("gold", "ground", _l("奖项的点缀，只作图形")),
)
ICONS = (
    ("check-circle-fill", _l("完成")),
    ("exclamation-triangle-fill", _l("留意")),
    ("x-octagon-fill", _l("错误")),
    ("clock", _l("等待")),
    ("lock", _l("冻结")),
    ("trophy-fill", _l("奖项")),
    ("award", _l("证书")),
    ("patch-check", _l("查验")),
    ("people", _l("选手")),
    ("wifi-off", _l("断网")),
    ("download", _l("下载")),
    ("printer", _l("打印")),
)


@dataclass(frozen=True, slots=True)
class Pair:
    """A colour on its ground, with the contrast that WCAG defines for them."""

    name: str
    colour: str
    ground: str
    use: object
    contrast: float

    @property
    def for_text(self) -> bool:
        """Whether text of any size may be set in it."""
        return self.contrast >= READABLE


class SpecimenForm(Form):
    """Fields of every kind; nothing is done with what they hold."""

    name = StringField(_l("姓名"), [DataRequired(_l("请填写姓名。"))])
    number = StringField(_l("参赛号"), [Length(max=3, message=_l("参赛号应为 3 位，实为 5 位。"))])
    group = SelectField(_l("组别"), choices=choices([("a", _l("职工组")), ("b", _l("学生组"))]))
    paper = RadioField(_l("证书"), choices=choices([("a", _l("电子版")), ("b", _l("纸质版"))]))
    reason = TextAreaField(_l("理由"))
    file = FileField(_l("附件"))
    agreed = BooleanField(_l("同意公开姓名和单位"))


@blueprint.get("/design")
@allow(ANYONE)
def design() -> ResponseReturnValue:
    """The page."""
    given = MultiDict({"wrong-number": "12345", "wrong-group": "a", "wrong-paper": "a"})
    wrong = SpecimenForm(formdata=given, prefix="wrong-", meta={"csrf": False})
    wrong.validate()
    return render_template(
        "public/design.html",
        pairs=[_pair(*pair) for pair in PAIRS],
        icons=ICONS,
        form=SpecimenForm(formdata=None, meta={"csrf": False}),
        wrong=wrong,
    )


def _pair(name: str, ground: str, use: object) -> Pair:
    colour, under = _tokens()[name], _tokens()[ground]
    return Pair(name, f"#{colour}", ground, use, contrast(colour, under))


def contrast(colour: str, ground: str) -> float:
    """The contrast of two colours, 1 to 21, cut off after two places (WCAG 2.2, 1.4.3)."""
    dark, light = sorted((_luminance(colour), _luminance(ground)))
    return int((light + 0.05) / (dark + 0.05) * 100) / 100


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4  # noqa: PLR2004 -- the curve of sRGB
        for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@cache
def _tokens() -> dict[str, str]:
    """The colours of the style sheet, by name."""
    return dict(TOKEN.findall(STYLES.read_text(encoding="utf-8")))

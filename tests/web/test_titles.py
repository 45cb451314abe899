"""Names of contests break where a reader would break them."""

import pytest
from markupsafe import Markup

from competition.web.pages import title_breaks


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        (
            "2023年衢州市首届劳动关系协调员(集体协商指导员)职业技能竞赛",
            ["2023年", "衢州市首届", "劳动关系协调员", "(集体协商指导员)", "职业技能竞赛"],
        ),
        ("全国职业技能大赛", ["全国", "职业技能大赛"]),
        ("三届", ["三届"]),
        ("Skills 2026 (final)", ["Skills 2026 ", "(final)"]),
    ],
)
def test_lines_may_end_around_brackets_and_after_the_edition(title, lines):
    assert title_breaks(title).split("<wbr>") == lines


def test_what_a_person_typed_stays_text():
    assert title_breaks("<b>年会") == "&lt;b&gt;年<wbr>会"
    assert title_breaks(Markup("<b>(x)</b>")) == "<b>(x)</b>"

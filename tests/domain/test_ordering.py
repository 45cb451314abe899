"""The order that people expect."""

import pytest

from competition.domain.ordering import natural

FIGURES = "一 二 三 四 五 六 七 八 九 十 十一 十二 二十 二十一 一百零五"
JUDGES = [f"评委{figure}" for figure in FIGURES.split()]


@pytest.mark.parametrize(
    "wanted",
    [
        JUDGES,
        [str(n) for n in range(1, 25)],
        ["A2", "A10", "B1"],
        ["J1", "J2", "J10"],
        ["第1组", "第2组", "第10组"],
        ["陈静", "李明", "王芳", "赵强"],
        ["丁一", "丁三", "丁四"],
        ["评委二〇", "评委二二"],
        ["7", "张三", ""],
        ["li", "Wang", "zhao"],
    ],
)
def test_order_is_the_one_people_expect(wanted):
    assert sorted(wanted[1:] + wanted[:1], key=natural) == wanted
    assert sorted(wanted[1::2] + wanted[::2], key=natural) == wanted


def test_any_text_has_its_place():
    texts = ["", None, "𬭩", "9" * 5000, "一" * 5000, "百", "十百", "\udc80x"]
    assert len(sorted(texts, key=natural)) == len(texts)

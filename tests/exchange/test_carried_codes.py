"""Marks carried out as QR codes: several parts make one submission, a missing one is named."""

import json
import random

import pytest

from competition.domain.errors import Invalid
from competition.exchange.carried_marks import read_carried_codes

ID = "0b0e7c9e-0000-4000-8000-000000000000"
WHOLE = json.dumps(
    ["unsent-marks", 1, "tablet", ID, 7, "slug", "case", "3", "c", "recused", 0, "回避" * 99, {}]
)


def parts(whole=WHOLE, size=100, id_=ID):
    cut = [whole[at : at + size] for at in range(0, len(whole), size)]
    codes = [["unsent-part", 1, id_, place, len(cut), text] for place, text in enumerate(cut, 1)]
    return [json.dumps(code) for code in codes]


def test_parts_are_put_together_in_whatever_order_and_however_often_they_were_scanned():
    scanned = [*parts(), *parts()[:2], WHOLE.replace('"3"', '"4"')]
    random.Random(1).shuffle(scanned)  # noqa: S311 -- an order, not a secret
    found = read_carried_codes("\n".join(scanned))
    assert [(one.draw, one.reason) for one in found] == [("4", "回避" * 99), ("3", "回避" * 99)]


def test_missing_part_is_named():
    with pytest.raises(Invalid) as refused:
        read_carried_codes("\n".join([parts()[0], *parts()[2:]]))
    assert refused.value.code == "carried_code_missing"
    assert refused.value.params == {"count": len(parts()), "missing": 2}


@pytest.mark.parametrize(
    "text", ["[]", '["unsent-part"]', "5", '["unsent-part",1,"x",1,1,"{"]', "{}", '"x"', "\x00"]
)
def test_anything_else_is_refused_in_words(text):
    with pytest.raises(Invalid, match="carried_file_unfit"):
        read_carried_codes(text)

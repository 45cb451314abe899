"""Facts are read strictly and every refusal names its key."""

import contextlib
import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certificates import FactError, Facts

LEVEL = {
    "kind": "level",
    "number": "Y000033000000232000001",
    "holder": "郑文博",
    "document_type": "居民身份证",
    "document_number": "330802199001011234",
    "occupation": "劳动关系协调员",
    "level": 2,
    "issuer": "衢州市职业技能评价中心",
    "issued_on": "2023-11-03",
    "verify_url": "HTTPS://EXAMPLE.ORG/V/7K3M9QXT2B4F",
}


def test_level_is_worded_and_missing_specialty_is_two_dashes():
    facts = Facts.parse(LEVEL)
    assert (facts.level, facts.specialty, facts.issued_on) == ("二级/技师", "--", date(2023, 11, 3))
    assert facts.specimen is False


@pytest.mark.parametrize("told", [2, "2", "二级", "技师", "二级/技师"])
def test_level_may_be_told_by_number_or_by_half_its_name(told):
    assert Facts.parse(LEVEL | {"level": told}).level == "二级/技师"


@pytest.mark.parametrize("key", sorted(set(LEVEL) - {"kind"}))
@pytest.mark.parametrize("gone", [None, ""])
def test_a_missing_fact_is_named(key, gone):
    with pytest.raises(FactError) as refused:
        Facts.parse(LEVEL | {key: gone})
    assert (refused.value.code, refused.value.key) == ("fact_missing", key)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("kind", "diploma"),
        ("issued_on", "3.11.2023"),
        ("issued_on", "2023-02-30"),
        ("issued_on", "20231103"),
        ("issued_on", "2023-W44-5"),
        ("issued_on", "1823-11-03"),
        ("level", "6"),
        ("level", "工"),
        ("level", "九级"),
        ("level", "二级/高级工"),
        ("offline", "no payload"),
        ("holder", "阿卜杜拉•买买提"),
        ("level", 6),
        ("level", True),
        ("verify_url", "javascript:alert(1)"),
        ("verify_url", "http://[broken"),
        ("specimen", "yes"),
        ("holder", 7),
        ("holder", "长" * 61),
        ("lines", "one text"),
        ("lines", ["a"] * 5),
        ("language", "fr"),
    ],
)
def test_an_unfit_fact_is_named(key, value):
    with pytest.raises(FactError) as refused:
        Facts.parse(LEVEL | {key: value})
    assert refused.value.key == key
    assert key in str(refused.value)


def test_an_unknown_fact_names_the_nearest():
    with pytest.raises(FactError, match="did you mean 'holder'"):
        Facts.parse(LEVEL | {"holdr": "x"})


def test_facts_survive_json():
    facts = Facts.parse(LEVEL | {"lines": ["一", "二"], "specimen": True, "photo": "p.jpg"})
    assert Facts.parse(json.loads(json.dumps(facts.as_mapping()))) == facts


@given(
    st.dictionaries(
        st.sampled_from([*LEVEL, "lines", "x"]),
        st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists, max_leaves=3),
    )
)
def test_no_input_breaks_the_reader(given_facts):
    with contextlib.suppress(FactError):
        assert Facts.parse(LEVEL | given_facts).holder

"""What a certificate says, and what it must not."""

from datetime import date

import pytest

from competition.domain.certificates import Award
from competition.domain.certificates.facts import Paper, Person, facts_of
from competition.domain.rules import ContestHeader, Rules, Total
from competition.domain.settings import ContestSettings

RULES = Rules(ContestHeader("quzhou-2023", "某竞赛", "劳动关系协调员"), (), Total())
PERSON = Person("王芳", "居民身份证", "330802199001011234", "某单位", "职工组", "photos/1.jpg")
PAPER = Paper("N1", "https://example.org/v/0", date(2023, 11, 3), specimen=False)


def said(kind, level=None, wording=""):
    award = Award("001", kind, "key", level, wording, "评价院")
    return facts_of(award, PERSON, PAPER, RULES, ContestSettings())


def test_a_level_certificate_has_the_fields_of_the_official_page():
    assert said("level", level=2) == {
        "kind": "level",
        "number": "N1",
        "holder": "王芳",
        "issuer": "评价院",
        "issued_on": "2023-11-03",
        "verify_url": "https://example.org/v/0",
        "specimen": False,
        "level": 2,
        "document_type": "居民身份证",
        "document_number": "330802199001011234",
        "occupation": "劳动关系协调员",
        "specialty": "--",
        "photo": "photos/1.jpg",
    }


@pytest.mark.parametrize("kind", ["title", "prize"])
def test_an_honour_never_carries_the_identity_number(kind):
    facts = said(kind, wording="金牌职工")
    assert facts[kind] == "金牌职工"
    assert facts["contest"] == "某竞赛"
    assert PERSON.document_number not in str(facts)

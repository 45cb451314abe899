"""Theory papers: two people type, a third settles; or one types and a second confirms."""

from decimal import Decimal

import pytest
from sqlalchemy import func, select

from competition.domain.errors import DomainError
from competition.models import db
from competition.models.judging import SheetRevision
from competition.queries.field import field_of
from competition.queries.judging import theory as papers
from competition.services import theory
from tests import scenes
from tests.scenes_judging import actor, hall

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def desk():
    return hall(judges=0)


@pytest.fixture
def clerks(desk):
    return [actor(scenes.person(name, desk.contest, "clerk"), "clerk") for name in "abc"]


def enter(desk, who, entry, **typed):
    given = {number.lstrip("n"): {"": Decimal(mark)} for number, mark in typed.items()}
    return theory.enter_papers(who, scenes.NOON, desk.theory.id, entry, given)


def states(desk):
    db.session.expire_all()
    return [paper.state for paper in papers.papers_of(desk.theory)]


def score(desk, number):
    db.session.expire_all()
    found = {one.number: one for one in field_of(desk.contest).entrants}
    sheets = found[number].rounds["theory"].sheets if "theory" in found[number].rounds else ()
    return sheets[0].marks[""] if sheets else None


def test_equal_entries_of_two_people_stand(desk, clerks):
    enter(desk, clerks[0], "first", n001="76.5", n002="60")
    enter(desk, clerks[1], "second", n001="76.50", n002="61")
    assert states(desk) == ["agreed", "differs", "missing"]
    assert score(desk, "001") == Decimal("76.5")
    assert score(desk, "002") is None


def test_nobody_types_both_entries_of_a_paper(desk, clerks):
    enter(desk, clerks[0], "first", n001="76.5")
    with pytest.raises(DomainError) as refused:
        enter(desk, clerks[0], "second", n001="76.5")
    assert refused.value.code == "entry_not_independent"


def test_a_third_person_settles_a_difference(desk, clerks):
    enter(desk, clerks[0], "first", n001="76.5")
    enter(desk, clerks[1], "second", n001="67.5")
    settled = {"": Decimal("67.5")}
    with pytest.raises(DomainError) as refused:
        theory.settle_paper(clerks[0], scenes.NOON, desk.theory.id, "001", settled)
    assert refused.value.code == "settling_not_independent"
    theory.settle_paper(clerks[2], scenes.NOON, desk.theory.id, "001", settled)
    assert score(desk, "001") == Decimal("67.5")


def test_settled_paper_is_not_typed_over(desk, clerks):
    enter(desk, clerks[0], "first", n001="1")
    enter(desk, clerks[1], "second", n001="2")
    theory.settle_paper(clerks[2], scenes.NOON, desk.theory.id, "001", {"": Decimal(2)})
    with pytest.raises(DomainError) as refused:
        enter(desk, clerks[0], "first", n001="3")
    assert refused.value.code == "entry_final"


def test_a_pile_is_stored_whole_or_not_at_all(desk, clerks):
    with pytest.raises(DomainError):
        enter(desk, clerks[0], "first", n001="76.5", n999="1")
    assert states(desk) == ["missing"] * 3


def test_typing_the_same_again_writes_nothing(desk, clerks):
    assert enter(desk, clerks[0], "first", n001="76.5") == 1
    assert enter(desk, clerks[0], "first", n001="76.5") == 0
    assert db.session.scalar(select(func.count()).select_from(SheetRevision)) == 1


def test_own_slip_is_corrected_and_the_slip_stays_on_record(desk, clerks):
    enter(desk, clerks[0], "first", n001="76.5")
    enter(desk, clerks[0], "first", n001="67.5")
    kept = db.session.scalars(select(SheetRevision.marks).order_by(SheetRevision.revision)).all()
    assert kept == [{"": "76.5"}, {"": "67.5"}]


def test_entry_of_a_colleague_is_not_changed(desk, clerks):
    enter(desk, clerks[0], "first", n001="76.5")
    with pytest.raises(DomainError) as refused:
        enter(desk, clerks[1], "first", n001="67.5")
    assert refused.value.code == "entry_of_another"


def test_typist_sees_only_papers_still_to_be_typed_by_them(desk, clerks):
    enter(desk, clerks[0], "first", n001="76.5")
    listed = papers.for_typing(papers.papers_of(desk.theory), "second", clerks[0].id)
    assert [paper.number for paper in listed] == ["002", "003"]


def test_single_entry_stands_once_a_second_person_confirms(desk, clerks):
    desk.contest.settings = {"theory_entry": "confirmed"}
    db.session.commit()
    enter(desk, clerks[0], "", n001="76.5")
    assert states(desk)[0] == "unconfirmed"
    assert score(desk, "001") is None
    with pytest.raises(DomainError) as refused:
        theory.confirm_papers(clerks[0], scenes.NOON, desk.theory.id, ["001"])
    assert refused.value.code == "confirming_own"
    assert theory.confirm_papers(clerks[1], scenes.NOON, desk.theory.id, ["001"]) == 1
    assert score(desk, "001") == Decimal("76.5")

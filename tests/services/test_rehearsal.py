"""A rehearsal is a whole contest that cannot touch the real one."""

import pytest
from sqlalchemy import func, select

from competition.domain.errors import DomainError
from competition.models import db
from competition.models.entrant import Entrant
from competition.models.judging import Sheet
from competition.queries import contests
from competition.queries.field import field_of
from competition.queries.judging import sheets as judging
from competition.services import sheets
from competition.services.rehearsal import start_rehearsal
from tests import scenes
from tests.scenes_judging import actor, hall, submission

pytestmark = pytest.mark.usefixtures("app")


def test_marks_of_a_rehearsal_stay_in_it():
    stage = hall()
    organiser = actor(scenes.person("org", stage.contest, "organiser"), "organiser")
    before = field_of(stage.contest)
    made = start_rehearsal(organiser, scenes.NOON, stage.contest.id, "演练")
    judge = stage.judges[0]
    seat = judging.seat_in(made, "case", judge.id)
    address = sheets.Address(seat.round.id, "1")
    sheets.submit_sheet(actor(judge), scenes.NOON, address, submission())
    assert field_of(stage.contest) == before
    assert judging.papers_of(judging.seat_in(made, "case", judge.id))[0].state == "submitted"
    assert db.session.scalar(select(func.count()).select_from(Sheet)) == 1
    names = db.session.scalars(select(Entrant.name).where(Entrant.contest_id == made.id))
    assert all(name.startswith("演练选手") for name in names)


def test_rehearsal_is_not_listed_and_has_none_of_its_own():
    stage = hall()
    organiser = actor(scenes.person("org", stage.contest, "organiser"), "organiser")
    made = start_rehearsal(organiser, scenes.NOON, stage.contest.id, "演练")
    assert [one.slug for one in contests.open_to_public()] == [stage.contest.slug]
    with pytest.raises(DomainError) as refused:
        start_rehearsal(organiser, scenes.NOON, made.id, "演练")
    assert refused.value.code == "rehearsal_of_rehearsal"

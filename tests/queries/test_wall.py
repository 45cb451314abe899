"""The wall's word changes with everything that the wall shows, and with nothing else."""

import uuid
from datetime import timedelta

import pytest

from competition.models import db
from competition.models.entrant import Attendance, Entrant
from competition.queries.judging import sheets as judging
from competition.queries.judging import wall
from competition.services import devices, signing
from tests import scenes
from tests.scenes_judging import actor, hall, marks, submit

pytestmark = pytest.mark.usefixtures("app")
DEVICE = str(uuid.uuid4())


@pytest.fixture
def stage():
    made = hall()
    tell(made)
    submit(made, made.judges[0], state="draft", given={})
    return made


def tell(stage, at=scenes.NOON, **told):
    report = devices.Report(DEVICE, told.pop("unsent", 0), **told)
    devices.note_contact(actor(stage.judges[0]), at, report)


def absent(stage):
    entrant = db.session.scalars(db.select(Entrant)).first()
    db.session.add(Attendance(entrant_id=entrant.id, round_id=stage.case.id, state="absent"))
    db.session.commit()


def sign(stage):
    for draw in "23":
        submit(stage, stage.judges[0], draw)
    submit(stage, stage.judges[0], base=1)
    declared = signing.Declaration("确认", left_behind=True)
    signing.sign_off(actor(stage.judges[0]), scenes.NOON, stage.case.id, declared)


NEWS = {
    "mark": lambda stage: submit(stage, stage.judges[0], base=1, state="draft", given=marks()),
    "sheet": lambda stage: submit(stage, stage.judges[1], "2"),
    "recusal": lambda stage: submit(stage, stage.judges[1], state="recused", given={}, reason="友"),
    "unsent": lambda stage: tell(stage, unsent=1),
    "battery": lambda stage: tell(stage, battery=50),
    "absence": absent,
    "signature": sign,
    "stage": lambda stage: devices.direct_stage(
        actor(stage.judges[0]), scenes.NOON, stage.contest.id, stage.case.id, "2"
    ),
    "judge": lambda stage: stage.seat(scenes.person("j9", stage.contest, "judge"), "J9"),
}


@pytest.mark.parametrize("news", NEWS)
def test_word_changes_with_what_is_shown(stage, news):
    before = wall.pulse_of(stage.contest, scenes.NOON)
    NEWS[news](stage)
    assert wall.pulse_of(stage.contest, scenes.NOON) != before


def test_word_stays_while_tablets_only_beat_and_changes_when_one_falls_silent(stage):
    before = wall.pulse_of(stage.contest, scenes.NOON)
    later = scenes.NOON + timedelta(seconds=30)
    tell(stage, later)
    assert wall.pulse_of(stage.contest, later) == before
    assert wall.pulse_of(stage.contest, later + timedelta(seconds=61)) != before


def test_draft_without_a_mark_is_not_begun_and_with_one_is_partial(stage):
    assert wall.wall_of(stage.case).rows[0].cells[0].state == "not_begun"
    submit(stage, stage.judges[0], base=1, state="draft", given={"law": marks()["law"]})
    assert wall.wall_of(stage.case).rows[0].cells[0].state == "partial"
    seat = judging.seat_in(stage.contest, "case", stage.judges[0].id)
    assert judging.paper_in(seat, "1").state == "partial"

"""Which tablet is whose: nobody tells of another judge's, and handing one on goes as it should."""

import uuid
from datetime import timedelta

import pytest
import time_machine

from competition.models import db
from competition.queries.judging import tablets
from competition.services import devices
from tests import scenes, scenes_judging
from tests.scenes_judging import actor, hall

DEVICE = str(uuid.uuid4())


@pytest.fixture
def stage(app):  # noqa: ARG001 -- its tables
    return hall()


@pytest.fixture
def tablet(client, stage):
    scenes.sign_in(client, stage.judges[0].username)
    return client


def told(device=DEVICE):
    db.session.expire_all()
    found = tablets.device(device)
    return found.user_id, found.unsent, found.state["battery"], found.last_contact


@pytest.mark.parametrize("who", ["j2", "nobody"])
def test_nobody_tells_of_the_tablet_of_another_judge(app, tablet, who):
    tablet.post("/judge/contact", json={"device": DEVICE, "unsent": 2, "battery": 81})
    before = told()
    if who == "nobody":
        scenes.person("nobody")  # has no seat
    other = scenes.sign_in(app.test_client(), who)
    for _ in range(2):
        sent = {"device": DEVICE, "unsent": 0, "battery": 3}
        answer = other.post("/judge/contact", json=sent, headers={"Accept": "application/json"})
        assert (answer.status_code, answer.json["error"]) == (403, "device_of_another")
    assert told() == before


def test_card_that_names_the_tablet_of_another_judge_does_not_take_it(app, tablet, stage):
    tablet.post("/judge/contact", json={"device": DEVICE, "unsent": 2})
    before = told()
    scenes_judging.card(stage.contest, stage.judges[1])
    other = app.test_client()
    taken = other.post("/judge/card/token", data={"pin": "246810", "device": DEVICE})
    assert taken.status_code == 302
    assert other.post("/judge/contact", json={"device": DEVICE}).status_code == 403
    assert told() == before


def test_tablet_passes_to_the_next_judge_in_the_same_browser(tablet, stage):
    tablet.post("/judge/contact", json={"device": DEVICE, "unsent": 2})
    tablet.post("/sign-out")
    scenes_judging.card(stage.contest, stage.judges[1])
    tablet.post("/judge/card/token", data={"pin": "246810", "device": DEVICE})
    tablet.post("/judge/contact", json={"device": DEVICE, "others": 2})
    assert told()[0] == stage.judges[1].id
    tablet.post("/sign-out")
    scenes.sign_in(tablet, "j1")
    assert tablet.post("/judge/contact", json={"device": DEVICE}).status_code == 200
    assert told()[0] == stage.judges[0].id


def test_tablet_signed_out_from_afar_is_given_to_the_next_judge(tablet, stage):
    tablet.post("/judge/contact", json={"device": DEVICE})
    now = tablets.device(DEVICE).last_contact + timedelta(seconds=1)
    devices.sign_out_device(actor(stage.judges[0]), now, stage.contest.id, DEVICE)
    assert tablet.get("/judge/assignment.json").status_code == 302
    with time_machine.travel(now + timedelta(seconds=1)):
        scenes.sign_in(tablet, "j2")
        assert tablet.post("/judge/contact", json={"device": DEVICE}).status_code == 200
    assert told()[0] == stage.judges[1].id

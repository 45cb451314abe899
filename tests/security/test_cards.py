"""A judge card opens judging, in its own contest, and nothing else: its maker has held the PIN."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from competition.models import db
from competition.models.contest import Contest
from competition.models.staff import Membership
from competition.queries.judging import tablets
from tests import scenes, scenes_judging

DEVICE = "6f0c9f5e-57a1-4f0e-9a36-0c4a0d3f9a11"
PIN = "246810"


@pytest.fixture
def hall(app):  # noqa: ARG001 -- the rows need its database
    """Two contests: j1 judges in both and organises the second; the first has made a card."""
    made = scenes_judging.hall(1)
    other = scenes.contest("judging", slug="other")
    scenes.entrants(other, 1)
    judge = made.judges[0]
    for role in ("judge", "organiser"):
        db.session.add(Membership(contest_id=other.id, user_id=judge.id, role=role))
    other_hall = scenes_judging.Hall(other, scenes_judging.round_of(other, "case"), None)
    other_hall.seat(judge, "J1")
    card_for(made.contest, judge)
    return made


def card_for(contest, judge):
    scenes_judging.card(contest, judge, PIN)


@pytest.fixture
def tablet(client, hall):  # noqa: ARG001 -- the card is of this hall
    answer = client.post("/judge/card/token", data={"pin": PIN, "device": DEVICE})
    assert answer.status_code == 302
    return client


def test_judging_goes_on_as_before(tablet):
    assert tablet.get("/judge/quzhou-2023/case/").status_code == 200
    assert tablet.get("/judge/quzhou-2023/case/entrants/1").status_code == 200
    assert tablet.get("/judge/").status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/organise/",
        "/organise/new",
        "/organise/other/",
        "/organise/other/entrants",
        "/organise/other/staff",
        "/account/",
        "/account/desk",
        "/account/password",
        "/account/passkeys",
        "/account/two-factor",
        "/account/recovery-codes",
        "/judge/other/case/",
        "/judge/other/case/entrants/1",
    ],
)
def test_other_contests_and_the_account_itself_stay_shut(tablet, path):
    assert tablet.get(path).status_code == 403


def test_tablet_takes_nothing_of_another_contest_along(tablet):
    assert {one["slug"] for one in tablet.get("/judge/assignment.json").json["rounds"]} == {
        "quzhou-2023"
    }
    assert "/judge/other/" not in tablet.get("/judge/").text
    stages = tablet.post("/judge/contact", json={"device": DEVICE}).json["stages"]
    assert len(stages) == 1


def test_going_on_with_the_pin_opens_no_more(app, tablet):
    tablet.post("/judge/contact", json={"device": DEVICE})
    later = app.test_client()
    spaced = f"{PIN[:3]} {PIN[3:]}".translate({ord(one): ord(one) + 0xFEE0 for one in PIN})
    for pin in (PIN, spaced):
        assert later.post("/judge/resume", json={"device": DEVICE, "pin": pin}).status_code == 200
    assert later.get("/judge/quzhou-2023/case/").status_code == 200
    assert later.get("/organise/other/").status_code == 403


def test_password_opens_everything_again(tablet):
    tablet.post("/sign-out")
    scenes.sign_in(tablet, "j1")
    assert tablet.get("/organise/other/").status_code == 200


def test_administrators_card_is_no_administrator(app, hall):
    from competition.services.accounts import _administrator  # noqa: PLC0415 -- the role's row

    hall.judges[0].roles.append(_administrator(db.session()))
    db.session.commit()
    client = app.test_client()
    client.post("/judge/card/token", data={"pin": PIN})
    assert client.get("/organise/new").status_code == 403


def test_pin_made_in_another_contest_opens_nothing_here(app, hall, tablet):
    """Its organisers could else take the tablet of whoever they name a judge."""
    tablet.post("/judge/contact", json={"device": DEVICE})
    other = db.session.scalar(select(Contest).where(Contest.slug == "other"))
    scenes_judging.card(other, hall.judges[0], "135790", "another")
    told = {"device": DEVICE, "pin": "135790"}
    assert app.test_client().post("/judge/resume", json=told).status_code == 403
    assert app.test_client().post("/judge/card/token", data={"pin": "135790"}).status_code == 403
    sign_off = "/judge/quzhou-2023/case/sign-off"
    assert tablet.post(sign_off, data={"secret": "135790"}).status_code == 403
    assert tablet.post(sign_off, data={"secret": PIN}).status_code != 403
    own = {"device": DEVICE, "pin": PIN}
    assert app.test_client().post("/judge/resume", json=own).status_code == 200


def test_rehearsal_goes_by_the_cards_of_its_contest_and_never_the_other_way(hall):
    rehearsal = scenes.contest("judging", slug="rehearsal", rehearsal_of=hall.contest.id)
    judge = hall.judges[0]
    own = tablets.pin_hash(judge.id, hall.contest.id)
    assert own
    assert tablets.pin_hash(judge.id, rehearsal.id) == own
    db.session.add(Membership(contest_id=rehearsal.id, user_id=judge.id, role="judge"))
    db.session.commit()
    scenes_judging.card(rehearsal, judge, "135790", "another")
    assert tablets.pin_hash(judge.id, rehearsal.id) != own
    assert tablets.pin_hash(judge.id, hall.contest.id) == own

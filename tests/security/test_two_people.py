"""Deeds of two people can't be done by one with two roles; weighty ones ask for the password."""

from __future__ import annotations

import pytest
import time_machine

from competition.domain.permissions import ROLES
from competition.models import db
from competition.models.certificates import Certificate
from competition.models.contest import Proposal
from tests import scenes, scenes_results, scenes_two

PASSWORD = {"password": scenes.PASSWORD}
LATER_MINUTES = 16


@pytest.fixture
def alone(app, client):  # noqa: ARG001 -- the rows need its database
    """One person with every role in a reviewed contest."""
    contest = scenes_results.full(5)
    scenes.person("all", contest, *ROLES)
    return scenes.sign_in(client, "all")


def test_one_person_with_every_role_publishes_nothing(alone):
    base = "/organise/quzhou-2023/publication"
    assert alone.post(f"{base}/propose").status_code == 302
    waiting = db.session.query(Proposal).one()
    answer = alone.post(f"{base}/confirm", data=PASSWORD | {"proposal": waiting.id})
    assert answer.status_code == 403
    assert db.session.get(Proposal, waiting.id, populate_existing=True).state == "waiting"


@pytest.fixture
def side(app):  # noqa: ARG001 -- the rows need its database
    return scenes_two.side("ours", "本校", 101)


def test_one_person_changes_no_rules_once_marks_stand(client, side):
    proposal = db.session.get(Proposal, side.ids["proposal"])
    proposal.proposed_by = side.person.id
    db.session.commit()
    scenes.sign_in(client, side.person.username)
    answer = client.post(f"/organise/ours/rules/proposals/{proposal.id}/confirm")
    assert answer.status_code in {302, 403}
    assert db.session.get(Proposal, proposal.id, populate_existing=True).state == "waiting"


def certificate(side):
    return db.session.get(Certificate, side.ids["certificate_id"], populate_existing=True)


def test_one_person_revokes_no_list(client, side):
    side.contest.state = "final"
    proposal = db.session.get(Proposal, side.ids["proposal_id"])
    proposal.proposed_by = side.person.id
    db.session.commit()
    scenes.sign_in(client, side.person.username)
    where = f"/organise/ours/certificates/revocations/{proposal.id}"
    assert client.post(where, data={"decision": "agree"}).status_code == 403
    assert certificate(side).state == "issued"


@pytest.mark.parametrize("path", ["certificate_id/revocation", "revocations/proposal_id"])
def test_screen_left_open_revokes_nothing(client, side, path):
    side.contest.state = "final"
    db.session.commit()
    name = next(name for name in ("certificate_id", "proposal_id") if name in path)
    where = f"/organise/ours/certificates/{path.replace(name, str(side.ids[name]))}"
    body = {"decision": "agree", "reason": "理由", "reason_class": "facts_wrong"}
    with time_machine.travel(scenes.NOON, tick=False) as clock:
        scenes.sign_in(client, side.person.username)
        clock.shift(LATER_MINUTES * 60)
        asked = client.post(where, data=body)
        assert asked.location.startswith("/account/confirm")
        assert certificate(side).state == "issued"
        assert client.post("/account/confirm", data=PASSWORD).status_code == 302
        assert client.post(where, data=body).status_code == 302
    assert certificate(side).state == "revoked"

"""Staff who sign in where a contestant is signed in: that session ends, and nothing else does."""

from __future__ import annotations

import re

from sqlalchemy import select

from competition.models import db
from competition.models.access_code import digest
from competition.models.entrant import Entrant
from tests import scenes, scenes_judging
from tests.security.test_sessions import CODE, PIN, copy_of, either, enter, hall
from tests.web.test_signin import set_up_second_factor

__all__ = ["either"]


def test_copy_is_out_as_well_once_the_staff_signs_in_on_the_same_telephone(either):
    hall()
    owner = enter(either.test_client())
    thief = copy_of(owner)
    scenes.sign_in(owner, "li")
    assert owner.get("/me/").location == "/me/sign-in"
    assert thief.get("/me/").location == "/me/sign-in"
    assert owner.get("/organise/").status_code == 200


def test_copy_is_out_as_well_once_a_card_takes_a_contestants_telephone(limited):
    made = scenes_judging.hall(1)
    scenes_judging.card(made.contest, made.judges[0], PIN)
    entrant = db.session.scalars(select(Entrant)).first()
    entrant.access_digest = digest(CODE)
    db.session.commit()
    owner = enter(limited.test_client(), entrant.number)
    thief = copy_of(owner)
    assert thief.get("/me/").status_code == 200
    assert owner.post("/judge/card/token", data={"pin": PIN}).status_code == 302
    assert thief.get("/me/").location == "/me/sign-in"


def test_a_recovery_code_used_over_a_contestants_session_is_used_up(limited):
    """Ending that session forgets nothing that the sign-in library has changed meanwhile."""
    hall()
    desk = scenes.sign_in(limited.test_client(), "li")
    set_up_second_factor(desk)
    page = desk.post("/account/recovery-codes", data={"generate_new_codes": "y"}).text
    code = re.search(r'<li class="code">([^<]+)</li>', page)[1]
    statuses = []
    for _ in range(2):
        client = enter(limited.test_client())
        scenes.sign_in(client, "li")
        client.post("/account/recovery", data={"code": code})
        statuses.append(client.get("/organise/").status_code)
    assert statuses == [200, 302]

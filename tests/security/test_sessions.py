"""Whoever copied a cookie is out when its owner signs out; nothing else outlives a session."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import timedelta

import pytest
from flask_login import encode_cookie
from sqlalchemy import event, func, select

from competition.models import db
from competition.models.access_code import digest
from competition.models.sessions import EndedSession
from competition.models.staff import Device
from competition.services.sessions import end_session
from tests import scenes, scenes_judging
from tests.counting import counted
from tests.security.conftest import served
from tests.web.test_signin import set_up_second_factor

CODE = "ABCDE-FGHJK"
DEVICE = "6f0c9f5e-57a1-4f0e-9a36-0c4a0d3f9a11"
PIN = "246810"
DAY = timedelta(days=1)


@pytest.fixture(params=["sqlite", "postgresql"])
def either(request, settings):
    """The application on either database."""
    if request.param == "postgresql":
        url = request.getfixturevalue("fresh_postgres_url")
        settings = replace(settings, database_url=url)
    with served(settings, WTF_CSRF_ENABLED=False) as app:
        yield app


def hall():
    """A contest with an organiser li, a judge wang and two entrants with the same code."""
    contest = scenes.contest(state="judging")
    scenes.person("li", contest, "organiser")
    scenes.person("wang", contest, "judge")
    scenes.entrants(contest, 2, access_digest=digest(CODE))
    return contest


def enter(client, number="001"):
    given = {"contest": "quzhou-2023", "number": number, "code": CODE}
    assert client.post("/me/sign-in", data=given).status_code == 302
    return client


def copy_of(client):
    """Somebody else's browser, with all cookies of this one as they are now."""
    thief = client.application.test_client()
    thief.set_cookie("session", client.get_cookie("session").value)
    return thief


def ended():
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(EndedSession))


def test_copied_cookie_of_the_staff_opens_nothing_after_signing_out(either):
    hall()
    owner, other = (scenes.sign_in(either.test_client(), "li") for _ in range(2))
    thief = copy_of(owner)
    assert thief.get("/organise/").status_code == 200
    owner.post("/sign-out")
    assert thief.get("/organise/").location.startswith("/sign-in")
    assert thief.get("/account/two-factor").location.startswith("/sign-in")
    assert other.get("/organise/").status_code == 200
    assert scenes.sign_in(owner, "li").get("/organise/").status_code == 200


def test_copied_cookie_of_a_contestant_opens_nothing_after_signing_out(either):
    hall()
    owner, other = (enter(either.test_client()) for _ in range(2))
    thief = copy_of(owner)
    assert thief.get("/me/").status_code == 200
    owner.post("/me/sign-out")
    assert thief.get("/me/").location == "/me/sign-in"
    assert other.get("/me/").status_code == 200
    assert enter(owner).get("/me/").status_code == 200


def test_copy_is_out_as_well_once_somebody_else_enters_on_the_same_telephone(limited):
    hall()
    owner = enter(limited.test_client())
    thief = copy_of(owner)
    enter(owner, "002")
    assert thief.get("/me/").location == "/me/sign-in"


def test_copy_is_out_as_well_once_a_card_hands_the_tablet_to_another_judge(limited):
    made = scenes_judging.hall(2)
    first, second = made.judges[:2]
    scenes_judging.card(made.contest, second, PIN)
    tablet = scenes.sign_in(limited.test_client(), first.username)
    thief = copy_of(tablet)
    assert tablet.post("/judge/card/token", data={"pin": PIN}).status_code == 302
    assert tablet.get("/judge/assignment.json").json["user"]["id"] == second.id
    assert thief.get("/judge/").status_code == 302


def test_signing_a_tablet_out_from_afar_ends_its_session_for_copies_too(limited):
    contest = hall()
    wang = scenes.person("zhang", contest, "judge")
    tablet = scenes.sign_in(limited.test_client(), "zhang")
    thief = copy_of(tablet)  # before the tablet told which one it is
    with tablet.session_transaction() as session:
        session["device"] = DEVICE
    later = scenes.NOON + 5000 * DAY
    db.session.add(
        Device(
            id=DEVICE,
            contest_id=contest.id,
            user_id=wang.id,
            first_contact=scenes.NOON,
            last_contact=scenes.NOON,
            revoked_at=later,
        )
    )
    db.session.commit()
    assert thief.get("/judge/").status_code == 200
    assert tablet.get("/judge/").status_code == 302
    assert thief.get("/judge/").status_code == 302


def test_sessions_from_before_there_were_names_go_on_and_end(limited):
    hall()
    staff, entrant = scenes.sign_in(limited.test_client(), "li"), enter(limited.test_client())
    with staff.session_transaction() as session:
        del session["named"]
    with entrant.session_transaction() as session:
        session["entrant"] = session["entrant"][:2]
    assert staff.get("/organise/").status_code == 200
    assert entrant.get("/me/").status_code == 200
    staff.post("/sign-out")
    entrant.post("/me/sign-out")
    assert staff.get("/organise/").status_code == 302
    assert entrant.get("/me/").status_code == 302
    assert ended() == 0


def test_ending_twice_changes_nothing_and_old_rows_go(either):
    del either
    for name in ("one", "one", "two"):
        end_session(scenes.NOON, name, DAY)
    assert ended() == 2
    end_session(scenes.NOON + DAY, "three", DAY)
    assert ended() == 3
    end_session(scenes.NOON + DAY + timedelta(seconds=1), "four", DAY)
    assert ended() == 2


def test_ending_at_the_same_moment_as_somebody_else_is_no_error(settings, fresh_postgres_url):
    with served(replace(settings, database_url=fresh_postgres_url)):

        def first(_session, _context, _instances):
            key = hashlib.sha256(b"one").hexdigest()
            row = EndedSession.__table__.insert().values(digest=key, until=scenes.NOON)
            with db.engine.begin() as other:
                other.execute(row)

        event.listen(db.session, "before_flush", first, once=True)
        end_session(scenes.NOON, "one", DAY)
        assert ended() == 1


def test_rows_are_kept_until_no_cookie_of_the_session_is_good(limited, time_machine):
    hall()
    time_machine.move_to(scenes.NOON, tick=False)
    owner = scenes.sign_in(limited.test_client(), "li")
    owner.post("/sign-out")
    until = db.session.scalar(select(EndedSession.until))
    assert until >= scenes.NOON + limited.permanent_session_lifetime


def test_a_request_asks_for_one_row_more_and_a_file_for_none(limited):
    hall()
    named, nameless = (scenes.sign_in(limited.test_client(), "li") for _ in range(2))
    with nameless.session_transaction() as session:
        del session["named"]
    asked = {}
    for who in (named, nameless):
        with counted() as asked[who]:
            who.get("/account/")
    assert len(asked[named]) == len(asked[nameless]) + 1
    for path in ("/static/img/mark.svg", "/healthz"):
        with counted() as statements:
            answer = named.get(path)
        answer.close()
        assert answer.status_code == 200
        assert [one for one in statements if "ended_session" in one] == []


@pytest.mark.parametrize("second_factor", [False, True])
def test_no_cookie_outlives_the_session_whatever_is_posted(limited, second_factor):
    hall()
    client = scenes.sign_in(limited.test_client(), "li")
    authenticator = set_up_second_factor(client) if second_factor else None
    client.post("/sign-out")
    form = {"username": "li", "password": scenes.PASSWORD, "remember": "y"}
    answers = [client.post("/sign-in", data=form)]
    if authenticator:
        code = {"code": authenticator.now()}
        answers.append(client.post("/account/two-factor/code", data=code))
    answers.append(client.get("/account/"))
    assert answers[-1].status_code == 200
    cookies = [line for answer in answers for line in answer.headers.getlist("Set-Cookie")]
    assert [line for line in cookies if not line.startswith("session=")] == []


@pytest.mark.parametrize("name", ["remember_token", "=", ""])
def test_remember_cookie_is_not_taken_from_anybody(limited, name):
    contest = hall()
    user = scenes.person("zhao", contest, "organiser")
    token = encode_cookie(user.fs_uniquifier)
    client = limited.test_client(use_cookies=False)  # which would replace the header
    for header in (f"{name}={token}", f'"{name}"={token}', f"{name}{token}"):
        answer = client.get("/organise/", headers={"Cookie": header})
        assert answer.location.startswith("/sign-in")


def test_token_that_the_library_gives_out_opens_nothing(limited):
    hall()
    client = limited.test_client()
    given = {"username": "li", "password": scenes.PASSWORD}
    answer = client.post("/sign-in?include_auth_token", json=given).json["response"]
    token = answer["user"].get("authentication_token", "")
    stranger = limited.test_client()
    header, query = {"Authentication-Token": token}, {"auth_token": token}
    for more in ({"headers": header}, {"query_string": query}):
        assert stranger.get("/organise/", **more).location.startswith("/sign-in")
        assert stranger.get("/account/recovery-codes", **more).status_code == 302


EVIL = "evil.example"
ELSEWHERE = (f"//{EVIL}", f"https://{EVIL}/", f"/\\{EVIL}", f"/\t/{EVIL}", "//[")


@pytest.mark.parametrize("wanted", ELSEWHERE)
def test_right_password_under_a_foreign_address_is_no_failed_try(limited, wanted):
    hall()
    client = limited.test_client()
    right = {"username": "li", "password": scenes.PASSWORD}
    for _ in range(6):
        for where in ({"query_string": {"next": wanted, "lang": "en"}}, {"data": {"next": wanted}}):
            data = right | where.pop("data", {})
            answer = client.post("/sign-in", data=data, **where)
            assert answer.status_code == 302
            assert answer.location in {"/sign-in", "/sign-in?lang=en"}
    assert client.get("/sign-in", query_string={"next": wanted}).location == "/sign-in"
    assert client.post("/sign-in", data=right).location == "/account/desk"


@pytest.mark.parametrize("wanted", ELSEWHERE)
def test_password_page_before_a_weighty_deed_leads_nobody_elsewhere(limited, wanted):
    hall()
    client = scenes.sign_in(limited.test_client(), "li")
    for method in ("GET", "POST"):
        form = {"password": scenes.PASSWORD} if method == "POST" else None
        answer = client.open(
            "/account/confirm", method=method, data=form, query_string={"next": wanted}
        )
        assert answer.location == "/account/confirm"
    right = {"password": scenes.PASSWORD}
    there = client.post("/account/confirm?next=/organise/?page%3D2", data=right)
    assert there.location.endswith("/organise/?page=2")

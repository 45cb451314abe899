"""Passwords: none that everybody guesses, and none for long that somebody else has seen."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from competition.domain.errors import Invalid
from competition.models import db
from competition.models.staff import User
from competition.services.accounts import create_account, fit_password
from tests import scenes
from tests.scenes_judging import actor
from tests.security.conftest import served

LEAKED = (
    "1234567890",
    "qwertyuiop",
    "password123",
    "1qaz2wsx3edc",
    "a123456789",
    "iloveyou1314",
    "Passw0rd2024",
    "aaaaaaaaaaaa",
    "13800138000",
)
OWN = "a sentence that is mine"


@pytest.mark.parametrize("password", LEAKED)
def test_password_that_everybody_guesses_is_refused(password):
    with pytest.raises(Invalid) as refusal:
        fit_password(password)
    assert refusal.value.code == "password_guessable"


def test_own_name_with_a_year_is_refused():
    assert fit_password("zhengwenbo-93") == "zhengwenbo-93"
    with pytest.raises(Invalid):
        fit_password("zhengwenbo-93", "zhengwenbo")


@pytest.mark.parametrize(
    "password",
    [
        "quzhou-demo",
        "correct horse battery",
        "五星红旗迎风飘扬啊啊",
        "9Rk!vTz#2mWp" * 10,
    ],
)
def test_good_password_of_any_characters_is_taken(password):
    assert fit_password(password) == password


@pytest.fixture
def desk(settings):
    """An organiser at work; every request has a context of its own."""
    with served(settings, WTF_CSRF_ENABLED=False, RATELIMIT_ENABLED=False) as app:
        scenes.person("zhao", scenes.contest(), "organiser")
        yield app


def change(client, before, after):
    fields = {"password": before, "new_password": after, "new_password_confirm": after}
    return client.post("/account/password", data=fields)


def signed_in(app, name, password):
    client = app.test_client()
    client.post("/sign-in", data={"username": name, "password": password})
    return client


@pytest.mark.parametrize("language", ["zh", "en"])
def test_change_to_a_leaked_one_is_refused_in_words(desk, language):
    client = signed_in(desk, "zhao", scenes.PASSWORD)
    client.set_cookie("language", language)
    page = change(client, scenes.PASSWORD, LEAKED[0]).text
    assert {"zh": "容易被猜到", "en": "too easy to guess"}[language] in page


def hired(app, role):
    """A new account's user name and the password that was shown once."""
    organiser = signed_in(app, "zhao", scenes.PASSWORD)
    fields = {"kind": "new", "username": "qian", "name": "钱", "roles": role}
    shown = organiser.post("/organise/quzhou-2023/staff/new", data=fields).text
    return re.search(r'class="secret">([^<]+)<', shown)[1]


@pytest.mark.parametrize(
    ("role", "place"),
    [("supervisor", "/organise/quzhou-2023/"), ("judge", "/judge/quzhou-2023/case/")],
)
def test_given_password_opens_nothing_until_another_is_chosen(desk, role, place):
    given = hired(desk, role)
    client = signed_in(desk, "qian", given)
    assert client.get(place).location == "/account/password"
    page = client.get("/account/password").text
    assert "<h1>设置您自己的密码</h1>" in page
    assert "收到的初始密码" in page
    assert client.get(change(client, given, OWN).location).location == place
    assert not db.session.query(User).filter_by(username="qian").one().password_was_given
    db.session.rollback()  # one connection serves all in a database in memory
    assert "/account/password" not in (signed_in(desk, "qian", OWN).get(place).location or "")


def test_password_changed_without_being_told_to_leads_back_to_the_account(desk):
    client = signed_in(desk, "zhao", scenes.PASSWORD)
    assert "<h1>修改密码</h1>" in client.get("/account/password").text
    done = change(client, scenes.PASSWORD, OWN)
    assert client.get(done.location).location == "/account/"


def test_reset_password_must_be_changed_again(desk):
    hired(desk, "supervisor")
    organiser = signed_in(desk, "zhao", scenes.PASSWORD)
    reset = {"username": "qian"}
    shown = organiser.post("/organise/quzhou-2023/staff/password", data=reset).text
    client = signed_in(desk, "qian", re.search(r'class="secret">([^<]+)<', shown)[1])
    assert client.get("/organise/").location == "/account/password"


def test_generated_password_of_the_command_line_must_be_changed(desk):
    del desk
    by = actor(db.session.query(User).one(), "operator")
    create_account(by, scenes.NOON, "sun", "孙", "long and quite random", given=True)
    assert db.session.query(User).filter_by(username="sun").one().password_was_given


def test_browsers_are_told_to_come_back_by_https_alone(settings):
    with served(replace(settings, base_url="https://localhost")) as app:
        answer = app.test_client().get("/sign-in", base_url="https://localhost")
        assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"
        plain = app.test_client().get("/sign-in", base_url="http://localhost")
        assert "Strict-Transport-Security" not in plain.headers

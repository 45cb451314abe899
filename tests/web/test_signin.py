"""Staff sign-in: second factor, recovery, limits, sessions, and every page of it in our frame."""

import re
from dataclasses import dataclass, replace

import pytest
from passlib.totp import TOTP

from competition.app import create_app
from competition.models import db
from tests import scenes
from tests.checking import CheckingClient


class Visitor(CheckingClient):
    """A client whose every request has a context of its own, as on a server."""

    def open(self, *args, **kwargs):
        with self.application.app_context():
            return super().open(*args, **kwargs)


@pytest.fixture
def client(app):
    app.test_client_class = Visitor
    return app.test_client()


@dataclass
class Authenticator:
    """The app on somebody's telephone."""

    secret: str

    def now(self):
        return TOTP(self.secret).generate().token


@pytest.fixture
def li(app):  # noqa: ARG001 -- a person lives in a database
    return scenes.person("li", scenes.contest(), "organiser")


def attempt(client, name="li", password=scenes.PASSWORD, **more):
    return client.post("/sign-in", data={"username": name, "password": password}, **more)


def set_up_second_factor(client):
    """Through the pages: scan, type the code. Returns the authenticator."""
    page = client.post("/account/two-factor", data={"setup": "authenticator"}).text
    key = re.search(r'class="code">([A-Z2-7 -]+)<', page)[1].replace("-", "").replace(" ", "")
    where = re.search(r'action="(/account/two-factor/[^"]+)"', page)[1]
    authenticator = Authenticator(key)
    assert client.post(where, data={"code": authenticator.now()}).status_code == 302
    return authenticator


@pytest.mark.parametrize(
    ("roles", "place"),
    [
        (["judge"], "/judge/"),
        (["clerk"], "/judge/"),
        (["chief_judge"], "/organise/"),
        (["judge", "organiser"], "/organise/"),
        ([], "/organise/"),
    ],
)
def test_after_signing_in_everybody_lands_where_they_work(client, roles, place):
    scenes.person("wang", scenes.contest(), *roles)
    answer = attempt(client, "wang")
    assert client.get(answer.location).location == place


def test_wanted_page_comes_after_signing_in_but_never_another_site(client, li):
    del li
    assert attempt(client, query_string={"next": "/organise/quzhou-2023/"}).location.endswith(
        "/organise/quzhou-2023/"
    )
    client.post("/sign-out")
    elsewhere = attempt(client, query_string={"next": "https://evil.example/"})
    assert "evil" not in (elsewhere.location or "")


@pytest.mark.parametrize("name", ["li", "nobody"])
def test_refusal_does_not_tell_which_part_was_wrong(client, li, name):
    del li
    page = attempt(client, name, "not the password").text
    assert "用户名或密码不正确" in page
    assert len(page) == len(attempt(client, name, "not the password").text)


def test_shut_account_is_refused_in_the_same_words(client, li):
    li.active = False
    db.session.commit()
    assert "用户名或密码不正确" in attempt(client).text


@pytest.mark.parametrize(
    "path",
    [
        "/account/",
        "/account/password",
        "/account/confirm",
        "/account/two-factor",
        "/account/recovery-codes",
        "/account/recovery-codes?show_codes=y",
        "/account/passkeys",
        "/sign-in/passkey",
    ],
)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_pages_are_in_our_frame_and_in_one_language(client, li, path, language):
    del li
    if path != "/sign-in/passkey":
        scenes.sign_in(client, "li")
    client.set_cookie("language", language)
    answer = client.get(path)
    assert answer.status_code == 200
    assert 'class="masthead"' in answer.text
    main = answer.text.split("<main")[1].split("</main>")[0]
    chinese = re.search(r"[\u4e00-\u9fff]", main)
    assert bool(chinese) == (language == "zh")
    assert answer.headers["Cache-Control"] == "no-store"


def test_second_factor_is_asked_for_once_set_up(client, li):
    del li
    scenes.sign_in(client, "li")
    authenticator = set_up_second_factor(client)
    client.post("/sign-out")
    half = attempt(client)
    assert "/account/two-factor/code" in half.location
    assert client.get("/organise/").status_code == 302
    page = client.get(half.location)
    assert "验证器" in page.text
    done = client.post("/account/two-factor/code", data={"code": authenticator.now()})
    assert done.status_code == 302
    assert client.get("/organise/").status_code == 200


def test_recovery_code_works_once(client, li):
    del li
    scenes.sign_in(client, "li")
    set_up_second_factor(client)
    page = client.post("/account/recovery-codes", data={"generate_new_codes": "y"}).text
    code = re.search(r'<li class="code">([^<]+)</li>', page)[1]
    for works in (True, False):
        client.post("/sign-out")
        attempt(client)
        client.post("/account/recovery", data={"code": code})
        assert (client.get("/organise/").status_code == 200) == works


def test_secrets_of_second_factors_are_sealed(client, li):
    scenes.sign_in(client, "li")
    authenticator = set_up_second_factor(client)
    page = client.post("/account/recovery-codes", data={"generate_new_codes": "y"}).text
    code = re.search(r'<li class="code">([^<]+)</li>', page)[1]
    db.session.refresh(li)
    assert authenticator.secret not in li.tf_totp_secret
    assert code not in li.mf_recovery_codes


def test_password_changed_by_its_owner(client, li):
    del li
    scenes.sign_in(client, "li")
    new = "another long password"
    fields = {"password": scenes.PASSWORD, "new_password": new, "new_password_confirm": new}
    assert client.post("/account/password", data=fields).status_code == 302
    client.post("/sign-out")
    assert "用户名或密码不正确" in attempt(client).text
    assert attempt(client, password=new).status_code == 302


def test_sign_out_only_by_post(client, li):
    del li
    scenes.sign_in(client, "li")
    assert client.get("/sign-out").status_code == 405
    client.post("/sign-out")
    assert client.get("/organise/").status_code == 302


def test_what_a_visitors_session_held_is_gone_after_signing_in(client, li):
    del li
    with client.session_transaction() as planted:
        planted["csrf_token"] = "known to somebody else"
        planted["entrant"] = (1, 0)
    scenes.sign_in(client, "li")
    with client.session_transaction() as session:
        assert "csrf_token" not in session
        assert "entrant" not in session


def test_rescue_by_mail_is_not_offered(client):
    assert client.post("/account/two-factor/rescue").status_code == 404


@pytest.fixture
def limited(settings):
    app = create_app(settings)
    app.config.update(WTF_CSRF_ENABLED=False)
    app.test_client_class = Visitor
    with app.app_context():
        db.create_all()
        contest = scenes.contest()
        for number in range(12):
            scenes.person(f"judge{number}", contest, "judge")
        yield app
        db.session.remove()
        db.engine.dispose()


def test_guessing_one_account_is_stopped_and_others_in_the_hall_go_on(limited):
    client = limited.test_client()
    tries = [attempt(client, "judge0", f"guess {n}").status_code for n in range(12)]
    assert tries[:10] == [200] * 10
    assert tries[10:] == [429, 429]
    assert attempt(client, "judge0").status_code == 429
    assert attempt(client, "judge1").status_code == 302


def test_whole_hall_signs_in_at_once_from_one_address(limited):
    answers = [attempt(limited.test_client(), f"judge{n}").status_code for n in range(12)]
    assert answers == [302] * 12


def test_refused_for_too_many_attempts_says_when_to_try_again(limited):
    client = limited.test_client()
    for n in range(11):
        answer = attempt(client, "judge0", f"guess {n}")
    assert int(answer.headers["Retry-After"]) > 0
    minutes = re.search(r"尝试次数过多，请 (\d+) 分钟后再试", answer.text)[1]
    assert 0 <= int(minutes) * 60 - int(answer.headers["Retry-After"]) < 70
    assert 'href="/sign-in">' in answer.text.split("refused-ways")[1]


@pytest.fixture
def strict(settings):
    app = create_app(replace(settings, require_two_factor=True))
    app.config.update(WTF_CSRF_ENABLED=False)
    app.test_client_class = Visitor
    with app.app_context():
        db.create_all()
        yield app.test_client()
        db.session.remove()
        db.engine.dispose()


def test_organiser_must_set_up_a_second_factor_where_the_setting_says_so(strict):
    scenes.person("li", scenes.contest(), "organiser")
    scenes.sign_in(strict, "li")
    assert strict.get("/organise/").location == "/account/"
    assert "要求开启两步验证" in strict.get("/account/").text
    set_up_second_factor(strict)
    assert strict.get("/organise/").status_code == 200


def test_judge_need_not(strict):
    scenes.person("wang", scenes.contest(), "judge")
    scenes.sign_in(strict, "wang")
    assert strict.get("/judge/").status_code == 200


def test_cookies_are_for_https_alone_where_the_address_is_https(settings):
    app = create_app(replace(settings, base_url="https://localhost"))
    with app.app_context():
        db.create_all()
        answer = app.test_client().get("/sign-in", base_url="https://localhost")
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-session=")
    assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie.split("; "))

"""A guess tells nothing: what is there but not to be seen answers as what is not there at all.

The same status, the same bytes but for what was asked, and as many statements, so that neither the
page nor the time it takes tells them apart.
"""

from __future__ import annotations

import pytest
from sqlalchemy import select

from competition.models import db
from competition.models.access_code import digest
from competition.models.certificates import Certificate
from competition.web.limits import limiter
from tests import scenes, scenes_two
from tests.counting import counted
from tests.security.test_forms import paths
from tests.security.test_side_doors import NOISE

HELD, FREE = "0123456789AB", "0123456789CD"
PASSED_BY = {"environ_overrides": {"REMOTE_ADDR": "203.0.113.9"}}
SAME_ID = {"X-Request-ID": "same-answer"}


@pytest.fixture(autouse=True)
def _still(monkeypatch, time_machine):
    """The clock stands, and no limit refuses or counts down in a header."""
    time_machine.move_to(scenes.NOON, tick=False)
    monkeypatch.setattr(limiter, "enabled", False)


@pytest.fixture
def side(app):  # noqa: ARG001 -- its tables
    """A contest with results and certificates."""
    return scenes_two.side("ours", "本校", 101)


def told(client, method, path, word, **more):
    """Status, bytes without the word that was asked for, and the number of statements."""
    client.get("/")
    with counted() as asked:
        answer = client.open(path, method=method, headers=SAME_ID, **PASSED_BY, **more)
    body = NOISE.sub(b"*", answer.get_data()).replace(word.encode(), b"#")
    head = {key: value.replace(word, "#") for key, value in answer.headers if key != "Set-Cookie"}
    return answer.status_code, head, body, len(asked)


@pytest.mark.parametrize("path", ["/v/{}", "/V/{}", "/api/v1/certificates/{}", "/verify?code={}"])
@pytest.mark.parametrize("state", ["reserved", "void"])
@pytest.mark.usefixtures("side")
def test_a_code_without_a_file_answers_as_one_that_nobody_has(client, path, state):
    certificate = db.session.scalars(select(Certificate)).first()
    certificate.state, certificate.code = state, HELD
    db.session.commit()
    held, free = (told(client, "GET", path.format(code), code) for code in (HELD, FREE))
    assert held == free
    assert held[0] in {404, 302, 308}


@pytest.mark.parametrize("spelled", [("001", "777"), ("0001", "0777"), ("００１", "７７７")])
def test_a_wrong_code_answers_as_an_entry_number_that_nobody_has(client, spelled):
    contest = scenes.contest(state="judging")
    scenes.entrants(contest, 1, access_digest=digest("RIGHTCODE"))
    guess = {"contest": "quzhou-2023", "code": "WRONG"}
    answers = [
        told(client, "POST", "/me/sign-in", number, data={**guess, "number": number})
        for number in spelled
    ]
    assert answers[0] == answers[1]


def test_a_wrong_password_answers_as_a_name_that_nobody_has(client):
    scenes.person("lina")
    answers = [
        told(client, "POST", "/sign-in", name, data={"username": name, "password": "a wrong one"})
        for name in ("lina", "nola")
    ]
    assert answers[0][:3] == answers[1][:3]


@pytest.mark.parametrize("state", ["setup", "judging", "final"])
def test_another_spelling_of_an_address_opens_nothing(app, client, side, state):
    side.contest.state = state
    db.session.commit()
    opened, tried = [], 0
    for _, path in paths(app, side, {"GET"}):
        plain = client.get(path, **PASSED_BY)
        plain.close()
        for method, other in (
            ("HEAD", path),
            ("GET", f"{path.rstrip('/')}/"),
            ("GET", path.rstrip("/") or "/"),
            ("GET", f"/{path[1:].replace('/', '//')}"),
            ("GET", path.replace("organise", "%6Frganise").replace("/me/", "/m%65/")),
            ("OPTIONS", path),
        ):
            answer = client.open(other, method=method, **PASSED_BY)
            answer.close()
            tried += 1
            is_open = answer.status_code == 200 and method != "OPTIONS"
            if is_open and plain.status_code != 200:
                opened.append((method, other, plain.status_code))
    assert opened == []
    assert tried > 600

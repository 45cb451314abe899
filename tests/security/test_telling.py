"""What a page, a header, a log or a file of the database tells to whom it must not."""

from __future__ import annotations

import io
import logging
import re
from dataclasses import replace

import pytest

from competition.exchange.result_tables import Column, Table, as_csv
from competition.models import db
from competition.models.judging import Assignment
from competition.web.watching.logging import configure
from tests import scenes, scenes_two
from tests.scenes_two import NUMBER, PHONE
from tests.security.conftest import served
from tests.security.test_forms import paths

SECRET = (NUMBER, PHONE)
JUDGING = ("judging", "locked", "reviewed")


@pytest.fixture
def side(app):  # noqa: ARG001 -- the rows need its database
    return scenes_two.side("ours", "本校", 101)


@pytest.mark.parametrize("role", ["judge", "chief_judge"])
@pytest.mark.parametrize("state", JUDGING)
def test_who_judges_learns_no_name(app, client, side, role, state):
    who = scenes.person("blind", side.contest, role)
    seat(side, who)
    side.contest.state = state
    side.version.standing = "withdrawn"
    db.session.commit()
    scenes.sign_in(client, "blind")
    told = [
        path
        for _, path in paths(app, side, {"GET"})
        if re.search(r"本校(人|单位)", text_of(client.get(path)))
    ]
    assert [path for path in told if not path.startswith("/v/")] == []


def seat(side, who):
    case = next(one for one in side.contest.rounds if one.key == "case")
    db.session.add(Assignment(round_id=case.id, user_id=who.id, seat="J7"))


def text_of(answer):
    return answer.get_data(as_text=False).decode("utf-8", "replace")


@pytest.mark.parametrize("state", ["open", *JUDGING])
def test_public_learns_no_figure_and_no_name_before_publication(app, client, side, state):
    side.contest.state = state
    db.session.commit()
    totals = {line.total for line in side.version.lines if line.total}
    leaks = []
    for _, path in paths(app, side, {"GET"}):
        if path.startswith(("/v/", "/V/", "/status/")):
            continue  # certificates are issued after the result
        answer = client.get(path)
        told = text_of(answer) + str(answer.headers)
        if "本校人" in told or any(total in told for total in totals):
            leaks.append(path)
    assert totals
    assert leaks == []


def test_no_page_of_anybody_but_the_correction_form_shows_a_whole_number(app, client, side):
    scenes.sign_in(client, side.person.username)
    shown = []
    for state in ("open", "judging", "final"):
        side.contest.state = state
        db.session.commit()
        shown += [
            path
            for _, path in paths(app, side, {"GET"})
            if any(secret in text_of(client.get(path)) for secret in SECRET)
        ]
    assert set(shown) <= {f"/organise/ours/entrants/{side.ids['entrant_id']}/edit"}


def test_numbers_are_in_no_byte_of_the_database_file_and_in_no_audit_line(settings, tmp_path):
    place = tmp_path / "whole.sqlite3"
    with served(replace(settings, database_url=f"sqlite:///{place}")):
        scenes_two.side("ours", "本校", 101)
    kept = b"".join(path.read_bytes() for path in tmp_path.glob("whole.sqlite3*"))
    assert "本校人0".encode() in kept
    assert [secret for secret in SECRET if secret.encode() in kept] == []


def test_logs_hold_no_number_name_or_code(client, side):
    written = io.StringIO()
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    configure("debug", stream=written)
    try:
        scenes.sign_in(client, side.person.username)
        edit = f"/organise/ours/entrants/{side.ids['entrant_id']}/edit"
        client.post(edit, data={"document_number": NUMBER, "phone": PHONE, "name": ""})
        client.get(f"/organise/ours/entrants?q={NUMBER}")
        client.get("/v/ours-1")
        client.post("/me/sign-in", data={"number": "101", "code": "SECRETCODE", "contest": "ours"})
    finally:
        root.handlers[:], root.level = before, level
    told = written.getvalue()
    assert '"route"' in told
    assert not [one for one in (*SECRET, "本校", "SECRETCODE", "ours-1") if one in told]


def test_private_pages_are_kept_in_no_cache_and_framed_by_nobody(app, client, side):
    scenes.sign_in(client, side.person.username)
    wrong = []
    for _, path in paths(app, side, {"GET"}):
        answer = client.get(path)
        private = path.startswith(("/organise", "/account", "/me"))
        kept = answer.headers.get("Cache-Control", "")
        if private and not ("no-store" in kept or "private" in kept):
            wrong.append((path, kept))
        assert answer.headers["X-Frame-Options"] == "DENY"
        assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
        assert "unsafe" not in answer.headers["Content-Security-Policy"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert wrong == []


def test_foreign_host_is_refused(client):
    assert client.get("/", headers={"Host": "evil.example"}).status_code == 400
    forwarded = {"X-Forwarded-Host": "evil.example", "X-Forwarded-For": "203.0.113.9"}
    assert "evil.example" not in client.get("/sign-in", headers=forwarded).text


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1+2", "@SUM(1)", "\t=1", "\r=1"])
def test_no_cell_of_a_csv_runs_as_a_formula(text):
    written = as_csv(Table("题", "", [Column("姓名")], [[text]]))
    assert not [line for line in written.splitlines() if line.strip('"\ufeff').startswith(text)]

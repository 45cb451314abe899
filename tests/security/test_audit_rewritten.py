"""The audit chain as it is stored: whatever is done to its rows is found, or shows elsewhere."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import text

from competition.domain.chain import GENESIS, line_hash
from competition.models import db
from competition.models.audit import AuditLine
from competition.queries import chain
from tests import scenes_results
from tests.security.conftest import served


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request, settings):
    """The chain is walked alike on both engines."""
    url = settings.database_url
    if request.param == "postgresql":
        url = request.getfixturevalue("fresh_postgres_url")
    with served(replace(settings, database_url=url)):
        yield


@pytest.fixture
def kept(database):
    """A published contest: lines before the version and after it."""
    del database
    version = scenes_results.published(scenes_results.full(5))
    assert chain.check()[2] == []
    return version.audit_head


def tampered(*statements):
    for statement in statements:
        db.session.execute(text(statement))
    db.session.commit()
    db.session.expire_all()
    return {place.kind for place in chain.check()[2]}


EDITS = ["action = 'x'", "subject = 'x'", "reason = 'x'", "actor_name = 'x'", "role = 'x'",
         "at = '2020-01-01 00:00:00'", "detail = '{}'", "contest_id = NULL"]  # fmt: skip


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize("edit", EDITS)
def test_edit_of_any_column_shows(edit):
    last = db.session.query(AuditLine.id).order_by(AuditLine.id.desc()).first()[0]
    assert "changed" in tampered(f"UPDATE audit_line SET {edit} WHERE id = {last}")  # noqa: S608


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM audit_line WHERE id = 1",
        "UPDATE audit_line SET id = id + 100 WHERE id = 1",
        (
            "INSERT INTO audit_line SELECT 99, at, contest_id, actor_kind, actor_id, actor_name,"
            " role,"
            " action, subject, reason,"
            " detail, previous, 'f' FROM audit_line WHERE id = 1"
        ),
    ],
    ids=["removed", "reordered", "inserted"],
)
def test_removal_reordering_and_insertion_show(statement):
    assert "missing" in tampered(statement)


def test_chain_written_anew_as_a_whole_shows_by_the_published_head(kept):
    lines = db.session.query(AuditLine).order_by(AuditLine.id).all()
    previous, changes = GENESIS, []
    for line in lines:
        line.reason = "another"
        made = line_hash(previous, line.content())
        changes.append({"id": line.id, "previous": previous, "hash": made})
        previous = made
    db.session.rollback()
    for change in changes:
        db.session.execute(
            text(
                "UPDATE audit_line SET reason='another',"
                " previous=:previous, hash=:hash WHERE id=:id"
            ),
            change,
        )
    db.session.commit()
    db.session.expire_all()
    found = chain.check()[2]
    assert [place.kind for place in found] == ["anchor"]
    assert kept not in {change["hash"] for change in changes}

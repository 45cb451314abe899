"""Who writes the database rewrites chain and versions together; the seal shows it all the same."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from competition.models import db
from competition.models.results import ResultVersion
from competition.services.certificates.sealing import Seals, check_seals, sealer
from competition.services.publication import confirm, propose_publication
from tests import scenes, scenes_results

FORGED = "f" * 64


@pytest.fixture
def sealed(app):
    """A version published as the pages publish it."""
    contest = scenes_results.full(5)
    first, second = scenes_results.pair()
    proposal = propose_publication(first, scenes.NOON, contest_id=contest.id)
    settings = app.extensions["settings"]
    return settings, confirm(
        second,
        scenes.NOON,
        contest_id=contest.id,
        proposal_id=proposal.id,
        seal=sealer(settings),
    )


def test_published_version_is_sealed(sealed):
    settings, version = sealed
    assert version.seal
    assert check_seals(settings) == Seals((), 0)


@pytest.mark.parametrize(
    "column",
    ["audit_head", "result_sha256", "marks_sha256", "rules_sha256", "published_at", "number"],
)
def test_rewritten_version_shows_by_its_seal(sealed, column):
    settings, _ = sealed
    other = {"published_at": "2020-01-01 00:00:00", "number": "7"}.get(column, FORGED)
    db.session.execute(text(f"UPDATE result_version SET {column} = :other"), {"other": other})  # noqa: S608 -- our own names
    db.session.commit()
    db.session.expire_all()
    assert len(check_seals(settings).broken) == 1


def test_seal_that_is_taken_away_is_counted(sealed):
    settings, _ = sealed
    db.session.execute(text("UPDATE result_version SET seal = ''"))
    db.session.commit()
    db.session.expire_all()
    assert check_seals(settings) == Seals((), 1)


def test_seal_of_another_key_is_none(sealed):
    settings, version = sealed
    forged = "AAAA" + version.seal[4:]
    db.session.execute(text("UPDATE result_version SET seal = :forged"), {"forged": forged})
    db.session.commit()
    db.session.expire_all()
    assert check_seals(settings).broken


@pytest.mark.usefixtures("sealed")
def test_head_of_the_chain_is_printed_on_the_published_version(client):
    version = db.session.query(ResultVersion).one()
    assert version.audit_head in client.get("/c/quzhou-2023/results/history").text
    assert (
        version.audit_head
        == client.get("/api/v1/contests/quzhou-2023/versions").json["versions"][0]["audit_head"]
    )

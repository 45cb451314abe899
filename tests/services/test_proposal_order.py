"""What was proposed is what is confirmed, in whatever order the database keeps its rows.

A database server writes a changed row anew, behind the others: what is read without an order then
comes in another one, and a proposal was refused as changed though no mark was another.
"""

from __future__ import annotations

import pytest
from sqlalchemy import text

from competition.exchange.marks_file import write_marks
from competition.models import db
from competition.models.entrant import Entrant, Measurement
from competition.models.judging import Penalty
from competition.queries import ranking
from competition.queries.field import field_again, field_of
from competition.services import publication
from tests import scenes, scenes_results

pytestmark = pytest.mark.usefixtures("app")
MOVED = {
    "sheet_mark": "criterion IN ('law', 'speech')",
    "sheet": "seat IN ('', 'J1', 'J3')",
    "entrant": "number IN ('001', '004')",
    "attendance": "id = 1",
    "measurement": "key = 'a'",
    "penalty": "id = 1",
    "round": "key = 'theory'",
    "criterion": "key = 'law'",
}


@pytest.fixture
def contest():
    """Every kind of row that a ranking reads."""
    made = scenes_results.full(6)
    case, clerk = scenes_results.round_of(made, "case"), scenes.person("qian")
    first = db.session.query(Entrant).filter_by(number="001").one()
    for key in ("a", "b"):
        db.session.add(Measurement(entrant_id=first.id, key=key, value=1))
    for points in (1, 2):
        db.session.add(
            Penalty(
                entrant_id=first.id,
                round_id=case.id,
                points=points,
                reason="超时",
                made_by=clerk.id,
                made_at=scenes.NOON,
            )
        )
    db.session.commit()
    db.session.execute(text("ANALYZE"))  # so small a table is then read from its first page on
    db.session.commit()
    return made


def move(table):
    """Write some rows anew as they were: a database server then has them behind the others."""
    column = "sheet_id" if table == "sheet_mark" else "id"
    statement = f'UPDATE "{table}" SET {column} = {column} WHERE {MOVED[table]}'  # noqa: S608 -- our own names
    assert db.session.execute(text(statement)).rowcount
    db.session.commit()
    db.session.expire_all()


@pytest.mark.parametrize("table", MOVED)
def test_proposal_is_confirmed_after_rows_were_written_anew(contest, table):
    first, second = scenes_results.pair()
    proposal = publication.propose_publication(first, scenes.NOON, contest_id=contest.id)
    move(table)
    version = publication.confirm(
        second, scenes.NOON, contest_id=contest.id, proposal_id=proposal.id
    )
    assert version.number == 1


@pytest.mark.parametrize("table", MOVED)
def test_marks_file_and_live_ranking_are_the_same_after_rows_were_written_anew(contest, table):
    known = {}
    before = write_marks(field_of(contest)), str(ranking.live(contest).ranking.lines)
    assert write_marks(field_again(contest, known)) == before[0]
    move(table)
    assert (write_marks(field_of(contest)), str(ranking.live(contest).ranking.lines)) == before
    assert write_marks(field_again(contest, known)) == before[0]
    assert write_marks(field_again(contest, {})) == before[0]

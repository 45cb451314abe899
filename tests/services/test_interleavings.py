"""Two tablets of one judge on a bad network: whatever happens, no mark is lost or doubled.

Hypothesis drives random interleavings of editing, sending, losing, repeating, reordering, choosing
and reopening against the real service; the tablets here keep the same rules as ``queue.js``.
"""

from __future__ import annotations

import os
import uuid
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import delete, select

from competition.domain.errors import DomainError
from competition.domain.sync import Conflict, Submission
from competition.models import db
from competition.models.audit import AuditLine
from competition.models.judging import Assignment, Receipt, Sheet, SheetMark, SheetRevision
from competition.queries.judging import sheets as judging
from competition.services import sheets, signing
from tests import scenes
from tests.scenes_judging import actor, hall, marks

DRAWS = ("1", "2")
RUNS = int(os.environ.get("INTERLEAVINGS", "300"))  # each of 40 steps
LAWS = tuple(str(value) for value in range(0, 31, 3))
COUNTED = {"runs": 0, "submissions": 0, "acknowledged": 0, "repeats": 0, "conflicts": 0}


@dataclass
class Item:
    """One submission in a tablet's queue; its base is fixed at the first attempt."""

    id: str
    draw: str
    state: str
    given: dict
    base: int | None = None
    conflict: bool = False

    def submission(self):
        return Submission(self.id, self.base, self.state, self.given)


@dataclass
class Tablet:
    """What a tablet keeps: the base of each sheet, the queue, the receipts."""

    bases: dict = field(default_factory=lambda: dict.fromkeys(DRAWS, 0))
    queue: list = field(default_factory=list)
    receipts: dict = field(default_factory=dict)
    discarded: set = field(default_factory=set)

    def first(self, draw):
        return next((item for item in self.queue if item.draw == draw), None)


class Hall(RuleBasedStateMachine):
    """Two tablets, one judge, two entrants, a chief judge, and a network that loses answers."""

    stage = None

    def __init__(self):
        super().__init__()
        for table in (Receipt, SheetRevision, SheetMark, Sheet, AuditLine):
            db.session.execute(delete(table))
        db.session.execute(Assignment.__table__.update().values(signed_at=None))
        db.session.commit()
        self.judge = actor(self.stage.judges[0])
        self.now = scenes.NOON
        self.tablets = (Tablet(), Tablet())
        self.on_the_way = []
        self.told = {}
        COUNTED["runs"] += 1

    def sheet(self, draw):
        db.session.expire_all()
        seat = judging.seat_in(self.stage.contest, "case", self.judge.id)
        return judging.paper_in(seat, draw)

    def serve(self, item):
        """The server's answer to one arrival: a receipt, a conflict, or a refusal."""
        self.now += timedelta(seconds=1)
        address = sheets.Address(self.stage.case.id, item.draw)
        COUNTED["submissions"] += 1
        try:
            received = sheets.submit_sheet(self.judge, self.now, address, item.submission())
        except Conflict as error:
            COUNTED["conflicts"] += 1
            return error
        except DomainError as error:
            return error
        COUNTED["repeats"] += received.repeated
        return received

    def take(self, tablet, item, answer):
        """The answer reaches the tablet."""
        if item not in tablet.queue:
            return
        if isinstance(answer, Conflict):
            item.conflict = True
        elif isinstance(answer, sheets.Received):
            tablet.queue.remove(item)
            tablet.receipts[item.id] = answer.receipt.number
            tablet.bases[item.draw] = answer.receipt.revision
            self.told[item.id] = (item, answer.receipt.number, answer.receipt.revision)
            COUNTED["acknowledged"] += 1

    @rule(
        which=st.integers(0, 1),
        draw=st.sampled_from(DRAWS),
        law=st.sampled_from(LAWS),
        draft=st.booleans(),
    )
    def mark(self, which, draw, law, draft):
        tablet = self.tablets[which]
        given = {"law": Decimal(law)} if draft else marks(law=law)
        last = [item for item in tablet.queue if item.draw == draw][-1:]
        if last and last[0].base is None:
            tablet.queue.remove(last[0])
            tablet.discarded.add(last[0].id)
        state = "draft" if draft else "submitted"
        tablet.queue.append(Item(str(uuid.uuid4()), draw, state, given))

    @rule(which=st.integers(0, 1), draw=st.sampled_from(DRAWS), fate=st.sampled_from("okkklr"))
    def send(self, which, draw, fate):
        """o/k: goes through; l: the request is lost; r: stored, but the answer is lost or late."""
        tablet = self.tablets[which]
        item = tablet.first(draw)
        if item is None or item.conflict:
            return
        item.base = tablet.bases[draw] if item.base is None else item.base
        if fate == "l":
            self.on_the_way.append((tablet, item))
            return
        answer = self.serve(item)
        if fate != "r":
            self.take(tablet, item, answer)

    @precondition(lambda self: self.on_the_way)
    @rule(place=st.integers(0, 10), heard=st.booleans())
    def arrive_late(self, place, heard):
        """A delayed copy arrives after whatever else happened, in any order."""
        tablet, item = self.on_the_way.pop(place % len(self.on_the_way))
        answer = self.serve(item)
        if heard:
            self.take(tablet, item, answer)

    @rule(which=st.integers(0, 1), draw=st.sampled_from(DRAWS))
    def refresh(self, which, draw):
        """News from the server is taken only where nothing is unsent."""
        tablet = self.tablets[which]
        if tablet.first(draw) is None:
            tablet.bases[draw] = self.sheet(draw).revision

    @rule(which=st.integers(0, 1), draw=st.sampled_from(DRAWS), mine=st.booleans())
    def choose(self, which, draw, mine):
        """The judge has seen both values of a conflict and decides."""
        tablet = self.tablets[which]
        first = tablet.first(draw)
        if first is None or not first.conflict:
            return
        paper = self.sheet(draw)
        waiting = [item for item in tablet.queue if item.draw == draw]
        tablet.queue = [item for item in tablet.queue if item.draw != draw]
        tablet.bases[draw] = paper.revision
        tablet.discarded |= {item.id for item in waiting}
        if mine and not paper.locked:
            last = waiting[-1]
            tablet.queue.append(Item(str(uuid.uuid4()), draw, last.state, last.given))

    @rule(which=st.integers(0, 1), draw=st.sampled_from(DRAWS), law=st.sampled_from(LAWS))
    def reuse_id(self, which, draw, law):
        """The same id with other content is refused, whoever sends it."""
        tablet = self.tablets[which]
        done = next((item for item, *_ in self.told.values() if item.draw == draw), None)
        if done is None or done.given.get("law") == Decimal(law):
            return
        forged = Item(done.id, draw, done.state, done.given | {"law": Decimal(law)}, done.base)
        answer = self.serve(forged)
        assert isinstance(answer, DomainError)
        assert not isinstance(answer, Conflict)
        assert forged not in tablet.queue

    @rule()
    def sign(self):
        try:
            signing.sign_off(
                self.judge, self.now, self.stage.case.id, signing.Declaration("我确认")
            )
        except DomainError:
            return

    @rule(draw=st.sampled_from(DRAWS))
    def reopen(self, draw):
        paper = self.sheet(draw)
        if paper.locked:
            signing.reopen_sheet(
                self.judge, self.now, self.stage.contest.id, paper.sheet.id, "更正"
            )

    @invariant()
    def every_acknowledged_mark_is_stored_exactly_once(self):
        db.session.expire_all()
        kept = {receipt.submission_id: receipt for receipt in db.session.scalars(select(Receipt))}
        revisions = {
            (one.sheet_id, one.revision): one for one in db.session.scalars(select(SheetRevision))
        }
        for id_, (item, number, revision) in self.told.items():
            receipt = kept[id_]
            assert (receipt.number, receipt.revision) == (number, revision)
            stored = revisions[receipt.sheet_id, revision].marks
            assert {key: Decimal(mark) for key, mark in stored.items()} == item.given

    @invariant()
    def every_other_mark_is_still_on_a_tablet_or_was_given_up_by_its_judge(self):
        for tablet in self.tablets:
            for item in tablet.queue:
                assert item.id not in tablet.receipts
        held = {item.id for tablet in self.tablets for item in tablet.queue}
        given_up = set().union(*(tablet.discarded for tablet in self.tablets))
        stored = set(db.session.scalars(select(Receipt.submission_id)))
        assert stored <= held | given_up | set(self.told)

    @invariant()
    def revisions_have_no_gaps_and_the_last_one_stands(self):
        for sheet in db.session.scalars(select(Sheet)):
            kept = db.session.scalars(
                select(SheetRevision)
                .where(SheetRevision.sheet_id == sheet.id)
                .order_by(SheetRevision.revision)
            ).all()
            assert [one.revision for one in kept] == list(range(1, sheet.revision + 1))
            stands = {mark.criterion: mark.mark for mark in sheet.marks}
            assert stands == {key: Decimal(mark) for key, mark in kept[-1].marks.items()}

    def teardown(self):
        """When the network is back, everything without a conflict gets through."""
        for tablet in self.tablets:
            for _ in range(len(tablet.queue)):
                for draw in DRAWS:
                    self.send_now(tablet, draw)
            assert all(self.stuck(tablet, item) for item in tablet.queue)

    def send_now(self, tablet, draw):
        item = tablet.first(draw)
        if item is None or item.conflict:
            return
        item.base = tablet.bases[draw] if item.base is None else item.base
        self.take(tablet, item, self.serve(item))

    @staticmethod
    def stuck(tablet, item):
        """Only behind a conflict that the judge has not decided yet."""
        return tablet.first(item.draw).conflict


@pytest.mark.slow
def test_no_interleaving_loses_or_doubles_a_mark(app):
    with app.app_context():
        Hall.stage = hall(judges=1, count=2)
        run_state_machine_as_test(
            Hall,
            settings=settings(
                max_examples=RUNS,
                stateful_step_count=40,
                deadline=None,
                suppress_health_check=list(HealthCheck),
            ),
        )
    assert COUNTED["runs"] >= RUNS
    assert min(COUNTED["acknowledged"], COUNTED["repeats"], COUNTED["conflicts"]) >= 10

"""Two tablets of one judge on a bad network: whatever happens, no mark is lost or doubled.

Seeded random walks of editing, sending, losing, repeating, reordering, choosing, recusing, carrying
out by hand, signing, reopening and closing the round, against the real service; the tablets here
keep the same rules as ``kept.js`` and ``queue.js``. A walk that fails is repeated by its seed.
"""

from __future__ import annotations

import os
import random
import uuid
from collections import Counter
from datetime import timedelta
from decimal import Decimal
from typing import ClassVar

import pytest
from sqlalchemy import delete, select

from competition.domain.errors import DomainError
from competition.domain.sync import Conflict
from competition.models import db
from competition.models.audit import AuditLine
from competition.models.judging import Assignment, Receipt, Sheet, SheetMark, SheetRevision
from competition.queries.judging import sheets as judging
from competition.services import sheets, signing
from tests import scenes
from tests.scenes_judging import actor, hall, marks
from tests.scenes_tablets import DRAWS, Item, Tablet

WALKS = int(os.environ.get("INTERLEAVINGS", "60"))
STEPS = 60
LAWS = tuple(str(value) for value in range(0, 31, 3))
COUNTED = Counter()
KINDS = (
    "acknowledged",
    "repeats",
    "conflicts",
    "refused",
    "carried",
    "recused",
    "reopened",
    "late",
)


class Walk:
    """Two tablets, one judge, two entrants, a chief judge, and a network that loses answers."""

    def __init__(self, stage, seed):
        for table in (Receipt, SheetRevision, SheetMark, Sheet, AuditLine):
            db.session.execute(delete(table))
        db.session.execute(Assignment.__table__.update().values(signed_at=None))
        db.session.commit()
        self.stage, self.chance = stage, random.Random(seed)  # noqa: S311 -- to be repeated
        self.judge = actor(stage.judges[0])
        self.organiser = actor(stage.judges[0], "organiser")
        self.now = scenes.NOON
        self.tablets = (Tablet(), Tablet())
        self.on_the_way = []
        self.told = {}
        self.turn_round("open")
        COUNTED["walks"] += 1

    def step(self):
        """Somebody does something: often what happens often."""
        tablet, draw = self.chance.choice(self.tablets), self.chance.choice(DRAWS)
        deed = self.chance.choices(*zip(*self.DEEDS.items(), strict=True))[0]
        COUNTED["steps"] += 1
        deed(self, tablet, draw)

    def sheet(self, draw):
        db.session.expire_all()
        seat = judging.seat_in(self.stage.contest, "case", self.judge.id)
        return judging.paper_in(seat, draw)

    def serve(self, item, *, by_hand=False):
        """The server's answer to one arrival: a receipt, a conflict, or a refusal."""
        self.now += timedelta(seconds=1)
        address = sheets.Address(self.stage.case.id, item.draw)
        COUNTED["submissions"] += 1
        before = self.sheet(item.draw).revision
        who = (self.organiser, self.now, self.judge.id) if by_hand else (self.judge, self.now)
        try:
            deed = sheets.carry_in if by_hand else sheets.submit_sheet
            received = deed(*who, address, item.submission())
        except DomainError as error:
            COUNTED["conflicts" if isinstance(error, Conflict) else "refused"] += 1
            return error
        COUNTED["repeats"] += received.repeated
        stale = self.sheet(item.draw).revision > before != item.base
        assert not stale, "written over a revision that the tablet had not seen"
        return received

    def take(self, tablet, item, answer):
        """The answer reaches the tablet."""
        if item not in tablet.queue:
            return
        if isinstance(answer, Conflict):
            item.conflict = True
        elif isinstance(answer, DomainError):
            item.refused = True
        else:
            tablet.queue.remove(item)
            tablet.bases[item.draw] = answer.receipt.revision
            tablet.receipts[item.id] = answer.receipt.number
            self.told[item.id] = (item, answer.receipt.number, answer.receipt.revision)
            COUNTED["acknowledged"] += 1

    def mark(self, tablet, draw):
        law = self.chance.choice(LAWS)
        if self.chance.random() < 0.3:
            self.put(tablet, draw, "draft", {"law": Decimal(law)})
        else:
            self.put(tablet, draw, "submitted", marks(law=law))

    def recuse(self, tablet, draw):
        COUNTED["recused"] += 1
        self.put(tablet, draw, "recused", {})

    @staticmethod
    def put(tablet, draw, state, given):
        """What no server has seen, or a server has refused in words, gives way to the newer one."""
        last = [item for item in tablet.queue if item.draw == draw][-1:]
        if last and (last[0].base is None or last[0].refused):
            tablet.queue.remove(last[0])
            tablet.discarded.add(last[0].id)
        tablet.queue.append(Item(str(uuid.uuid4()), draw, state, given))

    def send(self, tablet, draw):
        """It goes through; or it is late; or it is stored and the answer is lost."""
        item = tablet.first(draw)
        if item is None or item.conflict:
            return
        item.base = tablet.bases[draw] if item.base is None else item.base
        fate = self.chance.choices(("fine", "late", "unheard"), (5, 2, 2))[0]
        if fate == "late":
            self.on_the_way.append((tablet, item))
            return
        answer = self.serve(item)
        if fate == "fine":
            self.take(tablet, item, answer)
        else:
            COUNTED["unheard"] += 1

    def arrive_late(self, _tablet, _draw):
        """A delayed copy arrives after whatever else happened, in any order, heard of or not."""
        if self.on_the_way:
            tablet, item = self.on_the_way.pop(self.chance.randrange(len(self.on_the_way)))
            answer = self.serve(item)
            COUNTED["late"] += 1
            if self.chance.random() < 0.5:
                self.take(tablet, item, answer)

    def carry_by_hand(self, tablet, draw):
        """All that waits for a sheet goes to the organiser as a file; the tablet hears nothing."""
        for item in [item for item in tablet.queue if item.draw == draw]:
            item.base = tablet.bases[draw] if item.base is None else item.base
            COUNTED["carried"] += isinstance(self.serve(item, by_hand=True), sheets.Received)

    def refresh(self, tablet, draw):
        """News from the server is taken only where nothing is unsent."""
        if tablet.first(draw) is None:
            tablet.bases[draw] = self.sheet(draw).revision

    def choose(self, tablet, draw):
        """The judge has seen both values of a conflict and decides."""
        first = tablet.first(draw)
        if first is None or not first.conflict:
            return
        paper = self.sheet(draw)
        waiting = [item for item in tablet.queue if item.draw == draw]
        tablet.queue = [item for item in tablet.queue if item.draw != draw]
        tablet.bases[draw] = paper.revision
        tablet.discarded |= {item.id for item in waiting}
        COUNTED["chosen"] += 1
        if self.chance.random() < 0.5 and not paper.locked:
            last = waiting[-1]
            tablet.queue.append(Item(str(uuid.uuid4()), draw, last.state, last.given))

    def reuse_id(self, _tablet, draw):
        """The same id with other content is refused, whoever sends it."""
        done = next((item for item, *_ in self.told.values() if item.draw == draw), None)
        law = Decimal(self.chance.choice(LAWS))
        if done and done.given.get("law") != law:
            answer = self.serve(Item(done.id, draw, done.state, done.given | {"law": law}, 0))
            assert isinstance(answer, DomainError)
            assert answer.code == "submission_reused"

    def sign(self, _tablet, _draw):
        try:
            signing.sign_off(self.judge, self.now, self.stage.case.id, signing.Declaration("确认"))
        except DomainError:
            return
        COUNTED["signed"] += 1

    def reopen(self, _tablet, draw):
        paper = self.sheet(draw)
        if paper.locked:
            COUNTED["reopened"] += 1
            place = (self.stage.contest.id, paper.sheet.id)
            signing.reopen_sheet(self.judge, self.now, *place, "更正")

    def turn_round(self, state):
        self.stage.case.state = state
        db.session.merge(self.stage.case)
        db.session.commit()

    def open_or_close(self, _tablet, _draw):
        self.turn_round(self.chance.choice(("open", "open", "closed")))

    DEEDS: ClassVar = {
        mark: 8,
        send: 16,
        arrive_late: 5,
        refresh: 4,
        choose: 4,
        carry_by_hand: 2,
        recuse: 0.5,
        reuse_id: 1,
        sign: 2,
        reopen: 3,
        open_or_close: 1,
    }

    def check(self):
        db.session.expire_all()
        self.every_acknowledged_mark_is_stored_exactly_once()
        self.every_other_mark_is_still_on_a_tablet_or_was_given_up_by_its_judge()
        self.revisions_have_no_gaps_and_the_last_one_stands()

    def every_acknowledged_mark_is_stored_exactly_once(self):
        kept = {receipt.submission_id: receipt for receipt in db.session.scalars(select(Receipt))}
        revisions = {
            (one.sheet_id, one.revision): one for one in db.session.scalars(select(SheetRevision))
        }
        for id_, (item, number, revision) in self.told.items():
            receipt = kept[id_]
            assert (receipt.number, receipt.revision) == (number, revision)
            stored = revisions[receipt.sheet_id, revision].marks
            assert {key: Decimal(mark) for key, mark in stored.items()} == item.given

    def every_other_mark_is_still_on_a_tablet_or_was_given_up_by_its_judge(self):
        for tablet in self.tablets:
            assert not {item.id for item in tablet.queue} & set(tablet.receipts)
        held = {item.id for tablet in self.tablets for item in tablet.queue}
        given_up = set().union(*(tablet.discarded for tablet in self.tablets))
        stored = set(db.session.scalars(select(Receipt.submission_id)))
        assert stored <= held | given_up | set(self.told)

    @staticmethod
    def revisions_have_no_gaps_and_the_last_one_stands():
        for sheet in db.session.scalars(select(Sheet)):
            kept = db.session.scalars(
                select(SheetRevision)
                .where(SheetRevision.sheet_id == sheet.id)
                .order_by(SheetRevision.revision)
            ).all()
            assert [one.revision for one in kept] == list(range(1, sheet.revision + 1))
            stands = {mark.criterion: mark.mark for mark in sheet.marks}
            assert stands == {key: Decimal(mark) for key, mark in kept[-1].marks.items()}

    def end(self):
        """The network is back and the round open: everything without a conflict arrives."""
        self.turn_round("open")
        for tablet in self.tablets:
            for _ in range(len(tablet.queue)):
                for item in filter(None, map(tablet.first, DRAWS)):
                    if not item.conflict:
                        item.base = tablet.bases[item.draw] if item.base is None else item.base
                        self.take(tablet, item, self.serve(item))
            assert all(tablet.first(item.draw).conflict for item in tablet.queue)
        self.check()


@pytest.mark.slow
def test_no_interleaving_loses_or_doubles_a_mark(app):
    with app.app_context():
        stage = hall(judges=1, count=2)
        for seed in range(WALKS):
            walk = Walk(stage, seed)
            for count in range(STEPS):
                walk.step()
                if count % 12 == 0:
                    walk.check()
            walk.end()
    print(dict(COUNTED))  # noqa: T201 -- the numbers, for whoever asks with -s
    assert min(COUNTED[kind] for kind in KINDS) >= 10

"""A contest taken to and fro by chance: whatever is tried in whatever order, its rules hold.

Hypothesis drives the deeds that move a contest, by the right and the wrong people, in and out of
turn; after each step the state, what the public sees and the audit chain must agree.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import delete, select

from competition.domain.contest import CONTEST_STATES
from competition.domain.errors import DomainError
from competition.models import db
from competition.models.audit import AuditLine
from competition.models.contest import Contest, Proposal
from competition.models.results import ResultLine, ResultVersion
from competition.queries import chain
from competition.services import contests, publication
from tests import scenes, scenes_results

RUNS, STEPS = 8, 25
PUBLISHED = {"provisional", "final", "certified"}
LONG = timedelta(days=40)
COUNTED = {"done": 0, "refused": 0}


class Life(RuleBasedStateMachine):
    """One contest with every mark given; two people who may do everything."""

    contest_id = 0
    people: tuple = ()

    def __init__(self):
        super().__init__()
        for table in (ResultLine, ResultVersion, Proposal, AuditLine):
            db.session.execute(delete(table))
        db.session.get_one(Contest, self.contest_id).state = "reviewed"
        db.session.commit()
        self.now = scenes.NOON

    def attempt(self, deed, **named):
        """Do it or be refused in words; anything else fails the test."""
        self.now += timedelta(minutes=1)
        try:
            made = deed(self.now, contest_id=self.contest_id, **named)
        except DomainError:
            COUNTED["refused"] += 1
            return None
        COUNTED["done"] += 1
        return made

    def contest(self):
        db.session.rollback()
        return db.session.get_one(Contest, self.contest_id, populate_existing=True)

    @rule(who=st.integers(0, 1), wanted=st.sampled_from(CONTEST_STATES), reason=st.booleans())
    def move(self, who, wanted, reason):
        present, said = self.contest().state, "理由" if reason else ""

        def deed(now, contest_id):
            by = self.people[who]
            contests.move_contest(by, now, contest_id, wanted, present=present, reason=said)

        self.attempt(deed)

    @rule(who=st.integers(0, 1), reason=st.sampled_from(["", "更正"]))
    def propose(self, who, reason):
        def deed(now, contest_id):
            by = self.people[who]
            publication.propose_publication(by, now, contest_id=contest_id, reason=reason)

        self.attempt(deed)

    @rule(who=st.integers(0, 1))
    def propose_withdrawal(self, who):
        def deed(now, contest_id):
            publication.propose_withdrawal(
                self.people[who], now, contest_id=contest_id, reason="撤回"
            )

        self.attempt(deed)

    @rule(who=st.integers(0, 1))
    def confirm(self, who):
        proposal = db.session.scalar(select(Proposal.id).order_by(Proposal.id.desc()).limit(1))
        waiting = db.session.get(Proposal, proposal) if proposal else None
        by = self.people[who]

        def deed(now, contest_id):
            return publication.confirm(by, now, contest_id=contest_id, proposal_id=proposal or 0)

        if self.attempt(deed):
            assert waiting.proposed_by != by.id

    @rule(who=st.integers(0, 1), later=st.booleans())
    def make_final(self, who, later):
        self.now += LONG if later else timedelta(0)

        def deed(now, contest_id):
            publication.make_final(self.people[who], now, contest_id=contest_id)

        self.attempt(deed)

    @invariant()
    def state_and_versions_agree(self):
        contest = self.contest()
        versions = db.session.scalars(select(ResultVersion).order_by(ResultVersion.number)).all()
        counting = [one for one in versions if one.standing in {"provisional", "final"}]
        assert [one.number for one in versions] == list(range(1, len(versions) + 1))
        assert len(counting) == (contest.state in PUBLISHED)
        assert all(len(one.lines) == 5 for one in versions)
        assert all(one.proposed_by != one.published_by for one in versions)
        if counting:
            assert (counting[0].standing == "final") == (contest.state in {"final", "certified"})

    @invariant()
    def chain_is_whole(self):
        assert chain.check()[2] == []


@pytest.mark.usefixtures("app")
def test_contest_taken_to_and_fro_keeps_its_rules():
    Life.contest_id = scenes_results.full(5).id
    Life.people = scenes_results.pair()
    run_state_machine_as_test(
        Life,
        settings=settings(
            max_examples=RUNS,
            stateful_step_count=STEPS,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert min(COUNTED.values()) > RUNS

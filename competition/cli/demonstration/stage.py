"""The steps that both contests of the demonstration take, each by a deed and each only once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5

from competition.cli.demonstration import marks, people
from competition.domain.contest import CONTEST_STATES, at_least
from competition.domain.settings import ContestSettings
from competition.domain.sync import Submission
from competition.exchange.presets import preset
from competition.models.base import db
from competition.queries import contests, demonstration, entrants, staff
from competition.queries.demonstration import ACCOUNTS, CONTESTANTS
from competition.queries.judging import sheets as judging
from competition.services import contests as contest_deeds
from competition.services import demonstration as own_deeds
from competition.services import seats, sheets, theory
from competition.services import staff as staff_deeds
from competition.services.entrants import codes, drawing, editing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from decimal import Decimal

    from competition.cli.demonstration.roster import Invented
    from competition.domain.contest import ContestState
    from competition.models.contest import Contest, Round
    from competition.models.entrant import Entrant

PRESET = "quzhou"
BODY = "衢州市职业技能评价中心(演示)"
COMMITTEE = "竞赛组织委员会"
SETTINGS = ContestSettings(
    evaluation_body=BODY, prize_issuer=COMMITTEE, occupation_code="4-07-03-02"
)


@dataclass(slots=True)
class Stage:
    """A contest of the demonstration; ``time`` is the moment of the next deed there."""

    slug: str
    title: str
    time: datetime
    minimum: int

    @property
    def contest(self) -> Contest:
        """The contest as it is now."""
        return contests.by_slug(self.slug)

    def later(self, minutes: float = 1) -> datetime:
        """Let time pass, and say what time it is."""
        self.time += timedelta(minutes=minutes)
        return self.time

    def round(self, key: str) -> Round:
        """The round with this key."""
        return judging.round_in(self.contest, key)

    def entrants(self) -> dict[str, Entrant]:
        """The entrants by entry number."""
        return {row.number: row for row in entrants.everybody(self.contest.id)}

    def set_up(self, invented: Sequence[Invented]) -> None:
        """The contest with staff, entrants, draw, codes and seats, being judged."""
        self._create()
        self._staff()
        self._reach("open")
        self._enter(invented)
        self._seats()
        self._reach("judging")
        if self.contest.rounds[0].state != "open":
            organiser = people.actor(people.ORGANISER)
            own_deeds.open_rounds(organiser, self.later(), self.contest.id)

    def _create(self) -> None:
        if demonstration.contest(self.slug):
            return
        rules, organiser = preset(PRESET), people.actor(people.ORGANISER)
        named = replace(rules, contest=replace(rules.contest, slug=self.slug, title=self.title))
        settings = replace(SETTINGS, minimum_entrants=self.minimum)
        if not contests.taken(self.slug):
            contest_deeds.create_contest(organiser, self.later(), named, settings)
        own_deeds.mark_demonstration(organiser, self.later(), self.contest.id)

    def _staff(self) -> None:
        there = {member.username for member in staff.members(self.contest.id)}
        for one in ACCOUNTS:
            if one.username not in there:
                organiser = people.actor(people.ORGANISER)
                staff_deeds.give_roles(
                    organiser, self.later(), self.contest.id, one.username, one.roles
                )

    def _enter(self, invented: Sequence[Invented]) -> None:
        organiser, contest_id = people.actor(people.ORGANISER), self.contest.id
        there = self.entrants()
        for one in invented:
            if one.number not in there:
                editing.add_entrant(organiser, self.later(), contest_id, one.line)
        rows = self.entrants().values()
        if any(row.draw_number is None for row in rows):
            drawing.draw_numbers(organiser, self.later(), contest_id, "衢州·柯城·信安湖")
        if any(row.access_digest is None for row in rows):
            codes.issue_codes(organiser, self.later(), contest_id)
            known = {one.number: one.code for one in CONTESTANTS}
            own_deeds.give_known_codes(organiser, self.later(), contest_id, known)

    def _seats(self) -> None:
        organiser, contest_id = people.actor(people.ORGANISER), self.contest.id
        seated = staff.seats(contest_id).get(self.round("case").id, [])
        for username in people.JUDGES[len(seated) :]:
            seats.assign_seat(
                organiser,
                self.later(),
                contest_id,
                round_key="case",
                user_id=int(people.account(username).id),
            )

    def _reach(self, wanted: ContestState) -> None:
        """Step by step to ``wanted``, unless the contest is there or further."""
        while not at_least(self.state, wanted):
            step = CONTEST_STATES[CONTEST_STATES.index(self.state) + 1]
            contest_deeds.move_contest(
                people.actor(people.ORGANISER),
                self.later(),
                self.contest.id,
                step,
                present=self.state,
            )

    reach = _reach

    @property
    def state(self) -> ContestState:
        """Where the contest stands."""
        db.session.expire_all()
        return self.contest.state  # type: ignore[return-value]  # the column is a plain text

    def type_theory(self, clerk: str, entry: str, papers: Mapping[str, Decimal]) -> None:
        """A clerk types theory papers; what was typed before is left as it is."""
        typed = {number: {"": mark} for number, mark in papers.items()}
        round_id = self.round("theory").id
        theory.enter_papers(people.actor(clerk), self.later(20), round_id, entry, typed)

    def judge(self, judge: int, draw: str, total: Decimal, state: str = "submitted") -> None:
        """The judge on seat ``judge`` (from 0) fills in the sheet of a draw number."""
        contest = self.contest
        round_ = self.round("case")
        rubric = judging.rubric_of(contest, round_)
        given = marks.spread_over(total, rubric, judge)
        if state == "draft":
            given = dict(list(given.items())[:3])
        self._submit(judge, draw, Submission(self._id(judge, draw), 0, state, given))

    def recuse(self, judge: int, draw: str, reason: str) -> None:
        """The judge on seat ``judge`` steps back from an entrant."""
        self._submit(
            judge, draw, Submission(self._id(judge, draw), 0, "recused", {}, reason=reason)
        )

    def _submit(self, judge: int, draw: str, submission: Submission) -> None:
        address = sheets.Address(self.round("case").id, draw)
        who = people.actor(people.JUDGES[judge])
        sheets.submit_sheet(who, self.later(0.5), address, submission)

    def _id(self, judge: int, draw: str) -> str:
        """The same at each loading, so that a sheet sent again is not stored twice."""
        return str(uuid5(NAMESPACE_URL, f"{self.slug}/{judge}/{draw}"))

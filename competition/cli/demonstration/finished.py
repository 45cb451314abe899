"""The first contest of the demonstration, from entries to certificates, on days in October 2023."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from competition.cli.demonstration import marks, people
from competition.cli.demonstration.stage import Stage
from competition.domain.contest import at_least
from competition.models.base import db
from competition.models.judging import Penalty
from competition.queries.demonstration import FINISHED
from competition.queries.judging import sheets as judging
from competition.queries.publishing import publication
from competition.services.certificates import making
from competition.services.certificates.sealing import sealer
from competition.services.entrants import editing
from competition.services.penalties import Deduction, record_penalty
from competition.services.publication import confirmation, finality, proposals
from competition.services.signing import Declaration, sign_off

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from competition.cli.demonstration.roster import Invented
    from config import Settings

BEGAN = datetime(2023, 9, 25, 1, 0, tzinfo=UTC)
THEORY_DAY = datetime(2023, 10, 20, 5, 0, tzinfo=UTC)
CASE_DAY = datetime(2023, 10, 21, 0, 30, tzinfo=UTC)
ISSUE_DAY = datetime(2023, 11, 3, 2, 0, tzinfo=UTC)
RECUSED = (2, "012")  # judge 3 once worked with entrant 012
ABSENT, DISQUALIFIED = "035", "036"
STATEMENT = "我已逐份核对以上评分,确认无误。"


def play(
    invented: Sequence[Invented], settings: Settings, tell: Callable[[int, int], None]
) -> None:
    """Run the whole contest; what was done at an earlier loading is not done again."""
    stage = Stage(FINISHED, _title(), BEGAN, minimum=30)
    stage.set_up(invented)
    if not at_least(stage.state, "locked"):
        _judge(stage, invented)
    _publish(stage, settings)
    if stage.state != "certified":
        stage.time = max(stage.time, ISSUE_DAY)
        organiser = people.actor(people.ORGANISER)
        making.issue_all(organiser, stage.later, stage.contest.id, settings, tell=tell)


def _title() -> str:
    return "衢州市首届劳动关系协调员(集体协商指导员)职业技能竞赛"


def _judge(stage: Stage, invented: Sequence[Invented]) -> None:
    stage.time = THEORY_DAY
    papers = {one.number: one.theory for one in invented}
    for clerk, entry in zip(people.CLERKS, ("first", "second"), strict=True):
        stage.type_theory(clerk, entry, papers)
    stage.time = CASE_DAY
    _miss(stage)
    _case(stage, invented)
    _exclude(stage)
    for judge in people.JUDGES:
        if not _signed(stage, judge):
            sign_off(
                people.actor(judge),
                stage.later(5),
                stage.round("case").id,
                Declaration(STATEMENT),
            )
    stage.reach("reviewed")


def _miss(stage: Stage) -> None:
    editing.record_attendance(
        people.actor("chief"),
        stage.later(),
        stage.contest.id,
        stage.entrants()[ABSENT].id,
        round_key="case",
        state="absent",
    )


def _case(stage: Stage, invented: Sequence[Invented]) -> None:
    rows = stage.entrants()
    scored = [one for one in invented if one.case is not None]
    for one in sorted(scored, key=lambda one: int(rows[one.number].draw_number or 0)):
        draw = rows[one.number].draw_number or ""
        for judge, total in enumerate(marks.totals(one.number, one.case or one.theory)):
            if (judge, one.number) == RECUSED:
                stage.recuse(judge, draw, "与该选手曾在同一单位共事")
            else:
                stage.judge(judge, draw, total)
        if one.penalty and not db.session.query(Penalty).first():
            deduction = Deduction(draw, one.penalty, "讲解超时 1 分 20 秒")
            record_penalty(people.actor("chief"), stage.later(), stage.round("case").id, deduction)


def _exclude(stage: Stage) -> None:
    editing.set_state(
        people.actor("chief"),
        stage.later(),
        stage.contest.id,
        stage.entrants()[DISQUALIFIED].id,
        state="disqualified",
        reason="候场时使用手机与场外联系",
    )


def _signed(stage: Stage, judge: str) -> bool:
    user_id = int(people.account(judge).id)
    return judging.seat_in(stage.contest, "case", user_id).assignment.signed_at is not None


def _publish(stage: Stage, settings: Settings) -> None:
    contest_id = stage.contest.id
    if stage.state == "reviewed":
        stage.time = max(stage.time, CASE_DAY + timedelta(hours=9))
        waiting = publication.waiting_proposal(contest_id)
        proposal = waiting[0] if waiting else None
        if proposal is None:
            proposal = proposals.propose_publication(
                people.actor(people.ORGANISER), stage.later(), contest_id=contest_id
            )
        confirmation.confirm(
            people.actor("supervisor"),
            stage.later(25),
            contest_id=contest_id,
            proposal_id=proposal.id,
            seal=sealer(settings),
        )
    if stage.state == "provisional":
        stage.time = ISSUE_DAY
        finality.make_final(people.actor(people.ORGANISER), stage.later(), contest_id=contest_id)

"""The second contest of the demonstration: in the middle of being judged, for visitors to play."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from competition.cli.demonstration import marks, people
from competition.cli.demonstration.stage import Stage
from competition.queries.demonstration import PLAYING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from competition.cli.demonstration.roster import Invented

ENTRANTS = 12
TITLE = "劳动关系协调员职业技能竞赛（演示：评分进行中）"
SUBMITTED = (9, 8, 6, 4, 0)  # how many sheets each of the five judges has sent in
DRAFTING = (1, 0, 1, 1, 0)
TYPED = (12, 9)  # how many papers each of the two clerks has typed
MISTYPED = "004"  # the second clerk read 38 for 83


def play(invented: Sequence[Invented]) -> None:
    """Bring the contest to where visitors take over."""
    stage = Stage(PLAYING, TITLE, datetime.now(UTC) - timedelta(hours=6), minimum=10)
    stage.set_up(invented[:ENTRANTS])
    _type(stage, invented)
    _judge(stage, invented)


def _type(stage: Stage, invented: Sequence[Invented]) -> None:
    first = {one.number: one.theory for one in invented[: TYPED[0]]}
    second = {one.number: one.theory for one in invented[: TYPED[1]]}
    second[MISTYPED] = Decimal(38)
    for clerk, entry, papers in zip(
        people.CLERKS, ("first", "second"), (first, second), strict=True
    ):
        stage.type_theory(clerk, entry, papers)


def _judge(stage: Stage, invented: Sequence[Invented]) -> None:
    rows = stage.entrants()
    by_draw = sorted(invented[:ENTRANTS], key=lambda one: int(rows[one.number].draw_number or 0))
    for place, one in enumerate(by_draw):
        draw = rows[one.number].draw_number or ""
        for judge, total in enumerate(marks.totals(f"{one.number}b", one.case or one.theory)):
            if place < SUBMITTED[judge]:
                stage.judge(judge, draw, total)
            elif place < SUBMITTED[judge] + DRAFTING[judge]:
                stage.judge(judge, draw, total, "draft")

"""Which judges can't come to which round, said on a person's own page."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime, time
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from flask import flash, g, redirect, request, url_for
from flask_babel import gettext as _

from competition.domain.errors import Invalid
from competition.services import seats
from competition.web.clock import now
from competition.web.forms import read_day
from competition.web.guards import actor, allow
from competition.web.organisers.blueprint import blueprint
from competition.web.refusals import told

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue


_MOMENT: Final = re.compile(r"(.{0,20}?)[\s日T]{1,5}(\d{1,2})[:点时](\d{2})分?", re.ASCII)


@blueprint.post("/<slug>/staff/<int:user_id>/away")
@allow("judges:assign")
def judge_away(user_id: int) -> ResponseReturnValue:
    """Say that somebody can't judge a round, with a note for the others who plan."""
    with told():
        seats.mark_away(
            actor("judges:assign"),
            now(),
            g.contest.id,
            round_key=request.form.get("round", ""),
            user_id=user_id,
            note=request.form.get("note", ""),
            since=_moment("since"),
            until=_moment("until"),
        )
        flash(_("已记下不能到场的时间。"), "success")
    return redirect(url_for("organisers.staff_member", user_id=user_id))


@blueprint.post("/<slug>/staff/<int:user_id>/back")
@allow("judges:assign")
def judge_back(user_id: int) -> ResponseReturnValue:
    """Say that somebody can judge a round after all."""
    with told():
        seats.mark_back(
            actor("judges:assign"),
            now(),
            g.contest.id,
            round_key=request.form.get("round", ""),
            user_id=user_id,
        )
        flash(_("已恢复：此人可以评这一轮。"), "success")
    return redirect(url_for("organisers.staff_member", user_id=user_id))


def _moment(name: str) -> datetime | None:
    """A moment as typed, in the zone of the contest; nothing is none. Raises Invalid."""
    typed = request.form.get(name, "").strip()
    if not typed:
        return None
    found = _MOMENT.fullmatch(unicodedata.normalize("NFKC", typed))
    try:
        day, at = read_day(found[1] if found else ""), time(int(found[2]), int(found[3]))  # type: ignore[index]  # without a match the day is refused first
    except ValueError:
        raise Invalid("moment_form", found=typed) from None
    return datetime.combine(day, at, ZoneInfo(g.contest.zone))

"""Sign-off: all sheets of a round on one page, the statement, PIN or password; then locked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, g, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_security import current_user

from competition.domain.errors import NotAllowed
from competition.queries.judging import sheets as judging
from competition.queries.judging import signing as signatures
from competition.queries.judging.returned import returned_to
from competition.services.signing import Declaration, can_send
from competition.services.signing import sign_off as sign
from competition.web import clock
from competition.web.guards import actor, allow
from competition.web.judges.blueprint import blueprint
from competition.web.judges.proof import proven
from competition.web.limits import FOR_SIGNING, failed, limiter, signer

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue


def statement() -> str:
    """What a judge declares by signing."""
    return str(
        _(
            "本人确认：以上评分均由本人按评分标准独立作出，与参评选手不存在应当回避而未回避的情形；"
            "签字后如需更正，须经裁判长批准并说明理由。"
        )
    )


@blueprint.get("/<slug>/<round_key>/sign-off")
@allow("sheet:see")
def sign_off(round_key: str) -> ResponseReturnValue:
    """Every sheet of mine in this round, to be checked before signing."""
    return _page(round_key)


def _page(round_key: str, wrong: NotAllowed | None = None) -> str:
    seat = judging.seat_in(g.contest, round_key, current_user.id)
    progress, holding = judging.progress_of(seat), signatures.tablets_holding(seat)
    return render_template(
        "judges/sign_off.html",
        progress=progress,
        returned=returned_to(progress.papers),
        seen=signatures.digest_of(progress.papers),
        holding=holding,
        coming=[one for one in holding if can_send(one, clock.now())],
        rubric=judging.rubric_of(g.contest, seat.round),
        statement=statement(),
        wrong=wrong,
    )


@blueprint.post("/<slug>/<round_key>/sign-off")
@allow("sheet:enter")
@limiter.limit(FOR_SIGNING, key_func=signer, deduct_when=failed)
def confirm_sign_off(round_key: str) -> ResponseReturnValue:
    """Sign with PIN or password."""
    if not proven(request.form.get("secret", "")):
        return _page(round_key, NotAllowed("proof_wrong")), NotAllowed.status
    seat = judging.seat_in(g.contest, round_key, current_user.id)
    declaration = Declaration(
        statement(),
        session.get("device"),
        request.form.get("seen", ""),
        left_behind="left_behind" in request.form,
    )
    count = sign(actor("sheet:enter"), clock.now(), seat.round.id, declaration)
    flash(_("已签字确认 %(count)s 份评分表，评分已锁定。", count=count), "success")
    return redirect(url_for(".sign_off", round_key=round_key))

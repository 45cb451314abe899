"""The certificates of a contest: the list, issuing with progress, files for saving and printing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import g, redirect, render_template, request, send_file, url_for

from competition.domain.certificates import KINDS, STATES
from competition.domain.errors import DomainError, NotFound
from competition.domain.permissions import DEEDS, may
from competition.jobs import enqueue
from competition.jobs.certificates import ISSUE, MAKE, PRINT
from competition.models import db
from competition.queries import certificates as queries
from competition.queries import jobs
from competition.queries.certificates import lists
from competition.queries.certificates.touching import to_settle
from competition.queries.certificates.yearly import promoted_entrants
from competition.queries.contests import local_day
from competition.services.certificates import handing
from competition.storage import store
from competition.web.clock import now
from competition.web.files import pdf
from competition.web.guards import actor, allow
from competition.web.organisers.blueprint import blueprint
from competition.web.organisers.certificates.forms import BulkRevocationForm, CorrectionForm
from competition.web.paging import sort_of

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from competition.models.job import Job

LISTED = 40  # certificates of one proposal that are named
SEE, ISSUING, REVOKING = "certificates:see", "certificates:issue", "certificates:revoke"


@blueprint.get("/<slug>/certificates")
@allow(SEE)
def certificates() -> ResponseReturnValue:
    """Every certificate of the contest, searched, narrowed, paged, with what can be done."""
    return all_of_them(CorrectionForm())


def all_of_them(correction: CorrectionForm) -> str:
    """The page of all certificates; ``correction`` is the form for those that were flagged."""
    sort = sort_of(lists.ORDERS, "entrant")
    wanted = lists.Wanted(
        search=request.args.get("q", "").strip()[:80],
        kind=_one_of("kind", KINDS),
        state=_one_of("state", (*STATES, "flagged")),
        order=sort.key,
        descending=sort.descending,
    )
    number, work = request.args.get("page", 1, type=int), _work()
    waiting = lists.waiting_revocations(g.contest.id)
    return render_template(
        "organisers/certificates.html",
        wanted=wanted,
        sort=sort,
        page=lists.page_of(g.contest.id, wanted, number),
        tally=lists.tally(g.contest.id),
        waiting=waiting,
        named={one.id: lists.named(one.payload["ids"]) for one, _proposer in waiting},
        LISTED=LISTED,
        form=BulkRevocationForm(formdata=None),
        flagged=to_settle(g.contest.id),
        correction=correction,
        printed_fits=_shows_what_is_in_force(work["printed"]),
        revocable=may(g.viewer.roles, REVOKING, g.contest.state),
        specimens=len(queries.specimens_of(db.session(), g.contest)),
        promoted=promoted_entrants(g.contest.id, local_day(g.contest, now()).year),
        issuable=may(g.viewer.roles, ISSUING, g.contest.state),
        in_time=g.contest.state in DEEDS[ISSUING].states,
        **work,
    )


@blueprint.get("/<slug>/certificates/progress")
@allow(SEE)
def certificate_progress() -> ResponseReturnValue:
    """How far the making is; the page asks for it again and again while there is some to do."""
    answer = render_template(
        "organisers/_certificate_progress.html",
        tally=lists.tally(g.contest.id),
        **_work(),
    )
    return answer, {"HX-Refresh": "true"} if not _work()["running"] else {}


@blueprint.post("/<slug>/certificates/issue")
@allow(ISSUING)
def issue_certificates() -> ResponseReturnValue:
    """Issue everything that is due, in the background."""
    if not jobs.running(g.contest.id, ISSUE):
        enqueue(ISSUE, g.contest.id, actor(ISSUING))
    return redirect(url_for("organisers.certificates"))


@blueprint.post("/<slug>/certificates/print")
@allow(SEE)
def print_certificates() -> ResponseReturnValue:
    """Make one PDF of all certificates in force, in the background."""
    if not jobs.running(g.contest.id, PRINT):
        enqueue(PRINT, g.contest.id, actor(SEE))
    return redirect(url_for("organisers.certificates"))


@blueprint.get("/<slug>/certificates/print.pdf")
@allow(SEE)
def certificate_print_file() -> ResponseReturnValue:
    """The newest file for the printer.

    Raises NotFound before the first, DomainError ``print_file_outdated`` once others are in force.
    """
    newest = _newest(PRINT)
    if newest is None or newest.state != "done":
        raise NotFound("certificate_unknown")
    if not _shows_what_is_in_force(newest):
        raise DomainError("print_file_outdated")
    return pdf(store().get(newest.outcome["key"]), f"{g.contest.slug}-print.pdf")


@blueprint.get("/<slug>/certificates/all.zip")
@allow(SEE)
def certificate_archive() -> ResponseReturnValue:
    """All certificates in force as they were issued."""
    packed = handing.archive(actor(SEE), now(), g.contest.id)
    name = f"{g.contest.slug}-certificates.zip"
    return send_file(packed, "application/zip", as_attachment=True, download_name=name)


@blueprint.get("/<slug>/certificates/<int:certificate_id>/file")
@allow(SEE)
def certificate_file(certificate_id: int) -> ResponseReturnValue:
    """One certificate: the bytes of the issue."""
    handed = handing.hand_out(actor(SEE), now(), certificate_id, contest_id=g.contest.id)
    return pdf(handed.content, handed.name, handed.sha256)


def _one_of(name: str, known: tuple[str, ...]) -> str:
    value = request.args.get(name, "")
    return value if value in known else ""


def _shows_what_is_in_force(printed: Job | None) -> bool:
    """Whether nothing was issued, superseded or revoked since the file for the printer was made."""
    if printed is None or printed.state != "done":
        return False
    return bool((printed.outcome or {}).get("of") == lists.in_force_digest(g.contest.id))


def _newest(kind: str) -> Job | None:
    return next(iter(jobs.recent(g.contest.id, kind)), None)


def _work() -> dict[str, Job | None]:
    """The work that goes on, and how the last of each kind ended."""
    going = [jobs.running(g.contest.id, kind) for kind in (ISSUE, MAKE, PRINT)]
    return {
        "running": next(filter(None, going), None),
        "last": _newest(ISSUE),
        "last_correction": _newest(MAKE),
        "printed": _newest(PRINT),
    }

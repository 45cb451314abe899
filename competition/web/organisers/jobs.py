"""One piece of background work: how far it is, and how it ended. Pages of its own show more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import g, make_response, render_template, request
from flask_babel import gettext as _

from competition.domain.errors import DomainError
from competition.queries import jobs
from competition.web.errors import sentence
from competition.web.guards import allow
from competition.web.organisers.blueprint import blueprint

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from competition.models.job import Job


@blueprint.get("/<slug>/jobs/<uuid:job_id>")
@allow("jobs:see")
def job(job_id: object) -> ResponseReturnValue:
    """The work; asked for again and again, it answers 304 until something has moved."""
    found = jobs.job(g.contest.id, str(job_id))
    answer = make_response(
        render_template("organisers/job.html", job=found, trouble=_trouble(found))
    )
    answer.set_etag(f"{found.state}-{found.done}-{found.total}-{found.message}")
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer.make_conditional(request)


def _trouble(found: Job) -> str:
    """Why failed work failed, in words; '' for other work."""
    if found.state != "failed":
        return ""
    try:
        return sentence(DomainError(found.outcome["error"], **found.outcome["params"]))
    except KeyError:
        return str(_("后台任务没有完成。"))

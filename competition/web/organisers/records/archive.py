"""The whole contest as one file for the record office."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import g, render_template, send_file

from competition.queries import audit
from competition.services.archive.exporting import export_archive
from competition.web.clock import now
from competition.web.guards import actor, allow
from competition.web.organisers.blueprint import blueprint

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

DEED = "archive:export"
SHOWN = 10  # earlier exports


@blueprint.get("/<slug>/archive")
@allow(DEED)
def archive() -> ResponseReturnValue:
    """What the archive holds, and who took it out before."""
    wanted = audit.Filter(g.contest.id, action="archive:exported")
    earlier = audit.lines(audit.ids(wanted)[:SHOWN])
    return render_template("organisers/archive.html", earlier=earlier)


@blueprint.post("/<slug>/archive")
@allow(DEED)
def archive_export() -> ResponseReturnValue:
    """The archive itself."""
    packed = export_archive(actor(DEED), now(), g.contest.id)
    name = f"{g.contest.slug}-archive-{now():%Y%m%d}.zip"
    answer = send_file(packed, "application/zip", as_attachment=True, download_name=name)
    answer.headers["Cache-Control"] = "no-store"
    return answer

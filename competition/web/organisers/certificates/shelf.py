"""The designs of the installation: for administrators, who may add some of their own."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, send_file, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired

from competition.exchange.design_zip import LARGEST_BYTES
from competition.services.certificates import previewing, shelf
from competition.web.clock import now
from competition.web.forms import Form
from competition.web.guards import ADMINISTRATOR, actor, allow
from competition.web.organisers.blueprint import blueprint
from competition.web.refusals import shown_in

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

WIDTH = 640


class DesignForm(Form):
    """A design folder to upload."""

    file = FileField(
        _l("版式压缩包（ZIP）"),
        [FileRequired(_l("请先选择一个 ZIP 压缩包。"))],
        render_kw={"accept": ".zip"},
    )


@blueprint.get("/designs")
@allow(ADMINISTRATOR)
def installation_designs() -> ResponseReturnValue:
    """Every design of the installation, and the form for another."""
    return _page(DesignForm(formdata=None))


@blueprint.post("/designs")
@allow(ADMINISTRATOR)
def upload_design() -> ResponseReturnValue:
    """Try out the uploaded design behind the fence, and keep it if it holds."""
    form = DesignForm()
    if form.validate_on_submit():
        file = form.file.data
        with shown_in(form):
            content = file.read(LARGEST_BYTES + 1)
            kept = shelf.keep(actor(), now(), content, file.filename or "")
            flash(_("版式已通过检查并保存：%(key)s。各竞赛现在可以选用。", key=kept.key), "success")
            return redirect(url_for("organisers.installation_designs"))
    return _page(form), 422


@blueprint.get("/designs/<kind>/<design>.png")
@allow(ADMINISTRATOR)
def installation_design_picture(kind: str, design: str) -> ResponseReturnValue:
    """A specimen of an invented person in one design."""
    drawn = previewing.picture(shelf.specimen(design, kind), WIDTH)
    return send_file(BytesIO(drawn), "image/png")


def _page(form: DesignForm) -> str:
    every = shelf.shelf()
    return render_template(
        "organisers/designs.html",
        form=form,
        own=[one for one in every if not one.uploaded],
        uploaded=[one for one in every if one.uploaded],
    )

"""Photographs of many entrants from one ZIP file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, g, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired

from competition.exchange.photo_zip import MOST_PICTURES
from competition.services.certificates.photo_sets import set_photos
from competition.web.clock import now
from competition.web.errors import sentence
from competition.web.forms import Form
from competition.web.guards import actor, allow
from competition.web.organisers.blueprint import blueprint
from competition.web.refusals import shown_in

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from competition.services.certificates.photo_sets import PhotoFault

DEED = "entrants:correct"


class PhotosForm(Form):
    """A ZIP file of photographs to upload."""

    file = FileField(
        _l("照片压缩包（ZIP）"),
        [FileRequired(_l("请先选择一个压缩包。"))],
        render_kw={"accept": ".zip"},
    )


@blueprint.get("/<slug>/entrants/photos")
@allow(DEED)
def entrants_photos() -> ResponseReturnValue:
    """Where a ZIP file of photographs is handed in."""
    return _page(PhotosForm(formdata=None))


@blueprint.post("/<slug>/entrants/photos")
@allow(DEED)
def set_entrants_photos() -> ResponseReturnValue:
    """Keep all of the photographs, or say what is wrong with which and keep none."""
    form = PhotosForm()
    faults: tuple[PhotoFault, ...] = ()
    if form.validate_on_submit():
        with shown_in(form):
            done = set_photos(actor(DEED), now(), g.contest.id, form.file.data.read())
            faults = done.faults
            if done.kept:
                text = _("已保存 %(count)s 张照片，用于此后制作的证书。", count=done.kept)
                flash(text, "success")
                return redirect(url_for("organisers.entrants"))
    return _page(form, faults), 422


def _page(form: PhotosForm, faults: tuple[PhotoFault, ...] = ()) -> str:
    told = [(fault.file, sentence(fault.refusal)) for fault in faults]
    return render_template(
        "organisers/entrants_photos.html", form=form, faults=told, most=MOST_PICTURES
    )

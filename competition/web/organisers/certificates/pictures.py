"""Photographs of entrants for their level certificates."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from flask import flash, g, redirect, render_template, send_file, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired

from competition.domain.errors import NotFound
from competition.models import db
from competition.models.entrant import Entrant
from competition.services.certificates import pictures
from competition.web.clock import now
from competition.web.forms import Form
from competition.web.guards import actor, allow
from competition.web.organisers.blueprint import blueprint

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

SEE, CORRECT = "entrants:see", "entrants:correct"


class PhotoForm(Form):
    """A photograph to upload."""

    photo = FileField(
        _l("照片文件"),
        [FileRequired(_l("请先选择一张照片。"))],
        render_kw={"accept": "image/jpeg,image/png,image/webp"},
    )


@blueprint.get("/<slug>/entrants/<int:entrant_id>/photo")
@allow(SEE)
def entrant_photo(entrant_id: int) -> ResponseReturnValue:
    """The photograph of one entrant, and the form to change it."""
    return _page(entrant_id, PhotoForm(formdata=None))


@blueprint.post("/<slug>/entrants/<int:entrant_id>/photo")
@allow(CORRECT)
def set_entrant_photo(entrant_id: int) -> ResponseReturnValue:
    """Keep the uploaded photograph."""
    form = PhotoForm()
    if not form.validate_on_submit():
        return _page(entrant_id, form), 422
    content = form.photo.data.read(pictures.LARGEST_BYTES + 1)
    pictures.set_photo(actor(CORRECT), now(), g.contest.id, entrant_id, content)
    flash(_("照片已保存，用于此后制作的证书。"), "success")
    return redirect(url_for("organisers.entrant_photo", entrant_id=entrant_id))


@blueprint.post("/<slug>/entrants/<int:entrant_id>/photo/removal")
@allow(CORRECT)
def remove_entrant_photo(entrant_id: int) -> ResponseReturnValue:
    """Keep no photograph any longer."""
    pictures.set_photo(actor(CORRECT), now(), g.contest.id, entrant_id, None)
    flash(_("照片已移除，证书上将没有照片。"), "success")
    return redirect(url_for("organisers.entrant_photo", entrant_id=entrant_id))


@blueprint.get("/<slug>/entrants/<int:entrant_id>/photo.jpg")
@allow(SEE)
def entrant_photo_file(entrant_id: int) -> ResponseReturnValue:
    """The photograph itself."""
    kept = pictures.photo_of(g.contest.id, db.session.get(Entrant, entrant_id))
    return send_file(BytesIO(kept), "image/jpeg")


def _page(entrant_id: int, form: PhotoForm) -> str:
    person = db.session.get(Entrant, entrant_id)
    if person is None or person.contest_id != g.contest.id:
        raise NotFound("photo_entrant_unknown")
    return render_template("organisers/entrant_photo.html", person=person, form=form)

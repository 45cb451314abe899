"""Whether a certificate is genuine, asked by code, by number and holder, or with the file.

No answer is a bare yes: each shows what the paper must say, and the state in words with its date.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import current_app, g, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import StringField
from wtforms.validators import DataRequired, Length

from competition.domain.certificates.numbering import read_code
from competition.models import db
from competition.models.certificates import Certificate
from competition.models.contest import Contest
from competition.queries import certificates as queries
from competition.services.certificates import checking, lists
from competition.web.certificates import paper
from competition.web.clock import now
from competition.web.forms import Form
from competition.web.guards import ANYONE, allow
from competition.web.limits import limiter
from competition.web.public.blueprint import blueprint

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

BY_CODE = "60/minute;600/hour"
BY_NUMBER = "10/minute;60/hour"
BY_FILE = "10/minute;100/hour"
LIST_SECONDS = 300


class NumberForm(Form):
    """What stands on the paper: its number and its holder."""

    number = StringField(_l("证书编号"), [DataRequired(_l("请填写证书编号。")), Length(max=60)])
    holder = StringField(_l("持证人姓名"), [DataRequired(_l("请填写持证人姓名。")), Length(max=80)])


class FileForm(Form):
    """The PDF as it was downloaded."""

    file = FileField(
        _l("证书 PDF 文件"),
        [FileRequired(_l("请先选择一个 PDF 文件。"))],
        render_kw={"accept": ".pdf,application/pdf"},
    )


@blueprint.get("/verify")
@allow(ANYONE)
def verify() -> ResponseReturnValue:
    """The page to check a certificate on."""
    code = read_code(request.args.get("code", ""))
    if code:
        return redirect(url_for("public.check", code=code))
    return _ask(asked_code=request.args.get("code", ""))


@blueprint.post("/verify")
@allow(ANYONE)
@limiter.limit(BY_NUMBER)
def verify_number() -> ResponseReturnValue:
    """Find by number and holder together; what does not match is told in one sentence for all."""
    form = NumberForm()
    if not form.validate_on_submit():
        return _ask(number_form=form), 422
    found = queries.by_number(form.number.data or "", form.holder.data or "")
    if found is None:
        return _ask(number_form=form, unmatched=True), 404
    return redirect(url_for("public.check", code=found.code), 303)


@blueprint.post("/verify/file")
@allow(ANYONE)
@limiter.limit(BY_FILE)
def verify_file() -> ResponseReturnValue:
    """Check a PDF against its signature and our record; it is not kept."""
    form = FileForm()
    if not form.validate_on_submit():
        return _ask(file_form=form), 422
    content = form.file.data.read(checking.LARGEST_BYTES + 1)
    checked = checking.check_file(content, current_app.extensions["settings"])
    shown = _shown(checked.certificate) if checked.certificate else {}
    return render_template("public/verify_file.html", checked=checked, **shown)


@blueprint.get("/v/<code>")
@allow(ANYONE)
@limiter.limit(BY_CODE)
def check(code: str) -> ResponseReturnValue:
    """What a check code stands for."""
    found = queries.by_code(code)
    if found is None:
        return render_template("public/check_unknown.html", code=code[:40]), 404
    return render_template("public/check.html", **_shown(found))


@blueprint.get("/V/<code>")
@allow(ANYONE)
def check_in_capitals(code: str) -> ResponseReturnValue:
    """The address as it stands in the QR code, all in capitals to keep that small."""
    return redirect(url_for("public.check", code=code), 308)


@blueprint.get("/.well-known/did.json")
@allow(ANYONE)
def did_document() -> ResponseReturnValue:
    """Our public keys, for software that checks credentials."""
    document = lists.did_document(current_app.extensions["settings"])
    return document, {"Cache-Control": f"public, max-age={LIST_SECONDS}"}


@blueprint.get("/status/<purpose>/<int:number>")
@allow(ANYONE)
@limiter.limit(BY_CODE)
def status_list(purpose: str, number: int) -> ResponseReturnValue:
    """Which credentials were revoked or superseded, as a signed bitstring."""
    signed = lists.status_list(current_app.extensions["settings"], purpose, number, now())
    kind = {"Content-Type": "application/vc+jwt"}
    return signed, kind | {"Cache-Control": f"public, max-age={LIST_SECONDS}"}


def _ask(
    number_form: NumberForm | None = None,
    file_form: FileForm | None = None,
    *,
    unmatched: bool = False,
    asked_code: str = "",
) -> str:
    return render_template(
        "public/verify.html",
        number_form=number_form or NumberForm(formdata=None),
        file_form=file_form or FileForm(formdata=None),
        unmatched=unmatched,
        asked_code=asked_code,
    )


def _shown(certificate: Certificate) -> dict[str, object]:
    """What the page of one certificate shows to anybody."""
    g.contest = db.session.get_one(Contest, certificate.contest_id)
    after = certificate.superseded_by
    return {
        "certificate": certificate,
        "paper": paper(certificate, queries.holder_shown(certificate)),
        "asked_at": now(),
        "after": db.session.get(Certificate, after) if after else None,
    }

"""A contestant's own certificates: a page to show, the picture, the file, the credential."""

from io import BytesIO

import pypdfium2
import pytest
from PIL import Image

from competition.domain.actor import SYSTEM
from competition.models import access_code, db
from competition.models.certificates import Certificate
from competition.models.entrant import Entrant
from competition.queries.certificates import certificates_of
from competition.services.certificates import ending, making
from tests import scenes_issuing
from tests.scenes import NOON
from tests.scenes_issuing import line

FEW = (line("002", 1, "first"), line("003", 2, "second"))
CODE = "ABCDE-FGHJK"


@pytest.fixture
def certificate(app, settings):  # noqa: ARG001 -- the rows need its database
    """The certificate of entrant 002, issued."""
    contest = scenes_issuing.decided(result=FEW)
    for entrant in db.session.scalars(db.select(Entrant)):
        entrant.access_digest = access_code.digest(CODE)
    db.session.commit()
    making.issue_all(SYSTEM, lambda: NOON, contest.id, settings)
    return of("002")


def of(number):
    holder = db.session.scalars(db.select(Entrant).where(Entrant.number == number)).one()
    return certificates_of(holder.id)[0]


@pytest.fixture
def holder(client, certificate):  # noqa: ARG001 -- somebody to be
    filled = {"contest": "quzhou-2023", "number": "002", "code": CODE}
    client.post("/me/sign-in", data=filled)
    return client


def test_page_shows_what_the_paper_says_and_where_it_is_checked(holder, certificate):
    page = holder.get(f"/me/certificates/{certificate.id}").text
    checked = f"/v/{certificate.code}"
    for said in ("一等奖", certificate.number, "2023年10月20日", checked, 'class="qr"'):
        assert said in page


def test_picture_is_drawn_for_those_only_who_do_not_have_it(holder, certificate):
    address = f"/me/certificates/{certificate.id}.png"
    first = holder.get(address)
    assert Image.open(BytesIO(first.data)).width == 1000
    again = holder.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_credential_by_itself_is_the_one_inside_the_file(holder, certificate):
    credential = holder.get(f"/me/certificates/{certificate.id}.jwt")
    paper = holder.get(f"/me/certificates/{certificate.id}.pdf").data
    assert credential.mimetype == "application/vc+jwt"
    assert credential.data.count(b".") == 2
    with pypdfium2.PdfDocument(paper) as document:
        assert bytes(document.get_attachment(0).get_data()) == credential.data


@pytest.mark.parametrize("form", ["", ".pdf", ".png", ".jwt"])
def test_certificate_of_somebody_else_is_not_found(holder, form):
    assert holder.get(f"/me/certificates/{of('003').id}{form}").status_code == 404


def test_revoked_one_says_so_and_gives_nothing_out(holder, certificate):
    why = {"reason_class": "facts_wrong", "reason": "单位有误"}
    ending.revoke(SYSTEM, NOON, certificate.contest_id, certificate.id, **why)
    page = holder.get(f"/me/certificates/{certificate.id}").text
    assert "已撤销" in page
    assert "下载证书 PDF" not in page
    for form in (".pdf", ".png", ".jwt"):
        address = f"/me/certificates/{certificate.id}{form}"
        assert holder.get(address).status_code == 404
    assert db.session.get(Certificate, certificate.id).state == "revoked"

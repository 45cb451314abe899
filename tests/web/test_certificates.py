"""Certificates as organisers, contestants and strangers meet them."""

import zipfile
from hashlib import sha256
from io import BytesIO

import pypdfium2
import pytest
from PIL import Image
from sqlalchemy import event, select

from competition.domain.actor import SYSTEM
from competition.models import db
from competition.models.certificates import Certificate, Download
from competition.models.contest import Proposal
from competition.models.entrant import Entrant
from competition.queries import certificates as queries
from competition.queries.publishing.results import current
from competition.services.certificates import ending, making, pictures
from competition.storage import store
from tests import scenes, scenes_issuing
from tests.scenes import NOON
from tests.scenes_issuing import line

FEW = (line("002", 1, "first"), line("003", 2, "second", 3))
BASE = "/organise/quzhou-2023/certificates"
ASKED = 18  # questions that the list asks, however long it is
OWN_BODY = "评价机构（待备案）"
WHY = {"reason_class": "facts_wrong", "reason": "单位有误"}


@pytest.fixture
def contest(app):  # noqa: ARG001 -- the rows need its database
    return scenes_issuing.decided(result=FEW)


@pytest.fixture
def issued(contest, settings):
    making.issue_all(SYSTEM, lambda: NOON, contest.id, settings)
    return every()


@pytest.fixture
def desk(client, contest):
    scenes.person("zhao", contest, "organiser")
    return scenes.sign_in(client, "zhao")


def every():
    db.session.expire_all()
    return db.session.scalars(select(Certificate).order_by(Certificate.id)).all()


def own(client, certificate):
    """Sign the holder in."""
    entrant = db.session.get(Entrant, certificate.entrant_id)
    with client.session_transaction() as session:
        session["entrant"] = (entrant.id, entrant.session_epoch)
    return client


def test_the_organiser_issues_and_takes_everything_away(desk):
    assert "颁发全部应发证书" in desk.get(BASE).text
    assert desk.post(f"{BASE}/issue").status_code == 302
    made = every()
    assert {one.state for one in made} == {"issued"}
    listed = desk.get(BASE).text
    assert all(one.number in listed for one in made)
    with (
        desk.get(f"{BASE}/all.zip") as answer,
        zipfile.ZipFile(BytesIO(answer.data)) as packed,
    ):
        assert len(set(packed.namelist())) == len(made) == 3
    desk.post(f"{BASE}/print")
    assert desk.get(f"{BASE}/print.pdf").data.startswith(b"%PDF")


def test_the_second_download_is_the_same_file(desk, issued):
    first, again = (desk.get(f"{BASE}/{issued[0].id}/file") for _ in range(2))
    assert sha256(first.data).hexdigest() == issued[0].sha256 == sha256(again.data).hexdigest()
    assert first.headers["ETag"] == f'"{issued[0].sha256}"'
    assert "zhao" in desk.get(f"{BASE}/{issued[0].id}").text


def test_the_list_is_searched_narrowed_and_paged(desk, issued):
    assert issued[1].number in desk.get(BASE, query_string={"q": "003"}).text
    prizes = desk.get(BASE, query_string={"kind": "prize"}).text
    assert issued[0].number in prizes
    assert "SPECIMEN-2023-3-000001" not in prizes
    turned = desk.get(BASE, query_string={"order": "number"}).text
    assert turned.index(issued[-1].number) > turned.index(issued[0].number)
    assert "没有符合条件的证书" in desk.get(BASE, query_string={"q": "无此人"}).text


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_database_as_often_for_one_as_for_many(desk, issued, rows):
    for certificate in issued[rows:]:
        db.session.delete(certificate)
    db.session.commit()
    asked = []
    event.listen(db.engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
    desk.get(BASE)
    assert len([one for one in asked if one.startswith("SELECT")]) == ASKED


def test_issuing_is_only_for_organisers_and_final_results(client, contest):
    scenes.person("sun", contest, "supervisor")
    scenes.sign_in(client, "sun")
    assert client.get(BASE).status_code == 200
    assert client.post(f"{BASE}/issue").status_code == 403
    assert every() == []


def test_another_contest_s_certificate_is_not_found(desk, issued):
    other = scenes_issuing.decided(slug="other", result=FEW)
    issued[0].contest_id = other.id
    db.session.commit()
    assert desk.get(f"{BASE}/{issued[0].id}").status_code == 404
    assert desk.get(f"{BASE}/{issued[0].id}/file").status_code == 404


def test_refusals_are_told_in_words(desk, contest):
    entrant = db.session.scalar(select(Entrant).filter_by(contest_id=contest.id, number="002"))
    entrant.name = "⾼文博"
    db.session.commit()
    desk.post(f"{BASE}/issue")
    assert "“姓名”中的字符“⾼”" in desk.get(BASE).text
    assert "not a standard character" in desk.get(BASE, query_string={"lang": "en"}).text


def test_correcting_supersedes_and_both_pages_say_so(desk, issued):
    answer = desk.post(f"{BASE}/{issued[0].id}/correction", data={"correction": "单位更正"})
    assert answer.status_code == 302
    old, new = every()[0], every()[-1]
    assert (old.state, new.state, old.superseded_by) == ("superseded", "issued", new.id)
    shown = desk.get(f"/v/{old.code}").text
    assert "已被更正后的新证书取代" in shown
    assert f"/v/{new.code}" in shown


def test_once_the_code_is_set_real_certificates_replace_the_specimens(desk, contest, issued):
    specimen = next(one for one in issued if one.kind == "level")
    assert "全部换发为正式证书" not in desk.get(BASE).text
    contest.settings = {"body_code": scenes_issuing.BODY}
    db.session.commit()
    assert "全部换发为正式证书" in desk.get(BASE).text
    for _ in range(2):
        desk.post(f"{BASE}/specimens")
    real = [one for one in every() if one.number.startswith(scenes_issuing.BODY)]
    assert [(one.state, one.specimen, one.supersedes) for one in real] == [
        ("issued", False, specimen.id)
    ]
    assert specimen.state == "superseded"


def test_all_that_changed_is_issued_anew_or_proposed_for_revocation_at_once(desk, issued):
    assert "成绩或资料已变的证书" not in desk.get(BASE).text
    entrant = db.session.get(Entrant, issued[0].entrant_id)
    entrant.name = "郑文渊"
    issued[0].flagged, issued[-1].flagged = "facts_changed", "award_gone"
    db.session.commit()
    page = desk.get(BASE).text
    assert page.count("1 张：") == 2
    assert desk.post(f"{BASE}/corrections", data={"correction": " "}).status_code == 422
    assert desk.post(f"{BASE}/corrections", data={"correction": "姓名更正"}).status_code == 302
    assert (issued[0].state, issued[-1].state) == ("superseded", "issued")
    chosen = {"chosen": issued[-1].id, "reason_class": "result_corrected", "reason": "改判"}
    for _ in range(2):
        page = desk.post(f"{BASE}/revocations", data=chosen, follow_redirects=True).text
    assert "已有一项撤销提议包含编号" in page
    assert page.count("提议撤销 1 张证书") == 1
    assert f"003 {queries.facts_of(issued[-1])['holder']}：" in page


def test_supervisor_is_not_told_that_it_is_too_early_when_it_is_not(client, contest, issued):
    issued[0].flagged = "facts_changed"
    db.session.commit()
    scenes.person("sun", contest, "supervisor")
    scenes.sign_in(client, "sun")
    assert "以后才能" not in client.get(BASE).text
    contest.state = "provisional"
    db.session.commit()
    assert client.get(BASE).text.count("以后才能") == 2


def test_file_for_the_printer_is_not_handed_out_once_others_are_in_force(desk, issued):
    desk.post(f"{BASE}/print")
    assert "下载打印文件" in desk.get(BASE).text
    desk.post(f"{BASE}/{issued[0].id}/revocation", data=WHY)
    assert "下载打印文件" not in desk.get(BASE).text
    assert "上次的打印文件已过时" in desk.get(BASE).text
    assert desk.get(f"{BASE}/print.pdf").status_code == 409
    desk.post(f"{BASE}/print")
    assert desk.get(f"{BASE}/print.pdf").status_code == 200


def test_deeds_without_a_reason_change_nothing(desk, issued):
    for deed, field in (("correction", "correction"), ("revocation", "reason")):
        answer = desk.post(f"{BASE}/{issued[0].id}/{deed}", data={"reason_class": "other"})
        assert answer.status_code == 422
        assert f'href="#{field}"' in answer.text
    assert {one.state for one in every()} == {"issued"}


def test_revoked_is_seen_at_once_with_date_and_class_but_not_the_reason(desk, issued):
    desk.post(f"{BASE}/{issued[0].id}/revocation", data=WHY)
    shown = desk.get(f"/v/{issued[0].code}").text
    assert "此证书已撤销" in shown
    assert "证书记载有误" in shown
    assert "单位有误" not in shown


def test_revoking_many_needs_another_person(desk, contest, issued, app):
    ids = [str(one.id) for one in issued[:2]]
    desk.post(f"{BASE}/revocations", data={**WHY, "chosen": ids})
    proposal = db.session.scalars(select(Proposal)).one()
    address = f"{BASE}/revocations/{proposal.id}"
    assert desk.post(address, data={"decision": "agree"}).status_code == 403
    scenes.person("sun", contest, "supervisor")
    other = scenes.sign_in(app.test_client(), "sun")
    assert "确认批量撤销" in other.get(BASE).text
    other.post(address, data={"decision": "agree"})
    assert [one.state for one in every()] == ["revoked", "revoked", "issued"]


@pytest.mark.parametrize("kind", ["level", "title", "prize"])
def test_a_specimen_can_be_seen_before_anything_is_issued(desk, kind, app):
    from competition.domain.settings import ContestSettings  # noqa: PLC0415 -- only its defaults

    design = getattr(ContestSettings(), f"{kind}_design")
    picture = desk.get(f"{BASE}/preview/{kind}/{design}.png", query_string={"width": 200})
    assert picture.data.startswith(b"\x89PNG")
    assert design in desk.get(f"{BASE}/designs").text
    assert desk.get(f"{BASE}/preview/{kind}/no-such.png").status_code == 422
    assert app is not None


def test_photograph_and_seal_stand_on_the_certificate(desk, contest, settings):
    red = BytesIO()
    Image.new("RGB", (300, 300), "red").save(red, "PNG")
    plain = making.issue_all(SYSTEM, lambda: NOON, contest.id, settings).made
    answer = desk.post(
        f"{BASE}/seals", data={"issuer": OWN_BODY, "seal": (BytesIO(red.getvalue()), "s.png")}
    )
    assert answer.status_code == 302
    holder = next(one.entrant_id for one in every() if one.kind == "level")
    pictures.set_photo(SYSTEM, NOON, contest.id, holder, red.getvalue())
    level = next(one for one in every() if one.kind == "level")
    desk.post(f"{BASE}/{level.id}/correction", data={"correction": "补照片"})
    new = every()[-1]
    assert (plain, new.state) == (3, "issued")
    assert {"photo", "seal_image"} <= queries.facts_of(new).keys()
    paper = pypdfium2.PdfDocument(store().get(new.storage_key))
    assert len(list(paper[0].get_objects([pypdfium2.raw.FPDF_PAGEOBJ_IMAGE]))) == 2
    paper.close()
    assert desk.get(f"{BASE}/seal.png", query_string={"issuer": OWN_BODY}).mimetype == "image/png"
    assert desk.post(f"{BASE}/seals", data={"issuer": "别的机构"}).status_code == 404


def test_the_holder_downloads_their_own_and_nobody_else_s(client, issued):
    own(client, issued[0])
    answer = client.get(f"/me/certificates/{issued[0].id}.pdf")
    assert sha256(answer.data).hexdigest() == issued[0].sha256
    assert [one.by for one in db.session.scalars(select(Download))] == ["002"]
    assert client.get(f"/me/certificates/{issued[1].id}.pdf").status_code == 404


@pytest.mark.parametrize("state", ["provisional", "reviewed"])
def test_a_step_back_leaves_a_certificate_with_its_holder_and_says_so(
    client, contest, issued, state
):
    contest.state = state
    if state == "reviewed":
        version = current(contest.id)
        version.standing, version.ended_at, version.ended_reason = "withdrawn", NOON, "漏计一张"
        issued[0].flagged = "result_withdrawn"
    db.session.commit()
    own(client, issued[0])
    assert client.get(f"/me/certificates/{issued[0].id}.pdf").status_code == 200
    said = state == "reviewed"
    page = client.get("/me/").text
    assert ("原因：漏计一张" in page, "已颁发的证书暂时有效" in page) == (said, said)
    assert ("可能随后被取代或撤销" in client.get(f"/v/{issued[0].code}").text) == said


def test_a_revoked_certificate_is_no_longer_handed_to_its_holder(client, contest, issued):
    ending.revoke(SYSTEM, NOON, contest.id, issued[0].id, **WHY)
    own(client, issued[0])
    assert client.get(f"/me/certificates/{issued[0].id}.pdf").status_code == 404

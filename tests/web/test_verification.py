"""Certificates as a stranger meets them: by code, by number and holder, with the file."""

import base64
import json
import re
from dataclasses import replace
from io import BytesIO

import pytest
from sqlalchemy import select

import certificates
from certificates.issuing import samples
from competition.domain.actor import SYSTEM
from competition.models import db
from competition.models.certificates import Certificate
from competition.services.certificates import ending, making
from competition.services.certificates.workshop import workshop
from competition.storage import store
from competition.web.limits import limiter
from tests import scenes_issuing
from tests.scenes import NOON
from tests.scenes_issuing import line

FEW = (line("002", 1, "first"), line("003", 2, "second", 3))
WHY = {"reason_class": "facts_wrong", "reason": "单位有误"}


@pytest.fixture
def contest(app):  # noqa: ARG001 -- the rows need its database
    return scenes_issuing.decided(result=FEW)


@pytest.fixture
def issued(contest, settings):
    making.issue_all(SYSTEM, lambda: NOON, contest.id, settings)
    return db.session.scalars(select(Certificate).order_by(Certificate.id)).all()


def test_the_check_page_shows_what_the_paper_must_say(client, issued):
    page = client.get(f"/v/{issued[0].code}").text
    text = re.sub(r"<[^>]+>", " ", page)
    for said in ("王*", "一等奖", issued[0].number, "2023年10月20日", "衢州市总工会", "目前有效"):
        assert said in text
    assert "王芳" not in page
    assert "330802199001011234" not in page


def test_a_specimen_never_looks_valid(client, issued):
    specimen = next(one for one in issued if one.kind == "level")
    page = client.get(f"/v/{specimen.code}").text
    assert "样张，不是正式证书" in page
    assert "目前有效" not in page


def test_the_address_of_the_code_works_as_printed_and_as_typed(client, issued):
    code = issued[0].code
    for typed in (code.lower(), f"{code[:4]}-{code[4:8]}-{code[8:]}"):
        assert client.get(f"/v/{typed}").status_code == 200
    assert client.get(f"/V/{code}").headers["Location"] == f"/v/{code}"
    assert client.get("/verify", query_string={"code": code}).headers["Location"] == f"/v/{code}"


@pytest.mark.parametrize(
    "code", ["000000000000", "short", "中文中文中文中文中文中文", "%3Cscript%3E"]
)
def test_an_unknown_code_is_another_answer(client, code):
    answer = client.get(f"/v/{code}")
    assert answer.status_code == 404
    assert "没有登记过这张证书" in answer.text


@pytest.mark.parametrize("state", ["reserved", "void"])
def test_a_number_without_a_file_is_unknown_to_the_public(client, issued, state):
    issued[0].state = state
    db.session.commit()
    assert client.get(f"/v/{issued[0].code}").status_code == 404


def test_number_and_holder_together_lead_to_the_certificate(client, issued):
    asked = {"number": f" {issued[0].number.lower()} ", "holder": "王 芳"}
    assert client.post("/verify", data=asked).headers["Location"] == f"/v/{issued[0].code}"


def test_full_width_leads_there_as_well(client, issued):
    wide = {sign: chr(ord(sign) + 0xFEE0) for sign in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-"}
    found = f"/v/{issued[0].code}"
    asked = {"number": issued[0].number.translate(str.maketrans(wide)), "holder": "王芳"}
    assert client.post("/verify", data=asked).headers["Location"] == found
    code = issued[0].code.translate(str.maketrans(wide))
    assert client.get("/verify", query_string={"code": code}).headers["Location"] == found


def test_a_wrong_holder_and_an_unknown_number_get_the_same_words(client, issued):
    asked = [
        {"number": issued[0].number, "holder": "李四"},
        {"number": "QUZHOU-2023-HJ-9999", "holder": "李四"},
    ]
    wrong, unknown = (client.post("/verify", data=one) for one in asked)
    assert wrong.status_code == unknown.status_code == 404
    same = wrong.text.replace(asked[0]["number"], asked[1]["number"])
    assert re.sub(r"back=[^\"]*", "", same) == re.sub(r"back=[^\"]*", "", unknown.text)


def test_a_dropped_file_is_told_what_agrees_and_what_does_not(client, issued):
    content = store().get(issued[0].storage_key)

    def drop(raw):
        return client.post("/verify/file", data={"file": (BytesIO(raw), "x.pdf")}).text

    assert "文件与颁发时完全一致" in drop(content)
    assert issued[0].number in drop(content)
    middle = len(content) // 2
    assert "文件在签名之后被改动过" in drop(content[:middle] + b"x" + content[middle + 1 :])
    assert "文件在签名之后被改动过" in drop(content + b"\n%changed\n")
    assert "文件不是可以读取的 PDF" in drop(b"no PDF at all")
    assert all(key.startswith("certificates/") for key in store().keys(""))


def test_a_file_that_we_signed_but_that_is_not_the_one_on_record_is_another_answer(
    client, issued, settings
):
    shop = workshop(settings)
    facts = replace(samples("prize")[0], specimen=False, number=issued[0].number)
    facts = replace(facts, verify_url=f"http://localhost/v/{issued[0].code}")
    other = certificates.issue(facts, signer=shop.signer, did=shop.did)
    said = client.post("/verify/file", data={"file": (BytesIO(other), "x.pdf")}).text
    assert "签名有效，但文件与存档的不同" in said
    assert "文件与颁发时完全一致" not in said
    assert issued[0].number in said


def test_guessing_is_slowed_down(client, issued):
    limiter.enabled = True
    try:
        asked = {"number": issued[0].number, "holder": "李四"}
        answers = [client.post("/verify", data=asked).status_code for _ in range(11)]
    finally:
        limiter.enabled = False
        limiter.reset()
    assert answers == [404] * 10 + [429]


def test_keys_and_status_lists_are_served(client, contest, issued):
    ending.revoke(SYSTEM, NOON, contest.id, issued[1].id, **WHY)
    document = client.get("/.well-known/did.json").get_json()
    assert document["id"] == "did:web:localhost"
    assert "d" not in document["verificationMethod"][0]["publicKeyJwk"]
    listed = client.get("/status/revocation/0")
    assert listed.mimetype == "application/vc+jwt"
    assert client.get("/status/moods/0").status_code == 404
    assert certificates.decode(_encoded_list(listed.text)) == {issued[1].status_index}


def _encoded_list(token):
    part = token.split(".")[1]
    claims = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    return claims["credentialSubject"]["encodedList"]

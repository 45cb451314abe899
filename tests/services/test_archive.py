"""The whole contest as one file: complete, checkable, on record."""

import csv
import hashlib
import io
import json
import zipfile
from datetime import timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from sqlalchemy import select

from competition.domain.actor import Actor
from competition.domain.chain import Link, breaks
from competition.domain.errors import DomainError
from competition.exchange.bundle import findings, read
from competition.exchange.entrants.sheet import read_grid
from competition.models import db
from competition.models.audit import AuditLine
from competition.models.contest import Contest
from competition.models.entrant import Entrant
from competition.models.judging import JudgeAbsence, Penalty, Sheet, revise
from competition.models.results import ResultVersion
from competition.services.archive.exporting import export_archive
from competition.storage import store
from tests import scenes
from tests import scenes_results as worlds

pytestmark = pytest.mark.usefixtures("app")
NOW = scenes.NOON


def opened(contest, actor):
    with export_archive(actor, NOW, contest.id) as file:
        return zipfile.ZipFile(io.BytesIO(file.read()))


def cells(packed, name):
    return list(csv.reader(io.StringIO(packed.read(name).decode("utf-8-sig"))))


@pytest.fixture
def contest():
    contest = worlds.full(6)
    worlds.published(contest)
    first = db.session.scalars(select(Entrant).order_by(Entrant.id)).first()
    first.document_number, first.photo_key = "11010519491231002X", "photos/aa/photo.jpg"
    store().put(first.photo_key, b"picture")
    db.session.commit()
    return contest


@pytest.fixture
def chief(contest):
    user = scenes.person("archivist", contest, "supervisor")
    return Actor("staff", user.id, user.name, "supervisor")


def test_archive_holds_the_whole_contest(contest, chief):
    packed = opened(contest, chief)
    assert {"README.txt", "rules.toml", "marks.csv", "receipts.csv", "signatures.csv"} <= set(
        packed.namelist()
    )
    assert packed.read("photos/001.jpg") == b"picture"
    people = read_grid(packed.read("entrants.xlsx"), "entrants.xlsx").rows
    assert "11010519491231002X" in [cell.text for cell in people[1]]
    assert len(cells(packed, "versions/v1/table.csv")) == 7
    assert findings(read(packed.read("versions/v1/bundle.zip"))) == ()


def test_files_bear_the_time_of_the_contest(contest, chief):
    packed = opened(contest, chief)
    assert {entry.date_time for entry in packed.infolist()} == {(2023, 10, 20, 12, 0, 0)}
    kinds = {entry.filename: entry.compress_type for entry in packed.infolist()}
    assert (kinds["audit.jsonl"], kinds["photos/001.jpg"]) == (zipfile.ZIP_DEFLATED, 0)
    contest.zone = "Asia/Urumqi"
    db.session.commit()
    assert opened(contest, chief).infolist()[-1].date_time == (2023, 10, 20, 10, 0, 0)


def test_every_revision_and_penalty_stands_with_its_reason(contest, chief):
    entrant = db.session.scalars(select(Entrant).order_by(Entrant.id)).first()
    judge, round_ = scenes.person("sun"), worlds.round_of(contest, "theory")
    sheet = worlds.sheet(entrant, round_, 70, by=judge, entry="settled", revision=0)
    for mark, why in (("70", ""), ("71", "=misread")):
        marks = {"": Decimal(mark)}
        revise(db.session, sheet, state="signed", marks=marks, by=judge.id, at=NOW, reason=why)
    fine = {"points": 2, "reason": "超时", "made_by": judge.id, "made_at": NOW}
    db.session.add(Penalty(entrant_id=entrant.id, round_id=round_.id, **fine))
    db.session.commit()
    packed = opened(contest, chief)
    found = cells(packed, "theory.csv")[1:]
    assert [(row[7], row[8], row[11], row[12]) for row in found] == [
        ("1", "", "70", ""),
        ("2", "yes", "71", "'=misread"),
    ]
    assert cells(packed, "penalties.csv")[1][:5] == ["theory", "001", "1", "2", "超时"]


def test_every_file_is_as_the_manifest_says(contest, chief):
    packed = opened(contest, chief)
    sums = dict(
        reversed(line.split("  ")) for line in packed.read("SHA256SUMS").decode().split("\n")[:-1]
    )
    assert set(sums) == set(packed.namelist()) - {"SHA256SUMS"}
    assert {name: hashlib.sha256(packed.read(name)).hexdigest() for name in sums} == sums


def test_chain_is_whole_and_tells_nothing_of_other_contests(contest, chief):
    other = worlds.full(1, slug="other")
    worlds.published(other)
    packed = opened(contest, chief)
    lines = [json.loads(line) for line in packed.read("audit.jsonl").splitlines()]
    ours = [
        Link(*(line[key] for key in ("id", "previous", "hash", "content")))
        for line in lines
        if "content" in line
    ]
    assert {link.content["contest"] for link in ours} == {contest.id}
    assert not [one for one in breaks(ours) if one.kind == "changed"]
    assert len(lines) > len(ours)
    assert all(a["hash"] == b["previous"] for a, b in pairwise(lines))
    assert json.loads(packed.read("manifest.json"))["audit_head"] == lines[-1]["hash"]


def test_export_stands_on_record_with_the_hash_of_the_file(contest, chief):
    with export_archive(chief, NOW, contest.id) as file:
        digest = hashlib.sha256(file.read()).hexdigest()
    line = db.session.scalars(select(AuditLine).order_by(AuditLine.id.desc())).first()
    assert (line.action, line.detail["sha256"]) == ("archive:exported", digest)


def test_certificates_are_those_that_were_issued(contest, chief):
    version = db.session.scalars(select(ResultVersion)).first()
    made = worlds.certificate(version, 1, "prize", "first")
    made.storage_key, made.sha256 = "certificates/a.pdf", hashlib.sha256(b"%PDF").hexdigest()
    db.session.add(made)
    db.session.commit()
    store().put("certificates/a.pdf", b"%PDF")
    packed = opened(contest, chief)
    listed = cells(packed, "certificates.csv")[1]
    assert packed.read(listed[-2]) == b"%PDF"
    store().put("certificates/a.pdf", b"%PDF other")
    with pytest.raises(DomainError) as refused:
        export_archive(chief, NOW, contest.id)
    assert refused.value.code == "stored_file_altered"


def test_contest_without_anything_is_archived_too(chief):
    empty = scenes.contest(slug="empty")
    assert "rules.toml" in opened(empty, chief).namelist()
    assert db.session.get(Contest, empty.id).state == "setup"


def test_archive_tells_who_recused_and_who_could_not_come(contest, chief):
    sheet = db.session.scalars(select(Sheet).where(Sheet.seat == "J2").order_by(Sheet.id)).first()
    revise(db.session, sheet, state="recused", marks={}, by=sheet.user_id, at=NOW, reason="师徒")
    times = {"away_from": NOW, "away_until": NOW + timedelta(hours=2), "made_at": NOW}
    away = JudgeAbsence(round_id=sheet.round_id, user_id=sheet.user_id, note="门诊", **times)
    db.session.add(away)
    db.session.commit()
    packed = opened(contest, chief)
    (recused,) = cells(packed, "recusals.csv")[1:]
    assert recused[3:4] + recused[6:8] == ["J2", "师徒", "yes"]
    (absent,) = cells(packed, "absences.csv")[1:]
    assert absent[2:6] == ["", "2023-10-20T04:00:00+00:00", "2023-10-20T06:00:00+00:00", "门诊"]

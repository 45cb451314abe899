"""Photographs of many entrants from one ZIP file: all or none, and which is wrong."""

import zipfile
import zlib
from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy import select

from competition.models import db
from competition.models.audit import AuditLine
from competition.models.entrant import Entrant
from competition.storage import store
from tests import scenes

BASE = "/organise/quzhou-2023/entrants"
DOCUMENT = "11010519491231002X"


@pytest.fixture
def desk(client):
    contest = scenes.contest(state="open")
    scenes.person("zhao", contest, "organiser")
    scenes.entrants(contest, 3)[1].document_number = DOCUMENT
    db.session.commit()
    return scenes.sign_in(client, "zhao")


def picture(colour="navy"):
    target = BytesIO()
    Image.new("RGB", (300, 400), colour).save(target, "JPEG")
    return target.getvalue()


def enormous():
    """A few kilobytes that would be 1,600 million pixels."""
    small = BytesIO()
    Image.new("1", (40_000, 40)).save(small, "PNG")
    raw = bytearray(small.getvalue())
    raw[20:24] = (40_000).to_bytes(4, "big")  # the height in the header
    raw[29:33] = zlib.crc32(raw[12:29]).to_bytes(4, "big")
    return bytes(raw)


def packed(files):
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as file:
        for name, content in files.items():
            file.writestr(name, content)
    return target.getvalue()


def upload(desk, raw, **options):
    return desk.post(f"{BASE}/photos", data={"file": (BytesIO(raw), "a.zip")}, **options)


def photos():
    return list(db.session.scalars(select(Entrant.photo_key).order_by(Entrant.number)))


def test_pictures_go_to_the_entrants_that_their_names_state(desk):
    files = {"一组/001.jpg": picture(), f"{DOCUMENT.lower()}.JPG": picture("red")}
    page = upload(desk, packed(files | {"__MACOSX/._001.jpg": b"x"}), follow_redirects=True)
    assert "已保存 2 张照片" in page.text
    first, second, third = photos()
    assert third is None
    assert Image.open(BytesIO(store().get(first))).size == (295, 413)
    assert first != second
    line = db.session.scalars(select(AuditLine).order_by(AuditLine.id.desc())).first()
    assert line.detail == {"count": 2, "entrants": ["001", "002"]}


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ({"999.jpg": picture()}, "没有参赛号或证件号码与文件名相同的选手"),
        ({"002.jpg": picture(), f"{DOCUMENT}.jpg": picture()}, "这名选手另有一张照片"),
        ({"001.jpg": picture(), "002.jpg": b"no picture"}, "002.jpg"),
        ({"002.jpg": b"no picture"}, "“照片”不是可以读取的"),
        ({"002.png": enormous()}, "“照片”超过 4000 万像素"),
        ({"名单.xlsx": b""}, "不是照片"),
        ({}, "压缩包里没有照片"),
    ],
)
def test_one_unfit_file_keeps_all_out(desk, files, told):
    answer = upload(desk, packed(files))
    assert answer.status_code == 422
    assert told in answer.text
    assert photos() == [None] * 3


@pytest.mark.parametrize("raw", [b"", b"PK\x03\x04 broken", picture()])
def test_what_is_no_archive_is_refused(desk, raw):
    assert "error-summary" in upload(desk, raw).text


def test_damaged_member_is_told(desk):
    raw = bytearray(packed({"001.jpg": picture()}))
    raw[60] ^= 0xFF
    assert "001.jpg" in upload(desk, bytes(raw)).text
    assert photos() == [None] * 3


@pytest.mark.parametrize("language", ["zh", "en"])
def test_page_opens_and_stands_on_the_list(desk, language):
    assert f"{BASE}/photos" in desk.get(BASE).text
    assert desk.get(f"{BASE}/photos", query_string={"lang": language}).status_code == 200

"""Photographs for certificates are made safe, kept, shown, removed."""

from io import BytesIO

import pytest
from PIL import Image

from competition.domain.actor import SYSTEM
from competition.domain.errors import Invalid
from competition.models import db
from competition.models.contest import Contest
from competition.models.entrant import Entrant
from competition.services.certificates import pictures
from competition.storage import store
from tests import scenes

BASE = "/organise/quzhou-2023/entrants"


@pytest.fixture
def entrant(app):  # noqa: ARG001 -- the rows need its database
    contest = scenes.contest(state="judging")
    scenes.person("zhao", contest, "organiser")
    return scenes.entrants(contest, 1)[0]


@pytest.fixture
def desk(client, entrant):  # noqa: ARG001 -- whose contest it is
    return scenes.sign_in(client, "zhao")


def picture(kind="JPEG", size=(600, 700), **options):
    target = BytesIO()
    Image.new("RGB", size, "navy").save(target, kind, **options)
    return target.getvalue()


def upload(desk, entrant, content):
    given = {"photo": (BytesIO(content), "a.jpg")}
    return desk.post(f"{BASE}/{entrant.id}/photo", data=given)


def kept(entrant):
    db.session.expire_all()
    return db.session.get(Entrant, entrant.id).photo_key


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photograph_is_cut_to_one_inch_without_metadata(desk, entrant, kind):
    options = {} if kind == "PNG" else {"exif": b"Exif\0\0II*\0\x08\0\0\0\0\0\0\0\0\0"}
    assert upload(desk, entrant, picture(kind, **options)).status_code == 302
    stored = Image.open(BytesIO(store().get(kept(entrant))))
    assert (stored.format, stored.size, dict(stored.getexif())) == ("JPEG", (295, 413), {})
    assert desk.get(f"{BASE}/{entrant.id}/photo.jpg").mimetype == "image/jpeg"
    assert "photo.jpg" in desk.get(f"{BASE}/{entrant.id}/photo").text


@pytest.mark.parametrize(
    "content", [b"no picture", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"GIF89a"]
)
def test_what_is_no_photograph_is_refused_and_nothing_kept(desk, entrant, content):
    assert upload(desk, entrant, content).status_code == 422
    assert kept(entrant) is None
    assert list(store().keys("photos/")) == []


def test_a_photograph_can_be_removed(desk, entrant):
    upload(desk, entrant, picture())
    desk.post(f"{BASE}/{entrant.id}/photo/removal")
    assert kept(entrant) is None
    assert desk.get(f"{BASE}/{entrant.id}/photo.jpg").status_code == 404


def test_an_entrant_of_another_contest_is_not_found(desk, entrant):
    entrant.contest_id = scenes.contest(slug="other").id
    db.session.commit()
    assert desk.get(f"{BASE}/{entrant.id}/photo").status_code == 404
    assert upload(desk, entrant, picture()).status_code == 404


@pytest.mark.parametrize("keep", [pictures.set_photo, pictures.set_seal])
def test_a_picture_of_more_than_5_mb_is_refused(entrant, keep):
    with pytest.raises(Invalid, match="picture_too_large"):
        keep(SYSTEM, scenes.NOON, entrant.contest_id, entrant.id, b"x" * 6_000_000)


def test_a_seal_is_kept_as_a_plain_picture_for_its_issuer(entrant):
    contest = db.session.get(Contest, entrant.contest_id)
    pictures.set_seal(SYSTEM, scenes.NOON, contest.id, "衢州市总工会", picture(size=(2000, 1000)))
    key = contest.settings["seals"]["衢州市总工会"]
    stored = Image.open(BytesIO(store().get(key)))
    assert (stored.format, stored.size) == ("PNG", (800, 400))
    pictures.set_seal(SYSTEM, scenes.NOON, contest.id, "衢州市总工会", None)
    assert contest.settings["seals"] == {}
    with pytest.raises(Invalid, match="picture_unreadable"):
        pictures.set_seal(SYSTEM, scenes.NOON, contest.id, "衢州市总工会", b"no picture")

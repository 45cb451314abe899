"""Designs that administrators upload: checked, kept for ever, chosen by contests."""

import io
import stat
import zipfile

import pytest
from sqlalchemy import select

from certificates import load_design
from certificates.design import home
from competition.domain.actor import SYSTEM
from competition.domain.errors import DomainError, Invalid
from competition.exchange.design_zip import read_design
from competition.models import db
from competition.models.audit import AuditLine
from competition.models.certificates import Certificate
from competition.models.staff import Role
from competition.queries.contests import settings_of
from competition.services.certificates import issuing, making, shelf, workshop
from competition.storage import store
from tests import scenes, scenes_issuing

BASE = "/organise/designs"
OWN = home() / "prize-classic"


def packed(changes=(), folder="harbour/", **more):
    """A copy of a design of the program as a ZIP file, with some files changed or added."""
    files = {path.name: path.read_bytes() for path in OWN.iterdir()} | dict(changes) | more
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name if name.startswith(("/", ".")) else folder + name, content)
    return target.getvalue()


@pytest.fixture
def desk(client):
    contest = scenes.contest()
    user = scenes.person("root", contest, "organiser")
    user.roles.append(Role(name="administrator"))
    db.session.commit()
    return scenes.sign_in(client, "root")


def upload(desk, content, name="harbour.zip"):
    return desk.post(BASE, data={"file": (io.BytesIO(content), name)})


def test_only_administrators_see_the_page(client):
    scenes.person("zhao", scenes.contest(), "organiser")
    scenes.sign_in(client, "zhao")
    assert client.get(BASE).status_code == 403
    assert upload(client, packed()).status_code == 403


def test_an_uploaded_design_is_kept_shown_and_offered(desk):
    assert upload(desk, packed()).status_code == 302
    key = f"harbour@{load_design(OWN).version}"
    assert list(store().keys("designs/")) == [f"designs/{key.replace('@', '/')}.zip"]
    assert key in desk.get(BASE).text
    assert desk.get(f"{BASE}/prize/{key}.png").mimetype == "image/png"
    assert key in desk.get("/organise/quzhou-2023/settings").text
    assert key in desk.get("/organise/quzhou-2023/certificates/designs").text
    actions = db.session.scalars(select(AuditLine.action)).all()
    assert actions.count("design:uploaded") == 1
    assert "已经上传过" in upload(desk, packed()).text


def test_a_refused_design_says_why_and_is_not_kept(desk):
    answer = upload(desk, packed({"template.html": b"{{ holder.__class__ }}"}))
    assert answer.status_code == 422
    assert "没有通过检查" in answer.text
    assert list(store().keys("designs/")) == []


def linked():
    entry = zipfile.ZipInfo("harbour/style.css")
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr(entry, "/etc/passwd")
    return target.getvalue()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"no zip", "design_zip_unreadable"),
        (b"x" * (2 * 1024 * 1024 + 1), "design_zip_too_large"),
        (packed({"../style.css": b"x"}), "design_zip_unsafe"),
        (packed({"/etc/style.css": b"x"}), "design_zip_unsafe"),
        (packed({"..\\style.css": b"x"}, ""), "design_zip_unsafe"),
        (linked(), "design_zip_unsafe"),
        (packed({"run.py": b"x"}), "design_zip_foreign"),
        (packed({"deeper/style.css": b"x"}), "design_zip_foreign"),
        (packed({f"{n}.txt": b"" for n in range(40)}), "design_zip_too_many"),
        (packed({"style.css": b" " * (3 * 1024 * 1024)}), "design_zip_bursts"),
        (packed(folder="Ha fen/"), "design_name_unfit"),
        (packed()[:-200], "design_zip_unreadable"),
    ],
)
def test_an_unfit_zip_is_refused_with_its_reason(content, code):
    with pytest.raises(Invalid) as refused:
        read_design(content, "harbour.zip")
    assert refused.value.code == code


def test_what_computers_add_is_passed_over_and_files_may_lie_on_top():
    raw = packed({"__MACOSX/style.css": b"x", ".DS_Store": b"x"}, "")
    assert read_design(raw, "harbour.zip").name == "harbour"


def test_the_name_of_an_own_design_is_taken(app):  # noqa: ARG001 -- its storage
    with pytest.raises(Invalid, match="design_name_taken"):
        shelf.keep(SYSTEM, scenes.NOON, packed(folder="prize-classic/"), "x.zip")


def test_another_upload_is_another_version_and_the_chosen_one_stays(app):  # noqa: ARG001 -- as above
    first = shelf.keep(SYSTEM, scenes.NOON, packed(), "x.zip").key
    style = (OWN / "style.css").read_bytes() + b"/* wider */"
    second = shelf.keep(SYSTEM, scenes.NOON.replace(hour=13), packed({"style.css": style}), "x").key
    assert first != second
    offered = {key for key, _ in shelf.designs("prize") if "@" in key}
    assert offered == {second}
    assert {key for key, _ in shelf.designs("prize", first) if "@" in key} == {first, second}
    assert [key for key, _ in shelf.designs("level") if "@" in key] == []


def test_certificates_are_made_in_it_and_record_its_version(app):
    contest = scenes_issuing.decided(result=(scenes_issuing.line("001", 1, "first"),))
    key = shelf.keep(SYSTEM, scenes.NOON, packed(), "x.zip").key
    contest.settings = settings_of(contest).as_json() | {"prize_design": key}
    db.session.commit()
    settings = app.extensions["settings"]
    reserved = issuing.reserve(SYSTEM, scenes.NOON, contest.id, settings.base_url)
    shop = workshop.workshop(settings)
    assert making.make(SYSTEM, lambda: scenes.NOON, reserved.ids, shop).refused == []
    made = db.session.scalars(select(Certificate)).one()
    assert (made.state, made.design, made.design_version) == ("issued", key, key.split("@")[1])


def test_a_stored_design_that_was_altered_is_not_used(app, tmp_path):  # noqa: ARG001 -- as above
    style = (OWN / "style.css").read_bytes() + b"/* other */"
    raw = packed({"style.css": style, "background.svg": b""}, "")
    store().put("designs/forged/0123456789abcdef.zip", raw)
    with pytest.raises(DomainError, match="design_altered"):
        shelf.place("forged@0123456789abcdef", tmp_path)

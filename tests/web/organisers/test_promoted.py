"""One promotion for a person and year: told wherever it can still be acted on."""

from datetime import date
from io import BytesIO

import pytest
from sqlalchemy import select

from competition.models import db
from competition.models.entrant import Entrant
from competition.queries.contests import local_day
from competition.queries.entrants import document_index
from competition.web.clock import now
from tests import scenes
from tests import scenes_results as results
from tests.scenes_organise import ID_LI, workbook

BASE = "/organise/quzhou-2023"
TOLD = "今年已在其他竞赛晋升等级"


@pytest.fixture
def contest(client):
    contest = scenes.contest()
    scenes.person("zhang", contest, "organiser")
    scenes.sign_in(client, "zhang")
    return contest


def promoted(years=0, **columns):
    """A person whom another contest promoted so many years ago."""
    other = results.full(1, slug="other")
    other.title = "省级竞赛"
    version = results.published(other)
    row = db.session.scalars(select(Entrant).where(Entrant.contest_id == other.id)).one()
    row.document_number, row.document_index = ID_LI, document_index(ID_LI)
    made = results.certificate(version, row.id, "level", "3")
    made.issued_on = date(local_day(other, now()).year - years, 6, 1)
    for name, value in ({"level": 3} | columns).items():
        setattr(made, name, value)
    db.session.add(made)
    db.session.commit()
    return other


def preview(client):
    raw = workbook(["姓名", "身份证号"], ["李明", ID_LI], ["王芳", ""])
    data = {"file": (BytesIO(raw), "名单.xlsx")}
    return client.get(client.post(f"{BASE}/entrants/import", data=data).headers["Location"]).text


@pytest.mark.usefixtures("contest")
def test_import_tells_who_was_promoted_this_year(client):
    promoted()
    page = preview(client)
    assert TOLD in page
    assert "001 李明 (省级竞赛)" in page


@pytest.mark.usefixtures("contest")
@pytest.mark.parametrize(
    "columns",
    [{"years": 1}, {"state": "revoked"}, {"state": "superseded"}, {"kind": "prize"}],
)
def test_nothing_is_told_of_other_years_other_awards_and_what_was_ended(client, columns):
    promoted(**columns)
    assert TOLD not in preview(client)


@pytest.mark.usefixtures("contest")
@pytest.mark.parametrize("column", ["demonstration", "rehearsal"])
def test_invented_contests_promote_nobody(client, contest, column):
    other = promoted()
    other.demonstration = column == "demonstration"
    other.rehearsal_of = contest.id if column == "rehearsal" else None
    db.session.commit()
    assert TOLD not in preview(client)


def test_single_entrant_and_certificates_page_tell_it_too(client, contest):
    promoted()
    data = {"name": "李明", "document_type": "居民身份证", "document_number": ID_LI}
    page = client.post(f"{BASE}/entrants/new", data=data, follow_redirects=True).text
    assert TOLD in page
    contest.state = "final"
    db.session.commit()
    assert "001 李明 (省级竞赛)" in client.get(f"{BASE}/certificates").text


def test_own_certificates_of_the_contest_are_no_second_promotion(client, contest):
    other = promoted()
    scenes.person("li", other, "organiser")
    client.post("/sign-out")
    scenes.sign_in(client, "li")
    other.state = "final"
    db.session.commit()
    assert contest.id != other.id
    assert TOLD not in client.get("/organise/other/certificates").text

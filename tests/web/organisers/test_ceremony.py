"""The ceremony on the wall: photographs only with consent, everything in the page itself."""

from io import BytesIO

import pytest
from PIL import Image

from competition.models import db
from competition.models.entrant import Entrant
from tests import scenes
from tests import scenes_results as results

PAGE = "/c/quzhou-2023/ceremony"
SHOWN = 'src="data:image/jpeg;base64,'


@pytest.fixture
def contest(client):
    contest = results.full(6)
    for row in db.session.scalars(db.select(Entrant)):
        row.consented_at = scenes.NOON
    results.published(contest)
    scenes.person("zhang", contest, "organiser")
    scenes.sign_in(client, "zhang")
    for row in db.session.scalars(db.select(Entrant)).all():
        give_photo(client, row)
    return contest


def give_photo(client, row):
    target = BytesIO()
    Image.new("RGB", (413, 579), "white").save(target, "JPEG")
    target.seek(0)
    given = {"photo": (target, "a.jpg")}
    client.post(f"/organise/quzhou-2023/entrants/{row.id}/photo", data=given)


def test_photographs_are_shown_only_where_the_contest_says_so(client, contest):
    assert SHOWN not in client.get(PAGE).text
    contest.settings = contest.settings | {"ceremony_photos": True}
    db.session.commit()
    page = client.get(PAGE).text
    assert page.count(SHOWN) == page.count("data-step") > 0


def test_whoever_withdraws_consent_is_shown_without_name_and_photograph(client, contest):
    contest.settings = contest.settings | {"ceremony_photos": True}
    for row in db.session.scalars(db.select(Entrant)):
        row.consented_at = None
    db.session.commit()
    page = client.get(PAGE).text
    assert SHOWN not in page
    assert "选手" not in page.split('class="act-all"')[0].replace("选手、", "")

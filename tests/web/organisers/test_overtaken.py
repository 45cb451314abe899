"""Two people over the same form: whoever saves second is asked to look, and loses nothing typed."""

import re

import pytest

from competition.models import db
from competition.queries.contests import settings_of
from tests import scenes
from tests.web.organisers.test_settings import typed

BASE = "/organise/quzhou-2023"


@pytest.fixture
def contest(client):
    contest = scenes.contest()
    scenes.person("zhang", contest, "organiser")
    scenes.sign_in(client, "zhang")
    return contest


def seen(page):
    """What the form says that it was filled in over."""
    return re.search(r'name="seen" type="hidden" value="([^"]+)"', page)[1]


def settings_saved_meanwhile(client, contest):
    """A form opened, then other settings saved: what the first form holds."""
    first = typed(contest, publicity_days="7", seen=seen(client.get(f"{BASE}/settings").text))
    client.post(f"{BASE}/settings", data=typed(contest, prize_issuer="衢州市总工会"))
    return first


def test_second_save_of_settings_is_asked_to_look_first(client, contest):
    page = client.post(f"{BASE}/settings", data=settings_saved_meanwhile(client, contest)).text
    assert "别人刚刚保存过" in page
    assert 'value="7"' in page
    kept = settings_of(contest)
    assert (kept.publicity_days, kept.prize_issuer) == (5, "衢州市总工会")


def test_saving_once_more_is_a_decision(client, contest):
    first = settings_saved_meanwhile(client, contest)
    page = client.post(f"{BASE}/settings", data=first).text
    first["seen"] = seen(page)
    assert client.post(f"{BASE}/settings", data=first).status_code == 302
    assert settings_of(contest).publicity_days == 7


def test_own_form_is_saved_at_once(client, contest):
    form = typed(contest, publicity_days="7", seen=seen(client.get(f"{BASE}/settings").text))
    assert client.post(f"{BASE}/settings", data=form).status_code == 302


def test_correction_of_an_entrant_does_not_undo_another(client, contest):
    (row,) = scenes.entrants(contest, 1)
    address = f"{BASE}/entrants/{row.id}/edit"
    was = seen(client.get(address).text)
    row.employer = "新单位"
    db.session.commit()
    data = {"name": "李明", "number": "001", "document_type": "居民身份证", "seen": was}
    page = client.post(address, data=data | {"employer": "某单位"}).text
    assert "别人刚刚保存过" in page
    assert "李明" in page
    assert (row.name, row.employer) == ("选手1", "新单位")


def test_rules_saved_meanwhile_are_not_overwritten(client, contest):
    page = client.get(f"{BASE}/rules/edit").text
    was = seen(page)
    contest.rules_text = contest.rules_text.replace('"0.30"', '"0.40"').replace('"0.70"', '"0.60"')
    contest.rules_sha256 = "0" * 64
    db.session.commit()
    answer = client.post(f"{BASE}/rules/edit", data={"title": "新名称", "seen": was})
    assert "别人刚刚保存过" in answer.text
    assert '"0.40"' in contest.rules_text

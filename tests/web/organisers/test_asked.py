"""Whatever takes something away first says what will happen, and asks."""

import re

import pytest

from competition.models import db
from tests import scenes

BASE = "/organise/quzhou-2023"
DEED = re.compile(r'<form method="post" action="([^"]+)"')
TAKING_AWAY = {"password", "active", "remove", "code", "free", "discard", "removal"}


@pytest.fixture
def world(client):
    contest = scenes.contest()
    scenes.person("zhang", contest, "organiser")
    judge = scenes.person("li", contest, "judge")
    (row,) = scenes.entrants(contest, 1, photo_key="photos/x.jpg")
    row.access_digest = "digest"
    db.session.commit()
    scenes.sign_in(client, "zhang")
    client.post(f"{BASE}/staff/seats/case", data={"person": judge.id})
    return f"staff/{judge.id}", "staff", f"entrants/{row.id}", f"entrants/{row.id}/photo"


def test_no_deed_that_takes_away_stands_outside_a_question(client, world):
    bare, asked = set(), set()
    for page in world:
        text = client.get(f"{BASE}/{page}").text
        outside = re.sub(r'<details class="asked">.*?</details>', "", text, flags=re.DOTALL)
        bare |= {address.rsplit("/", 1)[1] for address in DEED.findall(outside)}
        asked |= {address.rsplit("/", 1)[1] for address in DEED.findall(text)}
    assert bare & TAKING_AWAY == set()
    assert asked >= TAKING_AWAY - {"discard"}

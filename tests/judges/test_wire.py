"""What tablets and server say to each other: receipts, conflicts, cards, devices, carrying in."""

import io
import json
import re
import uuid
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from competition.exchange.carried_marks import CODE_FIELDS
from competition.models import db
from competition.models.audit import AuditLine
from competition.queries.field import field_of
from competition.queries.judging import sheets as judging
from competition.queries.judging import tablets
from competition.services import devices
from tests import scenes, scenes_judging
from tests.scenes_judging import FULL, actor, hall, marks, submit

pytestmark = pytest.mark.usefixtures("app")
SUBMISSIONS = "/judge/quzhou-2023/submissions"
DEVICE = str(uuid.uuid4())


@pytest.fixture
def stage():
    return hall()


@pytest.fixture
def tablet(client, stage):
    scenes.sign_in(client, stage.judges[0].username)
    return client


def body(stage, draw="1", base=0, **changed):
    found = judging.paper_in(judging.seat_in(stage.contest, "case", stage.judges[0].id), draw)
    sent = {
        "id": str(uuid.uuid4()),
        "user": stage.judges[0].id,
        "round": "case",
        "draw": draw,
        "check": found.check,
        "state": "submitted",
        "marks": FULL,
        "reason": "",
        "base": base,
        "device": DEVICE,
    }
    return sent | changed


def paper(stage, draw="1"):
    db.session.expire_all()
    return judging.paper_in(judging.seat_in(stage.contest, "case", stage.judges[0].id), draw)


def test_submission_sent_twice_brings_the_same_receipt(tablet, stage):
    sent = body(stage)
    first = tablet.post(SUBMISSIONS, json=sent).json
    again = tablet.post(SUBMISSIONS, json=sent).json
    assert again == first | {"repeated": True}
    assert paper(stage).revision == 1


def test_conflict_tells_both_values_who_and_when(tablet, stage):
    submit(stage, stage.judges[0], given=marks(law="30"))
    answer = tablet.post(SUBMISSIONS, json=body(stage))
    assert answer.status_code == 409
    assert answer.json["standing"]["marks"]["law"] == "30"
    assert answer.json["standing"]["by"] == "j1"
    assert answer.json["standing"]["at"] == "12:00:00"


@pytest.mark.parametrize(
    ("changed", "status", "code"),
    [
        ({"user": 999}, 403, "other_judge"),
        ({"id": "x"}, 422, "submission_id_unfit"),
        ({"marks": {"law": "1,25"}}, 422, "mark_comma"),
        ({"marks": {"law": "1"}}, 422, "sheet_incomplete"),
        ({"marks": FULL | {"charm": "1"}}, 422, "criterion_unknown"),
        ({"marks": [1]}, 422, "submission_unfit"),
        ({"base": "0"}, 422, "submission_unfit"),
        ({"draw": "99"}, 404, "draw_unknown"),
        ({"check": "0" * 16}, 409, "draw_changed"),
        ({"round": "theory", "marks": {"": "1"}}, 404, "no_seat"),
        ({"round": "none"}, 404, "round_not_found"),
    ],
)
def test_unfit_submission_is_refused_in_words_and_stores_nothing(
    tablet, stage, changed, status, code
):
    told = {"Accept": "application/json"}
    answer = tablet.post(SUBMISSIONS, json=body(stage) | changed, headers=told)
    assert (answer.status_code, answer.json["error"]) == (status, code)
    assert answer.json["message"]
    assert paper(stage).sheet is None


def test_assignment_holds_rubric_and_draw_numbers_and_no_names(tablet, stage):
    answer = tablet.get("/judge/assignment.json")
    (round_,) = answer.json["rounds"]
    assert [one["draw"] for one in round_["papers"]] == ["1", "2", "3"]
    assert round_["criteria"][0]["full"] == "30"
    assert "选手" not in answer.text
    tag = {"If-None-Match": answer.headers["ETag"]}
    assert tablet.get("/judge/assignment.json", headers=tag).status_code == 304
    submit(stage, stage.judges[0])
    assert tablet.get("/judge/assignment.json", headers=tag).status_code == 200


def test_app_page_is_the_same_for_everybody(client, tablet):
    signed_in = tablet.get("/judge/app").text
    tablet.post("/sign-out")
    assert client.get("/judge/app").text == signed_in


def test_worker_keeps_files_that_exist(client):
    script = client.get("/judge/sw.js").text
    kept = json.loads(re.search(r"const KEPT = (.*);", script)[1])
    for path in [kept["page"], *kept["files"]]:
        with client.get(path) as answer:
            assert answer.status_code == 200
    with client.get("/static/js/judges/app.js") as app_script:
        imported = re.findall(r'from "\./(\w+\.js)"', app_script.text)
    assert {f"/static/js/judges/{name}" for name in imported} <= set(kept["files"])


def test_contact_is_remembered_and_quiet_ones_are_not_written(tablet, stage):
    with time_machine.travel(now := datetime.now(UTC), tick=False) as clock:
        tablet.post("/judge/contact", json={"device": DEVICE, "unsent": 2, "battery": 81})
        clock.shift(timedelta(seconds=5))
        tablet.post("/judge/contact", json={"device": DEVICE, "unsent": 2, "battery": 81})
        assert tablets.device(DEVICE).last_contact == now
        tablet.post("/judge/contact", json={"device": DEVICE, "unsent": 0, "battery": 81})
    device = tablets.device(DEVICE)
    assert (device.unsent, device.state["battery"]) == (0, 81)
    assert device.contest_id == stage.contest.id


def test_signing_a_tablet_out_ends_its_session_and_a_new_sign_in_works(app, tablet, stage):
    tablet.post("/judge/contact", json={"device": DEVICE})
    scenes.person("org", stage.contest, "organiser")
    organiser = scenes.sign_in(app.test_client(), "org")
    place = f"/organise/quzhou-2023/devices/{DEVICE}/sign-out"
    assert organiser.post(place).status_code == 302
    assert tablet.post(SUBMISSIONS, json=body(stage)).status_code == 401
    scenes.sign_in(tablet, "j1")
    assert tablet.post(SUBMISSIONS, json=body(stage)).status_code == 200


@pytest.fixture
def card(app, stage):
    """A card fresh from the organiser: its address and PIN."""
    scenes.person("org", stage.contest, "organiser")
    organiser = scenes.sign_in(app.test_client(), "org")
    page = organiser.post(f"/organise/quzhou-2023/cards/{stage.judges[0].id}").text
    address = re.search(r"http://localhost(/judge/card/[\w-]+)", page)[1]
    return address, re.search(r"(\d{3}) (\d{3})</p>", page).expand(r"\1\2")


def test_card_and_pin_sign_in_once(app, stage, card):
    address, pin = card
    client = app.test_client()
    assert client.post(address, data={"pin": "000000"}).status_code == 403
    assert client.post(address, data={"pin": pin}).status_code == 302
    assert client.get("/judge/assignment.json").json["user"]["id"] == stage.judges[0].id
    second = app.test_client().post(address, data={"pin": pin})
    assert second.status_code == 409
    assert "已经用过" in second.text


def test_using_a_card_hands_the_judge_over(app, tablet, card):
    tablet.post("/judge/contact", json={"device": DEVICE})
    address, pin = card
    other = app.test_client()
    assert other.post(address, data={"pin": pin}).status_code == 302
    assert tablet.get("/judge/assignment.json").status_code == 302
    assert other.get("/judge/assignment.json").status_code == 200


def test_pin_goes_on_after_a_lapse_but_not_on_a_signed_out_tablet(app, stage, tablet):
    scenes_judging.card(stage.contest, stage.judges[0])
    tablet.post("/judge/contact", json={"device": DEVICE})
    fresh = app.test_client()
    told = {"device": DEVICE, "pin": "246810"}
    assert fresh.post("/judge/resume", json=told | {"pin": "111111"}).status_code == 403
    assert fresh.post("/judge/resume", json=told).json["user"]["name"] == "j1"
    now = tablets.device(DEVICE).last_contact + timedelta(seconds=1)
    devices.sign_out_device(actor(stage.judges[0]), now, stage.contest.id, DEVICE)
    assert app.test_client().post("/judge/resume", json=told).status_code == 403


def carried(*items):
    items = [item | {"slug": "quzhou-2023"} for item in items]
    content = {"schema": 1, "kind": "unsent-marks", "device": DEVICE, "submissions": items}
    return {"file": (io.BytesIO(json.dumps(content).encode()), "marks.json")}


def test_carried_marks_count_once_whichever_way_they_come(app, stage, tablet):
    scenes.person("org", stage.contest, "organiser")
    organiser = scenes.sign_in(app.test_client(), "org")
    one, two = body(stage), body(stage, "2", marks={"law": "99"})
    page = organiser.post("/organise/quzhou-2023/carry-in", data=carried(one, two)).text
    assert page.count("已收") == 1
    assert "分数应在 0 到 30 之间" in page
    again = organiser.post("/organise/quzhou-2023/carry-in", data=carried(one)).text
    assert "此前已收" in again
    assert tablet.post(SUBMISSIONS, json=one).json["repeated"]
    assert paper(stage).revision == 1
    line = db.session.scalar(db.select(AuditLine).where(AuditLine.action == "sheet:submitted"))
    assert line.actor_name == "org"


def test_a_scanned_code_is_read_in_like_the_file(app, stage):
    scenes.person("org", stage.contest, "organiser")
    organiser = scenes.sign_in(app.test_client(), "org")
    one = body(stage) | {"slug": "quzhou-2023"}
    code = json.dumps(["unsent-marks", 1, DEVICE, *(one[name] for name in CODE_FIELDS)])
    page = organiser.post("/organise/quzhou-2023/carry-in", data={"codes": f"{code}\n"}).text
    assert "已收" in page
    assert paper(stage).revision == 1


@pytest.mark.parametrize("raw", [b"", b"[]", b"{}", b'{"schema": 1}', b"\xff", b"[" * 9999])
def test_any_other_file_is_refused(app, stage, raw):
    scenes.person("org", stage.contest, "organiser")
    organiser = scenes.sign_in(app.test_client(), "org")
    sent = {"file": (io.BytesIO(raw), "marks.json")}
    assert organiser.post("/organise/quzhou-2023/carry-in", data=sent).status_code == 422


def test_host_opens_an_entrant_and_the_time_runs(app, stage, tablet):
    scenes.person("chief", stage.contest, "chief_judge")
    chief = scenes.sign_in(app.test_client(), "chief")
    with time_machine.travel(datetime.now(UTC), tick=False) as clock:
        opened = chief.post("/organise/quzhou-2023/wall/case/stage", data={"draw": "2"})
        assert opened.status_code == 302
        clock.shift(timedelta(seconds=90))
        assert pulse(tablet) == {str(stage.case.id): {"draw": "2", "elapsed": 90}}
        chief.post("/organise/quzhou-2023/wall/case/stage", data={"draw": ""})
        assert pulse(tablet) == {str(stage.case.id): None}


def pulse(tablet):
    return tablet.post("/judge/contact", json={"device": DEVICE}).json["stages"]


def test_trainee_marks_are_kept_apart(stage):
    trainee = scenes.person("t1", stage.contest, "judge", trainee=True)
    stage.seat(trainee, "T1", trainee=True)
    submit(stage, trainee)
    submit(stage, stage.judges[0])
    first = field_of(stage.contest).entrants[0]
    assert [one.judge for one in first.rounds["case"].sheets] == ["J1"]


def test_paper_sheets_lead_to_the_electronic_ones(app, stage):
    scenes.person("org", stage.contest, "organiser")
    organiser = scenes.sign_in(app.test_client(), "org")
    page = organiser.get("/organise/quzhou-2023/paper/case?seat=J2").text
    assert page.count('class="paper"') == 3
    assert page.count("<svg") >= 3
    assert "选手1" not in page

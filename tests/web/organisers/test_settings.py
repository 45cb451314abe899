"""Settings and the audit page."""

from zoneinfo import ZoneInfo

import pytest
from werkzeug.datastructures import MultiDict

from competition.domain.publishing.working_days import deadline
from competition.models import db
from competition.queries.contests import settings_of
from competition.web.organisers.forms.settings import shown
from tests import scenes

BASE = "/organise/quzhou-2023"


@pytest.fixture
def contest(client):
    contest = scenes.contest()
    scenes.person("zhang", contest, "organiser")
    scenes.sign_in(client, "zhang")
    return contest


def typed(contest, **changes):
    fields = {
        key: "y" if value is True else str(value)
        for key, value in shown(settings_of(contest)).items()
        if value is not False and value is not None and key != "seals"
    }
    return MultiDict({**fields, **changes})


def test_settings_are_shown_and_kept(client, contest):
    client.post(
        f"{BASE}/settings",
        data=typed(contest, publicity_days="7", holidays="2023-10-02\n2023-10-01\n"),
    )
    kept = settings_of(contest)
    assert (kept.publicity_days, kept.holidays) == (7, ("2023-10-01", "2023-10-02"))
    assert kept.minimum_entrants == 30


def test_a_period_of_no_days_is_told_as_the_deeds_keep_it(client, contest):
    told = "公示在公布当天 23:59 结束，选手只能在当天提出申诉，次日起可以转为正式成绩"
    data = typed(contest, publicity_days="0")
    page = client.post(f"{BASE}/settings", data=data, follow_redirects=True).text
    assert told in page
    assert told in client.get(f"{BASE}/").text
    again = client.post(f"{BASE}/settings", data=data, follow_redirects=True).text
    assert told not in again
    ends = deadline(scenes.NOON, 0, contest.zone).astimezone(ZoneInfo(contest.zone))
    assert ends.date() == scenes.NOON.astimezone(ZoneInfo(contest.zone)).date()
    assert (ends.hour, ends.minute) == (23, 59)


def test_time_of_entries_and_ages_are_kept_and_told(client, contest):
    dates = {"entries_from": "2023-10-01", "entries_until": "2023-10-10"}
    client.post(f"{BASE}/settings", data=typed(contest, **dates, youngest="18", oldest="60"))
    kept = settings_of(contest)
    assert (kept.entries_from, kept.entries_until) == ("2023-10-01", "2023-10-10")
    contest.state = "open"
    scenes.entrants(contest, 1, document_number="330802200801010017")
    page = client.get(f"{BASE}/").text
    assert "报名已截止（2023-10-10）" in page
    assert "001 (15)" in page


@pytest.mark.parametrize(
    "day", ["2023-10-01", "2023/10/1", "2023年10月1日", "２０２３．１０．１", "20231001"]
)
def test_day_is_read_as_it_is_commonly_written(client, contest, day):
    client.post(f"{BASE}/settings", data=typed(contest, entries_from=day, holidays=day))
    kept = settings_of(contest)
    assert (kept.entries_from, kept.holidays) == ("2023-10-01", ("2023-10-01",))


@pytest.mark.parametrize("day", ["10/01/2023", "2023-02-30", "明天", "2023-10"])
def test_day_that_is_none_stays_as_typed_with_a_sentence(client, contest, day):
    page = client.post(f"{BASE}/settings", data=typed(contest, entries_from=day)).text
    assert "请写成 2023-11-03 这样的日期。" in page
    assert f'value="{day}"' in page
    assert not settings_of(contest).entries_from


def test_full_width_figure_is_read(client, contest):
    client.post(f"{BASE}/settings", data=typed(contest, spread_warning="１２．５"))
    assert settings_of(contest).spread_warning == "12.5"


def test_boxes_for_figures_take_full_width_digits(client, contest):
    page = client.get(f"{BASE}/settings").text
    assert 'type="number"' not in page
    assert page.count('inputmode="numeric"') == 9
    assert page.count('inputmode="decimal"') == 1
    client.post(f"{BASE}/settings", data=typed(contest, publicity_days="　１０ "))
    assert settings_of(contest).publicity_days == 10


@pytest.mark.parametrize("text", ["６１", "1。5", "1,5", "十"])
def test_whole_number_that_does_not_fit_stays_as_typed(client, contest, text):
    page = client.post(f"{BASE}/settings", data=typed(contest, publicity_days=text)).text
    assert "error-summary" in page
    assert f'value="{text}"' in page


def test_weekend_day_that_is_worked_is_kept(client, contest):
    client.post(f"{BASE}/settings", data=typed(contest, holidays="2023-10-02\n+2023-10-07"))
    assert settings_of(contest).holidays == ("+2023-10-07", "2023-10-02")
    assert "+2023-10-07" in client.get(f"{BASE}/settings").text


def test_seals_survive_the_form(client, contest):
    contest.settings = settings_of(contest).as_json() | {"seals": {"union": "key"}}
    db.session.commit()
    client.post(f"{BASE}/settings", data=typed(contest, publicity_days="3"))
    assert settings_of(contest).seals == {"union": "key"}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("body_code", "Y123"),
        ("holidays", "十月一日"),
        ("publicity_days", "五"),
        ("spread_warning", ""),
        ("prize_design", "level-official"),
        ("retention_days", "0"),
    ],
)
def test_wrong_setting_is_told_at_its_field(client, contest, field, value):
    answer = client.post(f"{BASE}/settings", data=typed(contest, **{field: value}))
    assert "error-summary" in answer.text
    assert settings_of(contest).publicity_days == 5


def test_designs_are_chosen_by_their_names(client, contest):
    page = client.get(f"{BASE}/settings").text
    assert '<option selected value="prize-classic">' in page
    changes = {"objection_answer_days": "7", "retention_days": "90"}
    client.post(f"{BASE}/settings", data=typed(contest, **changes))
    kept = settings_of(contest)
    assert (kept.objection_answer_days, kept.retention_days) == (7, 90)


def test_body_code_ends_the_specimen(client, contest):
    assert "样张" in client.get(f"{BASE}/settings").text
    numbered = {"body_code": "Y000033000123", "evaluation_body": "某评价中心"}
    client.post(f"{BASE}/settings", data=typed(contest, **numbered))
    assert not settings_of(contest).specimen


def test_audit_tells_deeds_in_words_and_filters_them(client, contest):
    client.post(f"{BASE}/settings", data=typed(contest, publicity_days="7"))
    data = {"name": "李明", "document_type": "居民身份证"}
    client.post(f"{BASE}/entrants/new", data=data)
    page = client.get(f"{BASE}/audit").text
    assert "修改设置" in page
    assert "登记一名选手" in page
    found = client.get(f"{BASE}/audit", query_string={"action": "entrant:added"}).text
    assert found.count("<tr>") == 2
    nobody = client.get(f"{BASE}/audit", query_string={"person": "nobody"}).text
    assert "没有符合条件的记录" in nobody


@pytest.mark.usefixtures("contest")
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("path", ["settings", "audit", "draw"])
def test_pages_open(client, path, language):
    assert client.get(f"{BASE}/{path}", query_string={"lang": language}).status_code == 200


def test_everything_wrong_is_told_in_one_round(client, contest):
    wrong = {
        "entries_from": "2023-10-10",
        "entries_until": "2023-10-01",
        "youngest": "60",
        "oldest": "18",
        "holidays": "2023-10-01\nNational Day\n2023-13-01",
        "publicity_days": "99",
        "body_code": "S000033000123",
    }
    page = client.post(f"{BASE}/settings", data=typed(contest, **wrong)).text
    assert "报名截止日期 2023-10-01 早于开始日期 2023-10-10" in page
    assert "最大年龄 18 周岁小于最小年龄 60 周岁" in page
    assert "National Day、2023-13-01" in page
    assert "还须填写评价机构名称" in page
    assert page.count('class="field-error"') == 5
    assert settings_of(contest).entries_from == ""


def test_contradiction_with_a_field_that_cannot_be_read_waits_for_it(client, contest):
    wrong = {"youngest": "x", "oldest": "18"}
    page = client.post(f"{BASE}/settings", data=typed(contest, **wrong)).text
    assert page.count('class="field-error"') == 1

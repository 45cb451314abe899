"""The rules' pages: sentences, form, file, change by two people."""

import io
from dataclasses import replace
from decimal import Decimal

import pytest
from werkzeug.datastructures import MultiDict

from competition.exchange.presets import PRESETS, preset
from competition.exchange.rules_file import read_rules
from competition.models import db
from competition.queries.field import rules_of
from competition.web.organisers.forms.rules import RulesForm
from competition.web.organisers.rules.table import shown, stated
from tests import scenes, scenes_results

BASE = "/organise/quzhou-2023/rules"


@pytest.fixture
def contest(client):
    contest = scenes.contest()
    scenes.person("zhang", contest, "organiser")
    scenes.sign_in(client, "zhang")
    return contest


def flat(value, prefix=""):
    """The form's fields as a browser sends them."""
    pairs = []
    rows = value.items() if isinstance(value, dict) else enumerate(value)
    for key, item in rows:
        name = f"{prefix}-{key}" if prefix else str(key)
        if isinstance(item, dict | list):
            pairs += flat(item, name)
        elif item is not False:
            pairs.append((name, "y" if item is True else item))
    return pairs


def typed(rules, **changes):
    return MultiDict([*flat(shown(rules)), *changes.items()])


def mark(contest):
    judge = scenes.person("li", contest, "judge")
    first, second = scenes.entrants(contest, 2)
    for entrant, theory, case in ((first, 60, 90), (second, 90, 70)):
        scenes_results.theory(entrant, theory, by=judge)
        scenes_results.case(entrant, [case] * 3, by=judge)
    contest.state = "judging"
    db.session.commit()


@pytest.mark.parametrize("name", PRESETS)
def test_form_states_again_what_it_shows(app, name):
    rules = preset(name)
    with app.test_request_context("/", method="POST", data=typed(rules)):
        form = RulesForm()
        form.offer(rules)
        assert stated(form.data, rules) == rules


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("path", ["", "/edit", "/upload"])
@pytest.mark.usefixtures("contest")
def test_pages_open(client, path, language):
    assert client.get(BASE + path, query_string={"lang": language}).status_code == 200


@pytest.mark.usefixtures("contest")
def test_rules_are_told_in_sentences(client):
    assert "理论考试：占总成绩的 30%" in client.get(BASE).text
    assert "places 1 to 3" in client.get(BASE, query_string={"lang": "en"}).text.lower()


def test_form_changes_a_weight(client, contest):
    data = typed(rules_of(contest))
    data["rounds-0-weight"], data["rounds-1-weight"] = "40", "60"
    assert client.post(f"{BASE}/edit", data=data).status_code == 302
    assert [item.weight for item in rules_of(contest).rounds] == [Decimal("0.4"), Decimal("0.6")]


def test_form_adds_and_drops_prizes(client, contest):
    data = typed(rules_of(contest))
    data["prizes-0-title"] = ""
    data["prizes-4-title"], data["prizes-4-fraction"] = "鼓励奖", "30"
    client.post(f"{BASE}/edit", data=data)
    given = {item.title: item.fraction for item in rules_of(contest).prizes}
    assert given == {"二等奖": None, "三等奖": None, "优胜奖": None, "鼓励奖": Decimal("0.3")}


@pytest.mark.parametrize(
    ("field", "value"),
    [("rounds-0-weight", "三成"), ("rounds-1-drop_highest", "x"), ("prizes-0-fraction", "10")],
)
def test_wrong_figure_is_told_and_nothing_typed_is_lost(client, contest, field, value):
    data = typed(rules_of(contest), title="另一个名称")
    data["title"], data[field] = "另一个名称", value
    answer = client.post(f"{BASE}/edit", data=data)
    assert "error-summary" in answer.text
    assert "另一个名称" in answer.text
    assert rules_of(contest).contest.title == preset("quzhou").contest.title


def test_trial_keeps_nothing(client, contest):
    data = typed(rules_of(contest))
    data["rounds-0-weight"], data["rounds-1-weight"], data["try"] = "40", "60", "1"
    assert "试算结果" in client.post(f"{BASE}/edit", data=data).text
    assert rules_of(contest).rounds[0].weight == Decimal("0.30")


def test_file_goes_out_and_in(client, contest):
    text = client.get(f"{BASE}.toml").text
    assert read_rules(text, "rules.toml") == rules_of(contest)
    file = (io.BytesIO(text.replace("0.30", "0.20").encode()), "rules.toml")
    client.post(f"{BASE}/upload", data={"file": file})
    assert rules_of(contest).rounds[0].weight == Decimal("0.20")


def test_change_after_the_first_mark_waits_for_a_second_person(client, contest):
    mark(contest)
    data = typed(rules_of(contest), reason="组委会决议")
    data["rounds-0-weight"], data["rounds-1-weight"] = "70", "30"
    page = client.post(f"{BASE}/edit", data=data, follow_redirects=True)
    assert "002" in page.text
    assert rules_of(contest).rounds[0].weight == Decimal("0.30")
    client.post("/sign-out")
    scenes.person("wang", contest, "chief_judge")
    scenes.sign_in(client, "wang")
    client.post(f"{BASE}/proposals/1/confirm")
    assert rules_of(contest).rounds[0].weight == Decimal("0.7")


def test_trial_after_the_first_mark_says_who_moves(client, contest):
    mark(contest)
    data = typed(rules_of(contest))
    data["rounds-0-weight"], data["rounds-1-weight"], data["try"] = "70", "30", "1"
    assert "其中 2 名的奖励会改变" in client.post(f"{BASE}/edit", data=data).text


def test_hidden_details_survive_the_form(app):
    rules = preset("quzhou")
    case = rules.rounds[1]
    law = replace(case.criteria[0], description="引用法条准确", factor=Decimal("1.5"))
    rules = replace(
        rules, rounds=(rules.rounds[0], replace(case, criteria=(law, *case.criteria[1:])))
    )
    with app.test_request_context("/", method="POST", data=typed(rules)):
        form = RulesForm()
        form.offer(rules)
        assert stated(form.data, rules) == rules


def test_every_wrong_figure_is_told_at_its_field_in_one_round(client, contest):
    wrong = {
        "rounds-0-weight": ("三成", "“三成”不是数字"),
        "rounds-1-weight": ("", "请填写这一项"),
        "rounds-1-drop_highest": ("1.5", "应为整数"),
        "rounds-1-minimum": ("0", "不能小于 1"),
        "rounds-1-places": ("31", "不能大于 30"),
        "rounds-1-criteria-0-full_mark": ("0", "应大于 0"),
        "rounds-1-criteria-1-full_mark": ("25，5", "“25，5”中的逗号请改为小数点"),
        "prizes-3-first": ("7", ""),
        "prizes-3-last": ("3", "不能在“从”的名次之前"),
        "prizes-0-fraction": ("101", "不能大于 100"),
        "total_places": ("NaN", "“NaN”不是数字"),
    }
    data = typed(rules_of(contest))
    for name, (value, _) in wrong.items():
        data[name] = value
    page = client.post(f"{BASE}/edit", data=data).text
    assert [told for _, told in wrong.values() if told not in page] == []
    assert page.count('class="field-error"') == len(wrong) - 1
    assert rules_of(contest).rounds[0].weight == Decimal("0.30")


def test_full_width_figures_are_read(client, contest):
    data = typed(rules_of(contest))
    data["rounds-0-weight"], data["rounds-1-weight"] = "４０", "６０．０"
    data["rounds-0-full_mark"], data["total_places"] = "１００．0", "３"
    assert client.post(f"{BASE}/edit", data=data).status_code == 302
    rules = rules_of(contest)
    assert [item.weight for item in rules.rounds] == [Decimal("0.4"), Decimal("0.6")]
    assert rules.total.rounding.places == 3


def test_row_without_a_name_is_left_out_whatever_it_holds(client, contest):
    data = typed(rules_of(contest))
    data["prizes-4-first"], data["rounds-2-full_mark"] = "x", "y"
    assert client.post(f"{BASE}/edit", data=data).status_code == 302
    assert len(rules_of(contest).prizes) == 4

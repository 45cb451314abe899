"""The rules file: all of it is read, written back, and every fault says file, line and column."""
# ruff: noqa: E501 — a case and its sentence read best on one line

from __future__ import annotations

from decimal import Decimal

import pytest

from competition.domain.rules import EXACT, Panel, Rounding, Standardise
from competition.exchange.faults import FileFault
from competition.exchange.rules_file import read_rules, read_rules_bytes, rules_sha256, write_rules
from tests.contest_texts import FULL, HEAD, criterion, panel, rules, rules_text, single


def fault(text):
    with pytest.raises(FileFault) as raised:
        read_rules(text, "r.toml")
    return raised.value.sentence()


def test_every_key_of_the_contract_is_read():
    of = read_rules(FULL, "r.toml")
    case = of.round("case")
    assert case.panel == Panel("totals", 1, 1, 3, Standardise(Decimal(100), Decimal(20)))
    assert (case.criteria[0].step, case.criteria[0].factor) == (Decimal("0.5"), Decimal("1.5"))
    assert case.criteria[0].rounding == Rounding(1, "down")
    assert [band.description for band in case.criteria[0].bands] == ["优秀", "不足"]
    assert [key.name for key in of.ranking.tie_break] == [
        *("round:case", "measure:minutes", "total:exact"),
    ]
    assert (of.ranking.ties, of.ranking.absent, of.total.rank_on) == ("forbidden", "zero", "exact")
    assert (of.prizes[1].fraction, of.prizes[2].at_least) == (Decimal("0.10"), Decimal(85))
    assert (of.promotions[0].on_fail, of.promotions[0].held_level) == ("next", "raise")
    assert of.contest.hosts == ("衢州市总工会", "衢州市人力资源和社会保障局")


def test_only_contest_rounds_and_total_are_required():
    of = rules()
    assert (of.prizes, of.promotions, of.titles, of.measures) == ((), (), (), ())
    assert (of.ranking.ties, of.ranking.absent, of.total.rounding) == ("shared", "unranked", EXACT)


def test_written_rules_read_back_equal_and_are_canonical():
    of = read_rules(FULL, "r.toml")
    text = write_rules(of)
    assert read_rules(text, "again.toml") == of
    assert write_rules(read_rules(text, "again.toml")) == text
    assert rules_sha256(of) == rules_sha256(read_rules(text, "again.toml"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_encodings_and_line_ends(encoding, newline):
    raw = FULL.replace("\n", newline).encode(encoding)
    assert read_rules_bytes(raw, "r.toml") == read_rules(FULL, "r.toml")


def test_full_width_figures_are_the_same_figures():
    wide = FULL.replace('"0.30"', '"０．３０"')
    assert wide != FULL
    assert read_rules(wide, "r.toml") == read_rules(FULL, "r.toml")


ROUND = single()
FAULTS = [
    (FULL.replace("weight = ", "wieght = ", 1), "line 12, column 1, rounds[1].wieght: unknown key “wieght”; did you mean “weight”?"),
    (FULL.replace("[total]", "[totals]"), "line 48, column 1, totals: unknown key “totals”; did you mean “total”?"),
    (FULL.replace('places = 2, mode = "half_up" }', 'place = 2, mode = "half_up" }', 1), "line 16, column 14, rounds[1].rounding.place: unknown key “place”; did you mean “places”?"),
    (FULL.replace('"0.30"', "0.30"), 'line 12, column 1, rounds[1].weight: must be a figure in quotes, such as "0.3"'),
    (FULL.replace('full_mark = "30"', "full_mark = 30"), 'line 36, column 1, rounds[2].criteria[1].full_mark: must be a figure in quotes, such as "30"'),
    (FULL.replace('"0.30"', '"0,30"'), "line 12, column 1, rounds[1].weight: “0,30” has a comma; write 0.30 with a point"),
    (FULL.replace('"0.30"', '"０，３"'), "line 12, column 1, rounds[1].weight: “０，３” has a comma; write 0.3 with a point"),
    (FULL.replace('"0.30"', '"30%"'), "line 12, column 1, rounds[1].weight: “30%” is no number; write digits with a point, such as 76.5"),
    (FULL.replace('"0.30"', '".3"'), "line 12, column 1, rounds[1].weight: “.3” lacks digits beside the point; write 0.3"),
    (FULL.replace('slug = "quzhou-2023"\n', ""), "line 2, column 1, contest: “slug” is missing"),
    (FULL.replace('prizes = ["third"]', 'prizes = ["thrid"]'), "prizes: no prize has the key “thrid”; did you mean “third”?"),
    (FULL.replace('{ round = "case" }', '{ round = "caes" }'), "no round has the key “caes”; did you mean “case”?"),
    (FULL.replace('measure = "minutes"', 'measure = "minute"'), "no measure has the key “minute”; did you mean “minutes”?"),
    (FULL.replace('key = "case"', 'key = "theory"'), "line 19, column 1, rounds[2].key: “theory” stands twice"),
    (FULL.replace("half_even", "half_evn"), "“half_evn” is not one of half_up, half_even, down, none; did you mean “half_even”?"),
    (FULL.replace("level = 2", "level = 6"), "promotions[1].level: must be a whole number from 1 to 5, without quotes"),
    (FULL.replace("ranks = [1, 1]", "ranks = [2, 1]"), "must be two whole numbers, first and last rank, such as [1, 3]"),
    (FULL.replace("ranks = [1, 1]", "ranks = [1, 1, 1]"), "must be two whole numbers"),
    (FULL.replace("ranks = [1, 1]", "ranks = [0, 1]"), "must be two whole numbers"),
    (FULL.replace("ranks = [1, 1]", "ranks = [true, 1]"), "must be two whole numbers"),
    (FULL.replace("ranks = [1, 1]", ""), "prizes[1]: exactly one of ranks, fraction, at_least is needed"),
    (FULL.replace('"0.10"', '"1.10"'), "fraction: must be above 0 and at most 1"),
    (FULL.replace("drop_highest = 1", "drop_highest = -1"), "must be a whole number from 0 to 1000, without quotes"),
    (FULL.replace("minimum = 3", "minimum = true"), "must be a whole number from 1 to 1000, without quotes"),
    (FULL.replace('trim = "totals"', 'trim = "criteria"'), "standardise works on judges' totals"),
    (FULL.replace('key = "law"', 'key = "penalty"'), "“penalty” is reserved for deductions"),
    (FULL.replace('pass_mark = "60"', 'pass_mark = "160"', 1), "pass mark 160 is above full mark 100"),
    (FULL.replace('step = "0.5"', 'step = "0"'), "must be above 0"),
    (FULL.replace('entrants = ["012", "007"]', 'entrants = ["012"]'), "a tie has at least two entrants"),
    (FULL.replace('entrants = ["012", "007"]', 'entrants = ["012", "012"]'), "“012” stands twice"),
    (FULL.replace("other_prizes = true", "other_prizes = false"), "exactly one of ranks, prizes, other_prizes = true is needed"),
    (FULL.replace("other_prizes = true", "other_prizes = true\npass_down = true"), "pass_down needs ranks"),
    (FULL.replace('passes = ["theory", "skill"]', 'passes = ["theroy"]', 1), "“theroy” is not one of theory, skill; did you mean “theory”?"),
    (FULL.replace("pass_down = true", 'pass_down = "true"'), "must be true or false"),
    (FULL.replace("schema = 1", "schema = 2"), "line 1, column 1, schema: schema 2 is not known"),
    (FULL.replace("schema = 1", "schema = true"), "schema True is not known"),
    (FULL.replace('title = "一等奖"', "title = 1"), "must be text in quotes"),
    (FULL.replace('title = "一等奖"', 'title = " "'), "must not be empty"),
    (FULL.replace('key = "first"', 'key = "first "'), "begins or ends with a space"),
    (FULL.replace('hosts = ["衢州市总工会", ', "hosts = [1, "), "must be a list of texts in quotes"),
    (HEAD + ROUND, "r.toml: “[total]” is missing"),
    (HEAD + "[total]\n", "r.toml: “[[rounds]]” is missing"),
    ("schema = 1\n" + ROUND + "[total]\n", "“[contest]” is missing"),
    ("contest = 1\ntotal = 2", "line 1, column 1, contest: must be a table"),
    (HEAD + "rounds = 1\n[total]\n", "unknown key “rounds”"),
    ("rounds = [1]\n" + HEAD.removeprefix("schema = 1\n") + "[total]\n", "rounds: must be a list of tables"),
    (rules_text(panel('trim = "criteria"')), 'trim = "criteria" needs [[rounds.criteria]]'),
    (rules_text(single(more="panel = { minimum = 1 }")), 'panel needs judging = "panel"'),
    (rules_text(single(more='pass_mark = "60"').replace('part = "theory"\n', "")), "“part” is missing"),
    (rules_text(panel(more=criterion("a") + criterion("a"))), "“a” stands twice"),
    (rules_text(more='[[promotions]]\nlevel = 2\nprizes = ["x"]'), "the rules have none at all"),
    (rules_text(more='[ranking]\ntie_break = [{ total = "rounded" }]'), "“rounded” is not one of exact"),
    (rules_text(more='[ranking]\ntie_break = [{ order = "low" }]'), "exactly one of round, measure, total"),
    (rules_text(total='rounding = { mode = "half_up" }'), "“places” is missing"),
    (rules_text(more='[ranking]\n[[ranking.settled]]\nentrants = ["1", "2"]\nreason = "x"\n[[ranking.settled]]\nentrants = ["2", "3", "1"]\nreason = "y"'), "are each put before the other"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), FAULTS)
def test_a_fault_is_told_where_it_is(text, expected):
    sentence = fault(text)
    assert expected in sentence
    assert sentence.startswith("r.toml")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("schema = 1\n[contest\n", "r.toml, line 2, column 9: not valid TOML"),
        ("a = 1\na = 2\n", "r.toml, line 2, column 6: not valid TOML: Cannot overwrite a value"),
        ("a = ", "r.toml, line 1: not valid TOML"),
        ("a = 1\nb = “c”\n", 'r.toml, line 2, column 5: ““” is a full-width sign; write "'),
        ('a = ["b"，"c"]\n', "r.toml, line 1, column 9: “，” is a full-width sign; write ,"),
        ("a ＝ 1\n", "r.toml, line 1, column 3: “＝” is a full-width sign; write ="),
        ("a = 技师\n", "r.toml, line 1, column 5: there is no value that can be read"),
        ("a = " + "[" * 5000, "r.toml: not valid TOML: too deep or too long"),
        ("a = " + "9" * 5000, "r.toml: not valid TOML: too deep or too long"),
    ],
)
def test_a_syntax_fault_is_told_with_line_and_column(text, expected):
    assert fault(text).startswith(expected)


@pytest.mark.parametrize("raw", [b"\xff\xfea\x00", b"a = '\x00'", b"\xff\xff\xff"])
def test_bytes_that_are_no_text(raw):
    with pytest.raises(FileFault) as raised:
        read_rules_bytes(raw, "r.toml")
    assert "r.toml" in raised.value.sentence("zh")

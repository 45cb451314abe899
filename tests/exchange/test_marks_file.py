"""The marks file: what is taken, and the sentence for each thing that is not."""
# ruff: noqa: E501 — a case and its sentence read best on one line

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from competition.domain.contest import WHOLE
from competition.domain.ranking import rank
from competition.exchange.faults import FileFault
from competition.exchange.marks_file import read_marks, write_marks
from competition.exchange.result_json import result_document
from tests.contest_texts import criterion, field, marks_text, panel, rules, single

OF = rules(
    single(),
    panel("drop_highest = 1", more=criterion("law", 'step = "0.5"', "30") + criterion("talk")),
    more='[[measures]]\nkey = "minutes"\n[ranking]\ngroups = []\n',
)
GROUPED = rules(more='[ranking]\ngroups = ["职工组", "学生组"]\n')


def fault(*rows, of=OF, optional="", language="en"):
    with pytest.raises(FileFault) as raised:
        field(of, *rows, optional=optional)
    return raised.value.sentence(language)


def entrant(*rows, of=OF, optional=""):
    return field(of, *rows, optional=optional).entrants[0]


def test_marks_stand_by_judge_and_criterion():
    read = entrant(
        "7,theory,,,76.5,", "7,case,J1,law,28.5,", "7,case,J1,talk,0,", "7,case,J2,law,1"
    )
    assert read.rounds["theory"].sheets[0].marks == {WHOLE: Decimal("76.5")}
    sheets = {sheet.judge: sheet.marks for sheet in read.rounds["case"].sheets}
    assert sheets["J1"] == {"law": Decimal("28.5"), "talk": Decimal(0)}
    assert sheets["J2"] == {"law": Decimal(1)}


def test_states_penalties_measures_and_recusals():
    read = entrant(
        *("7,theory,,,,absent", "7,case,J1,,,recused", "7,case,,penalty,1.5,"),
        *("7,,,,,unofficial", "7,,,minutes,12.5,"),
    )
    assert (read.state, read.rounds["theory"].state) == ("unofficial", "absent")
    assert read.rounds["case"].recused == ("J1",)
    assert [penalty.points for penalty in read.rounds["case"].penalties] == [Decimal("1.5")]
    assert read.measures == {"minutes": Decimal("12.5")}


def test_optional_columns_are_given_once_or_equal_on_all_rows():
    for second in (",,,", ",职工组,3,too young"):
        read = entrant(
            "7,theory,,,5,,职工组,3,too young", f"7,,,,,{second}",
            of=GROUPED, optional=",group,held_level,eligible",
        )  # fmt: skip
        assert (read.group, read.held_level, read.ineligible) == ("职工组", 3, "too young")


@pytest.mark.parametrize("eligible", ["", "yes", "YES"])
def test_eligible_empty_or_yes(eligible):
    assert entrant(f"7,theory,,,5,,{eligible}", optional=",eligible").ineligible == ""


def test_full_width_figures_are_the_same_figures():
    wide = field(OF, "7,theory,,,７６．５", "7,case,J1,law,28.５", "7,case,,penalty,１")
    assert wide == field(OF, "7,theory,,,76.5", "7,case,J1,law,28.5", "7,case,,penalty,1")


def test_names_may_have_spaces_of_every_width():
    assert entrant("张\u3000三,theory,,,5").number == "张\u3000三"
    assert entrant("\u3000Zoë\u00a0Li\u3000,theory,,,5").number == "Zoë\u00a0Li"


def test_columns_in_any_order_spaces_blank_lines_and_short_rows():
    text = " mark ,state,entrant, round,judge,criterion\n\n,,,,,\n 76.5 ,, 7 ,theory\n\n"
    read = read_marks(text.encode(), OF, "m.csv").entrants
    assert [(e.number, e.rounds["theory"].sheets[0].marks[WHOLE]) for e in read] == [
        ("7", Decimal("76.5"))
    ]


def test_a_title_hints_at_its_key():
    titled = panel(more=criterion("law").replace('title = "law"', 'title = "法律适用"'))
    of = rules(titled.replace('title = "case"', 'title = "案例讲解"'), single())
    assert "did you mean “case”?" in fault("7,案例讲解,J1,law,5,", of=of)
    assert "did you mean “law”?" in fault("7,case,J1,法律适用,5,", of=of)


def test_empty_lines_and_columns_that_a_spreadsheet_leaves_behind():
    text = "\ufeff\n,,\nentrant,round,judge,criterion,mark,state,,\n7,theory,,,5,,,,,\n,,,,,,,\n"
    for raw in (text.encode(), text.encode("gb18030")):
        assert [e.number for e in read_marks(raw, OF, "m.csv").entrants] == ["7"]
    with pytest.raises(FileFault) as raised:
        read_marks(text.replace("5", "x").encode(), OF, "m.csv")
    assert "m.csv, line 4, column 5, mark" in raised.value.sentence()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends(encoding, newline):
    text = marks_text("张三·7,theory,,,5,,学生组,,", optional=",group,held_level,eligible")
    raw = text.replace("\n", newline).encode(encoding)
    read = read_marks(raw, GROUPED, "m.csv").entrants[0]
    assert (read.number, read.group) == ("张三·7", "学生组")


def test_written_marks_read_back_equal():
    rows = [
        *("7,theory,,,76.50,,,3,", "7,case,J1,law,28.5", "7,case,J1,talk,1", "7,case,J2,,,recused"),
        *("7,case,,penalty,1", "7,,,minutes,3", "8,,,,,withdrawn", "9,theory,,,,absent,,,no", "10"),
    ]
    read = field(OF, *rows, optional=",group,held_level,eligible")
    assert read_marks(write_marks(read).encode(), OF, "again.csv") == read
    plain = field(OF, "7,theory,,,1", "8")
    assert write_marks(plain) == marks_text("7,theory,,,1,", "8,,,,,")


FAULTS = [
    ('7,theory,,,"1,25",', "m.csv, line 3, column 5, mark: “1,25” has a comma; write 1.25 with a point"),
    ("7,theory,,,1,25", "line 3, column 6, state: unknown state “25”; was the mark meant as 1.25"),
    ("7,theory,,,1,25,", "unknown state “25”"),
    ("7,theory,,,1,25,absent", "line 3: 7 cells where the header has 6; a decimal comma"),
    ("7,theory,,,100.5,", "line 3, column 5, mark: mark 100.5 is above the full mark 100"),
    ("7,case,J1,law,30.5,", "mark 30.5 is above the full mark 30"),
    ("7,case,J1,law,28.25,", "mark 28.25 is not a multiple of the step 0.5"),
    ("7,theory,,,-1,", "mark -1 is below 0"),
    ("7,theory,,,eighty,", "“eighty” is no number"),
    ("7,theory,,,1e1,", "“1e1” is no number"),
    ("7,theory,,,nan,", "“nan” is no number"),
    ("7,theory,,,７６，５,", "“７６，５” has a comma; write 76.5 with a point"),
    ("7,case,,penalty,－１,", "without a minus sign: 1"),
    ("7,theory,,,80.,", "“80.” lacks digits beside the point; write 80"),
    (f"7,theory,,,0.{'0' * 60}1,", "has too many digits"),
    ("1,theory,,,50,", "line 3, column 5, mark: the same mark already stands on line 2"),
    ("7,theorie,,,50,", "line 3, column 2, round: unknown round “theorie”; the rules know theory, case; did you mean “theory”?"),
    ("7,case,J1,lwa,5,", "column 4, criterion: unknown criterion “lwa”; the rules know law, talk; did you mean “law”?"),
    ("7,theory,,law,5,", "criterion “law”, but the rules know none"),
    ("7,case,J1,,5,", "round “case” has criteria; name one of law, talk"),
    ("7,theory,,,,absnt", "line 3, column 6, state: unknown state “absnt”"),
    ("7,theory,,,,unofficial", "state “unofficial” can't stand here"),
    ("7,,,,,absent", "state “absent” can't stand here"),
    ("7,theory,,,5,absent", "a row has a mark or the state “absent”, not both"),
    ("7,theory,,,,", "neither a mark nor a state"),
    ("7,,J1,,,", "neither a mark nor a state"),
    (",theory,,,5,", "line 3, column 1, entrant: the entrant is missing"),
    ("7,theory,J1,,5,", "round “theory” is judged singly; leave the judge empty"),
    ("7,case,,law,5,", "round “case” is judged by a panel; name the judge"),
    ("7,case,,,,recused", "round “case” is judged by a panel; name the judge"),
    ("7,theory,J1,,,recused", "round “theory” is judged singly"),
    ("7,,,,5,", "a mark without a round is a measure"),
    ("7,,,minute,5,", "unknown measure “minute”; the rules know minutes"),
    ("7,,J1,minutes,5,", "a measure has no judge"),
    ("7,case,,penalty,-5,", "a deduction is written without a minus sign: 5"),
    ("1,theory,,,,absent", "entrant “1” is absent in round “theory” here, but has a mark there"),
    ("7，theory，，，5，", "line 3: the cells are separated by “，”; save the file as CSV with commas"),
    ("7,theory,,,,缺考", "unknown state “缺考”; the rules know absent, withdrawn, disqualified, unofficial, recused; did you mean “absent”?"),
    ("7\u200b,theory,,,5,", "contains a control character"),
    ("\x1b[31m,theory,,,5,", "“�[31m” contains a control character"),
    ('7,theory,,,"5,', "m.csv, line 3: the line can't be read as CSV"),
]  # fmt: skip


@pytest.mark.parametrize(("row", "expected"), FAULTS)
def test_a_fault_is_told_with_its_line(row, expected):
    with pytest.raises(FileFault) as raised:
        read_marks(marks_text("1,theory,,,50,", row).encode(), OF, "m.csv")
    assert expected in raised.value.sentence()
    assert "第 3 行" in raised.value.sentence("zh")


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("7,theory,,,5,,教师组,,", "unknown group “教师组”; the rules know 职工组, 学生组"),
        ("7,theory,,,5,,,,", "entrant “7” has no group; the rules know 职工组, 学生组"),
        ("1,,,,,,学生组,,", "group of entrant “1” is “学生组” here and “职工组” before"),
        ("1,,,,,,,6,", "“6” is no level; write 1 to 5 or leave it empty"),
        ("1,,,,,,,二级,", "“二级” is no level"),
    ],
)
def test_faults_of_the_optional_columns(row, expected):
    rows = ("1,theory,,,50,,职工组,,", row)
    assert expected in fault(*rows, of=GROUPED, optional=",group,held_level,eligible")


def test_a_group_without_groups_in_the_rules_is_a_fault():
    assert "group “a”, but the rules know none" in fault("1,theory,,,50,,a", optional=",group")


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("", "m.csv, line 1: the file is empty; its first line must be entrant,round,judge,criterion,mark,state"),
        ("\n ,,\n", "the file is empty"),
        ("\n1,theory,,,5,", "line 2, column 1: unknown column “1”"),
        ("entrant,round,judge,criterion,mark", "line 1: the header lacks the column “state”"),
        ("entrant,round,judge,criterion,mark,status", "line 1, column 6: unknown column “status”; did you mean “state”?"),
        ("entrant,round,judge,criterion,mark,state,mark", "the column “mark” stands twice"),
        ("参赛号,轮次", "line 1, column 1: unknown column “参赛号”; did you mean “entrant”?"),
        ("entrant;round;judge", "line 1: the cells are separated by “;”; save the file as CSV with commas"),
        ("entrant\tround\tjudge", "separated by “Tab”"),
        ("sep=,\nentrant,round", "line 1: “sep=” is no header; remove this line"),
    ],
)  # fmt: skip
def test_faults_of_the_header(header, expected):
    with pytest.raises(FileFault) as raised:
        read_marks(header.encode(), OF, "m.csv")
    assert expected in raised.value.sentence()


def test_the_first_of_several_lines_of_a_quoted_cell_is_told():
    text = marks_text('7,theory,,,5,,"two\nlines"', "8,theory,,,x,", optional=",eligible")
    with pytest.raises(FileFault) as raised:
        read_marks(text.encode(), OF, "m.csv")
    assert "m.csv, line 2, column 7, eligible" in raised.value.sentence()


def told(raw):
    """The fault's sentence, or nothing but the name for a file that is taken."""
    try:
        read_marks(raw, OF, "m.csv")
    except FileFault as fault_found:
        return fault_found.sentence("zh")
    return "m.csv"


@given(st.binary(max_size=300))
def test_no_bytes_give_a_traceback(raw):
    assert told(raw).startswith("m.csv")
    assert told(b"entrant,round,judge,criterion,mark,state\n" + raw).startswith("m.csv")


WORDS = [
    "theory",
    "case",
    "J1",
    "law",
    "talk",
    "penalty",
    "minutes",
    "1",
    "2",
    "5",
    "0.5",
    "1,25",
    "-1",
    "９",
    "absent",
    "recused",
    "unofficial",
    "withdrawn",
    "yes",
    "职工组",
]
CELL = st.sampled_from([*WORDS, "", "", "", "\0", '"', " "]) | st.text(max_size=3)


@given(st.lists(st.lists(CELL, max_size=10), max_size=8))
def test_no_cells_give_a_traceback_and_what_is_taken_reads_back(rows):
    text = marks_text(*(",".join(row) for row in rows), optional=",group,held_level,eligible")
    raw = text.encode("utf-8", "replace")
    if told(raw) != "m.csv":
        assert told(raw).startswith("m.csv")
        return
    read = read_marks(raw, OF, "m.csv")
    again = read_marks(write_marks(read).encode(), OF, "again.csv")
    assert rank(OF, again) == rank(OF, read)
    assert len(result_document(rank(OF, read), "")["entrants"]) == len(read.entrants)

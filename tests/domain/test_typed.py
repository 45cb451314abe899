"""What people type, read as it is meant: widths of figures, spellings of entry numbers, codes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from competition.domain.certificates import numbering
from competition.domain.entrants import numbers
from competition.domain.typed import figure_text, half_width


@pytest.mark.parametrize(
    ("text", "plain"),
    [("８５．５", "85.5"), ("　－３ ", "-3"), ("8²", "8²"), ("½", "½"), ("８５，５", "85,5")],
)
def test_only_the_width_of_a_figure_is_evened_out(text, plain):
    assert figure_text(text) == plain


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("９２。０", "92.0"),
        ("92。5", "92.5"),
        ("92｡5", "92.5"),
        ("1。2。3", "1.2.3"),
        ("92。", "92。"),
        ("。5", "。5"),
        ("9、5", "9、5"),
    ],
)
def test_chinese_full_stop_between_figures_is_the_point(text, plain):
    assert figure_text(text) == plain


@given(st.text())
def test_evening_out_loses_no_sign(text):
    assert len(half_width(text)) == len(text)


@pytest.mark.parametrize(
    ("typed", "held", "meant"),
    [
        ("5", ["005", "015"], "005"),
        ("05", ["005"], "005"),
        ("0000005", ["005"], "005"),
        (" ００５　", ["005"], "005"),
        ("005", ["5"], "5"),
        ("0", ["000"], "000"),
        ("a01", ["A01"], "A01"),
        ("Ａ－０１", ["A-01"], "A-01"),
        ("5", ["5", "005"], "5"),
        ("005", ["5", "005"], "005"),
        ("００５", ["5", "005"], "005"),
        ("05", ["5", "005"], None),
        ("A1", ["A01"], None),
        ("5", ["A5"], None),
        ("", ["0"], None),
        ("٥", ["005"], None),
        ("9" * 40, ["9"], None),
    ],
)
def test_entry_number_is_the_one_spelled_so_or_the_only_one_alike(typed, held, meant):
    found = [number for number in held if number in numbers.spellings(typed)]
    assert numbers.meant(typed, held) == numbers.meant(typed, found) == meant


@given(st.text(max_size=12), st.from_regex(r"[0-9A-Za-z][0-9A-Za-z-]{0,7}", fullmatch=True))
def test_tries_of_a_number_are_counted_together_however_it_is_spelled(typed, number):
    for spelled in (typed, number, number.lower(), f"0{number}", f" {number} "):
        if numbers.meant(spelled, [number]) is not None:
            assert numbers.key(spelled) == numbers.key(number)


@pytest.mark.parametrize(
    "wanted", ["5", "05", "0005", "００５", "李", "ＡＣＭＥ", "（杭州）", "(杭州)"]
)
def test_search_finds_a_line_by_every_spelling(wanted):
    assert numbers.found_in(wanted, "005", "李明", "Acme（杭州）公司")
    assert not numbers.found_in(wanted, "016", None, "Other")


def test_certificate_number_and_code_are_read_in_every_width():
    assert numbering.read_number(" ｑｕｚｈｏｕ－2023–hj-０００1 ") == "QUZHOU-2023-HJ-0001"
    assert numbering.read_code("０1２3-４567－89ａb") == "0123456789AB"


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/v/0123456789AB",
        "HTTP://127.0.0.1:8000/V/0123-4567-89AB/",
        "example.org/v/0123456789ab?lang=en#top",
        "ｈｔｔｐ://example.org/v/0123456789AB",
    ],
)
def test_whole_address_of_a_check_is_taken_for_its_code(address):
    assert numbering.read_code(address) == "0123456789AB"


@pytest.mark.parametrize("address", ["https://example.org/0123456789AB", "https://e.org/v/123"])
def test_other_addresses_are_no_code(address):
    assert numbering.read_code(address) is None

"""What every workbook of the program has: no warning triangles, marks for paper."""

import io
import re
import zipfile

import pytest

from competition.domain.rules import Criterion
from competition.exchange.entrants.workbook import export, table
from competition.exchange.result_tables import Column, Table, as_xlsx
from competition.exchange.theory_sheet import empty_sheet

PUBLIC = Table("题", "注", [Column("参赛号")], [["007"]], mark="内部 & 未公布")


@pytest.mark.parametrize(
    "raw",
    [
        as_xlsx(PUBLIC),
        export([{"number": "007", "draw_number": "7"}], [], "zh"),
        table("码", ["参赛号"], [["007"]], [10]),
        empty_sheet(["007"], [Criterion("theory", "理论考试", 100)], "zh"),
    ],
)
def test_digits_that_are_text_stand_there_without_a_warning(raw):
    assert re.search(r'<ignoredError sqref="A1:XFD1048576" numberStoredAsText="1"', first(raw))


def test_mark_is_printed_on_top_of_every_page():
    assert "&amp;R内部 &amp;&amp; 未公布" in first(as_xlsx(PUBLIC))


def first(raw):
    return zipfile.ZipFile(io.BytesIO(raw)).read("xl/worksheets/sheet1.xml").decode()

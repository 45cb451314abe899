"""The page: equal bytes, exact names in three readers, every design with every fact."""

import io
import shutil
import subprocess
import sys
import unicodedata
from dataclasses import replace
from datetime import UTC, datetime

import pikepdf
import pypdfium2
import pytest

from certificates import DesignError, GlyphMissing, Order, designs, preview_png, print_file, render
from certificates.issuing import samples
from certificates.press import Press

RARE = "𬭩㛃䶮喆堃犇珺昇"


def test_equal_facts_give_equal_bytes(facts):
    assert render(facts) == render(facts)
    assert render(facts) != render(replace(facts, holder="另一人"))


def test_bytes_do_not_depend_on_who_else_was_set(facts, monkeypatch):
    before = render(facts)
    fresh = Press()
    monkeypatch.setattr("certificates.issuing.press", lambda: fresh)
    render(replace(facts, holder="龘靐齉爩麤灪"))
    assert render(facts) == before


def test_bytes_are_the_same_in_another_process(facts):
    program = (
        "import sys, certificates; from dataclasses import replace; "
        "from certificates.issuing import samples; "
        "facts = replace(samples('level')[0], specimen=False, holder='阿卜杜拉·买买提'); "
        "sys.stdout.buffer.write(certificates.render(facts))"
    )
    other = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True)
    assert other.stdout == render(facts)


def test_the_file_is_dated_as_asked(facts):
    raw = render(facts, made=datetime(2024, 2, 29, 8, tzinfo=UTC))
    with pikepdf.open(io.BytesIO(raw)) as pdf:
        assert str(pdf.docinfo["/ModDate"]) == "D:20240229080000Z"


@pytest.mark.parametrize("reader", ["poppler", "pdfium", "mupdf"])
@pytest.mark.parametrize(
    "holder", ["郑文博", "阿卜杜热合曼·麦麦提吐尔逊", f"王{RARE}", "欧阳·Ａ", "O'Neill Zhang"]
)
def test_every_reader_finds_the_exact_name(reader, holder, facts, tmp_path):
    path = tmp_path / "c.pdf"
    path.write_bytes(render(replace(facts, holder=holder)))
    assert holder.replace(" ", "") in "".join(READERS[reader](path).split())


@pytest.mark.parametrize("design", [design.key for design in designs()])
def test_every_design_holds_every_fact_in_every_language(design):
    chosen = next(one for one in designs() if one.key == design)
    for kind in chosen.kinds:
        for facts in samples(kind):
            for language in chosen.languages:
                raw = render(replace(facts, language=language), design=design)
                text = "".join(pdfium(io.BytesIO(raw)).split())
                stated = [facts.holder, facts.number, facts.issuer, "样张SPECIMEN"]
                assert [each for each in stated if each not in text] == []


def test_only_specimens_are_marked(facts):
    assert "SPECIMEN" in pdfium(io.BytesIO(render(facts.marked_specimen())))
    assert "SPECIMEN" not in pdfium(io.BytesIO(render(facts)))


def test_the_order_of_reading_is_that_of_the_form(issued):
    text = "".join(pdfium(io.BytesIO(issued)).split())
    labels = [
        "职业技能等级证书",
        "评价机构",
        "发证日期",
        "姓名",
        "证件号码",
        "职业名称",
        "证书编号",
    ]
    places = [text.index(label) for label in labels]
    assert places == sorted(places)


def test_a_design_is_for_its_kinds(facts):
    with pytest.raises(DesignError, match="is for"):
        render(facts, design="title-honour")
    with pytest.raises(DesignError, match="There is no design 'nix'"):
        render(facts, design="nix")


def test_a_seal_without_outline_is_refused(facts):
    with pytest.raises(GlyphMissing) as missing:
        render(replace(facts, seal="印\U0003134a章"))
    assert missing.value.key == "seal"


def test_all_in_one_file_share_their_fonts(facts):
    orders = [
        Order(str(number), replace(facts, number=f"Y0000330000002320{number:05d}"))
        for number in range(12)
    ]
    whole = print_file(orders)
    assert len(whole) < 3 * len(render(facts))
    with pypdfium2.PdfDocument(whole) as pdf:
        assert len(pdf) == 12
    assert "Y000033000000232000011" in pdfium(io.BytesIO(whole), page=11)


def test_a_preview_is_a_picture(issued):
    assert preview_png(issued, width=300).startswith(b"\x89PNG")


def test_it_is_small_and_sound(issued, tmp_path):
    path = tmp_path / "c.pdf"
    path.write_bytes(issued)
    checked = subprocess.run(["qpdf", "--check", path], check=False, capture_output=True, text=True)
    assert "No syntax or stream encoding errors found" in checked.stdout
    assert checked.stderr == ""
    assert len(issued) <= 60_000


def poppler(path):
    return subprocess.run(
        ["pdftotext", "-raw", path, "-"], check=True, capture_output=True, text=True
    ).stdout


def pdfium(path, page=0):
    with pypdfium2.PdfDocument(path) as pdf:
        return unicodedata.normalize("NFC", pdf[page].get_textpage().get_text_range())


def mupdf(path):
    if not shutil.which("mutool"):
        pytest.skip("mutool is not installed")
    return subprocess.run(
        ["mutool", "draw", "-q", "-F", "text", path], check=True, capture_output=True, text=True
    ).stdout


READERS = {"poppler": poppler, "pdfium": pdfium, "mupdf": mupdf}

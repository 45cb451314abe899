"""Photographs, seals and QR codes."""

import io
import re
import zlib
from dataclasses import replace

import pikepdf
import pytest
import segno
from PIL import Image

from certificates import FactError, portrait, render
from certificates.drawing import qr, seal


def picture(size=(600, 900), mode="RGB", form="JPEG", **options):
    target = io.BytesIO()
    Image.effect_noise(size, 60).convert(mode).save(target, form, **options)
    return target.getvalue()


@pytest.mark.parametrize(
    "raw",
    [picture(), picture(form="PNG", mode="RGBA"), picture(form="WEBP"), picture(mode="CMYK")],
)
def test_a_photograph_becomes_one_inch_on_white(raw):
    with Image.open(io.BytesIO(portrait(raw))) as image:
        assert (image.format, image.size, image.mode) == ("JPEG", (295, 413), "RGB")


def test_where_it_was_taken_is_forgotten():
    exif = Image.Exif()
    exif[0x010E] = "taken at home"
    assert b"taken at home" not in portrait(picture(exif=exif))


@pytest.mark.parametrize(
    "raw",
    [b"", b"GIF89a", b"<svg/>", picture()[:200], picture(form="GIF", mode="L"), b"0" * 11_000_000],
)
def test_what_is_no_photograph_is_refused(raw):
    with pytest.raises(FactError) as refused:
        portrait(raw)
    assert refused.value.key == "photo"


def test_the_page_shows_it_with_its_words(facts, tmp_path):
    path = tmp_path / "p.jpg"
    path.write_bytes(picture())
    with pikepdf.open(io.BytesIO(render(replace(facts, photo=path)))) as pdf:
        words = [str(one.Alt) for one in pdf.objects if is_figure(one)]
    assert f"持证人照片：{facts.holder}" in words


def test_a_missing_photograph_names_the_fact(facts, tmp_path):
    with pytest.raises(FactError, match="photo: the file"):
        render(replace(facts, photo=tmp_path / "none.jpg"))


def test_an_own_seal_takes_the_place_of_the_drawn_one(facts, tmp_path):
    path = tmp_path / "seal.png"
    path.write_bytes(picture((300, 300), form="PNG"))
    assert b"/Subtype /Image" not in render(facts)
    own = render(replace(facts, seal_image=path))
    with pikepdf.open(io.BytesIO(own)) as pdf:
        assert [one for one in pdf.objects if is_image(one)]


def test_a_certificate_may_go_without_a_seal(facts):
    with pikepdf.open(io.BytesIO(render(replace(facts, sealed=False)))) as pdf:
        assert [str(one.Alt) for one in pdf.objects if is_figure(one)] == ["查验二维码"]


def test_a_short_upper_case_address_is_version_3():
    assert qr.form("HTTPS://EXAMPLE.ORG/V/7K3M9QXT2B4F").width == 29 + 4
    assert qr.form("https://example.org/v/" + "x" * 80).width > 29 + 4


def test_the_drawn_code_is_the_standards():
    address = "HTTPS://EXAMPLE.ORG/V/7K3M9QXT2B4F"
    drawn = {
        (int(x) + step, int(y))
        for x, y, width in re.findall(rb"(\d+) (\d+) (\d+) 1\.02 re", unpacked(qr.form(address)))
        for step in range(int(width))
    }
    standard = segno.make_qr(address, error="m", version=3, mask=4, boost_error=False)
    rows = list(standard.matrix_iter(border=2))
    dark = {(x, len(rows) - 1 - y) for y, row in enumerate(rows) for x, on in enumerate(row) if on}
    assert drawn == dark


def unpacked(form):
    return zlib.decompress(form.operators)


def test_an_endless_address_is_refused():
    with pytest.raises(FactError, match="verify_url"):
        qr.form("https://example.org/" + "x" * 2000)


@pytest.mark.parametrize(
    "name", ["印", "衢州市总工会", "浙江省衢州市柯城区新时代和谐劳动关系协调与集体协商评价服务中心"]
)
def test_a_seal_of_any_length_is_round(name):
    form = seal.form(name, "证书专用章")
    assert round(form.width, 2) == round(form.height, 2) == 119.06


def is_figure(one):
    return isinstance(one, pikepdf.Dictionary) and str(one.get("/S", "")) == "/Figure"


def is_image(one):
    return isinstance(one, pikepdf.Stream) and str(one.get("/Subtype", "")) == "/Image"

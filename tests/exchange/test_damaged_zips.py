"""A ZIP file damaged on its way is refused in words, wherever one is handed in."""

import io
import random
import zipfile
from contextlib import suppress

import pytest

from competition.domain.errors import DomainError
from competition.exchange.archive import opened
from competition.exchange.design_zip import read_design
from competition.exchange.photo_zip import PhotoZip


def pictures(raw, _tmp_path):
    found = PhotoZip(raw)
    for picture in found.pictures:
        found.content(picture)


def design(raw, _tmp_path):
    read_design(raw, "design.zip")


def backup(raw, tmp_path):
    path = tmp_path / "backup.zip"
    path.write_bytes(raw)
    with opened(path):
        pass


def packed(name, way):
    content = random.Random(3).randbytes(150) + b"again and again " * 30  # noqa: S311 — to fill it
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", way) as file:
        file.writestr(name, content)
    return written.getvalue()


@pytest.mark.parametrize("way", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
@pytest.mark.parametrize(
    ("handed_in", "name"),
    [(pictures, "001.jpg"), (design, "design.toml"), (backup, "manifest.json")],
)
def test_no_damaged_byte_gives_a_traceback(handed_in, name, way, tmp_path):
    raw = packed(name, way)
    for place in range(0, len(raw), 2):
        damaged = bytearray(raw)
        damaged[place] ^= 0x55
        with suppress(DomainError):
            handed_in(bytes(damaged), tmp_path)

"""The fonts that certificates may use: outlines, widths, and small copies for a batch.

Only the static TrueType files of Noto Serif SC (and HanaMinB for rare characters, where it is
installed): sliced web fonts draw wrong characters and say nothing, and any other family is a
fallback that nobody chose.
"""

from __future__ import annotations

import functools
import io
import logging
import mmap
import os
import threading
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from fontTools import subset
from fontTools.pens.qu2cuPen import Qu2CuPen
from fontTools.pens.recordingPen import RecordingPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont

from certificates.errors import CertificateError, GlyphMissing

if TYPE_CHECKING:
    from collections.abc import Iterable

FAMILY: Final = "Certificate Serif"
RARE_FAMILY: Final = "Certificate Rare"
UNITS: Final = 1000
RARE_FROM: Final = 0x20000  # where Extension B begins
Weight = Literal[400, 700]
_FILES: Final[dict[Weight, str]] = {
    400: "NotoSerifSC_400Regular.ttf",
    700: "NotoSerifSC_700Bold.ttf",
}
# Extension B and beyond, from Debian's package fonts-hanazono.
_RARE: Final = (
    Path("/usr/share/fonts/truetype/hanazono/HanaMinB.ttf"),
    Path("/usr/share/fonts/opentype/hanazono/HanaMinB.ttf"),
)
_OPERATORS: Final = {"moveTo": "m", "lineTo": "l", "curveTo": "c", "closePath": "h", "endPath": ""}
_DROPPED: Final = ("BASE", "GSUB", "STAT", "vhea", "vmtx", "GDEF", "gasp", "prep")

# A table of a font is read at its first use: a second thread at that moment would meet half of it.
_one_reader = threading.RLock()

logging.getLogger("fontTools").setLevel(logging.ERROR)


def folder() -> Path:
    """Where the font files lie (inside the package, put there by ``make assets``)."""
    return Path(os.fspath(str(files("certificates") / "fonts")))


def weight_file(weight: Weight) -> Path:
    """The font file of a weight. Raises CertificateError (``fonts_missing``)."""
    path = folder() / _FILES[weight]
    if not path.is_file():
        raise CertificateError("fonts_missing", folder=str(folder()))
    return path


def rare_file() -> Path | None:
    """The fallback for rare characters, or None where it is not installed."""
    own = folder() / "HanaMinB.ttf"
    return next((path for path in (own, *_RARE) if path.is_file()), None)


@functools.cache
def _font(path: Path) -> TTFont:
    """The font in ``path``, mapped rather than read: of 15 MB only what is asked for is touched."""
    with path.open("rb") as file:
        mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    return TTFont(mapped, lazy=True, recalcBBoxes=False, recalcTimestamp=False)


@functools.cache
def covered(path: Path) -> frozenset[int]:
    """The code points that the font in ``path`` can draw."""
    with _one_reader:
        return frozenset(_font(path).getBestCmap())


def check(texts: dict[str, str]) -> None:
    """Make sure every character of ``texts`` (by the key of its fact) can be drawn.

    Raises GlyphMissing with key, character and code point.
    """
    known = covered(weight_file(400)) & covered(weight_file(700))
    for key, text in texts.items():
        for character in text:
            if ord(character) not in known and not _is_rare(character):
                raise GlyphMissing(
                    "glyph_missing",
                    key=key,
                    character=character,
                    codepoint=f"U+{ord(character):04X}",
                )


def _is_rare(character: str) -> bool:
    """Whether only the fallback can draw it."""
    rare, code = rare_file(), ord(character)
    if rare is None or code < RARE_FROM or code in covered(weight_file(400)):
        return False
    return code in covered(rare)


def is_drawn_in_bold(text: str) -> bool:
    """Whether all of ``text`` has a bold; the fallback for rare characters has none."""
    return not any(_is_rare(character) for character in text)


def width(text: str, weight: Weight = 400) -> float:
    """How wide ``text`` runs, in em, without letter-spacing."""
    with _one_reader:
        font = _font(weight_file(weight))
        cmap, metrics = font.getBestCmap(), font["hmtx"]
        units = font["head"].unitsPerEm
    return sum(metrics[cmap[ord(c)]][0] / units if ord(c) in cmap else 1.0 for c in text)


@functools.lru_cache(maxsize=4096)
def outline(character: str, weight: Weight) -> tuple[str, float]:
    """The character as PDF path operators and its advance.

    Whole numbers, 1000 to the em, y upwards, baseline at 0. Raises GlyphMissing.
    """
    with _one_reader:
        return _drawn(character, weight)


def _drawn(character: str, weight: Weight) -> tuple[str, float]:
    font = _font(weight_file(weight))
    name = font.getBestCmap().get(ord(character))
    if name is None:
        raise GlyphMissing(
            "glyph_missing", key="seal", character=character, codepoint=f"U+{ord(character):04X}"
        )
    glyphs = font.getGlyphSet()
    pen = RecordingPen()
    unit = UNITS / font["head"].unitsPerEm
    cubic = Qu2CuPen(TransformPen(pen, (unit, 0, 0, unit, 0, 0)), max_err=2, all_cubic=True)
    glyphs[name].draw(cubic)
    steps = [_step(*step) for step in pen.value]
    return "\n".join(steps), glyphs[name].width * unit


def _step(operation: str, points: tuple[tuple[float, float], ...]) -> str:
    """One step of an outline as a PDF operator."""
    numbers = [f"{round(x)} {round(y)}" for x, y in points]
    return " ".join([*numbers, _OPERATORS[operation]])


def _options() -> subset.Options:
    """Keep numbers and boxes of glyphs; leave out all that a page does not need."""
    options = subset.Options(
        retain_gids=True,
        hinting=False,
        notdef_outline=True,
        glyph_names=False,
        recalc_bounds=False,
        recalc_timestamp=False,
        prune_unicode_ranges=False,
        recalc_average_width=False,
        recalc_max_context=False,
        layout_features=["kern"],
    )
    options.drop_tables += list(_DROPPED)
    return options


def small_copy(path: Path, characters: Iterable[str]) -> bytes:
    """The font in ``path`` with these characters only.

    Glyphs keep their numbers and boxes, so that a certificate's bytes do not depend on who else
    is in the batch.
    """
    font = TTFont(
        io.BytesIO(path.read_bytes()), lazy=True, recalcBBoxes=False, recalcTimestamp=False
    )
    subsetter = subset.Subsetter(_options())
    subsetter.populate(text="".join(characters))
    subsetter.subset(font)
    target = io.BytesIO()
    font.save(target, reorderTables=False)
    return target.getvalue()

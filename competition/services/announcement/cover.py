"""The picture that goes with a link to a contest: its name, its hosts, where it stands.

Drawn with the fonts of the certificates in red and gold; nothing is decided or looked up here.
"""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.resources import files
from io import BytesIO
from math import cos, pi, sin
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw, ImageFont

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PIL.ImageFont import FreeTypeFont

    Point = tuple[float, float]

WIDTH, HEIGHT = 1200, 630  # what links are shown with almost everywhere
EDGE = 96
KEPT = 128
REGULAR, BOLD = "NotoSerifSC_400Regular.ttf", "NotoSerifSC_700Bold.ttf"
TOP, BOTTOM = (139, 20, 20), (74, 9, 11)
GOLD, PALE, WHITE = (231, 185, 95), (247, 226, 176), (255, 250, 240)
SIZES = (76, 68, 60, 52, 46)  # of the name: the largest that fits into three lines
LINES = 3
WORDS = re.compile(r"[!-~]{1,30} *|.")  # what a part too long for a line is cut into
FINER = 2  # the ornament is drawn so much larger, for smooth edges


@lru_cache(maxsize=KEPT)
def cover_png(name: str, parts: tuple[str, ...], hosts: str, state: str) -> bytes:
    """A PNG of 1200 × 630; ``parts`` are what ``name`` may be divided into between lines."""
    picture = _ground()
    pen = ImageDraw.Draw(picture)
    pen.text((EDGE + 74, 118), state, PALE, _font(REGULAR, 34), anchor="lm")
    font, lines = _set(parts or (name,))
    spacing = font.size * 1.38
    top = 330 - spacing * (len(lines) - 1) / 2
    for place, line in enumerate(lines):
        pen.text((EDGE, top + place * spacing), line, WHITE, font, anchor="lm")
    pen.line([(EDGE, 512), (EDGE + 150, 512)], GOLD, 3)
    pen.text((EDGE, 552), _shortened(hosts), PALE, _font(REGULAR, 28), anchor="lm")
    answer = BytesIO()
    picture.save(answer, "PNG", optimize=True)
    return answer.getvalue()


def _ground() -> Image.Image:
    """Red that darkens downwards, a thin gold frame, and a quiet star at the side."""
    strip = Image.linear_gradient("L").resize((WIDTH, HEIGHT))
    ground = Image.composite(
        Image.new("RGB", (WIDTH, HEIGHT), BOTTOM), Image.new("RGB", (WIDTH, HEIGHT), TOP), strip
    )
    veil = Image.new("RGBA", (WIDTH * FINER, HEIGHT * FINER), (*GOLD, 0))
    pen = ImageDraw.Draw(veil)
    pen.polygon(_points((910, 340), 250), (*GOLD, 16))
    pen.polygon(_points((EDGE + 27, 120), 29), (*GOLD, 255))
    for inset, strength in ((24, 150), (33, 60)):
        box = (inset, inset, WIDTH - inset, HEIGHT - inset)
        pen.rectangle([side * FINER for side in box], outline=(*GOLD, strength), width=FINER)
    veil = veil.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
    return Image.alpha_composite(ground.convert("RGBA"), veil).convert("RGB")


def _points(centre: Point, radius: float) -> list[Point]:
    """The ten corners of a five-pointed star that stands upright."""
    reach = [radius, radius * 0.382] * 5
    return [
        (
            FINER * (centre[0] + far * sin(turn * pi / 5)),
            FINER * (centre[1] - far * cos(turn * pi / 5)),
        )
        for turn, far in enumerate(reach)
    ]


def _set(parts: Sequence[str]) -> tuple[FreeTypeFont, list[str]]:
    """The lines of the name in the largest size that leaves them few enough."""
    for size in SIZES:
        font = _font(BOLD, size)
        lines = _lines(parts, font)
        if len(lines) <= LINES:
            return font, lines
    return font, [*lines[: LINES - 1], lines[LINES - 1][:-1] + "…"]


def _lines(parts: Sequence[str], font: FreeTypeFont) -> list[str]:
    """``parts`` joined as long as they fit beside each other; one too long is cut."""
    lines = [""]
    for part in parts:
        pieces = [part] if _fits(part, font) else WORDS.findall(part)
        for piece in pieces:
            if _fits(lines[-1] + piece, font):
                lines[-1] += piece
            else:
                lines.append(piece.lstrip())
    return [line.strip() for line in lines if line.strip()]


def _fits(text: str, font: FreeTypeFont) -> bool:
    return font.getlength(text) <= WIDTH - 2 * EDGE


def _shortened(text: str) -> str:
    """``text`` on one line."""
    font = _font(REGULAR, 28)
    if _fits(text, font):
        return text
    while text and not _fits(text + "…", font):
        text = text[:-1]
    return text + "…"


@lru_cache(maxsize=16)
def _font(name: str, size: int) -> FreeTypeFont:
    return ImageFont.truetype(str(files("certificates") / "fonts" / name), size)

"""The red round seal as vector outlines: a name on a circle, a star, a label beneath.

It is drawn, not set in type, so that text extraction meets no stray characters; its words stand in
the alternative text.
"""

from __future__ import annotations

import functools
from math import cos, radians, sin
from typing import TYPE_CHECKING, Final

from certificates import fonts
from certificates.drawing import curves
from certificates.drawing.canvas import Canvas, Ink, Matrix, move

if TYPE_CHECKING:
    from certificates.forms import Form

RED: Final = "#c8161d"
DIAMETER: Final = 42.0  # millimetres, 国发〔1999〕25号 for bodies of a city
_RING: Final = 1.1
_GLYPH: Final = 5.8  # millimetres, the height of a character on the circle
_EASY: Final = 15  # so many characters stand on the circle at full height


@functools.lru_cache(maxsize=64)
def form(name: str, label: str = "") -> Form:
    """The seal of ``name``, with an optional ``label`` under the star. Raises GlyphMissing."""
    canvas = Canvas(DIAMETER, DIAMETER)
    centre = move(DIAMETER / 2, DIAMETER / 2)
    canvas.draw(curves.circle((DIAMETER - _RING) / 2), Ink(RED, _RING), centre)
    canvas.draw(curves.star(6.9), Ink(RED), centre)
    _round(canvas, name)
    if label:
        _foot(canvas, label)
    return canvas.form()


def _round(canvas: Canvas, name: str) -> None:
    """The name along the upper part of the circle, narrower the longer it is."""
    count = len(name)
    height = _GLYPH * max(0.6, min(1.0, _EASY / count))
    spread = min(272.0, 16.0 * count + 42) if count > 1 else 0.0
    step = spread / max(count - 1, 1)
    room = radians(step or 60) * (DIAMETER / 2 - 3.0 - height)
    breadth = min(height * 0.8, room * 1.1)
    baseline = DIAMETER / 2 - 2.5 - height * 0.86
    for index, character in enumerate(name):
        path, advance = fonts.outline(character, 700)
        scale = breadth / fonts.UNITS, height / fonts.UNITS
        canvas.draw(path, Ink(RED), _standing(-spread / 2 + step * index, baseline, advance, scale))


def _standing(turn: float, radius: float, advance: float, scale: tuple[float, float]) -> Matrix:
    """The transform of a character standing on a circle at ``turn`` degrees from the top."""
    c, s, half = cos(radians(turn)), sin(radians(turn)), advance * scale[0] / 2
    x = DIAMETER / 2 + radius * s - half * c
    y = DIAMETER / 2 - radius * c - half * s
    return Matrix(c * scale[0], s * scale[0], s * scale[1], -c * scale[1], x, y)


def _foot(canvas: Canvas, label: str) -> None:
    """The label in a straight line under the star."""
    size = min(4.0, 24 / len(label)) / fonts.UNITS
    glyphs = [fonts.outline(character, 700) for character in label]
    at = (DIAMETER - sum(advance for _, advance in glyphs) * size) / 2
    for path, advance in glyphs:
        canvas.draw(path, Ink(RED), Matrix(size, 0, 0, -size, at, DIAMETER / 2 + 13.6))
        at += advance * size

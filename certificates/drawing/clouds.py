"""Auspicious clouds (祥云) for borders: running scrolls, and heads in the corners."""

from __future__ import annotations

from itertools import product
from math import cos, pi, sin
from typing import TYPE_CHECKING, Final

from certificates.drawing import curves
from certificates.drawing.canvas import Ink, Matrix
from certificates.drawing.curves import Point

if TYPE_CHECKING:
    from collections.abc import Iterator

    from certificates.drawing.canvas import Paper

_EYE: Final = 0.16  # what is left of a curl's radius in its middle
# Curls of a head in the upper left corner, in shares of its size: middle, radius, where it begins.
_HEAD: Final = (
    (0.80, 0.20, 0.20, 0.5, -1),
    (0.20, 0.80, 0.20, 0.0, 1),
    (0.55, 0.42, 0.20, 0.25, -1),
    (0.42, 0.55, 0.20, 0.25, 1),
)


def curl(radius: float, begin: float, turns: float) -> str:
    """A spiral round the origin from ``radius`` inwards; ``turns`` below 0 run the other way."""

    def curve(share: float) -> Point:
        far = radius * (1 - (1 - _EYE) * share)
        angle = begin + 2 * pi * turns * share
        return Point(far * cos(angle), far * sin(angle))

    return curves.smooth(curve, 0, 1, round(10 * abs(turns)))


def scroll(length: float, height: float) -> str:
    """One wave of a running scroll over a tile of ``length``: up, over, and curled in."""

    def curve(share: float) -> Point:
        far = 1 - 0.84 * share
        angle = pi + 2 * pi * 1.55 * share
        return Point(length * (0.56 + 0.56 * far * cos(angle)), height * 0.62 * far * sin(angle))

    return curves.smooth(curve, 0, 1, 16)


def border(  # noqa: PLR0913 - the options of a layer, as design.toml names them
    page: Paper, *, colour: str, inset: float, size: float, weight: float = 0.3, corner: float = 0.0
) -> None:
    """A running scroll round the page, its middle ``inset`` from the edge, the corners left free.

    It runs from the middle of each side to both corners, so that the page is the same both ways.
    """
    for along, across, flat in (
        (page.width, page.height, True),
        (page.height, page.width, False),
    ):
        half = along / 2 - inset - corner
        tiles = max(1, round(half / size))
        step = half / tiles
        places = _halves(tiles, step, along / 2, (inset, across - inset), flat=flat)
        page.repeat(scroll(step, size / 2), Ink(colour, weight), places)


def _halves(
    tiles: int, step: float, middle: float, edges: tuple[float, float], *, flat: bool
) -> Iterator[Matrix]:
    """The places of scrolls on two opposite sides, the crests always towards the edge."""
    for (edge, up), way, index in product(zip(edges, (1, -1), strict=True), (1, -1), range(tiles)):
        at = middle + way * index * step
        yield Matrix(way, 0, 0, up, at, edge) if flat else Matrix(0, way, up, 0, edge, at)


def corners(  # noqa: PLR0913 - the options of a layer, as design.toml names them
    page: Paper, *, colour: str, inset: float, size: float, weight: float = 0.4, ground: str = ""
) -> None:
    """A head of cloud in each corner, its outer edges ``inset`` from the paper's."""
    for x, y, (across, down, radius, begin, way) in product((0, 1), (0, 1), _HEAD):
        flip = Matrix(1 - 2 * x, 0, 0, 1 - 2 * y)
        left = abs(x * page.width - inset - across * size)
        top = abs(y * page.height - inset - down * size)
        place = flip._replace(e=left, f=top)
        if ground:
            page.draw(curves.circle(radius * size), Ink(ground), place)
        thread = curl(radius * size, begin * pi * 2, 1.9 * way)
        page.draw(thread, Ink(colour, weight), place)

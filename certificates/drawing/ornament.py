"""The ground of a certificate: woven borders, rosettes, frets and fine lines from a short recipe.

A design names its layers in ``design.toml``; each function here draws one sort, in millimetres.
"""

from __future__ import annotations

import functools
import re
from itertools import product
from math import ceil, pi
from typing import TYPE_CHECKING, Any, Final

from certificates.drawing import clouds, curves
from certificates.drawing.canvas import Ink, Matrix, Paper, move, turn
from certificates.drawing.curves import Point

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from certificates.forms import Form

_CORNERS: Final = ((0, 0), (1, 0), (1, 1), (0, 1))
_COLOUR: Final = re.compile(r"#[0-9a-f]{6}")
_MOST_LAYERS: Final = 40


def ground(width: float, height: float, layers: Sequence[Mapping[str, Any]]) -> Form:
    """The layers, first at the bottom. Raises ValueError naming an unfit layer."""
    page = Paper(width, height)
    for index, layer in enumerate(layers[:_MOST_LAYERS], 1):
        try:
            _draw(page, layer)
        except (TypeError, ValueError, ArithmeticError) as error:
            raise ValueError(f"layer {index}: {error}") from None
    return page.form()


def _draw(page: Paper, layer: Mapping[str, Any]) -> None:
    options = dict(layer)
    draw = LAYERS.get(str(options.pop("draw", "")))
    if draw is None:
        raise ValueError(f"draw must be one of {', '.join(sorted(LAYERS))}.")
    for key, value in options.items():
        if key in {"colour", "ground"} and not _COLOUR.fullmatch(str(value)):
            raise ValueError(f"{key} must be like #b71c1c.")
        if key not in {"colour", "ground", "upright"} and not isinstance(value, int | float):
            raise ValueError(f"{key} must be a number.")
        if key in _COUNTS and not 1 <= value <= _COUNTS[key]:
            raise ValueError(f"{key} must be 1 to {_COUNTS[key]}.")
        if key in {"length", "pitch", "size", "radius"} and value <= 0.5:  # noqa: PLR2004 - mm, below it a page holds millions
            raise ValueError(f"{key} must be more than 0.5.")
    draw(page, **options)


def _fill(
    page: Paper,
    *,
    colour: str,
    x: float = 0,
    y: float = 0,
    width: float = 0,
    height: float = 0,
) -> None:
    """A plain rectangle; without a size, the whole page from x, y on."""
    page.draw(
        curves.box(Point(x, y), width or page.width - x, height or page.height - y), Ink(colour)
    )


def _rule(page: Paper, *, colour: str, inset: float, weight: float = 0.3, notch: float = 0) -> None:
    """A line round the page, its corners cut inwards by ``notch``."""
    left, right, top, foot = inset, page.width - inset, inset, page.height - inset
    n = notch
    points = [
        *((left + n, top), (right - n, top), (right - n, top + n), (right, top + n)),
        *((right, foot - n), (right - n, foot - n), (right - n, foot), (left + n, foot)),
        *((left + n, foot - n), (left, foot - n), (left, top + n), (left + n, top + n)),
    ]
    page.draw(curves.line((Point(*at) for at in points), closed=True), Ink(colour, weight))


def _waves(
    page: Paper,
    *,
    colour: str,
    inset: float,
    pitch: float = 1.6,
    swing: float = 0.8,
    weight: float = 0.08,
    length: float = 18,
) -> None:
    """A fine-line ground of parallel waves."""
    width, height = page.width - 2 * inset, page.height - 2 * inset
    row = curves.strand(width, swing, 0, turns=max(1, round(width / length)))
    rows = max(1, int((height - 2 * swing) / pitch))
    begin = inset + (height - (rows - 1) * pitch) / 2
    places = (move(inset, begin + index * pitch) for index in range(rows))
    page.repeat(row, Ink(colour, weight), places)


def _lace(
    page: Paper,
    *,
    colour: str,
    inset: float,
    depth: float,
    strands: int = 6,
    length: float = 12,
    weight: float = 0.12,
    overtone: float = 0.0,
    corner: float = 0.0,
) -> None:
    """A woven band round the page, its middle ``inset`` from the edge, the corners left free."""
    for along in (page.width, page.height):
        run = along - 2 * (inset + corner)
        tiles = max(1, round(run / length))
        thread = functools.partial(curves.strand, run / tiles, depth / 2, overtone=overtone)
        threads = _threads(strands, thread)
        starts = [inset + corner + index * run / tiles for index in range(tiles)]
        page.repeat(threads, Ink(colour, weight), _sides(page, inset, along, starts))


def _threads(strands: int, thread: Callable[[float], str]) -> str:
    return "\n".join(thread(2 * pi * index / strands) for index in range(strands))


def _sides(page: Paper, inset: float, along: float, starts: list[float]) -> Iterator[Matrix]:
    """The places of tiles on the two sides that are ``along`` long."""
    flat = along == page.width
    across = page.height if flat else page.width
    for far, start in product((inset, across - inset), starts):
        yield move(start, far) if flat else Matrix(0, 1, -1, 0, far, start)


def _fret(page: Paper, *, colour: str, inset: float, size: float, weight: float = 0.3) -> None:
    """A band of 回纹 round the page, its outer edge ``inset`` from the paper's."""
    ink = Ink(colour, weight, square=True)
    places = []
    for flat, along, across in (
        (True, page.width, page.height),
        (False, page.height, page.width),
    ):
        run = along - 2 * (inset + size)
        tiles = max(1, round(run / (2 * size)))
        stretch = run / tiles / (2 * size)
        for index, (edge, flip) in product(range(tiles), ((inset, 1), (across - inset, -1))):
            at = inset + size + index * run / tiles
            places.append(
                Matrix(stretch, 0, 0, flip, at, edge)
                if flat
                else Matrix(0, stretch, flip, 0, edge, at)
            )
    page.repeat(curves.fret(size), ink, places)
    page.repeat(curves.knot(size), ink, _knots(page, inset))


def _knots(page: Paper, inset: float) -> Iterator[Matrix]:
    """The places of what turns a border's corners, mirrored in each."""
    for x, y in _CORNERS:
        across, down = abs(x * page.width - inset), abs(y * page.height - inset)
        yield Matrix(1 - 2 * x, 0, 0, 1 - 2 * y, across, down)


def _rosette(
    page: Paper,
    *,
    colour: str,
    radius: float,
    x: float | None = None,
    y: float | None = None,
    hole: float = 0.3,
    petals: int = 12,
    strands: int = 6,
    weight: float = 0.12,
    overtone: float = 0.0,
    ground: str = "",
) -> None:
    """A woven rosette, in the middle unless x and y are given; ``hole`` is its open part."""
    at = page.middle(x, y)
    if ground:
        page.draw(curves.circle(radius), Ink(ground), move(*at))
    middle, swing = radius * (1 + hole) / 2, radius * (1 - hole) / 2
    threads = _threads(
        strands, lambda phase: curves.petal(middle, swing, petals, phase, overtone=overtone)
    )
    places = (turn(360 * index / petals, *at) for index in range(petals))
    page.repeat(threads, Ink(colour, weight), places)


def _corners(page: Paper, *, inset: float, **rosette: Any) -> None:
    """A rosette centred ``inset`` from both edges in each corner."""
    for x, y in _CORNERS:
        _rosette(page, x=abs(x * page.width - inset), y=abs(y * page.height - inset), **rosette)


def _rays(
    page: Paper,
    *,
    colour: str,
    x: float | None = None,
    y: float | None = None,
    count: int = 36,
    inner: float = 20,
    outer: float = 200,
) -> None:
    """Rays of light from a point."""
    page.draw(curves.rays(count, inner, outer), Ink(colour), move(*page.middle(x, y)))


def _star(
    page: Paper, *, colour: str, radius: float, x: float | None = None, y: float | None = None
) -> None:
    """A five-pointed star."""
    page.draw(curves.star(radius), Ink(colour), move(*page.middle(x, y)))


def _wreath(
    page: Paper,
    *,
    colour: str,
    radius: float,
    x: float | None = None,
    y: float | None = None,
    leaves: int = 11,
    spread: float = 130,
) -> None:
    """Two branches of laurel, open at the top, over ``spread`` degrees each."""
    centre = Point(*page.middle(x, y))
    places = []
    for side, index, lean in product((1, -1), range(leaves), (55, 125)):
        angle = 90 - side * (8 + spread * index / leaves)
        stem = turn(angle, *centre)
        places.append(
            turn(
                angle - side * lean,
                stem.a * radius + stem.e,
                stem.b * radius + stem.f,
                scale=1 - 0.035 * index,
            )
        )
    page.repeat(curves.leaf(radius * 0.42, radius * 0.12), Ink(colour), places)


def _line(
    page: Paper,
    *,
    colour: str,
    x: float,
    y: float,
    length: float,
    weight: float = 0.3,
    upright: bool = False,
) -> None:
    """A straight line from x, y."""
    end = Point(x, y + length) if upright else Point(x + length, y)
    page.draw(curves.line([Point(x, y), end]), Ink(colour, weight))


def _band(
    page: Paper,
    *,
    colour: str,
    x: float,
    width: float,
    strands: int = 8,
    length: float = 24,
    weight: float = 0.12,
    overtone: float = 0.3,
) -> None:
    """An upright woven band over the whole height, its middle line at x."""
    threads = _threads(
        strands, lambda phase: curves.strand(length, width / 2, phase, overtone=overtone)
    )
    places = (Matrix(0, 1, -1, 0, x, index * length) for index in range(ceil(page.height / length)))
    page.repeat(threads, Ink(colour, weight), places)


_COUNTS: Final = {"strands": 24, "petals": 72, "leaves": 30, "count": 180}
LAYERS: Final[dict[str, Callable[..., None]]] = {
    "fill": _fill,
    "rule": _rule,
    "waves": _waves,
    "lace": _lace,
    "fret": _fret,
    "rosette": _rosette,
    "corners": _corners,
    "rays": _rays,
    "star": _star,
    "wreath": _wreath,
    "line": _line,
    "band": _band,
    "clouds": clouds.border,
    "cloud_corners": clouds.corners,
}

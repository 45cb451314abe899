"""The curves that certificates are ornamented with, as PDF path operators in millimetres.

Every ornament is one small tile drawn many times over by a transform: the repeated operators then
compress to almost nothing, where one long path of absolute points would be most of the file.
"""

from __future__ import annotations

from itertools import pairwise
from math import cos, pi, sin
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


class Point(NamedTuple):
    """A place on the page, in millimetres, y downwards."""

    x: float
    y: float


def number(value: float) -> str:
    """``value`` to a hundredth, as PDF writes it."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def pair(point: Point) -> str:
    """A point as PDF writes it."""
    return f"{number(point.x)} {number(point.y)}"


def smooth(curve: Callable[[float], Point], start: float, end: float, pieces: int) -> str:
    """The curve from ``start`` to ``end`` as Bézier pieces that meet its slope at every joint."""
    step = (end - start) / pieces
    at = [start + step * index for index in range(pieces + 1)]
    parts = [f"{pair(curve(at[0]))} m"]
    for low, high in pairwise(at):
        first, last = curve(low), curve(high)
        a, b = _slope(curve, low), _slope(curve, high)
        third = step / 3
        parts.append(
            f"{pair(Point(first.x + a.x * third, first.y + a.y * third))} "
            f"{pair(Point(last.x - b.x * third, last.y - b.y * third))} {pair(last)} c"
        )
    return "\n".join(parts)


def line(points: Iterable[Point], *, closed: bool = False) -> str:
    """The straight path through the points."""
    first, *rest = points
    steps = [f"{pair(first)} m", *(f"{pair(point)} l" for point in rest)]
    return "\n".join([*steps, "h"] if closed else steps)


def circle(radius: float) -> str:
    """A circle round the origin."""

    def curve(angle: float) -> Point:
        return Point(radius * cos(angle), radius * sin(angle))

    return smooth(curve, 0, 2 * pi, 8) + "\nh"


def box(corner: Point, width: float, height: float) -> str:
    """A rectangle from its upper left corner."""
    return f"{pair(corner)} {number(width)} {number(height)} re"


def _slope(curve: Callable[[float], Point], at: float) -> Point:
    near = 1e-5
    before, after = curve(at - near), curve(at + near)
    return Point((after.x - before.x) / (2 * near), (after.y - before.y) / (2 * near))


def strand(
    length: float, depth: float, phase: float, *, overtone: float = 0.0, turns: int = 1
) -> str:
    """One thread of a woven band: a wave over a tile of ``length``, swinging by ``depth``."""

    def curve(x: float) -> Point:
        angle = 2 * pi * turns * x / length
        swing = sin(angle + phase) + overtone * sin(3 * angle - phase)
        return Point(x, depth * swing / (1 + overtone))

    return smooth(curve, 0, length, (6 + (8 if overtone else 0)) * turns)


def petal(radius: float, swing: float, petals: int, phase: float, *, overtone: float = 0.0) -> str:
    """One thread of a rosette over one of its ``petals`` sectors, round the origin."""

    def curve(angle: float) -> Point:
        wave = cos(petals * angle + phase) + overtone * cos(3 * petals * angle - phase)
        far = radius + swing * wave / (1 + overtone)
        return Point(far * cos(angle), far * sin(angle))

    return smooth(curve, 0, 2 * pi / petals, 6 + (6 if overtone else 0))


def star(radius: float) -> str:
    """A five-pointed star with one point up, round the origin."""
    inner = radius * sin(pi / 10) / sin(7 * pi / 10)
    points = [
        Point(
            (radius if index % 2 == 0 else inner) * sin(pi * index / 5),
            -(radius if index % 2 == 0 else inner) * cos(pi * index / 5),
        )
        for index in range(10)
    ]
    return line(points, closed=True)


def fret(size: float) -> str:
    """One 回纹: a square spiral and its mirror image on one foot, ``2 × size`` by ``size``."""
    unit = size / 7
    half = [(0, 7), (0, 0), (6, 0), (6, 5), (2, 5), (2, 2), (4, 2), (4, 3)]
    left = line(Point(x * unit, y * unit) for x, y in half)
    right = line(Point((14 - x) * unit, y * unit) for x, y in half)
    return f"{left}\n{right}\n{line([Point(0, size), Point(2 * size, size)])}"


def knot(size: float) -> str:
    """The square spiral that turns a fret's corner."""
    unit = size / 7
    turns = [(0, 7), (0, 0), (7, 0), (7, 7), (2, 7), (2, 2), (5, 2), (5, 5), (4, 5)]
    return line(Point(x * unit, y * unit) for x, y in turns)


def leaf(length: float, breadth: float) -> str:
    """A laurel leaf lying along x from the origin."""

    def at(along: float, aside: float) -> str:
        return pair(Point(length * along, breadth * aside))

    return (
        f"0 0 m\n{at(0.25, -1)} {at(0.7, -1)} {at(1, 0)} c\n{at(0.7, 0.55)} {at(0.25, 0.7)} 0 0 c"
    )


def rays(count: int, inner: float, outer: float) -> str:
    """``count`` rays of light round the origin, each as broad as the gap between two."""
    step = pi / count
    paths = []
    for index in range(count):
        low, high = 2 * index * step, (2 * index + 1) * step
        paths.append(
            line(
                [
                    Point(inner * cos(low), inner * sin(low)),
                    Point(outer * cos(low), outer * sin(low)),
                    Point(outer * cos(high), outer * sin(high)),
                    Point(inner * cos(high), inner * sin(high)),
                ],
                closed=True,
            )
        )
    return "\n".join(paths)

"""A canvas in millimetres, y downwards: paths drawn once or many times become one form."""

from __future__ import annotations

import hashlib
import zlib
from dataclasses import dataclass
from math import cos, radians, sin
from typing import TYPE_CHECKING, Final, NamedTuple

from certificates.forms import Form

if TYPE_CHECKING:
    from collections.abc import Iterable

POINTS: Final = 72 / 25.4  # a millimetre in PDF's points


class Matrix(NamedTuple):
    """A transform, as PDF writes it: x' = a·x + c·y + e, y' = b·x + d·y + f."""

    a: float = 1
    b: float = 0
    c: float = 0
    d: float = 1
    e: float = 0
    f: float = 0

    def __str__(self) -> str:
        """The operator."""
        return " ".join(f"{value:.4f}".rstrip("0").rstrip(".") for value in self) + " cm"


def move(x: float, y: float) -> Matrix:
    """The transform that moves the origin."""
    return Matrix(e=x, f=y)


def turn(degrees: float, x: float = 0, y: float = 0, scale: float = 1) -> Matrix:
    """The transform that turns round the origin, scales, then moves."""
    c, s = cos(radians(degrees)) * scale, sin(radians(degrees)) * scale
    return Matrix(c, s, -s, c, x, y)


@dataclass(frozen=True, slots=True)
class Ink:
    """How a path is painted: filled, or stroked where it has a ``weight`` in millimetres."""

    colour: str
    weight: float = 0.0
    square: bool = False

    def around(self, path: str) -> str:
        """The operators that paint ``path``."""
        red, green, blue = (int(self.colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
        shade = f"{red:.3g} {green:.3g} {blue:.3g}"
        if not self.weight:
            return f"{shade} rg\n{path}\nf"
        cap = "2 J " if self.square else ""
        return f"{shade} RG {self.weight:g} w {cap}\n{path}\nS"


class Canvas:
    """Collects paths; ``form`` compiles them."""

    def __init__(self, width: float, height: float) -> None:
        self._size = width * POINTS, height * POINTS
        self._operators = [f"{POINTS:.6f} 0 0 {-POINTS:.6f} 0 {self._size[1]:.4f} cm"]
        self._tiles: dict[str, int] = {}

    def draw(self, path: str, ink: Ink, place: Matrix | None = None) -> None:
        """Paint a path once."""
        whole = ink.around(path)
        self._operators.append(f"q {place or ''}\n{whole}\nQ")

    def repeat(self, path: str, ink: Ink, places: Iterable[Matrix]) -> None:
        """Paint a path at every place; it is stored once."""
        whole = ink.around(path)
        index = self._tiles.setdefault(whole, len(self._tiles))
        self._operators.extend(f"q {place} /T{index} Do Q" for place in places)

    def form(self) -> Form:
        """All that was painted."""
        operators = "\n".join(self._operators).encode("ascii")
        tiles = tuple(tile.encode("ascii") for tile in self._tiles)
        key = hashlib.sha256(b"\0".join((operators, *tiles))).hexdigest()[:12]
        return Form(key, *self._size, zlib.compress(operators, 9), tiles)


class Paper(Canvas):
    """A canvas that knows the size of its paper."""

    def __init__(self, width: float, height: float) -> None:
        super().__init__(width, height)
        self.width, self.height = width, height

    def middle(self, x: float | None, y: float | None) -> tuple[float, float]:
        """The point x, y, in the middle of the page where one is None."""
        return self.width / 2 if x is None else x, self.height / 2 if y is None else y

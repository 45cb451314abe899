"""Designs: folders with a page, a style and ``design.toml``, read and checked here."""

from __future__ import annotations

import functools
import tomllib
from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, TypeVar

from certificates.errors import DesignError
from certificates.facts import KINDS, LANGUAGES, Facts, Kind, Language

if TYPE_CHECKING:
    from collections.abc import Mapping

Name = TypeVar("Name", bound=str)
DEFAULTS: Final[Mapping[Kind, str]] = {
    "level": "level-official",
    "title": "title-honour",
    "prize": "prize-classic",
}
_KEYS: Final = {"schema", "name", "kinds", "languages", "paper", "needs", "background"}
_SMALLEST, _LARGEST = 50, 500  # millimetres of paper
_HEAVIEST: Final = 2 * 1024 * 1024
_LONGEST_NAME: Final = 60


@dataclass(frozen=True, slots=True)
class Design:
    """One design: its folder, what it is for, and what it needs.

    ``own`` is true for the designs of this package, which are trusted; every other one is
    rendered in a fenced process.
    """

    key: str
    folder: Path
    own: bool
    name: Mapping[str, str]
    kinds: tuple[Kind, ...]
    languages: tuple[Language, ...]
    paper: tuple[float, float]
    needs: tuple[str, ...]
    version: str
    template: str
    style: str
    layers: tuple[Mapping[str, Any], ...]
    picture: str

    def fits(self, facts: Facts) -> None:
        """Raise DesignError unless this design can show ``facts``."""
        if facts.kind not in self.kinds:
            raise self.unfit(f"is for {', '.join(self.kinds)}, not for a {facts.kind} certificate.")
        if facts.language not in self.languages:
            raise self.unfit(f"has no page in {facts.language!r}.")
        for key in self.needs:
            if not getattr(facts, key):
                raise self.unfit(f"needs the fact {key!r}.")

    def unfit(self, reason: str) -> DesignError:
        """The error that says why this design cannot be used."""
        return DesignError("design_unfit", design=self.key, reason=reason)

    @property
    def orientation(self) -> Literal["portrait", "landscape"]:
        """Which way the paper stands."""
        return "landscape" if self.paper[0] > self.paper[1] else "portrait"


def home() -> Path:
    """The folder of this package's own designs."""
    return Path(str(files("certificates") / "designs"))


def designs(kind: Kind | None = None) -> list[Design]:
    """This package's own designs, of one kind or all, the default of each kind first."""
    found = [
        load(path.name) for path in sorted(home().iterdir()) if (path / "design.toml").is_file()
    ]
    fitting = [design for design in found if kind is None or kind in design.kinds]
    return sorted(fitting, key=lambda design: design.key not in DEFAULTS.values())


def design_for(facts: Facts, design: str | Path | None = None) -> Design:
    """The design asked for, or the default of the kind. DesignError: it cannot show ``facts``."""
    chosen = load(design if design is not None else DEFAULTS[facts.kind])
    chosen.fits(facts)
    return chosen


def load(design: str | Path) -> Design:
    """An own design by its name, or any folder by its path. Raises DesignError."""
    if isinstance(design, Path):
        return _read(design.resolve(), own=design.resolve().parent == home().resolve())
    if design not in _own_names():
        raise DesignError("design_unknown", design=design, known=", ".join(_own_names()))
    return _own(design)


@functools.cache
def _own_names() -> tuple[str, ...]:
    return tuple(sorted(path.name for path in home().iterdir() if (path / "design.toml").is_file()))


@functools.cache
def _own(name: str) -> Design:
    return _read(home() / name, own=True)


def _read(folder: Path, *, own: bool) -> Design:
    texts = _texts(folder)
    try:
        table = tomllib.loads(texts["design.toml"])
    except (ValueError, RecursionError) as error:  # too long a number, too deep a list
        raise _unfit(folder, f"design.toml: {error}") from None
    kinds = _choice(folder, table, "kinds", KINDS)
    return Design(
        key=folder.name,
        folder=folder,
        own=own,
        name=_name(folder, table),
        kinds=kinds,
        languages=_choice(folder, table, "languages", LANGUAGES),
        paper=_paper(folder, table.get("paper")),
        needs=_needs(folder, table.get("needs", [])),
        version=_fingerprint(texts),
        template=texts["template.html"],
        style=texts["style.css"],
        layers=_layers(folder, table),
        picture=texts.get("background.svg", ""),
    )


def _unfit(folder: Path, reason: str) -> DesignError:
    return DesignError("design_unfit", design=folder.name, reason=reason)


def _texts(folder: Path) -> dict[str, str]:
    """The files of a design, each small, plain and no link to elsewhere."""
    found = {}
    for name in ("design.toml", "template.html", "style.css", "background.svg"):
        path = folder / name
        if name == "background.svg" and not path.exists():
            continue
        if path.is_symlink() or not path.is_file():
            raise _unfit(folder, f"has no file {name}.")
        if path.stat().st_size > _HEAVIEST:
            raise _unfit(folder, f"{name} is larger than 2 MB.")
        try:
            found[name] = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            raise _unfit(folder, f"{name} is not UTF-8.") from None
    return found


def _fingerprint(texts: Mapping[str, str]) -> str:
    whole = "\0".join(f"{name}\0{texts[name]}" for name in sorted(texts))
    return sha256(whole.encode()).hexdigest()[:16]


def _choice(
    folder: Path, table: Mapping[str, Any], key: str, allowed: tuple[Name, ...]
) -> tuple[Name, ...]:
    unknown = sorted(set(table) - _KEYS)
    if unknown:
        raise _unfit(folder, f"design.toml: unknown key {unknown[0]!r}.")
    given = table.get(key)
    if not isinstance(given, list) or not given or not set(map(str, given)) <= set(allowed):
        raise _unfit(folder, f"design.toml: {key} must be a list out of {', '.join(allowed)}.")
    return tuple(name for name in allowed if name in given)


def _name(folder: Path, table: Mapping[str, Any]) -> dict[str, str]:
    name = table.get("name")
    if (
        not isinstance(name, dict)
        or not isinstance(name.get("zh"), str)
        or not isinstance(name.get("en"), str)
    ):
        raise _unfit(folder, 'design.toml: name must be like { zh = "…", en = "…" }.')
    if max(len(name["zh"]), len(name["en"])) > _LONGEST_NAME:
        raise _unfit(folder, "design.toml: a name has at most 60 characters.")
    return {"zh": name["zh"], "en": name["en"]}


def _paper(folder: Path, given: object) -> tuple[float, float]:
    match given:
        case [int() | float() as width, int() | float() as height]:
            if min(width, height) >= _SMALLEST and max(width, height) <= _LARGEST:
                return float(width), float(height)
    raise _unfit(folder, "design.toml: paper must be [width, height] in mm, each 50 to 500.")


def _needs(folder: Path, given: object) -> tuple[str, ...]:
    known = set(Facts.__slots__)
    if not isinstance(given, list) or not set(map(str, given)) <= known:
        raise _unfit(folder, "design.toml: needs must be a list of facts.")
    return tuple(given)


def _layers(folder: Path, table: Mapping[str, Any]) -> tuple[Mapping[str, Any], ...]:
    layers = table.get("background", [])
    if not isinstance(layers, list) or not all(isinstance(layer, dict) for layer in layers):
        raise _unfit(folder, "design.toml: background must be a list of layers.")
    return tuple(layers)

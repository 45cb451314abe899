"""Merge, check and compile the translations: the pages' English, and Chinese for libraries.

The source speaks Chinese. ``competition/translations/en/parts/*.po`` hold the English, a file an
area; they become one ``messages.mo``. With ``--check`` the exit code is 1 when a string has no
English, has two, or when placeholders differ.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
import tomllib
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import TypeAlias

    from babel.messages.catalog import Message

    Text: TypeAlias = str | tuple[str, ...] | list[str] | None

ROOT = Path(__file__).resolve().parent.parent
TRANSLATIONS = ROOT / "competition" / "translations"
ENGLISH = TRANSLATIONS / "en"
# Libraries whose own Chinese is incomplete: ours stands in, and must cover all that they say.
LIBRARIES = {
    TRANSLATIONS / "security" / "zh" / "LC_MESSAGES" / "flask_security.po": "flask_security"
}
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "lazy_gettext": None,
    "_l": None,
    "lazy_ngettext": (1, 2),
    "lazy_pgettext": ((1, "c"), 2),
}
PLACEHOLDER = re.compile(r"%\(\w+\)|%[sd]|\{\w*\}")


def read(path: Path) -> Catalog:
    """The catalogue in ``path``; raises PoFileError where it cannot be read."""
    with path.open("rb") as file:
        return read_po(file, abort_invalid=True)


def merged(parts: Iterable[Path]) -> tuple[Catalog, list[str]]:
    """One English catalogue out of all parts, and what is wrong with them, a sentence each."""
    catalogue, wrong = Catalog(locale="en", domain="messages"), []
    for path in parts:
        for message in translated(read(path)):
            before = catalogue.get(message.id, context=message.context)
            if before is not None and before.string != message.string:
                both = f"{before.string!r}, {message.string!r}"
                wrong.append(f"{path.name}: two translations of {message.id!r}: {both}")
            if placeholders(message.id) != placeholders(message.string):
                wrong.append(f"{path.name}: placeholders differ in {message.id!r}")
            catalogue.add(message.id, message.string, context=message.context)
    return catalogue, wrong


def translated(catalogue: Catalog) -> Iterator[Message]:
    """The entries of which every form is translated, without the header."""
    return (
        entry for entry in catalogue if entry.id and all(forms(entry.string)) and not entry.fuzzy
    )


def forms(text: Text) -> list[str]:
    """The forms of a plural, or the one text."""
    return [text or ""] if text is None or isinstance(text, str) else list(text)


def placeholders(text: Text) -> list[str]:
    """The names in ``%(name)s`` and ``{name}`` and every bare ``%s``, over all forms of a plural.

    Within one form each counts once if it has a name, else as often as it stands there.
    """
    found = {
        (number, name)
        for form in forms(text)
        for number, name in numbered(PLACEHOLDER.findall(form.replace("%%", "")))
    }
    return sorted(f"{name}{number}" for number, name in found)


def numbered(names: list[str]) -> Iterator[tuple[int, str]]:
    """Each bare placeholder with its place, each named one with 0."""
    return ((place if name in {"%s", "%d"} else 0, name) for place, name in enumerate(names, 1))


def used(root: Path = ROOT) -> Catalog:
    """Every string that templates and modules give to gettext, with the places that do."""
    mappings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["babel"][
        "mappings"
    ]
    methods = [(mapping["pattern"], mapping["method"]) for mapping in mappings]
    options = {mapping["pattern"]: {"silent": mapping.get("silent", "")} for mapping in mappings}
    catalogue = Catalog()
    for name, line, message, _, context in extract_from_dir(
        root, methods, options, KEYWORDS, directory_filter=is_ours
    ):
        catalogue.add(message, locations=[(name, line)], context=context)
    return catalogue


def is_ours(folder: str) -> bool:
    """Whether a folder is worth looking into for strings."""
    return (
        Path(folder).name not in {"node_modules", "vendor", "tests", "var", "dist"}
        and "/." not in folder
    )


def untranslated(needed: Catalog, english: Catalog) -> list[str]:
    """A sentence for each string that is used and has no English."""
    return [
        f"{entry.locations[0][0]}:{entry.locations[0][1]}: no English for {entry.id!r}"
        for entry in needed
        if entry.id and english.get(entry.id, context=entry.context) is None
    ]


def gaps(own: Path, library: str) -> list[str]:
    """What the installed library says and our Chinese catalogue for it does not."""
    module = Path(str(import_module(library).__file__)).parent
    template, ours = read(module / "translations" / f"{library}.pot"), read(own)
    chinese = {entry.id: entry.string for entry in translated(ours)}
    said = [entry.id for entry in template if entry.id]
    missing = [f"{own.name}: no Chinese for {text!r}" for text in said if text not in chinese]
    return missing + [
        f"{own.name}: placeholders differ in {text!r}"
        for text, string in chinese.items()
        if placeholders(text) != placeholders(string)
    ]


def compile_all(english: Catalog) -> None:
    """Write every ``.mo``: the merged English, and each library's beside its ``.po``."""
    write(english, ENGLISH / "LC_MESSAGES" / "messages.mo")
    for path in LIBRARIES:
        write(read(path), path.with_suffix(".mo"))


def write(catalogue: Catalog, path: Path) -> None:
    """Compile into ``path``, all at once, so that a running server never reads half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(f".{os.getpid()}.part")
    with part.open("wb") as file:
        write_mo(file, catalogue)
    part.replace(path)


def problems() -> list[str]:
    """Everything that is wrong with the translations, a sentence each; empty is well."""
    english, wrong = merged(sorted((ENGLISH / "parts").glob("*.po")))
    wrong += untranslated(used(), english)
    return wrong + [
        sentence for path, library in LIBRARIES.items() for sentence in gaps(path, library)
    ]


def main(arguments: list[str] | None = None) -> int:
    """Compile; with ``--check`` report and refuse what is wrong."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--check", action="store_true", help="exit with 1 when something is wrong")
    asked = parser.parse_args(arguments)
    english, _ = merged(sorted((ENGLISH / "parts").glob("*.po")))
    compile_all(english)
    if not asked.check:
        return 0
    wrong = problems()
    print("\n".join([*wrong, f"{len(english)} strings in English, {len(wrong)} problems"]))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

"""The designs that there are: those of the program, and those that administrators uploaded.

An uploaded design is called ``name@version``, the version being the digest of what it holds:
whatever was chosen or issued with it stays as it was, whatever is uploaded later.
"""

from __future__ import annotations

import functools
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import certificates as press
from competition.domain.errors import DomainError, Invalid
from competition.exchange.design_zip import NAME, Packed, kept_design, read_design, write_design
from competition.models import transaction
from competition.models.audit import record
from competition.services.certificates.workshop import refusals
from competition.storage import StoredFileMissing, store

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from competition.domain.actor import Actor

UPLOADED: Final = re.compile(rf"({NAME.pattern})@([0-9a-f]{{16}})")
_PLACE: Final = re.compile(rf"designs/({NAME.pattern})/([0-9a-f]{{16}})\.zip")


@dataclass(frozen=True, slots=True)
class Shelved:
    """One design to choose: its key, names by language, what it is for; ``uploaded`` ISO or ''."""

    key: str
    name: Mapping[str, str]
    kinds: tuple[str, ...]
    version: str
    uploaded: str = ""


def shelf() -> list[Shelved]:
    """Every design: those of the program first, then the uploaded ones, the newest first."""
    own = [Shelved(one.key, one.name, one.kinds, one.version) for one in press.designs()]
    found = [match for key in store().keys("designs/") if (match := _PLACE.fullmatch(key))]
    uploaded = [_shelved(f"{match[1]}@{match[2]}") for match in found]
    return own + sorted(uploaded, key=lambda one: one.uploaded, reverse=True)


def designs(kind: str, chosen: str = "") -> list[tuple[str, Mapping[str, str]]]:
    """The designs to choose from: key, and name by language (``zh``, ``en``).

    Of an uploaded one the newest version, and the one that is ``chosen`` already.
    """
    offered: dict[str, Mapping[str, str]] = {
        known.key: known.name
        for known in press.designs(kind)  # type: ignore[arg-type]  # one of its kinds by our type
    }
    names = set()
    for one in shelf():
        short = one.key.partition("@")[0]
        wanted = one.uploaded and kind in one.kinds
        if wanted and (short not in names or one.key == chosen):
            offered[one.key] = {
                language: f"{name} · {one.version[:6]}" for language, name in one.name.items()
            }
            names.add(short)
    return list(offered.items())


def design_version(design: str, kind: str) -> str:
    """The fingerprint of a design. Raises Invalid if there is none of that name for ``kind``."""
    if UPLOADED.fullmatch(design):
        known: Shelved | None = _shelved(design)
    else:
        known = next((one for one in shelf() if one.key == design), None)
    if known is None or kind not in known.kinds:
        raise Invalid("certificate_design_unfit", design=design, reason=kind)
    return known.version


def place(design: str, folder: Path) -> str | Path:
    """The design as the press takes it: its name, or for an uploaded one its files in ``folder``.

    Raises Invalid and ``DomainError("design_altered")``.
    """
    match = UPLOADED.fullmatch(design)
    if match is None:
        return design
    target = folder / "designs" / match[2] / match[1]
    if not target.exists():
        _laid_out(design, kept_design(_kept(design))[0], target)
    return target


def keep(actor: Actor, now: datetime, content: bytes, filename: str) -> Shelved:
    """Keep the design in a ZIP file, once it has been tried out behind the fence.

    Nothing that is there is ever replaced: other files under the same name are another version.
    Raises Invalid for whatever is wrong with it and ``DomainError("design_kept_before")``.
    """
    packed = read_design(content, filename)
    if packed.name in {own.key for own in press.designs()}:
        raise Invalid("design_name_taken", name=packed.name)
    key = f"{packed.name}@{_tried(packed)}"
    address = _address(key)
    with transaction() as session:
        if store().exists(address):
            raise DomainError("design_kept_before", name=packed.name)
        record(session, actor, now, "design:uploaded", key)
        store().put(address, write_design(packed.files, now))
    return _shelved(key)


@functools.lru_cache(maxsize=32)
def specimen(design: str, kind: str) -> bytes:
    """A specimen of an invented person in a design, as a PDF. Raises Invalid."""
    design_version(design, kind)
    with tempfile.TemporaryDirectory() as folder, refusals():
        facts = press.samples(kind)[0]  # type: ignore[arg-type]  # a kind: it has a design
        return press.render(facts, design=place(design, Path(folder)))


def _tried(packed: Packed) -> str:
    """The version of a design that can be set. Raises ``Invalid("design_refused")``."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / packed.name
        _written(packed.files, home)
        try:
            return press.check_design(home).version
        except press.CertificateError as error:
            raise Invalid("design_refused", reason=error.params.get("reason", error)) from error


def _address(design: str) -> str:
    name, _, version = design.partition("@")
    return f"designs/{name}/{version}.zip"


def _kept(design: str) -> bytes:
    try:
        return store().get(_address(design))
    except StoredFileMissing:
        raise Invalid("certificate_design_unknown", design=design) from None


def _shelved(design: str) -> Shelved:
    """An uploaded design. Raises Invalid and ``DomainError("design_altered")``."""
    return _opened(design, _kept(design))


@functools.lru_cache(maxsize=64)
def _opened(design: str, raw: bytes) -> Shelved:
    files, uploaded = kept_design(raw)
    with tempfile.TemporaryDirectory() as folder:
        loaded = _laid_out(design, files, Path(folder) / design.partition("@")[0])
    return Shelved(design, loaded.name, loaded.kinds, loaded.version, uploaded)


def _laid_out(design: str, files: Mapping[str, bytes], folder: Path) -> press.Design:
    """The design read from its files in ``folder``, if they are what was uploaded."""
    _written(files, folder)
    with refusals():
        loaded = press.load_design(folder)
    if loaded.version != design.partition("@")[2]:
        raise DomainError("design_altered", design=design)
    return loaded


def _written(files: Mapping[str, bytes], folder: Path) -> None:
    folder.mkdir(parents=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)

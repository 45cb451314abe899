"""One PDF for each line of facts, all of them or none."""

from __future__ import annotations

import hashlib
import itertools
import re
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypedDict

import certificates
from competition.services.certificate_files.reading import (
    NUMBERS,
    FactsRefused,
    asked,
    read_facts,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from config import Settings

    Outcome = tuple[tuple[int, certificates.Facts], certificates.Printed]

_UNFIT_IN_NAMES: Final = re.compile(r'[\x00-\x1f/\\:*?"<>|\s]+')


class _Stamps(TypedDict):
    """How signatures are stamped with the time."""

    timestamp_url: str | None
    profile: certificates.Profile | None


@dataclass(frozen=True, slots=True)
class Made:
    """One written file: the line of its facts, and what it holds."""

    line: int
    number: str
    path: Path
    size: int
    sha256: str


def render_files(  # noqa: PLR0913 - the options of the command
    path: Path,
    out: Path,
    *,
    design: str | Path | None = None,
    number_pattern: str = NUMBERS,
    jobs: int = 1,
    settings: Settings | None = None,
    progress: Callable[[int, int], None] = lambda _done, _all: None,
) -> list[Made]:
    """Make one PDF in ``out`` for each line of facts in ``path``; all of them or none.

    Signed by the signer of ``settings``, unsigned without. Raises FactsRefused.
    """
    lines = read_facts(path, number_pattern)
    _fit(path, lines, design)
    signer = signer_of(settings) if settings else None
    did = certificates.did_for(settings.base_url) if settings else ""
    names = _file_names([facts for _, facts in lines])
    orders = [
        certificates.Order(name, facts, design)
        for name, (_, facts) in zip(names, lines, strict=True)
    ]
    batch = certificates.Batch(signer=signer, did=did, jobs=jobs)
    outcomes = _counted(zip(lines, batch.run(orders), strict=True), len(lines), progress)
    return _all_or_none(path, out, outcomes)


def signer_of(settings: Settings) -> certificates.Signer:
    """The signer of this installation; the embedded default makes its own. Raises FactsRefused."""
    key, certificate = settings.signing_key, settings.signing_certificate
    stamps: _Stamps = {
        "timestamp_url": settings.timestamp_url,
        "profile": settings.timestamp_profile,
    }
    if key and certificate:
        return asked(lambda: certificates.FileSigner(key, certificate, **stamps))
    if key or certificate:
        raise FactsRefused(
            ["COMPETITION_SIGNING_KEY and COMPETITION_SIGNING_CERTIFICATE go together; set both."]
        )
    return asked(lambda: certificates.signer_within(settings.keys, **stamps))


def _fit(
    path: Path, lines: Iterable[tuple[int, certificates.Facts]], design: str | Path | None
) -> None:
    """Make sure the design can show every line, before anything is drawn."""
    wrong: dict[str, int] = {}
    for line, facts in lines:
        try:
            certificates.design_for(facts, design)
        except certificates.CertificateError as error:
            wrong.setdefault(str(error), line)
    if wrong:
        raise FactsRefused([f"{path}:{line}: {sentence}" for sentence, line in wrong.items()])


def _all_or_none(source: Path, out: Path, outcomes: Iterable[Outcome]) -> list[Made]:
    """Write every outcome to ``out``, at the end and together; a folder left empty goes again."""
    new = not out.exists()
    waiting = _waiting_room(out)
    made: list[Made] = []
    try:
        made = _written(source, out, waiting, outcomes)
        for one in made:
            (waiting / one.path.name).replace(one.path)
    finally:
        shutil.rmtree(waiting, ignore_errors=True)
        if new and not made:
            out.rmdir()
    return made


def _waiting_room(out: Path) -> Path:
    """A hidden folder in ``out``, made where it is missing. Raises FactsRefused."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        return Path(tempfile.mkdtemp(prefix=".unfinished-", dir=out))
    except (FileExistsError, NotADirectoryError):
        raise FactsRefused([f"{out}: is a file, or lies below one; name a folder."]) from None
    except OSError as error:
        reason = error.strerror or "fault"
        raise FactsRefused([f"{out}: cannot be written to ({reason})."]) from None


def _counted(
    outcomes: Iterable[Outcome], total: int, progress: Callable[[int, int], None]
) -> Iterator[Outcome]:
    for done, outcome in enumerate(outcomes, 1):
        yield outcome
        progress(done, total)


def _written(
    source: Path,
    out: Path,
    waiting: Path,
    outcomes: Iterable[Outcome],
) -> list[Made]:
    """Write every outcome into the folder ``waiting``. Raises FactsRefused with all that failed."""
    made, wrong = [], []
    for (line, facts), printed in outcomes:
        if printed.error:
            wrong.append(f"{source}:{line}: {printed.error}")
        else:
            path = out / printed.order.name
            (waiting / path.name).write_bytes(printed.pdf)
            digest = hashlib.sha256(printed.pdf).hexdigest()
            made.append(Made(line, facts.number, path, len(printed.pdf), digest))
    if wrong:
        raise FactsRefused(wrong)
    return made


def _file_names(facts: Sequence[certificates.Facts]) -> list[str]:
    """A name for each file: number and holder, a count where two would be the same."""
    names: list[str] = []
    taken: set[str] = set()
    for one in facts:
        stem = _UNFIT_IN_NAMES.sub("-", f"{one.number}_{one.holder}").strip(".-")[:60]
        counted = (f"{stem}_{times}.pdf" for times in itertools.count(2))
        name = next(n for n in itertools.chain([f"{stem}.pdf"], counted) if n.lower() not in taken)
        taken.add(name.lower())  # some file systems take A for a
        names.append(name)
    return names

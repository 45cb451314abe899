"""Certificates from and to files, without a database: render facts, verify PDFs.

Certificates of a contest that the program keeps are another matter.
"""

from __future__ import annotations

import functools
import hashlib
import json
import re
import shutil
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from cryptography import x509

import certificates
from competition.domain.errors import Invalid

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from config import Settings

    Outcome = tuple[tuple[int, certificates.Facts], certificates.Printed]

_UNFIT_IN_NAMES: Final = re.compile(r'[\x00-\x1f/\\:*?"<>|\s]+')
Found = TypeVar("Found")
_MOST_SHOWN: Final = 20


class FactsRefused(Invalid):
    """Facts, a design or a key cannot be used; ``sentences`` say where and why, one each."""

    def __init__(self, sentences: Sequence[str]) -> None:
        super().__init__("certificate_facts_refused", sentences=tuple(sentences))
        self.sentences = tuple(sentences)

    def __str__(self) -> str:
        """The sentences, a line each."""
        more = len(self.sentences) - _MOST_SHOWN
        shown = self.sentences[:_MOST_SHOWN]
        return "\n".join([*shown, f"… and {more} more."] if more > 0 else shown)


@dataclass(frozen=True, slots=True)
class Made:
    """One written file: the line of its facts, and what it holds."""

    line: int
    number: str
    path: Path
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Answer:
    """The verdict on one file."""

    path: Path
    verdict: certificates.Verdict


def read_facts(path: Path) -> list[tuple[int, certificates.Facts]]:
    """The facts in a JSON Lines file with the number of each line; empty lines are skipped.

    Raises FactsRefused naming file, line and key of everything that is wrong.
    """
    found, wrong = [], []
    for line, text in enumerate(_text(path).splitlines(), 1):
        if not text.strip():
            continue
        try:
            found.append((line, certificates.Facts.parse(_mapping(text), folder=path.parent)))
        except (certificates.CertificateError, ValueError) as error:
            wrong.append(f"{path}:{line}: {error}")
    if not found and not wrong:
        wrong.append(f"{path}: holds no facts; it must have one JSON object a line.")
    if wrong:
        raise FactsRefused(wrong)
    return found


def render_files(  # noqa: PLR0913 - the options of the command
    path: Path,
    out: Path,
    *,
    design: str | Path | None = None,
    jobs: int = 1,
    settings: Settings | None = None,
    progress: Callable[[int, int], None] = lambda _done, _all: None,
) -> list[Made]:
    """Make one PDF in ``out`` for each line of facts in ``path``; all of them or none.

    Signed by the signer of ``settings``, unsigned without. Raises FactsRefused.
    """
    lines = read_facts(path)
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


def verify_files(paths: Sequence[Path], trust: Sequence[Path] = ()) -> list[Answer]:
    """The verdict on each file; ``trust`` are PEM files of authorities. Raises FactsRefused."""
    trusted = [
        certificate
        for file in trust
        for certificate in _asked(functools.partial(certificates.load_trust, file))
    ]
    return [Answer(path, certificates.verify(_raw(path), trusted)) for path in paths]


def read_payload(text: str, signers: Sequence[Path]) -> certificates.Stated | None:
    """What the text of a QR code states if one of ``signers`` (PEM files) sealed it, else None.

    Raises FactsRefused for a file that holds no certificates.
    """
    for file in signers:
        try:
            known = x509.load_pem_x509_certificates(_raw(file))
        except ValueError:
            raise FactsRefused([f"{file}: holds no certificates in PEM."]) from None
        for one in known:
            stated = certificates.read_payload(text, one.public_key())
            if stated:
                return stated
    return None


def own_signers(settings: Settings) -> list[Path]:
    """The files with the certificates of present and former signers; none before the first."""
    own = certificates.Authority.within(settings.keys).signer_certificate
    present = settings.signing_certificate or (own if own.is_file() else None)
    return [*([present] if present else []), *sorted(settings.keys.glob("trusted/*.pem"))]


def own_trust(settings: Settings) -> list[Path]:
    """The certificates that this installation signs or has signed with; none before its first."""
    own = certificates.Authority.within(settings.keys).authority_certificate
    former = sorted(settings.keys.glob("trusted/*.pem"))
    present = settings.signing_certificate or (own if own.is_file() else None)
    return [*([present] if present else []), *former]


def signer_of(settings: Settings) -> certificates.Signer:
    """The signer of this installation; the embedded default makes its own. Raises FactsRefused."""
    key, certificate = settings.signing_key, settings.signing_certificate
    url = settings.timestamp_url
    if key and certificate:
        return _asked(lambda: certificates.FileSigner(key, certificate, timestamp_url=url))
    if key or certificate:
        raise FactsRefused(
            ["COMPETITION_SIGNING_KEY and COMPETITION_SIGNING_CERTIFICATE go together; set both."]
        )
    return _asked(lambda: certificates.signer_within(settings.keys, timestamp_url=url))


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


def _asked(ask: Callable[[], Found]) -> Found:
    try:
        return ask()
    except certificates.CertificateError as error:
        raise FactsRefused([str(error)]) from None


def _all_or_none(source: Path, out: Path, outcomes: Iterable[Outcome]) -> list[Made]:
    """Write every outcome to ``out``, at the end and together."""
    out.mkdir(parents=True, exist_ok=True)
    waiting = Path(tempfile.mkdtemp(prefix=".unfinished-", dir=out))
    try:
        made = _written(source, out, waiting, outcomes)
        for one in made:
            (waiting / one.path.name).replace(one.path)
    finally:
        shutil.rmtree(waiting, ignore_errors=True)
    return made


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
    names, times = [], Counter[str]()
    for one in facts:
        stem = _UNFIT_IN_NAMES.sub("-", f"{one.number}_{one.holder}").strip(".-")[:60]
        times[stem] += 1
        names.append(f"{stem}.pdf" if times[stem] == 1 else f"{stem}_{times[stem]}.pdf")
    return names


def _mapping(text: str) -> dict[str, object]:
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        raise ValueError(f"column {error.colno}: is no JSON ({error.msg}).") from None
    except RecursionError:
        raise ValueError("is nested too deeply.") from None
    if not isinstance(value, dict):
        raise ValueError('is no JSON object; a line looks like {"kind": "prize", …}.')  # noqa: TRY004 - a fault of the file
    return value


def _text(path: Path) -> str:
    try:
        return _raw(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FactsRefused([f"{path}: is not UTF-8 (byte {error.start + 1})."]) from None


def _raw(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        reason = error.strerror or "fault"
        raise FactsRefused([f"{path}: cannot be read ({reason})."]) from None

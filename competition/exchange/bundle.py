"""The open bundle of a published version: rules, marks without names, result, and their hashes.

Whoever has the file recomputes the result from the marks and compares every figure; neither our
database nor our word is needed.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from competition.domain.chain import published_statement
from competition.domain.errors import Invalid
from competition.domain.ranking import rank
from competition.exchange.faults import clipped
from competition.exchange.faults.zips import ZIP_FAULTS
from competition.exchange.marks_file import read_marks
from competition.exchange.result_json import canonical_text, result_document
from competition.exchange.rules_file import read_rules_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

SCHEMA = 1
RULES, MARKS, RESULT, MANIFEST, README = (
    "rules.toml",
    "marks.csv",
    "result.json",
    "bundle.json",
    "README.txt",
)
HASHED = (RULES, MARKS, RESULT)
LARGEST = 256 * 1024 * 1024  # bytes of one unpacked file
SMALL = 4 * 1024 * 1024  # bytes of one that no contest makes long
LARGEST_OF = {RULES: SMALL, MANIFEST: SMALL, MARKS: LARGEST, RESULT: LARGEST}

ABOUT = """\
{title}
第 {number} 版 / version {number}

本压缩包用于复算已公布的成绩。评委以字母代替，选手只有参赛号。
With this file anybody can recompute the published result. Judges appear as letters, entrants by
their entry numbers.

rules.toml   计分与奖励规则 / the rules
marks.csv    全部评分 / every mark
result.json  公布的成绩 / the result as published
bundle.json  版本、时间与校验值 / version, time and hashes

复算，并查验封签（公钥见主办方网站 /.well-known/did.json）
to recompute, and to check the seal (keys at the organiser's site, /.well-known/did.json):

    competition bundle check FILE.zip
    competition bundle check FILE.zip --trust did.json
    competition rank --rules rules.toml --marks marks.csv --json
"""


@dataclass(frozen=True, slots=True)
class Bundle:
    """The files of a bundle; ``manifest`` says what they are and their SHA-256.

    ``beside`` names what else lies in the ZIP file: no hash and no seal covers it.
    """

    manifest: Mapping[str, Any]
    files: Mapping[str, bytes]
    beside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """One figure or file that does not hold: where, what the bundle says, what is true."""

    place: str
    stated: str
    found: str


def manifest_of(  # noqa: PLR0913 -- one argument for each thing a manifest states
    *,
    contest: str,
    title: str,
    number: int,
    standing: str,
    published_at: datetime,
    audit_head: str,
    seal: str = "",
    files: Mapping[str, bytes],
) -> dict[str, Any]:
    """The manifest of ``files``."""
    return {
        "schema": SCHEMA,
        "contest": contest,
        "title": title,
        "version": number,
        "standing": standing,
        "published_at": published_at.isoformat(),
        "audit_head": audit_head,
        "seal": seal,
        "sha256": {name: _sha256(files[name]) for name in HASHED},
    }


def statement_in(bundle: Bundle) -> str:
    """What the seal of the bundle must be made over. Raises Invalid: too little is stated.

    It speaks of the manifest's own hashes; ``findings`` tells whether the files are those.
    """
    manifest = bundle.manifest
    try:
        hashes = {PurePath(name).stem: str(manifest["sha256"][name]) for name in HASHED}
        published_at = datetime.fromisoformat(manifest["published_at"])
        number = int(manifest["version"])
    except (KeyError, TypeError, ValueError) as bad:
        raise Invalid("bundle_unreadable") from bad
    slug, head = str(manifest.get("contest")), str(manifest.get("audit_head"))
    return published_statement(slug, number, published_at, hashes, head)


def written(bundle: Bundle) -> bytes:
    """The bundle as a ZIP file; equal bundles give equal bytes."""
    manifest = json.dumps(bundle.manifest, ensure_ascii=False, indent=2, sort_keys=True)
    about = ABOUT.format(title=bundle.manifest["title"], number=bundle.manifest["version"])
    entries = {README: about.encode(), MANIFEST: manifest.encode(), **bundle.files}
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in entries.items():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            packed.writestr(entry, content)
    return raw.getvalue()


def read(raw: bytes) -> Bundle:
    """The bundle in a ZIP file's bytes.

    Raises Invalid: no ZIP, a file missing, far too large, or there twice, so that another program
    might unpack the other one.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            names = Counter(packed.namelist())
            files = {name: _entry(packed, name) for name in (*HASHED, MANIFEST)}
            manifest = json.loads(files.pop(MANIFEST))
    except ZIP_FAULTS as bad:
        raise Invalid("bundle_unreadable") from bad
    for name, count in names.items():
        if count > 1:
            raise Invalid("bundle_file_twice", name=clipped(name))
    if not isinstance(manifest, dict) or not isinstance(manifest.get("sha256"), dict):
        raise Invalid("bundle_unreadable")
    return Bundle(manifest, files, tuple(sorted(names.keys() - {*HASHED, MANIFEST})))


def _entry(packed: zipfile.ZipFile, name: str) -> bytes:
    try:
        entry = packed.getinfo(name)
    except KeyError:
        raise Invalid("bundle_file_missing", name=name) from None
    if entry.file_size > LARGEST_OF[name]:
        raise Invalid("bundle_file_too_large", name=name)
    return packed.read(entry)


def findings(bundle: Bundle) -> tuple[Finding, ...]:
    """Everything that does not hold: hashes, then every figure recomputed from the marks.

    Raises ``FileFault`` where rules or marks cannot be read at all.
    """
    wrong = [
        Finding(name, str(stated), _sha256(bundle.files[name]))
        for name, stated in ((name, bundle.manifest["sha256"].get(name)) for name in HASHED)
        if stated != _sha256(bundle.files[name])
    ]
    stated = _document(bundle.files[RESULT])
    return (*wrong, *_differing("", stated, recomputed(bundle)))


def recomputed(bundle: Bundle) -> dict[str, Any]:
    """The result document that rules and marks give; entrants by number, as ``result.json``."""
    rules = read_rules_bytes(bundle.files[RULES], RULES)
    field = read_marks(bundle.files[MARKS], rules, MARKS)
    document = result_document(rank(rules, field), _sha256(bundle.files[RULES]))
    return _by_number(json.loads(canonical_text(document)))


def _document(raw: bytes) -> dict[str, Any]:
    try:
        return _by_number(json.loads(raw))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as bad:
        raise Invalid("bundle_unreadable") from bad


def _by_number(document: dict[str, Any]) -> dict[str, Any]:
    """The document with its entrants under their numbers and their order as a figure."""
    entrants = {entry["entrant"]: entry for entry in document["entrants"]}
    return document | {"entrants": entrants, "order": list(entrants)}


def _differing(place: str, stated: object, found: object) -> Iterator[Finding]:
    """Every leaf that differs, named by its path."""
    if isinstance(stated, dict) and isinstance(found, dict):
        for key in sorted(stated.keys() | found.keys()):
            yield from _differing(f"{place}/{key}", stated.get(key), found.get(key))
    elif stated != found:
        yield Finding(place.lstrip("/"), _shown(stated), _shown(found))


def _shown(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()

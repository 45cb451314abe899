"""Published versions: texts and document against their hashes, lines against the document.

And each version against the line of the chain that tells of it, and its standing against those
that came after.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from sqlalchemy import Row, Text, cast, select

from competition.domain.telling import Finding
from competition.exchange.faults import FileFault
from competition.exchange.result_json import document_sha256
from competition.exchange.rules_file import read_rules, rules_sha256
from competition.models.base import db
from competition.models.results import ResultLine, ResultVersion
from competition.queries.content.stored import document, slugs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from competition.domain.telling import Key, Told

    Line = tuple[Any, ...]


def findings(told: Told) -> Iterator[Finding]:
    """Every version that is not what was published, or that is gone."""
    known = slugs()
    seen: set[Key] = set()
    for version in _versions():
        key = (version.contest_id, str(version.number))
        seen.add(key)
        for kind in _kinds(version, key, told):
            yield Finding("version", kind, _name(known, key))
    for key, lines in told.published.items():
        if key[0] in known and (key not in seen or len(lines) > 1):
            yield Finding("version", "gone", _name(known, key))


def _name(known: dict[int | None, str], key: Key) -> str:
    return f"{known.get(key[0], f'contest {key[0]}')} version {key[1]}"


def _versions() -> Iterator[Row[*tuple[Any, ...]]]:
    """One at a time: the marks of a thousand entrants are a megabyte."""
    columns = ResultVersion.__table__.c
    wanted = (
        *(columns.id, columns.contest_id, columns.number, columns.standing, columns.published_at),
        *(columns.audit_head, columns.rules_text, columns.rules_sha256, columns.marks_text),
        *(columns.marks_sha256, columns.result_sha256, cast(columns.result, Text).label("result")),
    )
    ids = db.session.scalars(select(columns.id).order_by(columns.id)).all()
    for one in ids:
        yield db.session.execute(select(*wanted).where(columns.id == one)).one()


def _kinds(version: Row[*tuple[Any, ...]], key: Key, told: Told) -> Iterator[str]:
    if not _rules_hold(version.rules_text, version.rules_sha256):
        yield "rules"
    if hashlib.sha256(version.marks_text.encode()).hexdigest() != version.marks_sha256:
        yield "marks"
    result = document(version.result)
    if result is None or document_sha256(result) != version.result_sha256:
        yield "result"
    elif _lines(version.id) != _expected(result):
        yield "ranking"
    if key not in told.published:
        yield "untold"
        return
    stands = (version.result_sha256, version.published_at, version.audit_head)
    if stands not in [(one.sha256, one.at, one.head) for one in told.published[key]]:
        yield "told"
    if version.standing != told.standing[key]:
        yield "standing"


def _rules_hold(text: str, sha256: str) -> bool:
    """The hash is that of the canonical text, which is the text that is stored."""
    if hashlib.sha256(text.encode()).hexdigest() == sha256:
        return True
    try:
        return rules_sha256(read_rules(text, "rules.toml")) == sha256
    except FileFault:
        return False


def _lines(version_id: int) -> list[Line]:
    """What the rows of a version say, in their order."""
    rows = db.session.execute(
        select(
            ResultLine.number,
            ResultLine.group,
            ResultLine.state,
            ResultLine.rank,
            ResultLine.total,
            ResultLine.prize,
            ResultLine.level,
            cast(ResultLine.shown, Text),
        )
        .where(ResultLine.version_id == version_id)
        .order_by(ResultLine.position)
    )
    return [(*row[:-1], document(row[-1])) for row in rows]


def _expected(result: dict[str, Any]) -> list[Line] | None:
    """What they must say by the document: see ``publication.rows``, which wrote them.

    None for a document of another shape, whose hash somebody wrote anew.
    """
    try:
        return [_line(each) for each in result["entrants"]]
    except (KeyError, TypeError, AttributeError):
        return None


def _line(each: dict[str, Any]) -> Line:
    promotion = each["promotion"]
    level = promotion["level"] if promotion and promotion["granted"] else None
    rounds = {
        key: {"state": one["state"], "score": one["score"], "passed": one["passed"]}
        for key, one in each["rounds"].items()
    }
    shown = {
        "tied": each["tied"],
        "decided_by": each["decided_by"],
        "rounds": rounds,
        "titles": each["titles"],
    }
    told = (each[name] for name in ("entrant", "group", "state", "rank", "total", "prize"))
    return (*told, level, shown)

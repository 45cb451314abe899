"""The whole contest as one file for the record office. It holds personal data: a trace stays."""

from __future__ import annotations

import tempfile
from hashlib import sha256
from typing import IO, TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from competition.domain import certificates as rule
from competition.domain.entrants.line import COLUMNS
from competition.domain.errors import DomainError
from competition.exchange.bundle import HASHED, written
from competition.exchange.entrants.columns import heading
from competition.exchange.entrants.workbook import exported, table
from competition.exchange.marks_file import write_marks
from competition.exchange.record_office import add_table, cell, json_bytes, sha256_of
from competition.exchange.record_office import written as archive_written
from competition.models.audit import head, record
from competition.models.base import db, transaction
from competition.queries import contests, entrants
from competition.queries.archive import judging, outcome
from competition.queries.field import field_of
from competition.queries.publishing import results
from competition.queries.publishing.bundle import bundle_of
from competition.storage import store

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from competition.domain.actor import Actor
    from competition.exchange.archive import Archive
    from competition.models.certificates import Certificate
    from competition.models.contest import Contest
    from competition.models.entrant import Entrant

IN_MEMORY_BYTES: Final = 8 * 1024 * 1024
_MORE: Final = ("抽签号", "状态", "状态理由", "同意公布时间", "照片")


def export_archive(actor: Actor, now: datetime, contest_id: int) -> IO[bytes]:
    """The archive as a ZIP, from its beginning; the caller closes it.

    The audit line bears the file's SHA-256. Raises ``DomainError("stored_file_altered")`` rather
    than archiving a certificate that is not the one issued, and StoredFileMissing.
    """
    contest = contests.in_deed(db.session(), contest_id, "archive:export")
    file: IO[bytes] = tempfile.SpooledTemporaryFile(IN_MEMORY_BYTES)  # noqa: SIM115 -- the caller closes it
    try:
        count = _fill(file, actor, now, contest)
        told = {"sha256": sha256_of(file), "files": count}
        with transaction() as session:
            record(
                session,
                actor,
                now,
                "archive:exported",
                contest.slug,
                contest_id=contest_id,
                detail=told,
            )
    except BaseException:
        file.close()
        raise
    return file


def _fill(file: IO[bytes], actor: Actor, now: datetime, contest: Contest) -> int:
    facts = {
        "contest": contest.slug,
        "made_at": now.isoformat(),
        "made_by": actor.name,
        "audit_head": head(db.session()),
    }
    with archive_written(
        file, contest.title, facts, now.astimezone(ZoneInfo(contest.zone))
    ) as archive:
        archive.add("contest.json", json_bytes(_contest(contest)))
        archive.add("rules.toml", contest.rules_text.encode())
        archive.add("marks.csv", write_marks(field_of(contest)).encode())
        people = entrants.everybody(contest.id)
        archive.add("entrants.xlsx", _entrants(people))
        _photos(archive, people)
        for records in (*judging.tables(contest.id), *outcome.tables(contest.id)):
            add_table(archive, records)
        _versions(archive, contest)
        _certificates(archive, contest.id)
        archive.add_rows("audit.jsonl", outcome.chain(contest.id))
    return len(archive.members)


def _contest(contest: Contest) -> dict[str, Any]:
    return {
        "slug": contest.slug,
        "title": contest.title,
        "state": contest.state,
        "zone": contest.zone,
        "created_at": contest.created_at.isoformat(),
        "rules_sha256": contest.rules_sha256,
        "rules_frozen_at": cell(contest.rules_frozen_at) or None,
        "settings": contest.settings,
        "rounds": [
            {"key": one.key, "title": one.title, "judging": one.judging, "state": one.state}
            for one in contest.rounds
        ],
    }


def _entrants(people: Iterable[Entrant]) -> bytes:
    heads = [*(heading(column, "zh") for column in COLUMNS), *_MORE]
    rows = [
        [*(exported(entrants.line_of(person))[column] for column in COLUMNS), *_more(person)]
        for person in people
    ]
    return table("选手", heads, rows, [18] * len(heads), counted={len(COLUMNS)})


def _more(person: Entrant) -> list[str]:
    return [
        person.draw_number or "",
        person.state,
        person.state_reason,
        cell(person.consented_at),
        f"photos/{person.number}.jpg" if person.photo_key else "",
    ]


def _photos(archive: Archive, people: Iterable[Entrant]) -> None:
    for person in people:
        if person.photo_key:
            archive.add(f"photos/{person.number}.jpg", store().get(person.photo_key))


def _versions(archive: Archive, contest: Contest) -> None:
    for version in reversed(results.versions(contest.id)):
        bundle = bundle_of(contest, version)
        folder = f"versions/v{version.number}"
        for name in HASHED:
            archive.add(f"{folder}/{name}", bundle.files[name])
        archive.add(f"{folder}/bundle.zip", written(bundle))
        add_table(archive, outcome.version_table(version))


def _certificates(archive: Archive, contest_id: int) -> None:
    """Every file that was issued, also of those no longer in force, and the list of all."""
    found = outcome.certificates(contest_id)
    names = rule.file_names([(entrant.number, made.kind, made.number) for made, entrant in found])
    listed = []
    for (made, entrant), plain in zip(found, names, strict=True):
        name = f"certificates/{plain}" if made.sha256 else ""
        if name:
            archive.add(name, _stored(made))
        listed.append((made, entrant, name))
    add_table(archive, outcome.certificate_table(listed))


def _stored(made: Certificate) -> bytes:
    content = store().get(str(made.storage_key))
    if sha256(content).hexdigest() != made.sha256:
        raise DomainError("stored_file_altered", number=made.number)
    return content

"""A sheet of entrants: kept while it is looked at, then taken whole or not at all."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final
from uuid import uuid4

from sqlalchemy import delete

from competition.domain.entrants.line import COLUMNS
from competition.domain.errors import DomainError, Invalid
from competition.exchange.entrants.sheet import Grid, entrants_in
from competition.models.audit import record
from competition.models.base import transaction
from competition.models.upload import PendingUpload
from competition.queries import contests, entrants, uploads
from competition.services.entrants import rows

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

    from competition.domain.actor import Actor
    from competition.domain.entrants.roster import Preview

KEPT_FOR: Final = timedelta(hours=24)


def keep_upload(actor: Actor, now: datetime, contest_id: int, grid: Grid) -> str:
    """Keep an uploaded sheet, sealed, until it is taken; the token to find it by.

    What nobody took within a day is forgotten: it holds personal data.
    """
    with transaction() as session:
        contests.in_deed(session, contest_id, "entrants:edit")
        session.execute(delete(PendingUpload).where(PendingUpload.made_at < now - KEPT_FOR))
        kept = PendingUpload(
            id=str(uuid4()),
            contest_id=contest_id,
            user_id=actor.id,
            name=grid.name[:200],
            content=grid.as_json(),
            made_at=now,
        )
        session.add(kept)
        told = {"rows": len(grid.rows)}
        record(
            session,
            actor,
            now,
            "entrants:sheet_checked",
            kept.name,
            contest_id=contest_id,
            detail=told,
        )
    return kept.id


def choose_columns(
    actor: Actor, now: datetime, contest_id: int, token: str, meant: Mapping[int, str]
) -> None:
    """Read columns of a kept sheet, by their place from 0, as the person says they are meant.

    Raises NotFound("upload_gone"), Invalid("column_unknown") and, where two columns of the sheet
    would be read as the same, Invalid("column_chosen_twice").
    """
    chosen = {at: key for at, key in meant.items() if key}
    if not set(chosen.values()) <= set(COLUMNS) or any(at < 0 for at in chosen):
        raise Invalid("column_unknown")
    if len(set(chosen.values())) < len(chosen):
        raise Invalid("column_chosen_twice")
    with transaction() as session:
        contests.in_deed(session, contest_id, "entrants:edit")
        kept = uploads.pending(contest_id, token)
        grid = replace(Grid.from_json(kept.content), meant=chosen)
        headings = entrants_in(grid).headings
        kept.content = grid.as_json()
        told = {key: headings[key] for key in chosen.values() if key in headings}
        record(
            session,
            actor,
            now,
            "entrants:columns_chosen",
            kept.name,
            contest_id=contest_id,
            detail=told,
        )


def take_upload(actor: Actor, now: datetime, contest_id: int, token: str) -> Preview:
    """Take a kept sheet: all of its rows, or, with any fault, none.

    The rows are checked again against what is stored now. Raises NotFound("upload_gone") and
    DomainError("sheet_has_faults").
    """
    with transaction() as session:
        contest = contests.in_deed(session, contest_id, "entrants:edit")
        kept = uploads.pending(contest_id, token)
        found = uploads.check(contest, Grid.from_json(kept.content), now)
        if found.faults:
            raise DomainError("sheet_has_faults", count=len(found.faults))
        _write(session, contest_id, found, now)
        told = {
            "new": len(found.new),
            "changed": len(found.changed),
            "unchanged": len(found.unchanged),
        }
        record(
            session, actor, now, "entrants:imported", kept.name, contest_id=contest_id, detail=told
        )
        session.delete(kept)
    return found


def drop_upload(actor: Actor, now: datetime, contest_id: int, token: str) -> None:
    """Forget a kept sheet without taking it."""
    with transaction() as session:
        contests.in_deed(session, contest_id, "entrants:see")
        kept = uploads.pending(contest_id, token)
        record(session, actor, now, "entrants:sheet_dropped", kept.name, contest_id=contest_id)
        session.delete(kept)


def _write(session: Session, contest_id: int, found: Preview, now: datetime) -> None:
    session.add_all(rows.new_row(contest_id, line, now) for line in found.new)
    if not found.changed:
        return
    by_number = {row.number: row for row in entrants.everybody(contest_id)}
    for change in found.changed:
        rows.write(by_number[change.before.number], change.after, now)

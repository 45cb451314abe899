"""Signing out: a session is noted as ended for as long as a copy of its cookie would be good."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from competition.models.base import transaction
from competition.models.sessions import EndedSession, digest

if TYPE_CHECKING:
    from datetime import datetime, timedelta


def end_session(now: datetime, name: str, good_for: timedelta) -> None:
    """End the session of that name; once more changes nothing, also at the same moment.

    Rows that nobody needs any longer go at the same time, so that no other work has to see to it.
    No audit line: a sign-out is no deed in a contest.
    """
    with suppress(IntegrityError), transaction() as session:
        session.execute(delete(EndedSession).where(EndedSession.until < now))
        key = digest(name)
        if session.get(EndedSession, key) is None:
            session.add(EndedSession(digest=key, until=now + good_for))

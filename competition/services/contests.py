"""A contest from its creation to its review: settings, states, steps back. Rules: ``rules``."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from competition.domain.contest import at_least
from competition.domain.contest import move as moved
from competition.domain.errors import DomainError, Invalid, NotAllowed
from competition.domain.settings import ContestSettings, settings_from
from competition.domain.setup.contradictions import contradictions
from competition.domain.setup.readiness import ready
from competition.exchange.rules_file import rules_sha256, write_rules
from competition.models.audit import record
from competition.models.base import transaction
from competition.models.contest import Contest
from competition.models.rounds import mirror
from competition.models.staff import Membership
from competition.queries import contests, people, readiness

if TYPE_CHECKING:
    from datetime import datetime

    from competition.domain.actor import Actor
    from competition.domain.contest import ContestState
    from competition.domain.rules import Rules

SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?")
# What stands where a contest's name would in addresses of our own; a test finds what is missing.
RESERVED: Final = frozenset(
    {"new", "designs", "organise", "judge", "me", "api"}
    | {"app", "card", "contact", "receipts", "resume"}
)


def is_fit(slug: str) -> bool:
    """Whether a contest may stand at that address: lower-case letters, figures, hyphens."""
    return SLUG.fullmatch(slug) is not None and slug not in RESERVED


def create_contest(
    actor: Actor, now: datetime, rules: Rules, settings: ContestSettings | None = None
) -> Contest:
    """A new contest with these rules; whoever creates it becomes its organiser.

    Raises NotAllowed, Invalid("slug_form") and Invalid("slug_taken").
    """
    if actor.id is None or not people.may_create_contests(actor.id):
        raise NotAllowed("may_not_create")
    slug = rules.contest.slug
    if not is_fit(slug):
        raise Invalid("slug_form", slug=slug)
    with transaction() as session:
        if contests.taken(slug):
            raise Invalid("slug_taken", slug=slug, free=contests.free_slug(slug))
        contest = _contest(rules, settings or ContestSettings(), now)
        session.add(contest)
        mirror(session, contest, rules)
        session.flush()
        session.add(Membership(contest_id=contest.id, user_id=actor.id, role="organiser"))
        told = {"rules_sha256": contest.rules_sha256}
        acting = replace(actor, role="organiser")
        record(session, acting, now, "contest:created", slug, contest_id=contest.id, detail=told)
    return contest


def _contest(rules: Rules, settings: ContestSettings, now: datetime) -> Contest:
    return Contest(
        slug=rules.contest.slug,
        title=rules.contest.title,
        rules_text=write_rules(rules),
        rules_sha256=rules_sha256(rules),
        settings=settings.as_json(),
        created_at=now,
    )


def configure(actor: Actor, now: datetime, contest_id: int, settings: ContestSettings) -> None:
    """Run the contest with these settings; the line says which were changed from what to what.

    Raises Invalid for settings that contradict each other (``domain.setup.contradictions``).
    """
    for _setting, wrong in contradictions(settings):
        raise wrong
    with transaction() as session:
        contest = contests.in_deed(session, contest_id, "contest:configure")
        before, after = settings_from(contest.settings).as_json(), settings.as_json()
        changed = {key: [before[key], after[key]] for key in after if after[key] != before[key]}
        if not changed:
            return
        contest.settings = after
        told = {"changed": changed}
        record(
            session,
            actor,
            now,
            "contest:configured",
            contest.slug,
            contest_id=contest.id,
            detail=told,
        )


def move_contest(  # noqa: PLR0913 -- a deed with the state it was decided on and its reason
    actor: Actor,
    now: datetime,
    contest_id: int,
    wanted: ContestState,
    *,
    present: ContestState,
    reason: str = "",
) -> None:
    """Take the contest one step on, or back with a reason, up to ``reviewed``.

    ``present`` is the state that was seen when this was decided. Judging opens the rounds for the
    entry of marks. Raises DomainError
    (``contest_moved_meanwhile``, ``contest_not_ready``, ``contest_step_elsewhere``).
    """
    with transaction() as session:
        contest = contests.in_deed(session, contest_id, "contest:advance")
        if contest.state != present:
            raise DomainError("contest_moved_meanwhile")
        if at_least(wanted, "provisional") or at_least(present, "provisional"):
            raise DomainError("contest_step_elsewhere")
        moved(present, wanted, reason)
        forward = at_least(wanted, present)
        if forward and not ready(readiness.facts(contest, now)):
            raise DomainError("contest_not_ready")
        _enter(contest, wanted)
        action = "contest:advanced" if forward else "contest:stepped_back"
        told = {"from": present, "to": wanted}
        record(
            session,
            actor,
            now,
            action,
            contest.slug,
            contest_id=contest.id,
            reason=reason.strip(),
            detail=told,
        )


def _enter(contest: Contest, wanted: ContestState) -> None:
    contest.state = wanted
    if wanted == "judging":
        for round_ in contest.rounds:
            round_.state = "open"

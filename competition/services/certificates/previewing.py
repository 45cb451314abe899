"""A look at a design before anything is issued; and the choice of designs."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

import certificates as press
from competition.domain.certificates import KINDS, Award, awards, hosts
from competition.domain.certificates.facts import Paper, Person, facts_of
from competition.domain.errors import DomainError, Invalid
from competition.domain.settings import settings_from
from competition.exchange.rules_file import read_rules
from competition.models import db, transaction
from competition.models.audit import record
from competition.models.contest import Contest
from competition.models.entrant import Entrant
from competition.queries import certificates as queries
from competition.queries.certificates.touching import person_of
from competition.services.certificates import shelf, workshop

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from competition.domain.actor import Actor
    from competition.domain.rules import Rules

SAMPLE = Person("郑文博", "居民身份证", "330802199001011234", "衢州市某某有限公司")
DEED = "certificates:issue"


def preview(contest: Contest, kind: str, design: str, now: datetime, base_url: str) -> bytes:
    """One specimen of ``kind`` as a PDF: of the first who is due one, else of somebody invented.

    Raises Invalid for an unknown kind or design.
    """
    if kind not in KINDS:
        raise Invalid("certificate_design_unfit", design=design, reason=kind)
    settings = settings_from(contest.settings)
    rules = read_rules(contest.rules_text, f"{contest.slug}.toml")
    award, person = _example(contest, rules, kind)
    today = now.astimezone(ZoneInfo(contest.zone)).date()
    paper = Paper("SPECIMEN-000000", f"{base_url}/verify", today, specimen=True)
    facts = workshop.read_facts(facts_of(award, person, paper, rules, settings))
    shelf.design_version(design, kind)
    with tempfile.TemporaryDirectory() as folder, workshop.refusals():
        return press.render(facts, design=shelf.place(design, Path(folder)))


def picture(pdf: bytes, width: int = 900) -> bytes:
    """The first page of a PDF as a PNG picture, ``width`` pixels wide."""
    return press.preview_png(pdf, width=width)


def _example(contest: Contest, rules: Rules, kind: str) -> tuple[Award, Person]:
    try:
        version = queries.certified_version(db.session(), contest.id)
        granted = queries.awards_of(contest, version)
        award = next(award for award in granted if award.kind == kind)
    except (DomainError, StopIteration):
        return _invented(contest, rules, kind), SAMPLE
    entrant = db.session.scalars(
        select(Entrant).where(Entrant.contest_id == contest.id, Entrant.number == award.entrant)
    ).one()
    return award, person_of(entrant)


def _invented(contest: Contest, rules: Rules, kind: str) -> Award:
    """An award of the kind as these rules give it, or a plausible one where they give none."""
    line: dict[str, Any] = {
        "entrant": "000",
        "promotion": {"level": rules.promotions[0].level, "granted": True}
        if rules.promotions
        else None,
        "titles": [title.key for title in rules.titles[:1]],
        "prize": rules.prizes[0].key if rules.prizes else None,
    }
    settings = settings_from(contest.settings)
    for award in awards(rules, {"entrants": [line]}, settings):
        if award.kind == kind:
            return award
    level = 2 if kind == "level" else None
    return Award("000", kind, "sample", level, "一等奖", hosts(rules) or rules.contest.title)  # type: ignore[arg-type]  # a checked kind


def choose_designs(actor: Actor, now: datetime, contest_id: int, chosen: Mapping[str, str]) -> None:
    """Set the design of each kind in ``chosen`` for certificates still to be reserved.

    Raises Invalid for a design that does not exist for its kind.
    """
    for kind, design in chosen.items():
        shelf.design_version(design, kind)
    with transaction() as session:
        contest = session.get_one(Contest, contest_id, with_for_update=True)
        designs = {f"{kind}_design": design for kind, design in chosen.items()}
        contest.settings = {**contest.settings, **designs}
        record(
            session,
            actor,
            now,
            "certificates:designs-chosen",
            contest_id=contest_id,
            detail=dict(chosen),
        )

"""The organisers' list of certificates: narrowed, sorted, paged, counted."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from sqlalchemy import func, or_, select

from competition.domain import certificates as rule
from competition.domain.entrants import numbers
from competition.domain.typed import code_text
from competition.models.base import db
from competition.models.certificates import Certificate, Download
from competition.models.contest import Proposal
from competition.models.entrant import Entrant
from competition.models.staff import User
from competition.queries.certificates import REVOCATION

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement

PAGE_ROWS = 50


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the organisers' list."""

    certificate: Certificate
    entrant: Entrant
    downloads: int


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the organisers' list; ``number`` from 1."""

    rows: list[Row]
    number: int
    pages: int
    total: int


_FETCHED = (
    select(func.count(Download.id))
    .where(Download.certificate_id == Certificate.id)
    .correlate(Certificate)
    .scalar_subquery()
)
# What the organisers' list can be sorted by, the first column of each in both directions.
ORDERS = {
    "entrant": (func.length(Entrant.number), Entrant.number),
    "award": (Certificate.kind, Certificate.level, Certificate.award),
    "number": (Certificate.number,),
    "state": (Certificate.state,),
    "issued": (Certificate.issued_on, Certificate.made_at),
    "downloads": (_FETCHED,),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the organisers' list is narrowed to and sorted by; an empty value narrows nothing."""

    search: str = ""
    kind: str = ""
    state: str = ""
    order: str = "entrant"
    descending: bool = False

    def conditions(self, contest_id: int) -> list[ColumnElement[bool]]:
        """As conditions on certificates joined to entrants."""
        found = [Certificate.contest_id == contest_id]
        if self.kind:
            found.append(Certificate.kind == self.kind)
        if self.state == "flagged":
            found += [Certificate.flagged != "", Certificate.state == "issued"]
        elif self.state:
            found.append(Certificate.state == self.state)
        if self.search:
            columns = (Entrant.name, Entrant.number, Certificate.number)
            part = dict.fromkeys((self.search, code_text(self.search)))
            like = [c.contains(text, autoescape=True) for text in part for c in columns]
            found.append(or_(*like, Entrant.number.in_(numbers.spellings(self.search))))
        return found


def page_of(contest_id: int, wanted: Wanted, number: int = 1) -> Page:
    """One page of the certificates of a contest that are wanted, in the order that is wanted."""
    matching = (
        select(Certificate, Entrant)
        .join(Entrant, Certificate.entrant_id == Entrant.id)
        .where(*wanted.conditions(contest_id))
    )
    total = db.session.scalar(select(func.count()).select_from(matching.subquery())) or 0
    pages = max(1, -(-total // PAGE_ROWS))
    number = min(max(1, number), pages)
    by = [column.desc() if wanted.descending else column for column in ORDERS[wanted.order]]
    shown = matching.order_by(*by, func.length(Entrant.number), Entrant.number, Certificate.id)
    found = db.session.execute(shown.limit(PAGE_ROWS).offset((number - 1) * PAGE_ROWS)).all()
    counts = download_counts([certificate.id for certificate, _ in found])
    rows = [Row(made, entrant, counts.get(made.id, 0)) for made, entrant in found]
    return Page(rows, number, pages, total)


def download_counts(certificate_ids: Sequence[int]) -> dict[int, int]:
    """How often each file was fetched; those never fetched are left out."""
    counted = db.session.execute(
        select(Download.certificate_id, func.count())
        .where(Download.certificate_id.in_(certificate_ids))
        .group_by(Download.certificate_id)
    )
    return dict(counted.all())


def downloads_of(certificate_id: int) -> list[Download]:
    """Who fetched a certificate's file, newest first."""
    found = db.session.scalars(
        select(Download).where(Download.certificate_id == certificate_id).order_by(Download.id)
    )
    return list(found)[::-1]


def tally(contest_id: int) -> dict[str, int]:
    """How many certificates are in each state, and how many in force are ``flagged``."""
    counted = db.session.execute(
        select(Certificate.state, func.count())
        .where(Certificate.contest_id == contest_id)
        .group_by(Certificate.state)
    )
    counts = dict.fromkeys(rule.STATES, 0) | dict(counted.all())
    flagged = select(func.count()).where(*Wanted(state="flagged").conditions(contest_id))
    return counts | {"flagged": db.session.scalar(flagged) or 0}


def in_force_digest(contest_id: int) -> str:
    """The same as long as the same certificates are in force: a file of all of them is of now."""
    ids = db.session.scalars(
        select(Certificate.id)
        .where(Certificate.contest_id == contest_id, Certificate.state == "issued")
        .order_by(Certificate.id)
    )
    return sha256(",".join(map(str, ids)).encode()).hexdigest()


def named(ids: Sequence[int]) -> list[tuple[Certificate, Entrant]]:
    """Certificates with their holders as registered, in the order of the list."""
    found = db.session.execute(
        select(Certificate, Entrant)
        .join(Entrant, Certificate.entrant_id == Entrant.id)
        .where(Certificate.id.in_(ids))
        .order_by(func.length(Entrant.number), Entrant.number, Certificate.id)
    )
    return [(certificate, entrant) for certificate, entrant in found]


def waiting_revocations(contest_id: int) -> list[tuple[Proposal, User]]:
    """Bulk revocations that wait for a second person, with who proposed them."""
    found = db.session.execute(
        select(Proposal, User)
        .join(User, Proposal.proposed_by == User.id)
        .where(
            Proposal.contest_id == contest_id,
            Proposal.kind == REVOCATION,
            Proposal.state == "waiting",
        )
        .order_by(Proposal.id)
    )
    return [(proposal, user) for proposal, user in found]

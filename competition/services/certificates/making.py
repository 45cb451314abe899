"""Making the files of reserved certificates: set, sign, store, then mark as issued.

Whatever is interrupted is taken up again by the next run: a number belongs to its row from the
moment it was reserved, and only a stored file turns the row to issued.
"""

from __future__ import annotations

import gc
import json
import os
import tempfile
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

import certificates as press
from competition.domain import certificates as rule
from competition.domain import contest as states
from competition.domain.errors import DomainError
from competition.models import db, transaction
from competition.models.audit import record
from competition.models.certificates import Certificate
from competition.models.contest import Contest
from competition.queries import certificates as queries
from competition.services.certificates.issuing import reserve
from competition.services.certificates.shelf import design_version, place
from competition.services.certificates.workshop import read_facts, refusal, refusals, workshop
from competition.storage import store

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from competition.domain.actor import Actor
    from competition.services.certificates.workshop import Workshop
    from config import Settings

CHUNK = 20  # files stored before the next transaction marks them
WORTH_A_PROCESS = 50  # certificates for which another process pays
Clock = Callable[[], "datetime"]
Tell = Callable[[int, int], None]


@dataclass(slots=True)
class Outcome:
    """What came of a run: how many files were made, and what was refused and why."""

    made: int = 0
    refused: list[dict[str, Any]] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """Plain values, for the outcome of a job."""
        return {"made": self.made, "refused": self.refused}


@dataclass(frozen=True, slots=True)
class _Ready:
    """One certificate read for making; ``sealed`` are the facts as they were when it was read."""

    id: int
    stated: str
    order: press.Order

    @property
    def finished(self) -> str:
        """The facts as they are printed: with the payload of the QR code, where one is wanted."""
        facts = json.loads(self.stated)
        if "offline" not in facts:
            return self.stated
        return json.dumps(facts | {"offline": self.order.facts.offline}, ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class _Stored:
    """One file in the storage, not yet marked."""

    id: int
    stated: str
    finished: str
    key: str
    digest: str
    size: int


def issue_all(
    actor: Actor,
    clock: Clock,
    contest_id: int,
    settings: Settings,
    *,
    tell: Tell | None = None,
) -> Outcome:
    """Reserve what is due, make every file that is missing, and close the contest when none is.

    May be run again after any interruption. Raises as ``reserve`` and ``workshop`` do.
    """
    shop = workshop(settings)
    reserved = reserve(actor, clock(), contest_id, settings.base_url)
    outcome = make(actor, clock, reserved.ids, shop, tell=tell)
    outcome.refused[:0] = [refused.as_json() for refused in reserved.refused]
    complete(actor, clock(), contest_id)
    return outcome


def make(
    actor: Actor,
    clock: Clock,
    ids: Sequence[int],
    shop: Workshop,
    *,
    tell: Tell | None = None,
) -> Outcome:
    """Make the files of the certificates ``ids``; those that are not reserved are left alone."""
    outcome = Outcome()
    with tempfile.TemporaryDirectory() as folder, _settled_heap():
        ready = {str(one.id): one for one in _ready(ids, shop, Path(folder), outcome)}
        batch = press.Batch(signer=shop.signer, did=shop.did, jobs=_processes(len(ready)))
        stored: list[_Stored] = []
        for printed in batch.run([one.order for one in ready.values()]):
            one = ready[printed.order.name]
            if printed.error:
                _refuse(one.id, refusal(printed.error), outcome)
                continue
            stored.append(_store(one, printed.pdf))
            if len(stored) >= CHUNK:
                outcome.made += _mark(actor, clock(), stored)
                stored = []
                _say(tell, outcome.made, len(ready))
        outcome.made += _mark(actor, clock(), stored)
        _say(tell, outcome.made, len(ready))
    return outcome


@contextmanager
def _settled_heap() -> Iterator[None]:
    """Let the collections between documents look at the documents only, not at the program.

    The press collects every few pages; with all that an application has loaded, one collection
    would cost as much as several pages.
    """
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


def _processes(count: int) -> int:
    """How many processes set ``count`` certificates: one core stays with the judges."""
    return max(1, min((os.cpu_count() or 1) - 1, count // WORTH_A_PROCESS))


def _say(tell: Tell | None, done: int, total: int) -> None:
    if tell:
        tell(done, total)


def _ready(ids: Iterable[int], shop: Workshop, folder: Path, outcome: Outcome) -> Iterator[_Ready]:
    """The certificates still to be made, as orders; what has become unfit goes to ``outcome``."""
    found = db.session.scalars(
        select(Certificate)
        .where(Certificate.id.in_(ids), Certificate.state == "reserved")
        .order_by(Certificate.id)
        .execution_options(populate_existing=True)
    ).all()
    for certificate in found:
        try:
            yield _Ready(certificate.id, certificate.facts, _order(certificate, shop, folder))
        except DomainError as error:
            _refuse(certificate.id, error, outcome)


def _order(certificate: Certificate, shop: Workshop, folder: Path) -> press.Order:
    design_version(certificate.design, certificate.kind)
    return press.Order(
        str(certificate.id),
        _facts(json.loads(certificate.facts), shop, folder),
        place(certificate.design, folder),
        status=shop.status(certificate.status_index),
    )


def _facts(stated: Mapping[str, Any], shop: Workshop, folder: Path) -> press.Facts:
    """The facts to print, sealed for the QR code where the contest wants that."""
    facts = read_facts(stated, folder)
    if "offline" not in stated:
        return facts
    with refusals():
        return press.sealed(facts, shop.signer)


def _refuse(certificate_id: int, error: DomainError, outcome: Outcome) -> None:
    """Say on the row and in the outcome why this one could not be made; its number stays."""
    params = {key: str(value) for key, value in error.params.items()}
    with transaction() as session:
        certificate = session.get_one(Certificate, certificate_id)
        certificate.trouble = json.dumps({"code": error.code, "params": params})
        outcome.refused.append(
            {"certificate": certificate.number, "code": error.code, "params": params}
        )


def _store(one: _Ready, pdf: bytes) -> _Stored:
    """Keep the file under its own digest, so that no later file can take its place."""
    digest = sha256(pdf).hexdigest()
    key = f"certificates/{digest[:2]}/{digest}.pdf"
    store().put(key, pdf)
    return _Stored(one.id, one.stated, one.finished, key, digest, len(pdf))


def _mark(actor: Actor, now: datetime, stored: Sequence[_Stored]) -> int:
    """Turn stored certificates to issued; one line in the chain for all of them."""
    if not stored:
        return 0
    with transaction() as session:
        numbers: dict[int, list[str]] = {}
        for one in stored:
            certificate = _still_waiting(session, one)
            if certificate is None:
                continue
            _issued(session, now, certificate, one)
            numbers.setdefault(certificate.contest_id, []).append(certificate.number)
        for contest_id, issued in numbers.items():
            detail = {"numbers": issued}
            record(session, actor, now, "certificates:issued", contest_id=contest_id, detail=detail)
        return sum(map(len, numbers.values()))


def _still_waiting(session: Session, one: _Stored) -> Certificate | None:
    """The row, locked, unless somebody else made it or its facts were frozen anew meanwhile."""
    certificate = session.get_one(Certificate, one.id, with_for_update=True, populate_existing=True)
    same = certificate.state == "reserved" and certificate.facts == one.stated
    return certificate if same else None


def _issued(session: Session, now: datetime, certificate: Certificate, one: _Stored) -> None:
    certificate.state = rule.move(certificate.state, "issued")
    certificate.storage_key, certificate.sha256, certificate.size = one.key, one.digest, one.size
    certificate.made_at, certificate.trouble, certificate.facts = now, "", one.finished
    if certificate.supersedes is None:
        return
    old = session.get_one(Certificate, certificate.supersedes)
    old.superseded_by, old.flagged = certificate.id, ""
    if old.state == "issued":
        old.state, old.ended_at = rule.move(old.state, "superseded"), now


def complete(actor: Actor, now: datetime, contest_id: int) -> bool:
    """Move the contest to certified when everything that its result grants is issued."""
    with transaction() as session:
        contest = session.get_one(Contest, contest_id, with_for_update=True)
        if contest.state != "final" or _missing(session, contest):
            return False
        contest.state = states.move("final", "certified")
        record(session, actor, now, "contest:certified", contest_id=contest_id)
        return True


def _missing(session: Session, contest: Contest) -> bool:
    awards = queries.awards_of(contest, queries.certified_version(session, contest.id))
    standing = queries.standing_of(session, contest.id)
    if not awards or rule.due(awards, standing):
        return True
    waiting = select(func.count()).where(
        Certificate.contest_id == contest.id, Certificate.state == "reserved"
    )
    return bool(session.scalar(waiting))

"""What is counted after things went wrong: lost, doubled, half done. Empty lists are good."""

from __future__ import annotations

from hashlib import sha256

from sqlalchemy import func, select

from competition.models import db
from competition.models.audit import AuditLine
from competition.models.certificates import Certificate, NumberSeries
from competition.models.entrant import Entrant
from competition.models.results import ResultLine, ResultVersion
from competition.queries import chain
from competition.storage import store


def chain_wrong():
    """Where the audit chain does not hold."""
    return [f"chain: {place.kind} {place.id}" for place in chain.check()[2]]


def versions_wrong():
    """Versions without all their lines, without their audit line, or two that count at once.

    Those that a scene has put there by hand, without marks, are none.
    """
    db.session.rollback()
    wrong = []
    for version in db.session.scalars(select(ResultVersion).where(ResultVersion.marks_text != "")):
        if _count(ResultLine, ResultLine.version_id == version.id) != _entrants(version):
            wrong.append(f"version {version.number}: lines")
        told = _count(
            AuditLine,
            AuditLine.action == "result:published",
            AuditLine.contest_id == version.contest_id,
            AuditLine.subject == str(version.number),
        )
        if told != 1:
            wrong.append(f"version {version.number}: {told} audit lines")
    standing = select(ResultVersion.contest_id).where(
        ResultVersion.standing.in_(("provisional", "final"))
    )
    counting = list(db.session.scalars(standing))
    return wrong + [f"contest {one}: two versions" for one in counting if counting.count(one) > 1]


def _entrants(version):
    return _count(Entrant, Entrant.contest_id == version.contest_id)


def _count(model, *where):
    return db.session.scalar(select(func.count()).select_from(model).where(*where))


def certificates_wrong(each):
    """Numbers lost or given twice, certificates without their file, contests without ``each``."""
    db.session.rollback()
    made = db.session.scalars(select(Certificate)).all()
    wrong = [f"{one.number}: {one.state}" for one in made if one.state != "issued"]
    wrong += [f"{one.number}: file" for one in made if one.state == "issued" and not _whole(one)]
    awards = [(one.contest_id, one.entrant_id, one.kind, one.award) for one in made]
    wrong += [f"{award}: twice" for award in set(awards) if awards.count(award) > 1]
    contests = [one.contest_id for one in made]
    wrong += [f"contest {one}: count" for one in set(contests) if contests.count(one) != each]
    return wrong + numbers_wrong(made)


def _whole(certificate):
    try:
        return sha256(store().get(certificate.storage_key)).hexdigest() == certificate.sha256
    except LookupError:
        return False


def numbers_wrong(made):
    """Every series counts 1, 2, 3 … with no gap and nothing twice."""
    wrong = []
    series = select(NumberSeries).where(NumberSeries.prefix != "status-list")
    for one in db.session.scalars(series):
        values = sorted(
            int(each.number[len(one.prefix) :])
            for each in made
            if each.number.startswith(one.prefix)
        )
        if values != list(range(1, one.next_value)):
            wrong.append(f"series {one.prefix}: {values} of {one.next_value - 1}")
    return wrong

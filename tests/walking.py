"""Every page of the organisers, one after the other: what to put into its address, and its cost."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass

from competition.models import db
from competition.models.certificates import Certificate
from competition.models.contest import Proposal
from competition.models.entrant import Entrant
from competition.models.job import Job
from competition.models.staff import User
from competition.models.upload import PendingUpload
from tests import scenes
from tests.counting import counted

PART = re.compile(r"<(?:[^:>]+:)?([^>]+)>")
FILES = (".xlsx", ".zip", ".pdf", ".png", ".jpg", ".toml", "/file", "/export")


@dataclass(frozen=True)
class Seen:
    """One address as it answered: milliseconds of wall and of processor, statements, bytes."""

    rule: str
    status: int
    ms: float
    cpu: float
    statements: int
    size: int

    @property
    def is_page(self):
        return is_page(self.rule)


def is_page(rule):
    """Whether a person reads what the address gives, and does not save or print it."""
    return not rule.endswith(FILES) and "/preview/" not in rule


def addresses(app):
    """The rules of all that organisers get."""
    return sorted(
        str(rule)
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith("organisers.") and "GET" in rule.methods
    )


def values(contest):
    """What stands in an address of this contest; a rule with an unknown part is a KeyError."""
    newest = {
        "entrant_id": Entrant,
        "certificate_id": Certificate,
        "proposal": Proposal,
        "job_id": Job,
        "token": PendingUpload,
    }
    found = {name: _one(table, contest) for name, table in newest.items()}
    person = db.session.query(User.id).filter_by(username="zhang").scalar()
    fixed = {"kind": "prize", "design": "prize-classic", "entry": "first", "wanted": "open"}
    number = db.session.query(Entrant.number).filter_by(contest_id=contest.id).first()
    return found | fixed | {"slug": contest.slug, "number": number[0], "user_id": person}


def _one(table, contest):
    found = db.session.query(table.id).filter_by(contest_id=contest.id).first()
    return found[0] if found else "1"


def path(rule, known):
    """The rule with the values in it; the theory has another round than the panel."""
    known = known | {"round_key": "theory" if "/theory/" in rule else "case"}
    return PART.sub(lambda match: str(known[match[1]]), rule)


def see(client, rule, address):
    """The address, asked once."""
    with counted() as asked:
        begun, used = time.perf_counter(), time.process_time()
        answer = client.get(address)
        size = len(answer.data)
        ms, cpu = time.perf_counter() - begun, time.process_time() - used
    answer.close()
    return Seen(rule, answer.status_code, ms * 1000, cpu * 1000, len(asked), size)


def walk(app, contest, *, times=1, pages_only=False):
    """All addresses in turn by somebody who may do everything: the last of ``times`` askings."""
    client, known = scenes.sign_in(app.test_client(), "zhang"), values(contest)
    found = []
    for rule in addresses(app):
        if pages_only and not is_page(rule):
            continue
        seen = [see(client, rule, path(rule, known)) for _ in range(times)]
        found.append(seen[-1])
    return found

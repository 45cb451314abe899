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
from competition.models.judging import Sheet
from competition.models.results import Objection
from competition.models.staff import User
from competition.models.upload import PendingUpload
from tests import scenes, scenes_results
from tests.counting import counted

PART = re.compile(r"<(?:[^:>]+:)?([^>]+)>")
BESIDE = (
    "/judge/<slug>/<round_key>/penalties",
    "/judge/<slug>/<round_key>/sheets/<int:sheet_id>",
    "/c/<slug>/ceremony",
)
BY_JUDGES = (
    "/judge/",
    "/judge/<slug>/<round_key>/",
    "/judge/<slug>/<round_key>/entrants/<draw>",
    "/judge/<slug>/<round_key>/sign-off",
    "/judge/assignment.json",
    "/judge/receipts",
)
BY_ANYBODY = (
    "/",
    "/c/<slug>/",
    "/c/<slug>/board",
    "/c/<slug>/board.json",
    "/c/<slug>/results",
    "/c/<slug>/results/history",
    "/me/sign-in",
    "/v/<code>",
)
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


def everywhere(app):
    """All pages whose length grows with a contest, each with who reads it (none: the public)."""
    found = dict.fromkeys(addresses(app), "zhang")
    found |= dict.fromkeys(BESIDE, "zhang") | dict.fromkeys(BY_JUDGES, "person0")
    return found | dict.fromkeys(BY_ANYBODY)


def values(contest):
    """What stands in an address of this contest; a rule with an unknown part is a KeyError."""
    newest = {
        "entrant_id": Entrant,
        "certificate_id": Certificate,
        "proposal": Proposal,
        "job_id": Job,
        "objection_id": Objection,
        "token": PendingUpload,
    }
    found = {name: _newest(table, contest) for name, table in newest.items()}
    person = db.session.query(User.id).filter_by(username="zhang").scalar()
    fixed = {"kind": "prize", "design": "prize-classic", "entry": "first", "wanted": "open"}
    number = db.session.query(Entrant.number).filter_by(contest_id=contest.id).first()
    case = scenes_results.round_of(contest, "case")
    sheet = db.session.query(Sheet.id).filter_by(round_id=case.id).first()
    code = db.session.query(Certificate.code).filter_by(contest_id=contest.id).first()
    of_judges = {"sheet_id": sheet[0], "draw": "1", "code": code[0] if code else "NONE"}
    fixed |= {"slug": contest.slug, "number": number[0], "user_id": person}
    return found | fixed | of_judges


def _newest(table, contest):
    chosen = db.session.query(table.id).filter_by(contest_id=contest.id)
    order = table.made_at if table in (Job, PendingUpload) else table.id
    found = chosen.order_by(order.desc(), table.id).first()
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


def walk(app, contest):
    """Every page in turn, each opened by whose it is; what the public reads, once it was read."""
    known, clients = values(contest), {None: app.test_client()}
    for name in ("zhang", "person0"):
        clients[name] = scenes.sign_in(app.test_client(), name)
    found = []
    for rule, who in filter(lambda pair: is_page(pair[0]), everywhere(app).items()):
        for _ in range(1 if who else 2):  # the rules of a version are read but once
            db.session.remove()  # nothing that the page before read is still at hand
            seen = see(clients[who], rule, path(rule, known))
        found.append(seen)
    return found

"""Two contests side by side with one of everything, for tests that try the one's ids on the other.

Whatever belongs to the second is called so that no page of the first can show it by chance.
"""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass, field

from competition.domain.permissions import ROLES
from competition.models import db
from competition.models.contest import Proposal
from competition.models.entrant import Entrant
from competition.models.job import Job
from competition.models.judging import Assignment, Penalty
from competition.models.results import Objection
from competition.models.staff import ApiToken, Device, JudgeCard
from competition.models.upload import PendingUpload
from competition.queries.certificates import REVOCATION
from tests import scenes, scenes_results

NUMBER = "11010519491231002X"
PHONE = "13800138000"
GRID = '{"name": "名单.xlsx", "rows": [[["姓名", 0]], [["%s", 0]]]}'


@dataclass
class Side:
    """One of the two contests: its person with every role, and an id of each kind of thing."""

    contest: object
    person: object
    version: object
    ids: dict = field(default_factory=dict)

    @property
    def slug(self):
        return self.contest.slug


def side(slug, mark, first, *, state="judging"):
    """A contest whose people are called ``mark``… and numbered from ``first`` on."""
    contest = scenes_results.full(5, slug=slug)
    rows = db.session.query(Entrant).filter_by(contest_id=contest.id).order_by(Entrant.id).all()
    for place, entrant in enumerate(rows):
        entrant.number = entrant.draw_number = str(first + place)
        entrant.name, entrant.employer = f"{mark}人{place}", f"{mark}单位"
        entrant.document_number, entrant.phone = NUMBER, PHONE
    db.session.commit()
    version = scenes_results.published(contest)
    person = scenes.person(f"all-{slug}", contest, *ROLES)
    judge = scenes.person(f"judge-{slug}", contest, "judge")
    made = Side(contest, person, version)
    made.ids = _ids(made, judge, rows, mark)
    contest.state = state
    db.session.commit()
    return made


def _ids(of, judge, entrants, mark):
    """One of everything, by the names that addresses give to their parts."""
    contest, person, entrant = of.contest, of.person, entrants[0]
    case = scenes_results.round_of(contest, "case")
    case.state = scenes_results.round_of(contest, "theory").state = "open"
    rows = {
        "seat_id": Assignment(round_id=case.id, user_id=person.id, seat="J9"),
        "judge_seat": Assignment(round_id=case.id, user_id=judge.id, seat="J1"),
        "penalty_id": Penalty(
            entrant_id=entrant.id,
            round_id=case.id,
            points=1,
            reason=mark,
            made_by=person.id,
            made_at=scenes.NOON,
        ),
        "proposal": _proposal(contest, judge, "rules", {"rules_text": "", "based_on": ""}),
        "certificate_id": _certificate(of.version, entrants[1].id, f"{contest.slug}-1"),
        "other_certificate": _certificate(of.version, entrants[2].id, f"{contest.slug}-2"),
        "objection_id": _objection(of, entrants[1], mark),
        "other_objection": _objection(of, entrants[2], mark),
        "token_id": ApiToken(
            contest_id=contest.id,
            user_id=person.id,
            name=mark,
            scopes="entrants:read",
            token_digest=contest.slug,
            made_at=scenes.NOON,
            expires_at=scenes.NOON.replace(year=2100),
        ),
        "device_id": Device(
            id=str(uuid.uuid4()),
            contest_id=contest.id,
            user_id=judge.id,
            first_contact=scenes.NOON,
            last_contact=scenes.NOON,
        ),
        "card": JudgeCard(
            pin_hash="x",
            contest_id=contest.id,
            user_id=judge.id,
            token_digest=contest.slug,
            made_at=scenes.NOON,
        ),
        "token": PendingUpload(
            id=str(uuid.uuid4()),
            contest_id=contest.id,
            user_id=person.id,
            name="名单.xlsx",
            content=GRID % mark,
            made_at=scenes.NOON,
        ),
        "job_id": Job(
            id=str(uuid.uuid4()),
            contest_id=contest.id,
            kind="certificates:issue",
            message=mark,
            made_at=scenes.NOON,
        ),
    }
    sheet = scenes_results.sheet(
        entrant,
        case,
        {"law": 20, "analysis": 20, "strategy": 15, "speech": 10, "manner": 5},
        by=judge,
        seat="J8",
    )
    db.session.add_all(rows.values())
    db.session.flush()
    rows["proposal_id"] = _proposal(
        contest, judge, REVOCATION, {"ids": [rows["certificate_id"].id], "class": "facts_wrong"}
    )
    db.session.add(rows["proposal_id"])
    db.session.flush()
    plain = {"number": entrant.number, "draw": entrant.number, "username": judge.username}
    return (
        plain
        | {"entrant_id": entrant.id, "sheet_id": sheet.id, "user_id": judge.id}
        | {name: row.id for name, row in rows.items()}
    )


def _proposal(contest, by, kind, payload):
    return Proposal(
        contest_id=contest.id,
        kind=kind,
        payload=payload,
        reason="理由",
        proposed_by=by.id,
        proposed_at=scenes.NOON,
    )


def _certificate(version, entrant_id, mark):
    made = scenes_results.certificate(version, entrant_id, "prize", "first")
    made.number = made.code = mark
    facts = {"holder": mark, "prize": "一等奖", "contest": "竞赛", "number": mark}
    made.facts = json.dumps(facts | {"issued_on": "2023-10-20", "issuer": "衢州市总工会"})
    return made


def _objection(of, entrant, mark):
    return Objection(
        contest_id=of.contest.id,
        version_id=of.version.id,
        entrant_id=entrant.id,
        text=f"{mark}的申诉",
        filed_at=scenes.NOON,
    )


def everything():
    """Every row of every table but the audit chain, to see whether anything has changed."""
    db.session.rollback()
    found = {}
    for table in db.metadata.sorted_tables:
        if table.name != "audit_line":
            rows = db.session.execute(table.select()).all()
            found[table.name] = sorted(map(repr, rows))
    return found

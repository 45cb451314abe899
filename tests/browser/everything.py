"""What pages need that appears only when something is going on: a job, a proposal, a sheet …"""

from __future__ import annotations

from dataclasses import replace

from competition.domain.actor import SYSTEM, Actor
from competition.domain.permissions import ROLES
from competition.exchange.rules_file import read_rules
from competition.models import access_code, db
from competition.models.contest import Contest
from competition.models.entrant import Entrant
from competition.models.job import Job
from competition.models.judging import Sheet
from competition.models.results import Objection, ResultLine, ResultVersion
from competition.models.staff import Membership, Role, User
from competition.queries.certificates import certificates_of
from competition.services.certificates import making
from competition.services.rules import propose_rules
from tests import scenes, scenes_issuing, scenes_judging
from tests.scenes_issuing import line

HOLDER_CODE = "FGHJK-23456"


def everything(settings):
    """Make it all; return what the addresses are to be filled in with."""
    _busy_people()
    certificate = _ended_contest(settings)
    return {
        "certificate": certificate.id,
        "code": certificate.code,
        "job": _job(),
        "objection": _objection(),
        "proposal": _proposal(),
        "sheet": _sheet(),
    }


def contest_of(slug):
    return db.session.scalars(db.select(Contest).where(Contest.slug == slug)).one()


def _busy_people():
    """``all`` may do everything in the published contest, ``hand`` in the others."""
    for name, slug in (("all", "quzhou-2023"), ("hand", "hall")):
        scenes.person(name, contest_of(slug), *ROLES)
    everybody = db.session.scalars(db.select(User).where(User.username == "all")).one()
    everybody.roles.append(Role(name="administrator"))
    young = scenes.contest("open", slug="young")
    hand = db.session.scalars(db.select(User).where(User.username == "hand")).one()
    db.session.add(Membership(contest_id=young.id, user_id=hand.id, role="organiser"))
    db.session.commit()


def _ended_contest(settings):
    ended = scenes_issuing.decided(result=(line("001", 1, "first"),), slug="ended")
    holder = db.session.scalars(
        db.select(Entrant).where(Entrant.contest_id == ended.id, Entrant.number == "001")
    ).one()
    holder.access_digest = access_code.digest(HOLDER_CODE)
    hand = db.session.scalars(db.select(User).where(User.username == "hand")).one()
    db.session.add(Membership(contest_id=ended.id, user_id=hand.id, role="organiser"))
    db.session.commit()
    making.issue_all(SYSTEM, lambda: scenes.NOON, ended.id, settings)
    return certificates_of(holder.id)[0]


def _job():
    job = Job(
        id="0b9a1c62-7a55-4d3e-9d43-1f8a2a6f1c11",
        contest_id=contest_of("quzhou-2023").id,
        kind="certificates:issue",
        state="running",
        done=3,
        total=11,
        made_at=scenes.NOON,
    )
    db.session.add(job)
    db.session.commit()
    return job.id


def _objection():
    contest = contest_of("quzhou-2023")
    line = db.session.scalars(
        db.select(ResultLine)
        .join(ResultVersion)
        .where(ResultVersion.contest_id == contest.id, ResultLine.rank.is_not(None))
        .order_by(ResultLine.id.desc())
    ).first()
    kept = {"version_id": line.version_id, "entrant_id": line.entrant_id}
    objection = Objection(
        contest_id=contest.id, text="漏计一分", filed_at=scenes.NOON, state="rejected", **kept
    )
    db.session.add(objection)
    db.session.commit()
    return objection.id


def _sheet():
    judge = db.session.scalars(db.select(User).where(User.username == "j2")).one()
    hall = contest_of("hall")
    case = scenes_judging.round_of(hall, "case")
    scenes_judging.submit(scenes_judging.Hall(hall, case, case), judge)
    return db.session.scalars(db.select(Sheet.id).order_by(Sheet.id.desc())).first()


def _proposal():
    judged = contest_of("hall")
    rules = read_rules(judged.rules_text, "rules.toml")
    wanted = replace(rules, prizes=rules.prizes[:-1])
    hand = db.session.scalars(db.select(User).where(User.username == "hand")).one()
    actor = Actor(kind="staff", id=hand.id, name=hand.name, role="organiser")
    return propose_rules(actor, scenes.NOON, judged.id, wanted, "少设一个奖项").id

"""A contest with nothing put there by hand that a deed writes: marks, versions, certificates."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from sqlalchemy import select

from competition.models import db
from competition.models.certificates import Certificate
from competition.models.contest import Contest
from competition.models.judging import Sheet
from competition.queries.entrants import entrant as entrant_of
from competition.queries.entrants import line_of
from competition.services import theory
from competition.services.certificates import ending, issuing, making
from competition.services.certificates.sealing import sealer
from competition.services.entrants import editing
from competition.services.publication import confirm, propose_publication
from competition.services.publication.finality import make_final
from competition.services.signing import Declaration, reopen_sheet, sign_off
from tests import scenes, scenes_judging, scenes_results

JUDGES, ENTRANTS = 5, 4
VERSIONS = 3
LATER = scenes.NOON + timedelta(days=60)


def lived(settings):
    """Judged with a change, a draft, a recusal and a sheet given back; published three times.

    Then made final, certified, one certificate revoked and made again, another corrected.
    """
    hall = scenes_judging.hall(JUDGES, ENTRANTS)
    _theory(hall)
    _case(hall)
    contest_id = hall.contest.id
    _renumber(contest_id)
    db.session.get(Contest, contest_id).state = "reviewed"
    db.session.commit()
    for number in range(VERSIONS):
        _publish(contest_id, scenes.NOON + timedelta(hours=number), sealer(settings))
    make_final(scenes_results.pair()[1], LATER, contest_id=contest_id)
    _certify(contest_id, settings)
    return contest_id


def _clerk(of, name):
    return scenes_judging.actor(scenes.person(name, of.contest, "clerk"), "clerk")


def _theory(hall):
    """Typed twice; one paper differs and is settled, one is typed anew."""
    one, two, three = (_clerk(hall, name) for name in ("clerk1", "clerk2", "clerk3"))
    typed = {f"{place:03}": {"": Decimal(60 + 5 * place)} for place in range(1, ENTRANTS + 1)}
    theory.enter_papers(
        one, scenes.NOON, hall.theory.id, "first", typed | {"002": {"": Decimal(9)}}
    )
    theory.enter_papers(one, scenes.NOON, hall.theory.id, "first", {"002": typed["002"]})
    other = typed | {"001": {"": Decimal("64.5")}}
    theory.enter_papers(two, scenes.NOON, hall.theory.id, "second", other)
    theory.settle_paper(three, scenes.NOON, hall.theory.id, "001", typed["001"])


def _case(hall):
    first = hall.judges[0]
    for judge in hall.judges:
        for place in range(1, ENTRANTS + 1):
            given = scenes_judging.marks(law=str(20 + place), manner="9.0")
            if (judge, place) == (first, 2):
                scenes_judging.submit(hall, judge, "2", state="draft", given={"law": Decimal(1)})
                scenes_judging.submit(hall, judge, "2", base=1, given=given)
            elif (judge, place) == (first, 3):
                recused = {"state": "recused", "given": {}, "reason": "曾在同一单位共事"}
                scenes_judging.submit(hall, judge, "3", **recused)
            else:
                scenes_judging.submit(hall, judge, str(place), given=given)
        _sign(hall, judge)
    chief = scenes_judging.actor(scenes.person("chief", hall.contest, "chief_judge"), "chief_judge")
    wanted = select(Sheet).where(Sheet.user_id == first.id).order_by(Sheet.entrant_id)
    sheet = db.session.scalars(wanted).first()
    reopen_sheet(chief, scenes.NOON, hall.contest.id, sheet.id, "加错了")
    scenes_judging.submit(hall, first, "1", base=3, given=scenes_judging.marks(law="22"))
    _sign(hall, first)


def _sign(hall, judge):
    sign_off(scenes_judging.actor(judge), scenes.NOON, hall.case.id, Declaration("已核对"))


def _renumber(contest_id):
    """The last entrant gets another entry number after the marks."""
    person = scenes.person("zhao", db.session.get(Contest, contest_id), "organiser")
    row = entrant_of(contest_id, ENTRANTS)
    line = replace(line_of(row), number="044")
    actor = scenes_judging.actor(person, "organiser")
    editing.edit_entrant(actor, scenes.NOON, contest_id, row.id, line, reason="录错了号")


def _publish(contest_id, now, seal):
    first, second = scenes_results.pair()
    proposal = propose_publication(first, now, contest_id=contest_id, reason="更正")
    confirm(second, now, contest_id=contest_id, proposal_id=proposal.id, seal=seal)


def _certify(contest_id, settings):
    actor = scenes_results.pair()[0]

    def clock():
        return LATER

    making.issue_all(actor, clock, contest_id, settings)
    ids = list(db.session.scalars(select(Certificate.id).order_by(Certificate.id)))
    why = {"reason_class": "facts_wrong", "reason": "姓名有误"}
    ending.revoke(actor, LATER, contest_id, ids[0], **why)
    ending.revoke(actor, LATER, contest_id, ids[1], **why)
    for one in (ids[0], ids[2]):
        issuing.reissue(
            actor, LATER, contest_id, one, reason="姓名有误", base_url=settings.base_url
        )
    making.issue_all(actor, clock, contest_id, settings)

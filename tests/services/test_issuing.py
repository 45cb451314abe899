"""Certificates are reserved, made, stored and never made twice."""

import re
from hashlib import sha256

import pytest
from sqlalchemy import select

from competition.domain.permissions import WrongState
from competition.models import db
from competition.models.audit import AuditLine
from competition.models.certificates import Certificate, NumberSeries
from competition.models.entrant import Entrant
from competition.queries import certificates as queries
from competition.queries.certificates import touching
from competition.services.certificates import issuing, making
from competition.storage import store
from tests import scenes, scenes_issuing
from tests.scenes import NOON
from tests.scenes_issuing import BODY, GRANTED, line


def clock():
    return NOON


pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def contest(app):  # noqa: ARG001 -- the rows need its database
    return scenes_issuing.decided()


@pytest.fixture
def organiser(contest):
    return scenes_issuing.organiser(contest)


@pytest.fixture
def run(contest, organiser, settings):
    return lambda: making.issue_all(organiser, clock, contest.id, settings)


def every(contest, **columns):
    wanted = select(Certificate).filter_by(contest_id=contest.id, **columns)
    return db.session.scalars(wanted.order_by(Certificate.id)).all()


def entrant(contest, number):
    return db.session.scalar(select(Entrant).filter_by(contest_id=contest.id, number=number))


def test_everything_granted_is_issued_stored_and_on_record(run, contest):
    outcome = run()
    made = every(contest, state="issued")
    assert (outcome.made, outcome.refused, len(made)) == (GRANTED, [], GRANTED)
    for certificate in made:
        stored = store().get(certificate.storage_key)
        assert stored.startswith(b"%PDF")
        assert (sha256(stored).hexdigest(), len(stored)) == (certificate.sha256, certificate.size)
    assert contest.state == "certified"
    actions = db.session.scalars(select(AuditLine.action).order_by(AuditLine.id)).all()
    assert actions == ["certificates:reserved", "certificates:issued", "contest:certified"]


def test_a_second_run_makes_nothing_new(run, contest):
    run()
    before = [(made.number, made.sha256) for made in every(contest)]
    assert run().made == 0
    assert [(made.number, made.sha256) for made in every(contest)] == before


def test_numbers_have_no_gaps_and_specimens_say_so(run, contest):
    run()
    numbers = [made.number for made in every(contest, kind="level")]
    assert numbers == ["SPECIMEN-2023-2-000001", "SPECIMEN-2023-2-000002", "SPECIMEN-2023-3-000001"]
    assert all(made.specimen for made in every(contest, kind="level"))
    assert not any(made.specimen for made in every(contest, kind="title"))
    assert every(contest, kind="title")[-1].number == "QUZHOU-2023-RY-0004"


def test_with_a_body_code_the_numbers_are_the_authority_s(run, contest):
    contest.settings = {"body_code": BODY, "evaluation_body": "衢州市职业技能评价中心"}
    db.session.commit()
    run()
    made = every(contest, kind="level")
    assert [one.number for one in made] == [
        f"{BODY}232000001",
        f"{BODY}232000002",
        f"{BODY}233000001",
    ]
    assert {(one.specimen, one.issuer) for one in made} == {(False, "衢州市职业技能评价中心")}


def test_a_demonstration_makes_specimens_of_everything(settings):
    contest = scenes_issuing.decided(demonstration=True)
    making.issue_all(scenes_issuing.organiser(contest), clock, contest.id, settings)
    assert all(made.specimen and made.number.startswith("SPECIMEN-") for made in every(contest))


@pytest.mark.parametrize("state", ["judging", "reviewed", "provisional"])
def test_nothing_is_issued_before_the_result_is_final(contest, organiser, state):
    contest.state = state
    db.session.commit()
    with pytest.raises(WrongState):
        issuing.reserve(organiser, NOON, contest.id, "http://localhost")
    assert every(contest) == []


@pytest.mark.usefixtures("app")
def test_contest_without_hosts_issues_nothing_in_its_own_name(settings):
    """A level has the evaluation body, a prize whoever the rules or the settings name."""
    text = scenes.PRESET.read_text(encoding="utf-8")
    hostless = scenes_issuing.decided(rules=re.sub(r"(?ms)^hosts = \[.*?\]$", "", text))
    assert "hosts" not in hostless.rules_text
    organiser = scenes_issuing.organiser(hostless)
    outcome = making.issue_all(organiser, clock, hostless.id, settings)
    assert "certificate_issuer_missing" in {one["code"] for one in outcome.refused}
    assert every(hostless, kind="prize") == []
    hostless.settings = {"prize_issuer": "衢州市总工会"}
    db.session.commit()
    making.issue_all(organiser, clock, hostless.id, settings)
    assert {one.issuer for one in every(hostless, kind="prize")} == {"衢州市总工会"}


def test_unfit_facts_are_refused_by_name_and_use_up_no_number(run, contest):
    entrant(contest, "001").name = "⾼文博"
    db.session.commit()
    outcome = run()
    refused = [(one["entrant"], one["code"]) for one in outcome.refused]
    assert refused == [("001", "certificate_character_refused")] * 4
    assert outcome.refused[0]["params"]["character"] == "⾼"
    assert every(contest, kind="level")[0].number == "SPECIMEN-2023-2-000001"
    assert contest.state == "final"
    entrant(contest, "001").name = "高文博"
    db.session.commit()
    assert run().made == 4
    assert contest.state == "certified"


def test_a_missing_glyph_leaves_the_number_with_its_owner(run, contest):
    entrant(contest, "001").name = "郑\U00030000博"
    db.session.commit()
    refused = run().refused
    assert {one["code"] for one in refused} == {"certificate_glyph_missing"}
    waiting = {made.id: made.number for made in every(contest, state="reserved")}
    assert len(waiting) == 4
    entrant(contest, "001").name = "郑文博"
    db.session.commit()
    assert run().refused == []
    assert all(db.session.get(Certificate, key).number == number for key, number in waiting.items())


def test_an_award_that_changes_before_the_file_is_made_voids_its_number(run, contest, organiser):
    issuing.reserve(organiser, NOON, contest.id, "http://localhost")
    scenes_issuing.published(contest, [line("001", 1, "second", 3)], number=2)
    run()
    issued = [(made.kind, made.award) for made in every(contest, state="issued")]
    assert sorted(issued) == [("level", "3"), ("prize", "second")]
    assert len(every(contest, state="void")) == GRANTED


def test_what_was_frozen_anew_while_its_file_was_set_is_not_marked(contest, organiser, settings):
    ids = issuing.reserve(organiser, NOON, contest.id, settings.base_url).ids

    def clock_after_a_correction():
        entrant(contest, "001").name = "郑文渊"
        db.session.commit()
        issuing.reserve(organiser, NOON, contest.id, settings.base_url)
        return NOON

    shop = making.workshop(settings)
    assert making.make(organiser, clock_after_a_correction, ids[:1], shop).made == 0
    assert every(contest)[0].state == "reserved"


def test_reissue_links_both_ways_and_keeps_the_old_in_force_until_made(
    run, contest, organiser, settings
):
    run()
    old = every(contest)[0]
    entrant(contest, "001").name = "郑文渊"
    db.session.commit()
    new_id = issuing.reissue(
        organiser, NOON, contest.id, old.id, reason="姓名更正", base_url=settings.base_url
    )
    assert old.state == "issued"
    making.make(organiser, clock, [new_id], making.workshop(settings))
    new = db.session.get(Certificate, new_id)
    assert (old.state, old.superseded_by, new.supersedes) == ("superseded", new.id, old.id)
    assert queries.facts_of(new)["holder"] == "郑文渊"
    assert new.number == "SPECIMEN-2023-2-000003"


def test_a_new_result_flags_what_it_touches(run, contest):
    run()
    version = scenes_issuing.published(contest, [line("001", 1, "second", 2)], 2, "provisional")
    assert touching.flag_touched(db.session, contest, version) == GRANTED - 2 + 1
    flags = {made.award: made.flagged for made in every(contest) if made.entrant_id == 1}
    assert flags == {
        "2": "",
        "first": "award_changed",
        "gold-worker": "award_gone",
        "skill-expert": "award_gone",
    }


def test_a_corrected_name_flags_what_bears_it_and_the_way_back_clears_it(run, contest):
    run()
    winner = entrant(contest, "001")
    for name, flag in (("郑文渊", "facts_changed"), ("郑文博", "")):
        winner.name = name
        assert touching.flag_holder(db.session, winner) == (4 if flag else 0)
        assert {made.flagged for made in every(contest, entrant_id=winner.id)} == {flag}
    assert {made.flagged for made in every(contest)} == {""}


def test_an_erased_identity_number_is_no_difference(run, contest):
    run()
    winner = entrant(contest, "001")
    winner.document_number = None
    assert touching.flag_holder(db.session, winner) == 0
    winner.document_number = "330802199001011237"
    assert touching.flag_holder(db.session, winner) == 1  # a level alone bears it


def test_what_a_new_version_bears_out_is_cleared_after_a_withdrawal(run, contest):
    run()
    touching.flag_all(db.session, contest.id)
    entrant(contest, "002").employer = "衢州市总工会"
    changed = [line("001", 1, "first", 2, ("gold-worker",)), *scenes_issuing.RESULT[1:]]
    version = scenes_issuing.published(contest, changed, 2)
    touching.flag_touched(db.session, contest, version)
    flags = [(made.kind, made.entrant_id, made.flagged) for made in every(contest) if made.flagged]
    assert flags == [
        ("title", 1, "award_gone"),
        ("title", 2, "facts_changed"),
        ("title", 2, "facts_changed"),
        ("prize", 2, "facts_changed"),
    ]


def test_everything_that_says_something_untrue_is_issued_anew_at_once(
    run, contest, organiser, settings
):
    run()
    entrant(contest, "002").name = "王方"
    entrant(contest, "003").name = "⾼文博"  # can't be set: told, and the others go on
    changed = [scenes_issuing.RESULT[1], line("003", 3, "third"), line("004", 4, "third")]
    version = scenes_issuing.published(contest, changed, 2)
    touching.flag_touched(db.session, contest, version)
    db.session.commit()
    told = {"reason": "更正", "base_url": settings.base_url}
    reserved = issuing.reissue_flagged(organiser, NOON, contest.id, **told)
    refused = [(one.entrant, one.code) for one in reserved.refused]
    assert refused == [("003", "certificate_character_refused")]
    making.make(organiser, clock, reserved.ids, making.workshop(settings))
    holders = {queries.facts_of(made)["holder"] for made in every(contest, entrant_id=2)}
    assert holders == {"王芳", "王方"}
    states = {made.state for made in every(contest, entrant_id=2) if not made.supersedes}
    assert states == {"superseded"}
    left = {made.flagged for made in every(contest, state="issued")} - {""}
    assert left == {"award_gone", "award_changed"}
    again = issuing.reissue_flagged(organiser, NOON, contest.id, **told)
    assert again.ids == ()


def test_the_series_counts_what_was_given(run):
    run()
    series = db.session.scalars(select(NumberSeries).order_by(NumberSeries.prefix)).all()
    assert {one.prefix: one.next_value for one in series} == {
        "QUZHOU-2023-HJ-": 5,
        "QUZHOU-2023-RY-": 5,
        "SPECIMEN-2023-2-": 3,
        "SPECIMEN-2023-3-": 2,
        "status-list": GRANTED + 1,
    }


def test_signing_keys_are_made_once_and_only_their_owner_reads_them(settings):
    first = making.workshop(settings)
    assert first.signer is making.workshop(settings).signer
    assert (settings.keys / "signer.key").stat().st_mode & 0o777 == 0o600

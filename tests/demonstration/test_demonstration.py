"""The demonstration shows what it promises, is loaded once, and nobody in it is real."""

import re
import time

import pytest

from competition.app import create_app
from competition.cli.demonstration.finished import ABSENT, DISQUALIFIED
from competition.cli.demonstration.marks import spread_over, totals
from competition.cli.demonstration.roster import roster
from competition.domain import identity
from competition.exchange.presets import preset
from competition.models import db
from competition.models.audit import AuditLine
from competition.models.certificates import Certificate
from competition.models.judging import Sheet
from competition.models.results import ResultLine, ResultVersion
from competition.queries import chain, content
from competition.queries.contests import by_slug
from competition.queries.demonstration import ACCOUNTS, FINISHED, PASSWORD, PLAYING
from competition.queries.entrants import everybody
from competition.queries.judging import theory
from competition.services.certificates.sealing import Seals, check_seals
from tests import scenes
from tests.cli.conftest import call, home, run, upgraded

__all__ = ["call", "home", "run", "upgraded"]


def test_nobody_in_the_roster_can_be_real():
    people = roster()
    assert len(people) == 36
    assert len({one.line.name for one in people}) == 36
    assert all(one.line.document_number.startswith("99") for one in people)
    assert all(one.line.phone.startswith("0570-0000") for one in people)
    assert all(identity.clean_phone(one.line.phone) == one.line.phone for one in people)


@pytest.mark.parametrize("one", [one for one in roster() if one.case], ids=lambda one: one.number)
def test_five_judges_agree_on_the_score_once_the_extremes_are_dropped(one):
    given = sorted(totals(one.number, one.case))
    assert sum(given[1:4]) / 3 == one.case
    criteria = preset("quzhou").round("case").criteria
    for judge, total in enumerate(given):
        marks = spread_over(total, criteria, judge)
        assert sum(marks.values()) == total
        assert all(0 <= marks[item.key] <= item.full_mark for item in criteria)


@pytest.fixture(scope="module")
def loaded(tmp_path_factory):
    """The demonstration, loaded by the program into a home of its own."""
    with pytest.MonkeyPatch.context() as patch:
        place = tmp_path_factory.mktemp("demonstration")
        patch.setenv("COMPETITION_HOME", str(place))
        patch.setenv("COMPETITION_LOG_LEVEL", "error")
        from click.testing import CliRunner  # noqa: PLC0415 -- beside its only use

        from competition.cli import main  # noqa: PLC0415 -- beside its only use

        begun = time.monotonic()
        answer = CliRunner().invoke(main, ["demo"])
        assert answer.exit_code == 0, answer.output
        app = create_app()
        app.config.update(WTF_CSRF_ENABLED=False)
        with app.app_context():
            yield app, answer.stdout, time.monotonic() - begun
            db.session.remove()
            db.engine.dispose()


def line(number):
    version = db.session.query(ResultVersion).one()
    return db.session.query(ResultLine).filter_by(version_id=version.id, number=number).one()


@pytest.mark.slow
@pytest.mark.usefixtures("loaded")
def test_it_is_published_and_certified():
    assert by_slug(FINISHED).state == "certified"
    assert db.session.query(ResultVersion).one().standing == "final"
    assert {one.state for one in db.session.query(Certificate)} == {"issued"}
    assert all(one.specimen for one in db.session.query(Certificate).filter_by(kind="level"))


@pytest.mark.slow
@pytest.mark.usefixtures("loaded")
def test_everything_in_it_was_written_by_deeds():
    assert chain.check()[2] == []
    assert list(content.check()) == []


@pytest.mark.slow
def test_what_it_published_is_sealed_like_a_real_version(loaded):
    app, _said, _seconds = loaded
    assert check_seals(app.extensions["settings"]) == Seals(broken=(), without=0)
    assert db.session.query(ResultVersion).one().seal


@pytest.mark.slow
@pytest.mark.usefixtures("loaded")
def test_third_place_with_failed_theory_has_a_prize_and_no_promotion():
    found = line("003")
    assert (found.rank, found.prize, found.level) == (3, "second", None)


@pytest.mark.slow
@pytest.mark.usefixtures("loaded")
def test_tie_is_settled_by_the_case_score():
    assert line("004").total == line("005").total == "83.00"
    assert (line("004").rank, line("005").rank) == (4, 5)


@pytest.mark.slow
@pytest.mark.usefixtures("loaded")
def test_holder_of_the_level_gets_no_second_certificate():
    assert (line("006").prize, line("006").level) == ("third", None)


@pytest.mark.slow
@pytest.mark.usefixtures("loaded")
def test_absent_and_disqualified_have_no_rank():
    assert (line(ABSENT).state, line(ABSENT).rank) == ("absent", None)
    assert (line(DISQUALIFIED).state, line(DISQUALIFIED).rank) == ("disqualified", None)


@pytest.mark.slow
@pytest.mark.usefixtures("loaded")
def test_second_contest_waits_in_the_middle():
    contest = by_slug(PLAYING)
    case = next(one for one in contest.rounds if one.key == "case")
    states = [one.state for one in db.session.query(Sheet).filter_by(round_id=case.id)]
    assert contest.state == "judging"
    assert (states.count("submitted"), states.count("draft")) == (27, 3)
    papers = theory.papers_of(next(one for one in contest.rounds if one.key == "theory"))
    assert [paper.number for paper in theory.differing(papers)] == ["004"]


@pytest.mark.slow
def test_everybody_on_the_start_page_can_sign_in(loaded):
    app, _, _ = loaded
    page = app.test_client().get("/").text
    for one in ACCOUNTS:
        assert f"<code>{one.username}</code>" in page
        client = app.test_client()
        fields = {"username": one.username, "password": PASSWORD}
        assert client.post("/sign-in", data=fields).status_code == 302


@pytest.mark.slow
def test_program_prints_the_log_ins(loaded):
    _, told, _ = loaded
    assert PASSWORD in told
    assert all(re.search(rf"^{one.username}\s", told, re.MULTILINE) for one in ACCOUNTS)


@pytest.mark.slow
@pytest.mark.usefixtures("loaded")
def test_loading_again_changes_nothing():
    from competition.cli.demonstration import load  # noqa: PLC0415 -- needs the application

    before = db.session.query(AuditLine).count()
    load(lambda _done, _total: None)
    assert db.session.query(AuditLine).count() == before


@pytest.mark.slow
@pytest.mark.usefixtures("loaded")
def test_whatever_visitors_did_another_start_leaves_it_alone(capsys):
    """Stepping back, taking somebody out and a contest of one's own must not stop the program."""
    from competition.cli.demo import load_and_tell  # noqa: PLC0415 -- needs the application

    [*_, last] = everybody(by_slug(PLAYING).id)
    last.number = "912"
    by_slug(FINISHED).state = "locked"
    db.session.commit()
    scenes.contest(slug="own", state="open")
    load_and_tell()
    assert by_slug(FINISHED).state == "locked"
    assert [one.number for one in everybody(by_slug(PLAYING).id)][-1] == "912"
    assert "real contests beside the demonstration" in capsys.readouterr().err


def test_start_page_says_nothing_of_a_demonstration_that_is_not_there(client):
    assert PASSWORD not in client.get("/").text


@pytest.mark.usefixtures("home")
def test_real_contests_and_the_demonstration_do_not_mix(run):
    from tests import scenes  # noqa: PLC0415 -- beside its only use

    with create_app().app_context():
        scenes.contest(slug="real", state="open")
    answer = run("demo")
    assert answer.exit_code == 2
    assert "real contests" in answer.stderr

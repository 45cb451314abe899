"""Background work is done once, tells how far it is, and survives whoever did it."""

from datetime import timedelta

import pytest
from sqlalchemy.exc import OperationalError

from competition.domain.actor import SYSTEM
from competition.domain.errors import Invalid
from competition.jobs import enqueue, kind
from competition.jobs.kinds import KINDS
from competition.jobs.running import LEASE, run, unattended
from competition.models import db
from competition.models.audit import AuditLine
from competition.models.job import Job
from competition.services import jobs
from tests.scenes import NOON


@pytest.fixture
def does(app):  # noqa: ARG001 -- work needs an application
    """Name ``function`` as the kind of work ``test``."""

    def name(function):
        KINDS["test"] = function

    yield name
    KINDS.pop("test", None)


def the_job(job_id):
    db.session.expire_all()
    return db.session.get_one(Job, job_id)


def test_work_is_done_with_its_arguments_and_its_outcome_kept(does):
    does(lambda work: {"doubled": work.arguments["number"] * 2})
    job = the_job(enqueue("test", None, SYSTEM, number=21))
    assert (job.state, job.outcome) == ("done", {"doubled": 42})


def test_asking_for_work_is_on_record(does):
    does(lambda _work: None)
    enqueue("test", None, SYSTEM)
    assert db.session.query(AuditLine).one().action == "job:requested"


def test_progress_is_seen_while_the_work_goes_on(does):
    seen = []

    def work_in_two_steps(work):
        work.progress(1, 2, "half")
        seen.append((the_job(work.job_id).done, the_job(work.job_id).total))

    does(work_in_two_steps)
    enqueue("test", None, SYSTEM)
    assert seen == [(1, 2)]


def test_refusal_ends_the_work_with_its_reason(does):
    def refuse(_work):
        raise Invalid("setting_unknown", names="x")

    does(refuse)
    job = the_job(enqueue("test", None, SYSTEM))
    assert job.state == "failed"
    assert job.outcome == {"error": "setting_unknown", "params": {"names": "x"}}


def test_unexpected_error_ends_the_work(does):
    does(lambda _work: 1 / 0)
    assert the_job(enqueue("test", None, SYSTEM)).outcome["error"] == "job_failed"


def test_work_waits_again_when_the_database_is_away(does):
    def lose_the_database(_work):
        raise OperationalError("select", {}, Exception("gone"))

    does(lose_the_database)
    job_id = enqueue("test", None, SYSTEM)
    assert the_job(job_id).state == "waiting"
    assert unattended() == [job_id]


@pytest.mark.usefixtures("app")
def test_work_in_hand_is_not_done_twice():
    job_id = jobs.request(SYSTEM, NOON, "test")
    assert jobs.take_up(NOON, job_id, LEASE)
    assert jobs.take_up(NOON + LEASE - timedelta(seconds=1), job_id, LEASE) is None


def test_abandoned_work_is_taken_up_again(app, does):
    does(lambda _work: {"by": "the second"})
    job_id = jobs.request(SYSTEM, NOON, "test")
    jobs.take_up(NOON, job_id, LEASE)
    assert unattended() == [job_id]
    run(app, job_id)
    assert the_job(job_id).outcome == {"by": "the second"}


@pytest.mark.usefixtures("app")
def test_work_that_kills_its_worker_is_given_up():
    job_id = jobs.request(SYSTEM, NOON, "test")
    for attempt in range(jobs.MAX_ATTEMPTS):
        assert jobs.take_up(NOON + attempt * LEASE, job_id, LEASE)
    assert jobs.take_up(NOON + jobs.MAX_ATTEMPTS * LEASE, job_id, LEASE) is None
    assert the_job(job_id).outcome["error"] == "job_gave_up"


def test_naming_a_kind_returns_the_function():
    def does_nothing(_work):
        return None

    assert kind("nothing")(does_nothing) is does_nothing
    assert KINDS.pop("nothing") is does_nothing

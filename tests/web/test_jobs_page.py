"""The page of a piece of background work."""

import pytest

from competition.domain.actor import SYSTEM
from competition.services import jobs
from tests import scenes
from tests.scenes import NOON


@pytest.fixture
def contest(client):
    made = scenes.contest()
    scenes.person("li", made, "organiser")
    scenes.sign_in(client, "li")
    return made


@pytest.fixture
def job_id(contest):
    return jobs.request(SYSTEM, NOON, "test", contest.id)


def test_how_far_it_is(client, job_id):
    jobs.report(NOON, job_id, 3, 10)
    assert "3 / 10" in client.get(f"/organise/quzhou-2023/jobs/{job_id}").text


def test_nothing_new_is_told_in_one_word(client, job_id):
    path = f"/organise/quzhou-2023/jobs/{job_id}"
    seen = {"If-None-Match": client.get(path).headers["ETag"]}
    assert client.get(path, headers=seen).status_code == 304
    jobs.report(NOON, job_id, 1, 2)
    assert client.get(path, headers=seen).status_code == 200


def test_failure_is_told_in_words(client, job_id):
    jobs.fail(NOON, job_id, "setting_unknown", {"names": "colour"})
    assert "无法识别的设置：colour" in client.get(f"/organise/quzhou-2023/jobs/{job_id}").text


@pytest.mark.parametrize("state", ["waiting", "done"])
def test_page_without_scripts_asks_again_until_it_is_over(client, job_id, state):
    if state == "done":
        jobs.finish(NOON, job_id, {})
    page = client.get(f"/organise/quzhou-2023/jobs/{job_id}").text
    assert ('http-equiv="refresh"' in page) == (state == "waiting")


def test_job_of_another_contest_is_not_found(client, contest):
    other = scenes.contest(slug="other")
    job_id = jobs.request(SYSTEM, NOON, "test", other.id)
    assert client.get(f"/organise/{contest.slug}/jobs/{job_id}").status_code == 404

"""The frame: sign-in, languages, refusals."""

import pytest

from tests import scenes


@pytest.mark.parametrize("path", ["/", "/verify", "/me/sign-in", "/sign-in"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_public_pages_open_in_both_languages(client, path, language):
    answer = client.get(path, query_string={"lang": language})
    assert answer.status_code == 200
    assert f'lang="{"zh-Hans" if language == "zh" else "en"}"' in answer.text


def test_staff_page_sends_a_stranger_to_the_sign_in(client):
    answer = client.get("/organise/")
    assert answer.headers["Location"].startswith("/sign-in")


def test_a_role_in_one_contest_opens_no_other(client):
    ours = scenes.contest(slug="ours")
    scenes.contest(slug="theirs")
    scenes.person("li", ours, "organiser")
    scenes.sign_in(client, "li")
    assert client.get("/organise/ours/").status_code == 200
    assert client.get("/organise/theirs/").status_code == 403


def test_back_address_never_leaves_the_site(client):
    answer = client.get("/preferences", query_string={"language": "en", "back": "//evil.example"})
    assert answer.headers["Location"] == "/"


def test_every_answer_carries_the_policy(client):
    assert "default-src 'self'" in client.get("/").headers["Content-Security-Policy"]

"""The frame: sign-in, languages, refusals."""

import re
from html import unescape
from io import BytesIO

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


def switch(page):
    """Where the link to the other language leads, and back."""
    return unescape(re.search(r'href="(/preferences[^"]*language=[^"]*)"', page)[1])


@pytest.mark.parametrize(
    ("asked", "seen"),
    [
        ("/c/none/?page=2&q=%E7%8E%8B", "/c/none/?page=2&q=%E7%8E%8B"),
        ("/verify?lang=en", "/verify"),
        ("/sign-in?", "/sign-in"),
    ],
)
def test_other_language_is_chosen_on_the_page_at_hand(client, asked, seen):
    assert client.get(switch(client.get(asked).text)).location == seen


@pytest.mark.parametrize(
    ("before", "seen"),
    [
        ("http://localhost/verify?code=1", "/verify"),
        ("https://elsewhere.example/verify", "/"),
        ("http://localhost/verify/file", "/"),
        (None, "/"),
    ],
)
def test_answer_to_a_form_is_left_for_a_page_by_the_language_link(client, before, seen):
    page = client.post("/verify/file", headers={"Referer": before} if before else {}).text
    assert client.get(switch(page)).location == seen


@pytest.mark.parametrize(
    ("path", "titles"),
    [
        ("/sign-in", {"zh": "工作人员登录", "en": "Staff sign-in"}),
        ("/sign-in/passkey", {"zh": "用通行密钥登录", "en": "Sign in with a passkey"}),
        ("/me/sign-in", {"zh": "选手登录", "en": "Contestant sign-in"}),
    ],
)
def test_sign_in_pages_switch_language_and_are_named(client, path, titles):
    for language, title in titles.items():
        client.set_cookie("language", language)
        page = client.get(path).text
        assert f"<title>{title}" in page
        other = client.get(switch(page))
        assert other.location == path


@pytest.mark.parametrize(
    ("language", "said", "way"),
    [("zh", "最大 32 MB", "返回上一页"), ("en", "at most 32 MB", "Back to the page before")],
)
def test_upload_beyond_all_bounds_says_the_bound_and_leads_back(client, language, said, way):
    client.set_cookie("language", language)
    answer = client.post(
        "/verify/file",
        data={"file": (BytesIO(bytes(33 * 1024 * 1024)), "certificate.pdf")},
        headers={"Referer": "http://localhost/verify"},
    )
    assert answer.status_code == 413
    assert said in answer.text
    assert 'href="/verify">' in answer.text.split(way)[0].split("refused-ways")[1]


def test_every_answer_carries_the_policy(client):
    assert "default-src 'self'" in client.get("/").headers["Content-Security-Policy"]

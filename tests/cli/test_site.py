"""``competition site export``: a folder without a server, nothing missing and nothing more."""

import logging
import re
from html.parser import HTMLParser
from posixpath import dirname, normpath

import pytest

from competition.cli.frame.application import application
from tests import scenes
from tests import scenes_results as results


class Links(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.found = set()
        self.feed(text)

    def handle_starttag(self, _tag, attrs):
        self.found |= {value for name, value in attrs if name in {"href", "src", "action"}}


@pytest.fixture
def folder(run, tmp_path):
    with application():
        contest = results.full(6)
        results.published(contest)
        results.published(contest, reason="复核更正")
    answer = run("site", "export", "quzhou-2023", tmp_path / "site")
    assert answer.exit_code == 0, answer.output
    return tmp_path / "site"


def test_every_link_of_every_page_is_a_file_of_the_folder(folder):
    names = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    pages = {name for name in names if name.endswith(".html")}
    assert {f"{at}{name}.html" for at in LOOKS for name in NAMES} == pages
    for page in pages:
        found = {link.partition("#")[0] for link in Links((folder / page).read_text()).found}
        assert {normpath(f"{dirname(page) or '.'}/{link}") for link in found if link} <= names


def test_pages_fetched_for_the_copy_are_not_logged_as_requests(run, tmp_path, caplog):
    with application():
        results.published(results.full(6))
    log = logging.getLogger("competition.request")
    log.addHandler(caplog.handler)
    log.setLevel("INFO")
    run("site", "export", "quzhou-2023", tmp_path / "site")
    log.removeHandler(caplog.handler)
    assert (tmp_path / "site/index.html").is_file()
    assert caplog.record_tuples == []


def test_pictures_that_only_a_style_names_are_there(folder):
    style = (folder / "static/css/results.css").read_text()
    assert "../img/rosette.svg" in style
    assert (folder / "static/img/rosette.svg").is_file()


LOOKS = ("", "en/", "large/", "en/large/")
NAMES = ("index", "results", "history", "results-1", "results-2")


def test_tables_and_notices_of_each_version_are_there(folder):
    for number in (1, 2):
        for ending in ("json", "csv", "xlsx", "pdf"):
            assert (folder / f"results-{number}.{ending}").stat().st_size > 500
    assert (folder / "results-1.pdf").read_bytes()[:5] == b"%PDF-"


def test_pages_are_in_their_language_and_ask_for_no_sign_in(folder):
    assert 'lang="zh-Hans"' in (folder / "results.html").read_text()
    english = (folder / "en/results.html").read_text()
    assert 'lang="en"' in english
    assert re.findall(r"<form|sign-in|csrf|127\.0\.0\.1", english) == []


def test_large_print_is_a_link_away_in_both_languages_and_shares_the_tables(folder):
    for at, other in (("", "en/"), ("en/", "")):
        plain, large = (folder / f"{at}{name}results.html" for name in ("", "large/"))
        assert 'class="big-text"' not in plain.read_text()
        assert 'class="big-text"' in large.read_text()
        targets = [
            {(page.parent / link).resolve() for link in Links(page.read_text()).found}
            for page in (plain, large)
        ]
        assert large in targets[0]
        assert plain in targets[1]
        assert folder / f"{other}large/results.html" in targets[1]
        assert folder / f"{at}results-2.xlsx" in targets[0] & targets[1]


def test_full_folder_is_left_alone(run, folder):
    (folder / "index.html").write_text("mine", encoding="utf-8")
    answer = run("site", "export", "quzhou-2023", folder)
    assert (answer.exit_code, (folder / "index.html").read_text()) == (2, "mine")


def test_given_address_names_the_picture_in_full(run, folder):
    where = "https://example.org/2023/"
    assert (
        run("site", "export", "quzhou-2023", folder, "--force", "--address", where).exit_code == 0
    )
    assert (
        'content="https://example.org/2023/en/cover.png"' in (folder / "en/index.html").read_text()
    )


def test_unpublished_contest_is_not_copied(run, tmp_path):
    with application():
        scenes.contest(state="judging")
    answer = run("site", "export", "quzhou-2023", tmp_path / "site")
    assert (answer.exit_code, (tmp_path / "site").exists()) == (2, False)
    assert "published" in answer.stderr

"""Accounts from the command line sign in through the real form."""

import json
import unicodedata

import pytest

from competition.app import create_app


def signs_in(username, password):
    app = create_app()
    app.config.update(WTF_CSRF_ENABLED=False)
    answer = app.test_client().post("/sign-in", data={"username": username, "password": password})
    return answer.status_code == 302


def test_added_account_signs_in(run):
    assert run("user", "add", "zhao", "--name", "赵敏", given="a password of mine\n").exit_code == 0
    assert signs_in("zhao", "a password of mine")
    assert not signs_in("zhao", "another password")


def test_password_in_any_unicode_form_signs_in(run):
    composed = unicodedata.normalize("NFC", "mot de passé ２０２３")
    run("user", "add", "rene", given=f"{composed}\n")
    assert signs_in("rene", composed)


def test_generated_password_is_printed_and_works(run):
    answer = run("user", "add", "zhao", "--generate")
    assert signs_in("zhao", answer.stdout.split("Password: ")[1].strip())


def test_command_says_where_to_sign_in_and_what_comes_first(run, monkeypatch):
    monkeypatch.setenv("COMPETITION_BASE_URL", "https://contest.example/")
    added = run("user", "add", "zhao", "--generate").stdout.splitlines()
    assert added[0] == "zhao can sign in at https://contest.example/sign-in"
    assert added[1] == "At the first sign-in another one must be chosen."
    again = run("user", "passwd", "zhao", given="a password of mine\n").stdout
    assert again.endswith("Sign in at https://contest.example/sign-in\n")


def test_changed_password_replaces_the_old_one(run):
    run("user", "add", "zhao", given="a password of mine\n")
    assert run("user", "passwd", "zhao", given="quite another one\n").exit_code == 0
    assert signs_in("zhao", "quite another one")
    assert not signs_in("zhao", "a password of mine")


def test_shut_account_signs_in_again_only_when_opened(run):
    run("user", "add", "zhao", given="a password of mine\n")
    run("user", "disable", "zhao")
    assert not signs_in("zhao", "a password of mine")
    run("user", "enable", "zhao")
    assert signs_in("zhao", "a password of mine")


@pytest.mark.parametrize(
    ("arguments", "given", "said"),
    [
        (("add", "zhao"), "short\n", "10 to 128"),
        (("add", "with space"), "a password of mine\n", "cannot be a user name"),
        (("add", "zhao"), "", "--generate"),
        (("passwd", "nobody"), "a password of mine\n", "no account"),
        (("disable", "nobody"), None, "no account"),
    ],
)
def test_refusal_is_one_sentence(run, arguments, given, said):
    answer = run("user", *arguments, given=given)
    assert answer.exit_code == 2
    assert said in answer.stderr
    assert answer.stderr.count("\n") == 1


def test_name_is_taken_whatever_its_case(run):
    run("user", "add", "zhao", given="a password of mine\n")
    assert "is taken" in run("user", "add", "ZHAO", given="a password of mine\n").stderr


def test_list_as_json(run):
    run("user", "add", "zhao", "--name", "赵敏", "--administrator", given="a password of mine\n")
    listed = json.loads(run("user", "list", "--json").stdout)
    assert listed == [
        {
            "username": "zhao",
            "name": "赵敏",
            "active": True,
            "administrator": True,
            "second_factor": False,
        }
    ]

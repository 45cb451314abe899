"""Guessing passwords, PINs and access codes: stopped by account, from wherever it is tried."""

from __future__ import annotations

import pytest

from competition.models.access_code import digest
from tests import scenes, scenes_judging

TOO_MANY = 429


def statuses(tries, attempt):
    return [attempt(number).status_code for number in range(tries)]


def from_address(number):
    return {"REMOTE_ADDR": f"203.0.113.{number}"}


@pytest.mark.parametrize("spelling", ["li", "LI", "ｌｉ", " li ", "𝐥𝐢", "ⓛⓘ"])
def test_another_spelling_of_a_name_is_no_fresh_account(limited, spelling):
    scenes.person("li")
    client = limited.test_client()
    for number in range(10):
        client.post("/sign-in", data={"username": "li", "password": f"guess {number}"})
    answer = client.post("/sign-in", data={"username": spelling, "password": scenes.PASSWORD})
    assert answer.status_code == TOO_MANY


def test_guesses_by_json_count_as_those_by_form(limited):
    scenes.person("li")
    client = limited.test_client()
    told = statuses(
        12, lambda n: client.post("/sign-in", json={"username": "li", "password": f"guess {n}"})
    )
    assert told[10:] == [TOO_MANY, TOO_MANY]
    form = {"username": "li", "password": scenes.PASSWORD}
    assert client.post("/sign-in", data=form).status_code == TOO_MANY


@pytest.mark.parametrize("field", ["username", "email", "card"])
def test_further_field_does_not_make_a_contestants_guess_a_first_one(limited, field):
    scenes.entrants(scenes.contest(state="judging"), 1, access_digest=digest("RIGHTCODE"))
    client = limited.test_client()
    told = statuses(
        8,
        lambda n: client.post(
            "/me/sign-in",
            data={"contest": "quzhou-2023", "number": "001", "code": f"WRONG{n}", field: f"x{n}"},
        ),
    )
    assert told[6:] == [TOO_MANY, TOO_MANY]


def test_another_spelling_of_an_entry_number_is_no_fresh_one(limited):
    scenes.entrants(scenes.contest(state="judging"), 5, access_digest=digest("RIGHTCODE"))
    client = limited.test_client()
    spelled = ["5", "05", "005", "００５", " ５ ", "'5", "0005", "00000005"]
    told = [
        client.post(
            "/me/sign-in", data={"contest": "quzhou-2023", "number": number, "code": "WRONG"}
        ).status_code
        for number in spelled
    ]
    assert told[6:] == [TOO_MANY, TOO_MANY]
    assert TOO_MANY not in told[:6]


def test_one_entry_number_tried_from_many_addresses_is_stopped(limited):
    scenes.entrants(scenes.contest(state="judging"), 1, access_digest=digest("RIGHTCODE"))
    client = limited.test_client()
    told = statuses(
        104,
        lambda n: client.post(
            "/me/sign-in",
            data={"contest": "quzhou-2023", "number": "001", "code": f"WRONG{n}"},
            environ_base=from_address(n),
        ),
    )
    assert told[100:] == [TOO_MANY] * 4


@pytest.mark.parametrize(
    ("path", "name", "tried"),
    [("/sign-in", "username", "li"), ("/me/sign-in", "number", "001")],
)
def test_name_in_a_list_is_the_name_that_is_tried(limited, path, name, tried):
    scenes.person("li", scenes.contest(), "organiser")
    client = limited.test_client()
    told = statuses(
        12,
        lambda n: client.post(
            path,
            json={name: [tried, f"x{n}"], "contest": "quzhou-2023", "password": "x", "code": "x"},
        ),
    )
    assert TOO_MANY not in told[:6]
    assert told[10:] == [TOO_MANY, TOO_MANY]


def test_pin_of_a_card_tried_from_many_addresses_is_stopped(limited):
    contest = scenes.contest(state="judging")
    judge = scenes.person("wang", contest, "judge")
    scenes_judging.card(contest, judge, word="the token of a card")
    client = limited.test_client()
    told = statuses(
        33,
        lambda n: client.post(
            "/judge/card/the token of a card",
            data={"pin": f"{n:06}"},
            environ_base=from_address(n),
        ),
    )
    assert told[:30] == [403] * 30
    assert told[30:] == [TOO_MANY] * 3


def test_pin_under_a_sign_off_is_not_guessed_by_naming_others(limited):
    hall = scenes_judging.hall(1)
    client = limited.test_client()
    scenes.sign_in(client, "j1")
    where = f"/judge/{hall.contest.slug}/case/sign-off"
    told = statuses(12, lambda n: client.post(where, data={"secret": f"{n}", "username": f"x{n}"}))
    assert told[10:] == [TOO_MANY, TOO_MANY]


@pytest.mark.parametrize("deed", ["confirm", "final"])
def test_password_under_a_publication_is_not_guessed_at_an_open_screen(limited, deed):
    scenes.person("sun", scenes.contest(state="reviewed"), "supervisor")
    client = limited.test_client()
    scenes.sign_in(client, "sun")
    where = f"/organise/quzhou-2023/publication/{deed}"
    told = statuses(12, lambda n: client.post(where, data={"password": f"guess {n}"}))
    assert told == [422] * 10 + [TOO_MANY] * 2


def test_password_of_an_open_session_is_not_guessed_by_naming_others(limited):
    scenes.person("li", scenes.contest(), "organiser")
    client = limited.test_client()
    scenes.sign_in(client, "li")
    told = statuses(
        12,
        lambda n: client.post(
            "/account/confirm", data={"password": f"guess {n}", "username": f"x{n}"}
        ),
    )
    assert told[10:] == [TOO_MANY, TOO_MANY]


def test_sixty_judges_take_their_tablets_from_one_address_at_once(limited):
    contest = scenes.contest(state="judging")
    for number in range(60):
        judge = scenes.person(f"judge{number}", contest, "judge")
        scenes_judging.card(contest, judge, word=f"card {number}")
    taken = statuses(
        60,
        lambda n: limited.test_client().post(f"/judge/card/card {n}", data={"pin": "246810"}),
    )
    assert taken == [302] * 60

"""Who may what: every address of the application × every role × every state of a contest.

The table is complete by comparison with the URL map; ``routes.txt`` is its readable copy, so that a
new address, or one whose deed changed, is seen in a review.
"""

from __future__ import annotations

import pytest
from flask import g, request
from flask_login import login_user
from werkzeug.exceptions import HTTPException

from competition.domain.contest import CONTEST_STATES
from competition.domain.errors import DomainError
from competition.domain.permissions import DEEDS, ROLES, may
from competition.models import db
from competition.services.contests import is_fit
from competition.web import guards
from tests import scenes
from tests.routes_table import SNAPSHOT, deed_of, routes, table


def test_every_view_names_its_deed(app):
    nameless = {endpoint for _, _, endpoint in routes(app) if deed_of(app, endpoint) is None}
    assert nameless == set()


def test_table_of_addresses_is_the_one_that_was_read(app):
    assert table(app) == SNAPSHOT.read_text(encoding="utf-8").splitlines(), (
        "Read the difference, then write the table anew: python -m tests.routes_table"
    )


def test_every_deed_of_the_table_is_asked_for_by_some_address(app):
    asked = {deed_of(app, endpoint) for _, _, endpoint in routes(app)}
    assert set(DEEDS) - asked == set()


def rule_of(app, method, rule):
    """The rule of the URL map that a line of the table stands for."""
    return next(
        one for one in app.url_map.iter_rules() if str(one) == rule and method in one.methods
    )


def answer_of(app, method, rule, user):
    """What the check before the view says: ``open``, or the refusal's status."""
    with app.test_request_context("/", method=method):
        if user:
            login_user(user)
        g.slug = "quzhou-2023"
        request.url_rule = rule_of(app, method, rule)
        try:
            answer = guards.check()
        except DomainError as refusal:
            return refusal.status
        except HTTPException as refusal:
            return refusal.code
        return "open" if answer is None else "sign in"


def expected(deed, role, state):
    if may({role}, deed, state):
        return "open"
    return 409 if role in DEEDS[deed].roles else 403


@pytest.mark.parametrize("role", [*ROLES, "nobody"])
def test_role_opens_exactly_what_the_table_says(app, role):
    contest = scenes.contest()
    user = scenes.person("li", contest, *([role] if role in ROLES else []))
    wrong = []
    for state in CONTEST_STATES:
        contest.state = state
        db.session.commit()
        for method, rule, endpoint in routes(app):
            deed = deed_of(app, endpoint)
            if "<slug>" not in rule or deed not in DEEDS:
                continue
            found = answer_of(app, method, rule, user)
            if found != expected(deed, role, state):
                wrong.append((state, method, rule, found))
    assert wrong == []


def test_stranger_is_sent_to_the_sign_in_from_every_page_of_the_staff(app):
    scenes.contest(state="judging")
    opened = {
        (method, rule)
        for method, rule, endpoint in routes(app)
        if deed_of(app, endpoint) in DEEDS and answer_of(app, method, rule, None) == "open"
    }
    assert opened == set()


@pytest.mark.parametrize("state", CONTEST_STATES)
def test_role_in_another_contest_opens_nothing_here(app, state):
    scenes.contest(state=state)
    other = scenes.contest(slug="other", state=state)
    user = scenes.person("li", other, *ROLES)
    opened = {
        (method, rule)
        for method, rule, endpoint in routes(app)
        if "<slug>" in rule
        and deed_of(app, endpoint) in DEEDS
        and answer_of(app, method, rule, user) != 403
    }
    assert opened == set()


def test_no_contest_is_called_as_an_address_of_ours(app):
    """`/organise/designs` is a page; a contest of that name would have none."""
    rules = [str(rule).split("/") for rule in app.url_map.iter_rules()]
    places = {tuple(parts[: parts.index("<slug>")]) for parts in rules if "<slug>" in parts}
    ours = {
        parts[len(place)]
        for parts in rules
        for place in places
        if len(parts) > len(place) and tuple(parts[: len(place)]) == place
    }
    assert {"new", "designs", "card"} <= ours
    assert [name for name in ours if is_fit(name)] == []

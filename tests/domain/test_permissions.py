"""Who may do what, and when; the one gate for what may be seen."""

import pytest

from competition.domain.errors import NotAllowed
from competition.domain.permissions import (
    DEEDS,
    ROLES,
    STATES,
    Viewer,
    WrongState,
    acting_role,
    may,
    require,
    visible,
)

PUBLISHED = {"provisional", "final", "certified"}
THINGS = ("results", "own_scores", "own_certificates", "live_ranking", "names")


def test_every_deed_speaks_of_known_roles_and_states():
    for deed, rule in DEEDS.items():
        assert rule.roles <= set(ROLES), deed
        assert rule.roles, deed
        assert rule.states <= set(STATES), deed
        assert rule.states, deed


@pytest.mark.parametrize(
    ("role", "deed", "states"),
    [
        ("judge", "sheet:enter", {"judging"}),
        ("clerk", "theory:enter", {"judging"}),
        ("chief_judge", "sheet:reopen", {"judging"}),
        ("supervisor", "publication:confirm", {"locked", "reviewed", *PUBLISHED}),
        ("organiser", "publication:confirm", set()),
        ("organiser", "certificates:issue", {"final", "certified"}),
        ("judge", "ranking:see", set()),
        ("arbiter", "objections:answer", PUBLISHED),
        ("clerk", "staff:edit", set()),
    ],
)
def test_role_may_do_deed_in_these_states_only(role, deed, states):
    assert {state for state in STATES if may({role}, deed, state)} == states


def test_wrong_role_and_wrong_time_are_different_refusals():
    with pytest.raises(NotAllowed):
        require({"judge"}, "publication:propose", "reviewed")
    with pytest.raises(WrongState):
        require({"organiser"}, "publication:propose", "judging")


def test_role_acted_in_is_one_that_the_deed_asks_for():
    assert acting_role({"judge", "supervisor"}, "publication:confirm") == "supervisor"
    assert acting_role({"judge"}, "publication:confirm") == ""


@pytest.mark.parametrize("state", STATES)
def test_public_sees_results_once_published_and_never_the_rest(state):
    seen = {thing for thing in THINGS if visible(Viewer(), thing, state, owner_id=7)}
    assert seen == ({"results"} if state in PUBLISHED else set())


@pytest.mark.parametrize("state", STATES)
def test_entrant_sees_own_scores_not_those_of_others(state):
    viewer = Viewer(entrant_id=7)
    assert visible(viewer, "own_scores", state, owner_id=7) == (state in PUBLISHED)
    assert not visible(viewer, "own_scores", state, owner_id=8)
    assert not visible(viewer, "own_certificates", state, owner_id=8)


def test_contest_in_preparation_is_known_to_its_staff_alone():
    assert not visible(Viewer(), "contest", "setup")
    assert visible(Viewer(roles=frozenset({"clerk"})), "contest", "setup")
    assert visible(Viewer(), "contest", "open")


@pytest.mark.parametrize("role", ROLES)
def test_judges_and_chief_judges_never_see_whom_a_number_stands_for(role):
    viewer = Viewer(roles=frozenset({role}))
    assert visible(viewer, "names", "judging") == (role in {"organiser", "clerk", "supervisor"})

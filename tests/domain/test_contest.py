"""The states of a contest: one step on, any step back with a reason."""

from __future__ import annotations

from itertools import pairwise

import pytest

from competition.domain.contest import CONTEST_STATES, at_least, may_move, move
from competition.domain.errors import DomainError, Invalid


def test_a_contest_goes_through_its_states_one_by_one():
    for present, following in pairwise(CONTEST_STATES):
        assert move(present, following) == following


@pytest.mark.parametrize("wanted", ["judging", "setup"])
def test_no_state_is_skipped_or_repeated(wanted):
    with pytest.raises(DomainError, match="contest_step_not_allowed"):
        move("setup", wanted)


@pytest.mark.parametrize("reason", ["", "  "])
def test_a_step_back_needs_a_reason(reason):
    with pytest.raises(Invalid, match="step_back_needs_reason"):
        move("provisional", "judging", reason)
    assert move("provisional", "judging", "objection 3 upheld") == "judging"


def test_reached():
    assert at_least("final", "provisional")
    assert not at_least("judging", "locked")
    assert may_move("certified", "final")

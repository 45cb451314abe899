"""No text, however it was made, takes long to read: of each pattern, and of a rules file."""

from __future__ import annotations

import time

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from competition.exchange.rules_file.places import places
from tests.security import patterns

LONG = 50_000
SECONDS = 1
KNOWN, LOOSE = patterns.found()
# Patterns that nobody from outside can choose, and why.
OPERATORS = {
    "competition/services/certificate_files/reading.py text": "given on the command line",
    "competition/domain/settings.py self.number_pattern": "in no form, and our numbers are short",
}
OURS = {
    "competition/exchange/entrants/aliases.py pattern": "in the list LIKELY, which is tried",
}
# Read only what we wrote ourselves.
OWN_TEXT = ("competition/web/public/design.py",)


@pytest.mark.parametrize("text", ["[" + " " * LONG, " " * LONG], ids=["header", "blank"])
def test_places_of_a_hostile_rules_file_are_found_at_once(text):
    began = time.process_time()
    places(text)
    assert time.process_time() - began < SECONDS


def test_every_pattern_is_tried_or_named():
    assert set(LOOSE) == set(OPERATORS) | set(OURS)
    assert len(KNOWN) > 75


def looks_around(pattern):
    return any(sign in str(pattern.pattern) for sign in ("(?=", "(?!", "(?<"))


def tried(use):
    """The first hostile text that takes long, grown out of texts that fit."""
    found = []

    @settings(
        max_examples=6,
        phases=[Phase.generate],
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    # What looks around itself fits no text whole.
    @given(st.from_regex(use.pattern, fullmatch=not looks_around(use.pattern)))
    def grow(sample):
        if not found:
            text = sample.decode("latin-1") if isinstance(sample, bytes) else sample
            found.extend(filter(None, [patterns.slow(use, text)]))

    grow()
    return found


@pytest.mark.parametrize(
    "use", [one for one in KNOWN if not one.where.startswith(OWN_TEXT)], ids=lambda use: use.where
)
def test_no_text_makes_a_pattern_slow(use):
    assert tried(use) == []

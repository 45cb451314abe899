"""A rules file made to take long is read at once."""

from __future__ import annotations

import time

import pytest

from competition.exchange.rules_file.places import places

LONG = 50_000
SECONDS = 1


@pytest.mark.parametrize("text", ["[" + " " * LONG, " " * LONG], ids=["header", "blank"])
def test_places_of_a_hostile_rules_file_are_found_at_once(text):
    began = time.process_time()
    places(text)
    assert time.process_time() - began < SECONDS

"""The presets."""

import pytest

from competition.domain.errors import NotFound
from competition.exchange.presets import PRESETS, preset


@pytest.mark.parametrize("name", PRESETS)
def test_weights_of_a_preset_add_up_to_one(name):
    assert sum(round_.weight for round_ in preset(name).rounds) == 1


@pytest.mark.parametrize("name", PRESETS)
def test_criteria_of_a_preset_add_up_to_the_full_mark(name):
    for round_ in preset(name).rounds:
        assert not round_.criteria or (
            sum(one.full_mark for one in round_.criteria) == round_.full_mark
        )


def test_unknown_preset_reads_no_other_file():
    with pytest.raises(NotFound):
        preset("../rules_file")

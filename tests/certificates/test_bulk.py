"""Many certificates: order, errors, credentials, an early end."""

import time
from dataclasses import replace

import pytest

from certificates import Batch, Order, render, verify
from certificates.bulk import FEW
from tests.certificates.conftest import DID


def orders_of(facts, count):
    return [
        Order(str(at), replace(facts, number=f"Y0000330000002320{at:05d}")) for at in range(count)
    ]


@pytest.mark.parametrize("jobs", [1, 2])
def test_outcomes_come_in_order_and_alike_however_many_work(jobs, facts):
    orders = orders_of(facts, FEW + 4)
    printed = list(Batch(jobs=jobs).run(orders))
    assert [one.order.name for one in printed] == [order.name for order in orders]
    assert printed[-1].pdf == render(orders[-1].facts)


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_unfit_order_is_an_outcome_and_ends_nothing(jobs, facts):
    orders = orders_of(facts, FEW + 4)
    orders[3] = Order("bad", replace(facts, holder="王\U0003134a"))
    printed = list(Batch(jobs=jobs).run(orders))
    assert [one.order.name for one in printed if one.error] == ["bad"]
    assert printed[3].error.code == "glyph_missing"
    assert all(one.pdf for one in printed if not one.error)


def test_signed_ones_carry_their_own_credential(facts, signer, trust):
    for printed in Batch(signer=signer, did=DID, jobs=2).run(orders_of(facts, FEW + 2)):
        verdict = verify(printed.pdf, trust)
        assert verdict.genuine
        assert verdict.facts["number"] == printed.order.facts.number


def test_nothing_ordered_is_nothing_made():
    assert list(Batch(jobs=2).run([])) == []


def test_whoever_stops_early_does_not_wait_for_the_rest(facts):
    run = Batch(jobs=2).run(orders_of(facts, 240))
    assert [next(run).order.name for _ in range(3)] == ["0", "1", "2"]
    begun = time.monotonic()
    run.close()
    assert time.monotonic() - begun < 30

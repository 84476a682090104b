"""Rules V1 to V4: horizon, knowledge, price, lock-in."""

from __future__ import annotations

import math

import pytest

from sim.jit import plain
from sim.rules import vendors

willingness_to_invest = plain(vendors.willingness_to_invest)
knowledge_after = plain(vendors.knowledge_after)
price_factor = plain(vendors.price_factor)
lock_in = plain(vendors.lock_in)


def test_v1_a_long_horizon_is_worth_investing_for() -> None:
    assert willingness_to_invest(0.985, 0.0) == 0.0
    assert willingness_to_invest(0.985, 1.0) == pytest.approx(0.015)
    assert willingness_to_invest(0.5, 2.0) == pytest.approx(0.75)
    assert willingness_to_invest(1.0, 60.0) == 0.0


def test_v2_gain_and_loss_meet_at_a_level() -> None:
    # 0.06 x (0.5 + 0.5) gained of what is lacking, 0.02 lost: 0.06 / 0.08.
    knowledge = 0.1
    for _ in range(500):
        knowledge = knowledge_after(knowledge, 0.06, 1.0, 1.0, 0.02)
    assert knowledge == pytest.approx(0.75)
    assert knowledge_after(0.5, 0.06, 0.0, 0.0, 0.02) == pytest.approx(0.49)


def test_v3_no_rise_without_time() -> None:
    base = price_factor(0.0, 0.04, 0.03, 0.0, 3.0, 0.09, 1.0)
    assert base == pytest.approx(1.0)
    assert price_factor(2.0, 0.04, 0.03, 0.0, 3.0, 0.09, 1.0) == pytest.approx(1.04**2)
    assert price_factor(0.0, 0.04, 0.03, 2.0, 3.0, 0.09, 1.25) == pytest.approx(1.25 * 1.03**2)


def test_v3_a_doubling_of_bidders_lowers_the_price_by_its_share() -> None:
    three = price_factor(0.0, 0.04, 0.03, 0.0, 3.0, 0.09, 1.0)
    six = price_factor(0.0, 0.04, 0.03, 0.0, 6.0, 0.09, 1.0)
    assert six / three == pytest.approx(0.91)
    nobody = price_factor(0.0, 0.04, 0.03, 0.0, 0.0, 0.09, 1.0)
    assert nobody == price_factor(0.0, 0.04, 0.03, 0.0, 1.0, 0.09, 1.0)


def test_v4_dependence_grows_with_the_years() -> None:
    assert lock_in(0.6, 0.0) == 0.0
    assert lock_in(0.6, 3.0) == pytest.approx(0.6 * (1 - 1 / math.e))
    assert lock_in(1.0, 100.0) == pytest.approx(1.0)

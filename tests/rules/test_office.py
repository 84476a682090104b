"""Rules Q1 to Q4 and K1 to K4: desks and projects."""

from __future__ import annotations

import math

import pytest

from sim.jit import plain
from sim.rules import office

served_hours = plain(office.served_hours)
hours_with_overtime = plain(office.hours_with_overtime)
wait_months = plain(office.wait_months)
minutes_online = plain(office.minutes_online)
tail_probability = plain(office.tail_probability)
cost_ratio_ordinary = plain(office.cost_ratio_ordinary)
cost_ratio_runaway = plain(office.cost_ratio_runaway)
quality_at_launch = plain(office.quality_at_launch)


def test_q1_no_more_than_there_is_and_no_more_than_the_hours() -> None:
    assert served_hours(10.0, 90.0, 120.0) == 100.0
    assert served_hours(50.0, 90.0, 120.0) == 120.0
    assert served_hours(0.0, 0.0, 120.0) == 0.0


def test_q2_the_most_overtime_at_half_a_month() -> None:
    assert hours_with_overtime(100.0, 0.0, 0.12, 0.5) == 100.0
    assert hours_with_overtime(100.0, 0.25, 0.12, 0.5) == pytest.approx(106.0)
    assert hours_with_overtime(100.0, 0.5, 0.12, 0.5) == pytest.approx(112.0)
    assert hours_with_overtime(100.0, 9.0, 0.12, 0.5) == pytest.approx(112.0)


def test_q3_littles_law() -> None:
    assert wait_months(60.0, 120.0) == 0.5
    assert wait_months(0.0, 120.0) == 0.0
    assert wait_months(1e9, 120.0) == 12.0
    assert wait_months(0.0, 0.0) == 0.0
    assert wait_months(1.0, 0.0) == 12.0


def test_q4_the_old_way_types_again() -> None:
    assert minutes_online(20.0, 2.0, 0.0, 0.0, 0.8) == pytest.approx(16.0)
    assert minutes_online(20.0, 2.0, 1.0, 1.0, 0.8) == pytest.approx(2.0)
    assert minutes_online(20.0, 2.0, 1.0, 0.0, 0.8) == pytest.approx(4.0)
    assert minutes_online(20.0, 2.0, 0.5, 1.0, 0.8) == pytest.approx(9.0)


def test_k1_the_usual_project_has_the_usual_chance() -> None:
    assert tail_probability(0.08, 0.0, 50_000.0, 0, 0.3, 0.2) == pytest.approx(0.08)
    odds = 0.08 / 0.92 * math.exp(0.15 + 0.3)
    assert tail_probability(0.08, 1.0, 50_000.0, 1, 0.3, 0.2) == pytest.approx(odds / (1 + odds))
    # Small sums count as a thousand dollars; a chance stays a chance.
    assert tail_probability(0.08, 0.0, 0.0, 0, 0.3, 0.2) == tail_probability(
        0.08, 0.0, 1000.0, 0, 0.3, 0.2
    )
    assert 0.0 < tail_probability(0.5, 9.0, 1e9, 4, 0.0, 0.0) < 1.0


def test_k1_no_chance_at_all_is_a_limit_not_an_error() -> None:
    """The parameter may be 0, and `log(0 / 1)` must not be asked for."""
    assert tail_probability(0.0, 1.0, 50_000.0, 1, 0.3, 0.2) == pytest.approx(0.0, abs=1e-9)


def test_k2_lognormal_about_its_median() -> None:
    assert cost_ratio_ordinary(1.1, 0.25, 0.0) == pytest.approx(1.1)
    assert cost_ratio_ordinary(1.1, 0.25, 1.0) == pytest.approx(1.1 * math.exp(0.25))


def test_k3_pareto_from_its_start() -> None:
    assert cost_ratio_runaway(1.5, 1.38, 0.0) == pytest.approx(1.5)
    # P(ratio > 3) = (1.5 / 3) ** 1.38.
    share = 1 - 0.5**1.38
    assert cost_ratio_runaway(1.5, 1.38, share) == pytest.approx(3.0)


def test_k4_rework_leaves_traces() -> None:
    assert quality_at_launch(0.5, 0.4, 0.5, 1.0) == pytest.approx(0.15 + 0.15 + 0.1 + 0.15)
    assert quality_at_launch(0.5, 0.4, 0.5, 3.0) == pytest.approx(0.45)
    assert quality_at_launch(0.0, 0.0, 0.0, 9.0) == 0.05
    assert quality_at_launch(1.0, 1.0, 1.0, 0.5) <= 1.0

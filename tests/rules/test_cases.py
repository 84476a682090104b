"""Rules D1 to D5: how many cases, whether they fail online, and what they are worth."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.jit import plain
from sim.rules import cases

number_of_cases = plain(cases.number_of_cases)
failure_probability = plain(cases.failure_probability)
desk_performance = plain(cases.desk_performance)
online_performance = plain(cases.online_performance)
failed_performance = plain(cases.failed_performance)


def test_d1_poisson_by_inversion() -> None:
    # With a mean of 1: e^-1 = 0.3679 for none, 0.7358 for at most one, 0.9197 for at most two.
    assert [number_of_cases(u, 1.0, 12) for u in (0.36, 0.37, 0.73, 0.74, 0.919, 0.920)] == [
        0, 1, 1, 2, 2, 3,
    ]  # fmt: skip


def test_d1_no_more_than_the_most_and_none_where_none_are_expected() -> None:
    assert number_of_cases(1.0 - 1e-12, 50.0, 12) == 12
    assert number_of_cases(0.999, 0.0, 12) == 0


@pytest.mark.parametrize("expected", [0.2, 0.76, 3.0])
def test_d1_mean_and_variance_are_those_of_poisson(expected: float) -> None:
    evenly = (np.arange(20_000) + 0.5) / 20_000
    drawn = np.array([number_of_cases(float(u), expected, 60) for u in evenly])
    assert drawn.mean() == pytest.approx(expected, rel=1e-3)
    assert drawn.var() == pytest.approx(expected, rel=5e-3)


def test_d2_failures_fall_with_quality() -> None:
    # No quality, middling skill, always up: the chance at the start.
    assert failure_probability(0.18, 0.0, 0.5, 1.0) == pytest.approx(0.18)
    assert failure_probability(0.18, 1.0, 0.5, 1.0) == pytest.approx(0.18 / math.e)
    # Down for a tenth of the month: 1 - 0.9 x 0.82.
    assert failure_probability(0.18, 0.0, 0.5, 0.9) == pytest.approx(0.262)


def test_d2_a_service_that_is_down_nearly_always_fails() -> None:
    assert failure_probability(0.18, 0.5, 0.5, 0.0) == 0.95


def test_d3_a_visit_without_wait_or_documents() -> None:
    assert desk_performance(0.5, 0.0, 1.0, 0.0) == pytest.approx(0.6)
    assert desk_performance(0.5, 1.0, 1.0, 2.0) == pytest.approx(0.6 / math.e - 0.04)
    assert desk_performance(0.0, 12.0, 0.2, 5.0) == 0.0


def test_d4_online_between_nothing_and_one() -> None:
    assert online_performance(0.4, 0.6, 1.0) == pytest.approx(0.5 + 0.1 + 0.09 - 0.03)
    assert online_performance(1.0, 1.0, 0.0) <= 1.0
    assert online_performance(0.0, 0.0, 100.0) == 0.0


def test_d5_a_failure_halves_the_worth() -> None:
    assert failed_performance(0.6) == pytest.approx(0.3)
    assert failed_performance(0.0) == 0.0

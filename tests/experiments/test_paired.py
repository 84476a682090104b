"""Paired differences by hand and by scipy, ties, chance of being best, regret, looks."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from sim.experiments.paired import best_of, looks, mean_intervals, paired


def test_the_interval_by_hand():
    found = paired([10, 10, 10, 10], [11, 12, 13, 14])
    # differences 1 to 4: mean 2.5, variance 5/3, t(3, 97.5 %) = 3.182446
    reach = 3.182446305 * math.sqrt(5 / 3 / 4)
    assert found.difference == 2.5
    assert found.low == pytest.approx(2.5 - reach)
    assert found.high == pytest.approx(2.5 + reach)
    assert (found.n_higher, found.n_lower, found.n_equal) == (4, 0, 0)
    assert found.excludes_zero


def test_scipy_says_the_same():
    luck = np.random.default_rng(1)
    a, b = luck.normal(size=25), luck.normal(0.3, size=25)
    found = paired(a, b, 0.99)
    expected = stats.ttest_rel(b, a).confidence_interval(0.99)
    assert (found.low, found.high) == (expected.low, expected.high)
    middle, low, high = mean_intervals((b - a)[:, None], 0.99)
    assert (middle[0], low[0], high[0]) == pytest.approx((found.difference, found.low, found.high))


def test_the_same_numbers_differ_by_exactly_nothing():
    values = np.random.default_rng(2).normal(size=30)
    found = paired(values, values)
    assert found.is_nothing
    assert (found.difference, found.low, found.high, found.width) == (0.0, 0.0, 0.0, 0.0)
    assert found.variance_ratio is None
    assert not found.excludes_zero


def test_a_constant_difference_has_an_interval_of_no_width():
    found = paired([1.0, 2.0, 3.0], [1.5, 2.5, 3.5])
    assert (found.difference, found.low, found.high) == (0.5, 0.5, 0.5)
    assert found.excludes_zero
    assert not found.is_nothing


def test_rounding_is_no_spread():
    luck = np.random.default_rng(6).normal(size=20)
    found = paired(4 + luck, 4 + luck - 0.3)
    assert found.difference == pytest.approx(-0.3)
    assert (found.width, found.variance_ratio) == (0.0, None)


def test_one_pair_has_no_interval():
    found = paired([1.0], [3.0])
    assert found.difference == 2.0
    assert (found.low, found.high, found.variance, found.width) == (None, None, None, None)


def test_no_pair_has_nothing():
    found = paired([math.nan], [1.0])
    assert found.n == 0
    assert (found.mean_a, found.difference, found.low) == (None, None, None)


def test_a_pair_with_no_number_on_one_side_is_left_out():
    found = paired([1.0, math.nan, 3.0], [2.0, 5.0, 3.0])
    assert (found.n, found.n_higher, found.n_equal) == (2, 1, 1)
    assert found.mean_a == 2.0


def test_what_pairing_saves():
    common = np.random.default_rng(3).normal(0, 10, 4000)
    own = np.random.default_rng(4).normal(0, 1, (2, 4000))
    found = paired(common + own[0], common + own[1])
    # Var A + Var B = 2 (100 + 1), Var (B - A) = 2
    assert found.variance_ratio == pytest.approx(101, rel=0.1)
    assert found.independent_runs_needed == math.ceil(4000 * found.variance_ratio)


def test_skewness_is_that_of_scipy():
    values = np.random.default_rng(5).lognormal(size=40)
    found = paired(np.zeros(40), values)
    assert found.skewness == pytest.approx(stats.skew(values))
    assert found.skewness > 1


def test_lists_of_unlike_length_are_refused():
    with pytest.raises(ValueError, match="one length"):
        paired([1.0, 2.0], [1.0])


def test_chance_of_being_best_and_regret():
    values = [[1.0, 2.0, 0.0], [3.0, 2.0, 0.0], [1.0, 1.0, 0.0], [0.0, 5.0, 0.0]]
    first, second, third = best_of(values, 1)
    assert (first.chance, second.chance, third.chance) == (1.5 / 4, 2.5 / 4, 0.0)
    assert (first.regret_mean, first.regret_max) == (6 / 4, 5.0)
    assert (second.regret_mean, second.regret_max) == (1 / 4, 1.0)
    assert third.low == 0.0
    expected = stats.beta.ppf([0.025, 0.975], 2.5 + 0.5, 1.5 + 0.5)
    assert (second.low, second.high) == pytest.approx(tuple(expected))


def test_where_less_is_better():
    first, second = best_of([[1.0, 2.0], [1.0, 3.0]], -1)
    assert (first.chance, second.chance) == (1.0, 0.0)
    assert (second.regret_mean, second.regret_max) == (1.5, 2.0)


def test_one_twin_run_has_no_interval_of_the_chance():
    assert best_of([[1.0, 2.0]], 1)[1].low is None


def test_looks_double_and_share_the_error():
    counts, level = looks(20, 400)
    assert list(counts) == [20, 40, 80, 160, 320, 400]
    assert level == pytest.approx(1 - 0.05 / 6)
    assert looks(20, 20) == ([20], pytest.approx(0.95))


@pytest.mark.parametrize("n", [12, 30])
def test_intervals_of_equal_normal_samples_cover_zero(n):
    luck = np.random.default_rng(n)
    pairs = luck.normal(size=(2000, 2, n))
    inside = [found.low <= 0 <= found.high for found in (paired(a, b) for a, b in pairs)]
    assert 0.935 < np.mean(inside) < 0.965


def test_looking_often_keeps_the_error_of_the_whole():
    luck = np.random.default_rng(9)
    counts, level = looks(10, 80)
    wrong = 0
    for change in luck.normal(size=(500, counts[-1])):
        seen = (paired(np.zeros(n), change[:n], level) for n in counts)
        wrong += any(found.excludes_zero for found in seen)
    assert wrong / 500 < 0.075

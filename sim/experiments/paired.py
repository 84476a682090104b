"""Twin runs compared: differences of pairs, their intervals, who is best, and regret.

Numbers in, numbers out: nothing here knows a model, a scenario or a file. The pairs are runs with
the same seed in two worlds, so their difference holds what the strategy does and little luck.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, isfinite
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

__all__ = [
    "ENOUGH",
    "LEVEL",
    "STRONG_SKEW",
    "Best",
    "Paired",
    "best_of",
    "looks",
    "mean_intervals",
    "paired",
]

LEVEL = 0.95
ENOUGH = 30
"""Below so many pairs, Student's interval of skewed differences may be too narrow."""
STRONG_SKEW = 1.0
LAST_BITS = 4


@dataclass(frozen=True)
class Paired:
    """The difference B - A of two samples of twins.

    Attributes
    ----------
    n : [count]   Pairs with a number on both sides; others are left out.
    mean_a, mean_b : the means of these pairs; None where there is no pair.
    difference : the mean of B - A; None where there is no pair.
    low, high : its interval by Student's t; None for fewer than two pairs.
    level : [0-1]   The interval's level.
    n_higher, n_lower, n_equal : [count]   Pairs in which B is above, below, or equal to A.
    variance : of the paired difference; None for fewer than two pairs.
    variance_independent : what it would be with seeds of their own: Var A + Var B.
    skewness : [1]   Of the differences; 0 where they are all equal.
    """

    n: int
    mean_a: float | None
    mean_b: float | None
    difference: float | None
    low: float | None
    high: float | None
    level: float
    n_higher: int
    n_lower: int
    n_equal: int
    variance: float | None
    variance_independent: float | None
    skewness: float

    @property
    def is_nothing(self) -> bool:
        """Whether A and B are the same number in every pair."""
        return self.n > 0 and self.n_equal == self.n

    @property
    def excludes_zero(self) -> bool:
        """Whether the interval lies wholly on one side of zero."""
        return self.low is not None and self.high is not None and (self.low > 0 or self.high < 0)

    @property
    def width(self) -> float | None:
        """The width of the interval, in the unit of the samples."""
        return None if self.low is None or self.high is None else self.high - self.low

    @property
    def variance_ratio(self) -> float | None:
        """How many times pairing cuts the variance; None where the differences do not vary."""
        if self.variance is None or self.variance_independent is None or self.variance == 0:
            return None
        return self.variance_independent / self.variance

    @property
    def independent_runs_needed(self) -> int | None:
        """Runs of each side, with seeds of their own, for an interval of this width [count]."""
        return None if self.variance_ratio is None else ceil(self.n * self.variance_ratio)


def paired(a: ArrayLike, b: ArrayLike, level: float = LEVEL) -> Paired:
    """Return the difference B - A of twins.

    Parameters
    ----------
    a, b : shape (n,)   The same runs in two worlds, in the same order. A pair in which one side
        is no number is left out.
    level : [0-1]   The level of the interval.

    Raises
    ------
    ValueError : the samples are not of one length.

    Notes
    -----
    Student's interval for the mean of the differences, as `scipy.stats.ttest_rel` gives it. Where
    all differences are the same number it is that number, with a width of exactly zero.
    """
    first, second = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    if first.shape != second.shape or first.ndim != 1:
        raise ValueError(f"pairs need two lists of one length, not {first.shape}, {second.shape}")
    known = np.isfinite(first) & np.isfinite(second)
    first, second = first[known], second[known]
    change = _without_rounding(second - first, first, second)
    n = len(change)
    low, high = _interval(first, second, change, level)
    return Paired(
        n=n,
        mean_a=float(first.mean()) if n else None,
        mean_b=float(second.mean()) if n else None,
        difference=_mean(change),
        low=low,
        high=high,
        level=level,
        n_higher=int((change > 0).sum()),
        n_lower=int((change < 0).sum()),
        n_equal=int((change == 0).sum()),
        variance=_variance(change),
        variance_independent=_sum(_variance(first), _variance(second)),
        skewness=_skewness(change),
    )


def _interval(
    a: NDArray[np.float64], b: NDArray[np.float64], change: NDArray[np.float64], level: float
) -> tuple[float | None, float | None]:
    if len(change) < 2:
        return None, None
    if _is_constant(change):
        return float(change[0]), float(change[0])
    from scipy import stats

    found = stats.ttest_rel(b, a).confidence_interval(level)
    return float(found.low), float(found.high)


def _without_rounding(
    change: NDArray[np.float64], a: NDArray[np.float64], b: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return differences that are one number but for the last bits as that number.

    A spread of that size is the rounding of the subtraction, not chance.
    """
    if not len(change):
        return change
    size = max(float(np.abs(a).max()), float(np.abs(b).max()))
    if float(change.max() - change.min()) > LAST_BITS * np.finfo(float).eps * size:
        return change
    return np.full_like(change, change[0] if (change == change[0]).all() else np.median(change))


def _is_constant(values: NDArray[np.float64]) -> bool:
    return len(values) > 0 and bool((values == values[0]).all())


def _mean(values: NDArray[np.float64]) -> float | None:
    """Return the mean; of equal numbers exactly that number, without a rounding."""
    if not len(values):
        return None
    return float(values[0] if _is_constant(values) else values.mean())


def _variance(values: NDArray[np.float64]) -> float | None:
    if len(values) < 2:
        return None
    return 0.0 if _is_constant(values) else float(values.var(ddof=1))


def _sum(left: float | None, right: float | None) -> float | None:
    return None if left is None or right is None else left + right


def _skewness(values: NDArray[np.float64]) -> float:
    """Return the third standardised moment, 0 where there is no spread to speak of."""
    if len(values) < 3 or _is_constant(values):
        return 0.0
    off = values - values.mean()
    spread = float((off**2).mean())
    skew = float((off**3).mean()) / spread**1.5 if spread > 0 else 0.0
    return skew if isfinite(skew) else 0.0


def mean_intervals(
    differences: NDArray[np.float64], level: float = LEVEL
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Return mean, low and high of many columns of differences at once, for a line over months.

    Parameters
    ----------
    differences : shape (pairs, columns).

    Returns
    -------
    mean, low, high : shape (columns,); low and high are NaN for fewer than two pairs.
    """
    n = len(differences)
    middle = differences.mean(axis=0)
    if n < 2:
        return middle, np.full_like(middle, np.nan), np.full_like(middle, np.nan)
    from scipy.special import stdtrit

    reach = stdtrit(n - 1, 0.5 + level / 2) * differences.std(axis=0, ddof=1) / n**0.5
    constant = (differences == differences[0]).all(axis=0)
    middle = np.where(constant, differences[0], middle)
    reach = np.where(constant, 0.0, reach)
    return middle, middle - reach, middle + reach


# Who is best ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Best:
    """How one of several strategies stands against the best of each twin run.

    Attributes
    ----------
    chance : [0-1]   Share of twin runs in which it is best; a tie of k counts 1/k for each.
    low, high : [0-1]   The interval of that share; None for fewer than two twin runs.
    regret_mean, regret_max : how far it falls short of the best of the same twin run, in the
        outcome's unit; zero where it is the best.
    n : [count]   Twin runs.
    """

    chance: float
    low: float | None
    high: float | None
    regret_mean: float
    regret_max: float
    n: int


def best_of(values: ArrayLike, better: int, level: float = LEVEL) -> list[Best]:
    """Return for each of k strategies its chance of being best and its regret.

    Parameters
    ----------
    values : shape (n, k)   An outcome in n twin runs of k strategies. A twin run in which one of
        them is no number is left out.
    better : +1 where more is better, -1 where less is.

    Returns
    -------
    standings : one a strategy, in their order; none where no twin run is whole.

    Raises
    ------
    ValueError : `better` is neither +1 nor -1.

    Notes
    -----
    The interval is Jeffreys' (Brown, Cai & DasGupta 2001, Statistical Science 16, 101-133), which
    also takes the halves that ties give.
    """
    if better not in (-1, 1):
        raise ValueError(f"better must be +1 or -1, not {better}")
    table = np.asarray(values, dtype=float)
    table = better * table[np.isfinite(table).all(axis=1)]
    if not len(table):
        return []
    top = table.max(axis=1, keepdims=True)
    is_best = table == top
    shares = (is_best / is_best.sum(axis=1, keepdims=True)).sum(axis=0)
    regret = top - table
    n = len(table)
    return [
        Best(
            float(won / n), *_jeffreys(float(won), n, level),
            float(lost.mean()), float(lost.max()), n,
        )
        for won, lost in zip(shares, regret.T, strict=True)
    ]  # fmt: skip


def _jeffreys(won: float, n: int, level: float) -> tuple[float | None, float | None]:
    if n < 2:
        return None, None
    from scipy.special import betaincinv

    tail = (1 - level) / 2
    low = 0.0 if won == 0 else float(betaincinv(won + 0.5, n - won + 0.5, tail))
    high = 1.0 if won == n else float(betaincinv(won + 0.5, n - won + 0.5, 1 - tail))
    return low, high


# Looking more than once -----------------------------------------------------------------------


def looks(first: int, at_most: int, level: float = LEVEL) -> tuple[Sequence[int], float]:
    """Return after how many twin runs to look, and the level each look is judged at.

    Each look doubles the number; the last is at `at_most`. Whoever looks k times is wrong up to k
    times as often, so each look has an error of (1 - level) / k, and all of them together at
    most 1 - level (Bonferroni).

    Parameters
    ----------
    first, at_most : [count]   Twin runs at the first and at the last look.

    Returns
    -------
    counts, level : the number of twin runs at each look; the level of its interval.
    """
    counts = [first]
    while counts[-1] < at_most:
        counts.append(min(2 * counts[-1], at_most))
    return counts, 1 - (1 - level) / len(counts)

"""The parts of a difference from the runs of the coalitions: means, intervals, alone, last.

Every replicate is a game of its own, so the spread of its parts over replicates is the chance in
them. Where the orders of joining are a sample, they are a second, crossed source of error; both
are in the interval (docs/decisions/0017-attribution.md).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import nan, sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.experiments.shapley import Order, as_floats, everyone, in_order, shapley

__all__ = ["Attribution", "Spread", "attribute"]

Floats = NDArray[np.float64]
CONFIDENCE = 0.95


@dataclass(frozen=True)
class Spread:
    """A mean with its interval; `low` and `high` are NaN where one replicate says nothing."""

    mean: float
    low: float
    high: float


@dataclass(frozen=True)
class Attribution:
    """What each player adds to one outcome at one month.

    Attributes
    ----------
    a, b, difference : without any player, with all of them, and the second less the first.
    parts : one a player; their exact sum, rounded once, is the difference rounded once.
    alone, last : what each adds to A alone, and on top of all the others.
    by_replicate : parts of each replicate, shape (replicates, players).
    n : [count]   Replicates.
    """

    a: Spread
    b: Spread
    difference: Spread
    parts: list[Spread]
    alone: list[Spread]
    last: list[Spread]
    by_replicate: Floats
    by_order: Floats | None
    n: int

    def together(self, players: Sequence[int]) -> Spread:
        """Return the parts of several players as one."""
        chosen = list(players)
        orders = None if self.by_order is None else self.by_order[:, :, chosen].sum(axis=2)
        mean = float(sum(Fraction(self.parts[k].mean) for k in chosen))
        return _spread(mean, self.by_replicate[:, chosen].sum(axis=1), orders)


def attribute(
    games: Sequence[Mapping[int, float]], players: int, orders: Sequence[Order] | None
) -> Attribution:
    """Return the attribution of a difference.

    Parameters
    ----------
    games : for each replicate, the outcome by coalition.
    players : [count]
    orders : the orders of joining, in antithetic pairs; None for all orders, exactly.
    """
    exact = [{mask: Fraction(value) for mask, value in game.items()} for game in games]
    whole = everyone(players)
    by_order = None
    if orders is None:
        each = [shapley(players, game.__getitem__) for game in exact]
    else:
        gains = [[in_order(order, game.__getitem__) for order in orders] for game in exact]
        each = [_mean_of_rows(rows) for rows in gains]
        by_order = _pairs(gains, players)
    means = as_floats(_mean_of_rows(each))
    by_replicate = np.array([[float(part) for part in row] for row in each])
    by_replicate = by_replicate.reshape(len(games), players)
    return Attribution(
        _of([game[0] for game in exact]),
        _of([game[whole] for game in exact]),
        _of([game[whole] - game[0] for game in exact]),
        [
            _spread(means[k], by_replicate[:, k], None if by_order is None else by_order[:, :, k])
            for k in range(players)
        ],
        [_of([game[1 << k] - game[0] for game in exact]) for k in range(players)],
        [_of([game[whole] - game[whole & ~(1 << k)] for game in exact]) for k in range(players)],
        by_replicate,
        by_order,
        len(games),
    )


def _mean_of_rows(rows: Sequence[Sequence[Fraction]]) -> list[Fraction]:
    return [sum(column, Fraction(0)) / len(rows) for column in zip(*rows, strict=True)]


def _pairs(gains: Sequence[Sequence[Sequence[Fraction]]], players: int) -> Floats:
    """Return gains with each order and its reverse taken together, shape (replicates, pairs, k)."""
    values = np.array([[[float(x) for x in row] for row in rows] for rows in gains])
    values = values.reshape(len(gains), -1, 2, players)
    return np.asarray(values.mean(axis=2), dtype=np.float64)


def _of(values: Sequence[Fraction]) -> Spread:
    """Return the exact mean of some values, and their interval."""
    mean = float(sum(values, Fraction(0)) / len(values))
    return _spread(mean, np.array([float(value) for value in values]), None)


def _spread(mean: float, by_replicate: Floats, by_order: Floats | None) -> Spread:
    """Return a mean with its interval; `by_order` has the shape (replicates, pairs of orders)."""
    n = len(by_replicate)
    if n < 2:
        return Spread(mean, nan, nan)
    if by_order is None or by_order.shape[1] < 2:
        error, freedom = float(np.std(by_replicate, ddof=1)) / sqrt(n), float(n - 1)
    else:
        error, freedom = _crossed(by_order)
    half = 0.0 if error == 0 else _quantile(freedom) * error
    return Spread(mean, mean - half, mean + half)


def _crossed(gains: Floats) -> tuple[float, float]:
    """Return the standard error of the mean of a crossed table, and its degrees of freedom.

    The variance of the mean is that of the row means, and that of the column means, less the
    interaction that both hold; the degrees of freedom are Satterthwaite's.
    """
    rows, columns = gains.shape
    of_rows = float(np.var(gains.mean(axis=1), ddof=1)) / rows
    of_columns = float(np.var(gains.mean(axis=0), ddof=1)) / columns
    rest = gains - gains.mean(axis=1, keepdims=True) - gains.mean(axis=0) + gains.mean()
    shared = float((rest**2).sum()) / ((rows - 1) * (columns - 1)) / (rows * columns)
    variance = max(of_rows + of_columns - shared, of_rows, of_columns)
    if variance == 0:
        return 0.0, float(rows - 1)
    below = of_rows**2 / (rows - 1) + of_columns**2 / (columns - 1)
    return sqrt(variance), max(1.0, min((of_rows + of_columns) ** 2 / below, rows + columns - 2.0))


def _quantile(freedom: float) -> float:
    """Return Student's t at 97.5 %."""
    from scipy.special import stdtrit

    return float(stdtrit(freedom, 0.5 + CONFIDENCE / 2))


def as_row(spread: Spread, name: str) -> dict[str, Any]:
    """Return a spread as three columns of a table: NAME, NAME_low, NAME_high."""
    return {name: spread.mean, f"{name}_low": spread.low, f"{name}_high": spread.high}

"""What a design of points shows: means with their interval, worlds, and who moves what.

Numbers in, numbers out. Two kinds of spread are kept apart throughout: chance (replications, whose
mean has an interval) and worlds (draws of what is uncertain, which have a range).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from sim.experiments.paired import LEVEL, mean_intervals

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = [
    "WORLDS",
    "Effect",
    "Spread",
    "cube_of",
    "effects_in_grid",
    "effects_in_sample",
    "spreads_of",
]

WORLDS = (0.05, 0.95)
SPARE = 6
"""Points that a sample must have beyond the terms fitted to it."""


@dataclass(frozen=True)
class Spread:
    """One outcome at one point.

    Attributes
    ----------
    mean : over all worlds and replications.
    low, high : the 95 % interval of the mean over replications, the worlds given; NaN for one.
    worlds_low, worlds_high : the range from 5 % to 95 % of the worlds' means over replications;
        NaN where no worlds are drawn.
    n_draws, n_replications : [count]   Those that went in.
    """

    mean: float
    low: float
    high: float
    worlds_low: float
    worlds_high: float
    n_draws: int
    n_replications: int


@dataclass(frozen=True)
class Effect:
    """How far one path moves an outcome, the others being equal.

    Attributes
    ----------
    lowest_at, highest_at : the values of the path with the lowest and the highest outcome.
    lowest, highest : the outcome there, on average over the other paths.
    effect, low, high : their difference and its 95 % interval, which holds for all pairs of
        values at once, because these two were picked; NaN where there is none.
    share : [0-1]   The part of the variance between points that goes with the path alone.
    """

    lowest_at: Any
    highest_at: Any
    lowest: float
    highest: float
    effect: float
    low: float
    high: float
    share: float


def cube_of(values: pd.Series, points: Sequence[int]) -> Floats:
    """Return values by point, draw and replicate: shape (points, draws, replicates).

    Parameters
    ----------
    values : index with the levels point, draw, replicate. What is missing becomes NaN.
    """
    import pandas as pd

    axes = [values.index.get_level_values(name) for name in ("point", "draw", "replicate")]
    levels = [pd.Index(points), axes[1].unique().sort_values(), axes[2].unique().sort_values()]
    cube = np.full(tuple(len(level) for level in levels), np.nan)
    places = tuple(level.get_indexer(axis) for level, axis in zip(levels, axes, strict=True))
    cube[places] = values.to_numpy(dtype=float)
    return cube


def spreads_of(cube: Floats) -> list[Spread]:
    """Return mean, interval and range of each point; a replicate with a hole is left out."""
    return [_spread(worlds) for worlds in cube]


def _spread(worlds: Floats) -> Spread:
    """Return the spread of one point: shape (draws, replicates)."""
    whole = worlds[:, np.isfinite(worlds).all(axis=0)]
    draws, n = whole.shape
    if not n:
        nothing = float("nan")
        return Spread(nothing, nothing, nothing, nothing, nothing, draws, 0)
    mean, low, high = (float(part[0]) for part in mean_intervals(whole.mean(axis=0)[:, None]))
    ends = np.quantile(whole.mean(axis=1), WORLDS) if draws > 1 else (np.nan, np.nan)
    return Spread(mean, low, high, float(ends[0]), float(ends[1]), draws, n)


def effects_in_grid(columns: Mapping[str, Sequence[Any]], cube: Floats) -> dict[str, Effect]:
    """Return the effect of each path of a grid, in which every value meets all of the others.

    Parameters
    ----------
    columns : what each path is at each point.
    cube : the outcome, shape (points, draws, replicates).

    Notes
    -----
    Differences are taken within each replicate, so that luck common to both sides has no part.
    """
    by_luck = cube.mean(axis=1)  # (points, replicates)
    by_luck = by_luck[:, np.isfinite(by_luck).all(axis=0)]
    if not by_luck.shape[1]:
        return {}
    return {path: _in_grid(list(values), by_luck) for path, values in columns.items()}


def _in_grid(values: list[Any], by_luck: Floats) -> Effect:
    names = list(dict.fromkeys(values))
    member = np.array([names.index(value) for value in values])
    points = by_luck.mean(axis=1)
    means = np.array([points[member == place].mean() for place in range(len(names))])
    lowest, highest = _ends(means)
    change = by_luck[member == highest].mean(axis=0) - by_luck[member == lowest].mean(axis=0)
    level = 1 - (1 - LEVEL) / _pairs(len(names))
    effect, low, high = (float(part[0]) for part in mean_intervals(change[:, None], level))
    total = float(points.var())
    share = float(means[member].var()) / total if total > 0 else 0.0
    ends = float(means[lowest]), float(means[highest])
    return Effect(names[lowest], names[highest], *ends, effect, low, high, share)


def _ends(heights: Floats) -> tuple[int, int]:
    """Return the places of the lowest and the highest; the first and the last if all are equal."""
    lowest, highest = int(heights.argmin()), int(heights.argmax())
    return (lowest, highest) if lowest != highest else (0, len(heights) - 1)


def _pairs(values: int) -> int:
    return max(1, values * (values - 1) // 2)


def effects_in_sample(
    columns: Mapping[str, Sequence[Any]], cube: Floats
) -> tuple[dict[str, Effect], float]:
    """Return the effect of each path of a sample, and the share of variance that they explain.

    Parameters
    ----------
    columns, cube : as for `effects_in_grid`.

    Returns
    -------
    effects, explained : none and NaN where there are too few points to tell.

    Notes
    -----
    Least squares on all paths together: a straight line for numbers, a level for each word. What
    bends, or hangs on two paths together, is not in it, and shows in a low `explained`.
    """
    points = np.nanmean(cube.mean(axis=1), axis=1) if cube.size else np.zeros(0)
    parts = {path: _terms(list(values)) for path, values in columns.items()}
    width = 1 + sum(terms.shape[1] for terms, _ in parts.values())
    total = float(((points - points.mean()) ** 2).sum()) if len(points) else 0.0
    if len(points) < width + SPARE or not np.isfinite(total):
        return {}, float("nan")
    matrix = np.column_stack([np.ones(len(points)), *(terms for terms, _ in parts.values())])
    fitted, rest = _fit(matrix, points)
    error = rest / (len(points) - width)
    spread = np.linalg.pinv(matrix.T @ matrix) * error
    found, place = {}, 1
    for path, (terms, names) in parts.items():
        own = slice(place, place + terms.shape[1])
        without = _fit(np.delete(matrix, own, axis=1), points)[1]
        share = (without - rest) / total if total > 0 else 0.0
        levels = _Levels(names, np.r_[0.0, fitted[own]], spread[own, own], terms.mean(axis=0))
        found[path] = _in_sample(levels, float(points.mean()), len(points) - width, share)
        place = own.stop
    return found, 1 - rest / total if total > 0 else 0.0


class _Levels(NamedTuple):
    """The fitted levels of one path: the first is zero, and the others are against it."""

    names: list[Any]
    heights: Floats
    spread: Floats
    weights: Floats


def _terms(values: list[Any]) -> tuple[Floats, list[Any]]:
    """Return the columns that stand for a path, and its ends or words."""
    if all(isinstance(v, (int, float)) and not isinstance(v, bool) for v in values):
        low, high = min(values), max(values)
        line = (np.asarray(values, dtype=float) - low) / ((high - low) or 1.0)
        return line[:, None], [low, high]
    names = list(dict.fromkeys(values))
    return np.array([[float(v == name) for name in names[1:]] for v in values]), names


def _fit(matrix: Floats, points: Floats) -> tuple[Floats, float]:
    """Return the coefficients of least squares, and the sum of squares left over."""
    fitted = np.asarray(np.linalg.lstsq(matrix, points, rcond=None)[0], dtype=np.float64)
    return fitted, float(((points - matrix @ fitted) ** 2).sum())


def _in_sample(levels: _Levels, mean: float, freedom: int, share: float) -> Effect:
    from scipy.special import stdtrit

    base = mean - float(levels.heights[1:] @ levels.weights)
    lowest, highest = _ends(levels.heights)
    contrast = np.zeros(len(levels.heights))
    contrast[highest] += 1
    contrast[lowest] -= 1
    variance = float(contrast[1:] @ levels.spread @ contrast[1:])
    tail = (1 - LEVEL) / 2 / _pairs(len(levels.names))
    reach = float(stdtrit(freedom, 1 - tail)) * max(0.0, variance) ** 0.5
    effect = float(levels.heights[highest] - levels.heights[lowest])
    ends = base + float(levels.heights[lowest]), base + float(levels.heights[highest])
    return Effect(levels.names[lowest], levels.names[highest], *ends, effect, effect - reach,
                  effect + reach, share)  # fmt: skip

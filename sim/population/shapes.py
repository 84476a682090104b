"""Shapes of distributions: from uniform draws to the values that a column holds."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = [
    "by_rank_lognormal",
    "category",
    "gamma_mean_one",
    "logit",
    "rank_within",
    "triangular",
    "weighted_rank",
]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def logit(share: ArrayLike) -> Floats:
    """Return log(p / (1 - p)), elementwise, in logits."""
    p = np.asarray(share, dtype=np.float64)
    return np.asarray(np.log(p / (1.0 - p)))


def triangular(u: Floats, low: ArrayLike, mode: ArrayLike, high: ArrayLike) -> Floats:
    """Return triangular variates from uniforms (inverse distribution function)."""
    a, c, b = (np.asarray(x, dtype=np.float64) for x in (low, mode, high))
    cut = (c - a) / (b - a)
    left = a + np.sqrt(u * (b - a) * (c - a))
    right = b - np.sqrt((1.0 - u) * (b - a) * (b - c))
    return np.asarray(np.where(u < cut, left, right))


def category(u: Floats, shares: Sequence[float] | Floats) -> NDArray[np.uint8]:
    """Return category numbers whose shares are `shares` (which sum to 1)."""
    edges = np.cumsum(np.asarray(shares, dtype=np.float64))[:-1]
    return np.searchsorted(edges, u, side="right").astype(np.uint8)


def gamma_mean_one(u: Floats, shape: float) -> Floats:
    """Return gamma variates of mean 1 and this shape from uniforms."""
    from scipy.special import gammaincinv

    # A fine table is a hundred times faster than half a million inversions, and as close as f4.
    grid = np.linspace(-18.0, 18.0, 8193)
    table = gammaincinv(shape, 1.0 / (1.0 + np.exp(-grid))) / shape
    return np.asarray(np.exp(np.interp(logit(u), grid, np.log(np.maximum(table, 1e-300)))))


def by_rank_lognormal(score: Floats, sigma: float) -> Floats:
    """Return lognormal values of mean exactly 1, the largest for the largest score.

    The k-th of n gets the mean of the k-th n-th part of the distribution, so that heavy-tailed
    totals are the same in a sample of any size.
    """
    from scipy.special import ndtr, ndtri

    n = len(score)
    below = ndtr(ndtri(np.linspace(0.0, 1.0, n + 1)) - sigma)  # share held by the lowest k of n
    values = np.empty(n)
    values[np.argsort(score, kind="stable")] = n * np.diff(below)
    return values


def rank_within(score: Floats, group: NDArray[np.integer]) -> Floats:
    """Return each one's rank within its group, evenly spread over (0, 1), lowest score first."""
    order = np.lexsort((score, group))
    sizes = np.bincount(group)
    starts = np.concatenate(([0], np.cumsum(sizes)[:-1]))
    sorted_group = group[order]
    ranks = np.empty(len(score))
    position = np.arange(len(score)) - starts[sorted_group]
    ranks[order] = (position + 0.5) / sizes[sorted_group]
    return ranks


def weighted_rank(score: Floats, weight: Floats) -> Floats:
    """Return each one's rank over (0, 1), counting each one by its weight (not all zero)."""
    order = np.argsort(score, kind="stable")
    total = np.cumsum(weight[order])
    ranks = np.empty(len(score))
    ranks[order] = (total - 0.5 * weight[order]) / total[-1]
    return ranks

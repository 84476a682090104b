"""Bands over runs: median and ends, how wide, and whether a figure lies inside."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["BAND", "band_of", "factor_of", "is_inside"]

BAND = (0.05, 0.95)
CLOSE = 1e-9


def band_of(values: Sequence[float] | pd.Series) -> tuple[float, float, float]:
    """Return median and both ends of the 90 % band of finite values; NaN if there are none."""
    import numpy as np

    found = np.asarray(values, dtype=float)
    found = found[np.isfinite(found)]
    if not len(found):
        return math.nan, math.nan, math.nan
    low, high = np.quantile(found, BAND)
    return float(np.median(found)), float(low), float(high)


def is_inside(observed: float, low: float, high: float) -> bool:
    """Return whether a figure lies in a band whose ends are not rounded.

    Both ends count as inside, up to the last digits of a float: a band that is a line holds only
    the figure that equals it.
    """
    slack = CLOSE * abs(observed)
    return bool(low - slack <= observed <= high + slack)


def factor_of(median: float, low: float, high: float) -> float:
    """Return how far the band reaches from its median, as a factor of at least 1.

    NaN without a band; infinite where an end is not positive and the band has a width.
    """
    if not math.isfinite(median):
        return math.nan
    if high == low:
        return 1.0
    if low <= 0 or median <= 0:
        return math.inf
    return max(high / median, median / low)

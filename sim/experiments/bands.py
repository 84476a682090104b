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
    """Return whether a figure lies in a band, both to the decimals that the figure is written with.

    1.6 stands for 1.55 to 1.65, and 2,041 employees for a mean over months of 2,040.6 as well.
    Zeros before the point are taken as exact: 2,000,000 does not stand for a round number.
    """
    decimals = len(f"{observed:.10f}".rstrip("0").partition(".")[2])
    slack = CLOSE * max(1.0, abs(observed))
    return bool(round(low, decimals) - slack <= observed <= round(high, decimals) + slack)


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

"""Another place than Gangnam: its access by age, its certificates, its needs and its seasons.

A series by year runs on straight lines in logits between the middles of the years. Before the
first and after the last it keeps the growth of the nearest years, within limits. Where the whole
population's series is all that is known, the ages stand apart as Korea's did when Korea had the
same use, and are then shifted together until their mean is the series.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.data.tables import LINES, marginals, needs_table, season_table
from sim.population.shapes import logit

if TYPE_CHECKING:
    from sim.scenario.place import Place

__all__ = [
    "access_logits",
    "age_bands_in",
    "age_group_shares",
    "certificate_shares",
    "gangnam_age_shares",
    "needs_in",
    "season_in",
]

Floats = NDArray[np.float64]
AgeLogits = Callable[[Floats], Floats]

FLOOR, TOP = 1e-5, 0.999
"""Shares that logits can hold: nobody at all stands as one in 100,000."""
GROWTH_YEARS = 3
"""Growth beyond a series is that of its last (or first) so many years."""
MOST_GROWTH_LOGIT_PER_YEAR = 1.0
USUAL_GROWTH_LOGIT_PER_YEAR = 0.33
"""The growth of a series of one year: the surveyed one of Korea, 2002-2005."""
PATTERN_MONTHS = np.arange(1994 * 12 + 11, 2016 * 12 + 7, dtype=np.float64)
"""Months for which Korea's age pattern is known, as months since year 0."""
HALVINGS = 60
MIDDLE_OF_YEAR = 6
AGE_GROUP_OF_BAND = np.array([0] * 4 + [1] * 2 + [2] * 2 + [3] * 2 + [4] * 2 + [5] * 5)
FIRST_ADULT_CLASS, FIRST_FIRM_CLASS = 1, 25


def _logistic(x: Floats) -> Floats:
    return np.asarray(1.0 / (1.0 + np.exp(-x)))


@cache
def gangnam_age_shares() -> Floats:
    """Return the share of Gangnam's residents in each age group, shape (6,), sum 1."""
    bands = marginals("citizens", "age_bands")
    shares = np.bincount(AGE_GROUP_OF_BAND, bands).astype(np.float64)
    shares.setflags(write=False)
    return shares


def age_group_shares(place: Place | None) -> Floats:
    """Return the share of residents in each of the six age groups, shape (6,), sum 1."""
    given = None if place is None else place.share_by_age()
    return gangnam_age_shares() if given is None else np.asarray(given, dtype=np.float64)


def age_bands_in(by_group: tuple[float, ...] | None) -> Floats:
    """Return the shares of the bands of `age_bands`, scaled to those of six age groups if given."""
    bands = marginals("citizens", "age_bands")
    if by_group is None:
        return bands
    scale = np.array(by_group) / gangnam_age_shares()
    return np.asarray(bands * scale[AGE_GROUP_OF_BAND])


# Series by year ------------------------------------------------------------------------------


def _points(series: Mapping[int, float]) -> tuple[Floats, Floats]:
    """Return months and shares of a series in percent; a share never falls."""
    years = sorted(series)
    months = np.array([year * 12.0 + MIDDLE_OF_YEAR for year in years])
    shares = np.clip(np.array([series[year] for year in years]) / 100.0, FLOOR, TOP)
    return months, np.maximum.accumulate(shares)


def _growth(at: Floats, logits: Floats) -> Floats:
    """Return growth of the last years, in logits a year, none negative; shape as one point."""
    if len(at) < 2:
        return np.full_like(logits[-1], USUAL_GROWTH_LOGIT_PER_YEAR)
    first = int(np.searchsorted(at, at[-1] - 12.0 * GROWTH_YEARS))
    first = min(first, len(at) - 2)
    slope = (logits[-1] - logits[first]) / ((at[-1] - at[first]) / 12.0)
    return np.asarray(np.clip(slope, 0.0, MOST_GROWTH_LOGIT_PER_YEAR))


def _growth_at_start(at: Floats, logits: Floats) -> Floats:
    return _growth(-at[::-1], -logits[::-1])


def _path(months: Floats, at: Floats, logits: Floats, ceiling: float) -> Floats:
    """Return logits by month: between the points, and beyond them by the growth near them."""
    path = np.interp(months, at, logits)
    path -= _growth_at_start(at, logits) * np.maximum(at[0] - months, 0.0) / 12.0
    path += _growth(at, logits) * np.maximum(months - at[-1], 0.0) / 12.0
    return np.minimum(path, max(float(logit(ceiling)), float(logits[-1])))


# Access --------------------------------------------------------------------------------------


def access_logits(
    place: Place, months: Floats, korean: AgeLogits, ceilings: Floats
) -> Floats | None:
    """Return logits of access by month and age group, shape (months, 6).

    Parameters
    ----------
    months : months since year 0.
    korean : gives Korea's logits by age group for months, shape (months, 6).
    ceilings : [0-1]       The highest share of each age group beyond the series.

    Returns
    -------
    logits : `None` where the place gives no series of its own and Korea's hold.
    """
    from sim.scenario.place import AGE_GROUPS

    if place.internet_use_by_age is not None:
        known = [_points(place.internet_use_by_age[group]) for group in AGE_GROUPS]
        columns = [(at, logit(shares)) for at, shares in known]
    elif place.internet_use:
        at, shares = _points(place.internet_use)
        logits = _split_by_age(shares, age_group_shares(place), korean)
        columns = [(at, logits[:, group]) for group in range(len(AGE_GROUPS))]
    else:
        return None
    paths = [_path(months, *column, ceilings[g]) for g, column in enumerate(columns)]
    return np.column_stack(paths)


def _split_by_age(shares: Floats, weights: Floats, korean: AgeLogits) -> Floats:
    """Return logits by year and age group whose weighted mean is the series, shape (years, 6).

    The pattern is Korea's in the month in which Korea, with its own ages, had that use; the shift
    that makes the mean exact is found by bisection.
    """
    pattern = korean(PATTERN_MONTHS)
    nation = np.maximum.accumulate(_logistic(pattern) @ gangnam_age_shares())
    then = np.interp(shares, nation, PATTERN_MONTHS)
    apart = korean(then)
    low, high = np.full(len(shares), -30.0), np.full(len(shares), 30.0)
    for _ in range(HALVINGS):
        middle = (low + high) / 2.0
        too_high = _logistic(apart + middle[:, None]) @ weights > shares
        low, high = np.where(too_high, low, middle), np.where(too_high, middle, high)
    return apart + ((low + high) / 2.0)[:, None]


def certificate_shares(place: Place, months: Floats, ceiling: float) -> Floats | None:
    """Return certified users as a share of users by month, or `None` where Korea's hold."""
    if not place.certificates:
        return None
    at, shares = _points(place.certificates)
    return _logistic(_path(months, at, np.asarray(logit(shares)), ceiling))


# Needs ---------------------------------------------------------------------------------------


def needs_in(place: Place | None) -> Floats:
    """Return cases a year by needs class and line, as `needs_table`, in a place."""
    if place is None:
        return needs_table()
    table = needs_table().copy()
    for number, line in enumerate(LINES):
        table[:FIRST_FIRM_CLASS, number] *= place.multiple(line, of_businesses=False)
        table[FIRST_FIRM_CLASS:, number] *= place.multiple(line, of_businesses=True)
        if line in place.cases_per_adult:
            table[FIRST_ADULT_CLASS:FIRST_FIRM_CLASS, number] = place.cases_per_adult[line]
    table.setflags(write=False)
    return table


def season_in(place: Place | None) -> Floats:
    """Return each month's share of a year's cases, as `season_table`, in a place."""
    if place is None or not place.season:
        return season_table()
    table = season_table().copy()
    for line, months in place.season.items():
        column = np.array([months.get(month, 0.0) for month in range(1, 13)])
        table[:, LINES.index(line)] = column / column.sum()
    table.setflags(write=False)
    return table

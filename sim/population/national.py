"""Dated national series: who has Internet access, and who has a digital certificate.

Access by age group runs on straight lines in logits between the dated surveys, so that it passes
through every survey used; before the first it moves as the whole nation did, after the last it
keeps the surveyed growth up to a ceiling. It never falls. Firms have curves of their own, by size.
Another place brings its own series (sim/population/elsewhere.py); its firms keep Korea's curves.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.data.tables import read_csv
from sim.population.elsewhere import access_logits, certificate_shares
from sim.population.shapes import logit

if TYPE_CHECKING:
    from sim.scenario.place import Place

__all__ = [
    "N_ACCESS_GROUPS",
    "access_by_group",
    "access_of_age",
    "certificate_by_group",
    "certificate_share",
    "month_number",
]

Floats = NDArray[np.float64]

N_AGE_GROUPS = 6
N_SIZE_GROUPS = 4
N_ACCESS_GROUPS = N_AGE_GROUPS + N_SIZE_GROUPS
"""Six age groups of citizens, then four sizes of firms; the values of `access_group`."""

SURVEYED_GROWTH_LOGIT_PER_YEAR = 0.33
"""Growth seen in the surveys of 2002-2005; a scenario's other value tilts the surveyed path."""

ACCESS_CEILING = np.array([0.999, 0.999, 0.999, 0.99, 0.98, 0.80])
# Beyond the last survey only; 60 and over: 74.5 % of the 60s and 25.9 % of the older in 2016.

CERTIFICATE_CEILING = 0.75
CERTIFICATE_GROWTH_LOGIT_PER_YEAR = 0.30
FIRST_GROWTH_LOGIT_PER_YEAR = 4.0
# The first holds after the last dated count, the second before the first count (its growth to July
# 2001 was steeper); both assumed. The ceiling is a parameter of the district.


def month_number(text: str) -> int:
    """Return months since year 0 for "YYYY-MM"; differences of it are months."""
    year, month = text.split("-")
    return int(year) * 12 + int(month) - 1


_BASE_MONTH = month_number("2002-08")


def _years_from_base(months: Floats) -> Floats:
    return (months - _BASE_MONTH) / 12.0


def _logistic(x: Floats) -> Floats:
    return np.asarray(1.0 / (1.0 + np.exp(-x)))


@cache
def _survey_points(group: int) -> tuple[Floats, Floats]:
    """Return the months and shares of the surveys used for one age group."""
    rows = [
        row for row in read_csv("internet_by_age.csv")
        if row["use"] == "1" and row["group"] == str(group)
    ]  # fmt: skip
    months = np.array([month_number(row["survey_month"]) for row in rows], dtype=np.float64)
    shares = np.array([float(row["internet_use_pct"]) for row in rows]) / 100.0
    return months, shares


@cache
def _all_ages() -> tuple[Floats, Floats]:
    """Return the months and logits of use by the whole nation, December 1994 to 2002."""
    rows = read_csv("internet_all_ages.csv")
    months = np.array([month_number(row["month"]) for row in rows], dtype=np.float64)
    return months, logit(np.array([float(row["internet_use_pct"]) for row in rows]) / 100.0)


def _age_logits(group: int, months: Floats, surveys: tuple[Floats, Floats] | None = None) -> Floats:
    """Return the national logit of access of one age group.

    Before the group's first survey it moves as the whole nation did; after the last it grows as
    the surveys did, up to its ceiling. `surveys` are other months and shares than all those used.
    """
    at, shares = surveys or _survey_points(group)
    path = np.interp(months, at, logit(shares))
    nation = np.interp(np.minimum(months, at[0]), *_all_ages())
    path += nation - np.interp(at[0], *_all_ages())
    path += SURVEYED_GROWTH_LOGIT_PER_YEAR * np.maximum(months - at[-1], 0.0) / 12.0
    highest = float(max(logit(ACCESS_CEILING[group]), logit(shares.max())))
    return np.minimum(path, highest)


def access_of_age(
    group: int, months: Floats, surveys: tuple[Floats, Floats] | None = None
) -> Floats:
    """Return the national share with access of one age group, shape of `months`, [0-1].

    Parameters
    ----------
    group : [code]     0-5: under 20, 20s, ..., 60 and over.
    months :           As `month_number` gives them.
    surveys :          Months and shares [0-1] of the surveys to draw the curve through; by default
        all those used. For the test of the input in sim/evidence/internet_ages.py.
    """
    return _logistic(_age_logits(group, months, surveys))


def _all_age_logits(months: Floats) -> Floats:
    """Return the national logits of access, shape (months, 6)."""
    return np.column_stack([_age_logits(group, months) for group in range(N_AGE_GROUPS)])


@cache
def _firm_rows() -> tuple[dict[str, float], ...]:
    """Return the curves of firms by size, as numbers."""
    rows = sorted(read_csv("business_access.csv"), key=lambda row: int(row["size_group"]))
    return tuple(
        {name: float(value) for name, value in row.items() if name != "source_or_reason"}
        for row in rows
    )


def _firm_curve(row: dict[str, float], what: str, months: Floats) -> Floats:
    start = logit(row[f"{what}_2002_08"])
    growth = row[f"{what}_growth_logit_per_year"]
    path = _logistic(start + growth * _years_from_base(months))
    return np.minimum(path, row[f"{what}_ceiling"])


def access_by_group(
    start: str,
    months: int,
    uplift: float = 0.0,
    growth: float = SURVEYED_GROWTH_LOGIT_PER_YEAR,
    place: Place | None = None,
) -> Floats:
    """Return the share with Internet access by month and access group.

    Parameters
    ----------
    start : "YYYY-MM"      Month of the first row (month 1 of a run).
    months : [count]       Rows.
    uplift : [logit]       The district's lead over the nation; citizens only.
    growth : [logit/year]  0.33 is the surveyed growth; another value tilts the surveyed path about
        August 2002, and never lets a share fall.
    place :                Another place with a series of its own; `None` for Korea.

    Returns
    -------
    shares : (months, 10), [0-1]. Columns 0-5 are ages (under 20, 20s, ..., 60 and over), 6-9 firms
        (sole trader, 2-9, 10-49, 50 or more employees). With `uplift` 0 columns 1-4 pass through
        every dated survey used.

    Source
    ------
    sim/data/internet_by_age.csv and sim/data/business_access.csv, row by row.
    """
    when = month_number(start) + np.arange(months, dtype=np.float64)
    tilt = (growth - SURVEYED_GROWTH_LOGIT_PER_YEAR) * _years_from_base(when)
    shares = np.empty((months, N_ACCESS_GROUPS))
    logits = None if place is None else access_logits(place, when, _all_age_logits, ACCESS_CEILING)
    for group in range(N_AGE_GROUPS):
        path = _age_logits(group, when) if logits is None else logits[:, group]
        shares[:, group] = _logistic(path + uplift + tilt)
    for size, row in enumerate(_firm_rows()):
        shares[:, N_AGE_GROUPS + size] = _firm_curve(row, "access", when)
    return np.maximum.accumulate(shares, axis=0)


@cache
def _certificate_points() -> tuple[Floats, Floats]:
    """Return months and certificates per user aged 15 and over, from the dated counts."""
    rows = read_csv("certificates.csv")
    months = np.array([month_number(row["month"]) for row in rows], dtype=np.float64)
    users = np.array(
        [float(row["internet_users"]) * float(row["users_15_plus_share"]) for row in rows]
    )
    counts = np.array([float(row["certificates"]) for row in rows])
    return months, counts / users


def certificate_share(start: str, months: int, ceiling: float = CERTIFICATE_CEILING) -> Floats:
    """Return certificates per Internet user aged 15 and over, shape (months,), [0-1].

    Passes through the dated national counts to April 2005 and then rises to `ceiling`; one
    certificate a person is assumed. It never falls.
    """
    when = month_number(start) + np.arange(months, dtype=np.float64)
    at, shares = _certificate_points()
    before = FIRST_GROWTH_LOGIT_PER_YEAR * np.minimum(when - at[0], 0.0) / 12.0
    dated = _logistic(np.interp(when, at, logit(shares)) + before)
    # Beyond the counts: logistic below the ceiling, joined where the counts end.
    top = max(ceiling, float(shares[-1]) + 1e-6)
    room = logit(shares[-1] / top)
    later = top * _logistic(room + CERTIFICATE_GROWTH_LOGIT_PER_YEAR * (when - at[-1]) / 12.0)
    return np.maximum.accumulate(np.where(when <= at[-1], dated, later))


def certificate_by_group(
    start: str, months: int, ceiling: float = CERTIFICATE_CEILING, place: Place | None = None
) -> Floats:
    """Return certificates per user by month and access group, shape (months, 10), [0-1].

    All ages share one column value: who is certified first is in `certificate_rank`. In a place
    where one needs no certificate to sign or pay, everybody online counts as certified.
    """
    when = month_number(start) + np.arange(months, dtype=np.float64)
    shares = np.empty((months, N_ACCESS_GROUPS))
    if place is not None and not place.needs_certificate:
        return np.ones_like(shares)
    own = None if place is None else certificate_shares(place, when, ceiling)
    of_citizens = certificate_share(start, months, ceiling) if own is None else own
    shares[:, :N_AGE_GROUPS] = of_citizens[:, None]
    for size, row in enumerate(_firm_rows()):
        shares[:, N_AGE_GROUPS + size] = _firm_curve(row, "certificate", when)
    return shares

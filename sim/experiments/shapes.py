"""Shapes of the history: what a figure alone does not show, such as a gap that heals.

Each shape is a measure of one run and a range in which the run is said to show it. The range is
wide on purpose, and was set from the record by judgement.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.experiments.bands import band_of

if TYPE_CHECKING:
    import pandas as pd

    from sim.experiments.sheets import Sheet

__all__ = ["MOSTLY", "SHAPES", "SHAPE_COLUMNS", "Shape", "Story", "shapes_table"]

MOSTLY = 0.9
"""The share of runs that must show a shape for the model to be said to show it."""
SHAPE_COLUMNS = (
    "local_tax_cases_online", "local_tax_sums_online_usd", "documents_online", "trust",
    "employees", "kiosk_share", "television_share",
)  # fmt: skip
YOUNG, OLD = "20s", "60 and over"
REACHED = 0.2
"""The share of the young and of the old whose years are compared."""


@dataclass(frozen=True)
class Story:
    """One run of the history, read by calendar month.

    Attributes
    ----------
    first : year and month of the first row.
    monthly, groups : the run's tables; `groups` may be empty.
    """

    first: tuple[int, int]
    monthly: pd.DataFrame
    groups: pd.DataFrame

    def place(self, date: str) -> int:
        """Return the row of a month written as "2005-09"."""
        year, month = (int(part) for part in date.split("-"))
        return 12 * (year - self.first[0]) + month - self.first[1]

    def over(self, name: str, first: str, last: str) -> np.ndarray:
        """Return an outcome from one month to another, both included; NaN outside the run."""
        start, end = self.place(first), self.place(last) + 1
        if name not in self.monthly or start < 0 or end > len(self.monthly):
            return np.array([math.nan])
        return self.monthly[name].to_numpy(dtype=float)[start:end]

    def total(self, name: str, first: str, last: str) -> float:
        """Return the sum of a flow from one month to another."""
        return float(self.over(name, first, last).sum())

    def mean(self, name: str, first: str, last: str) -> float:
        """Return the mean of an outcome from one month to another."""
        return float(self.over(name, first, last).mean())

    def users(self, group: str) -> np.ndarray:
        """Return the share of an age group that uses an online service, by month."""
        if self.groups.empty:
            return np.array([])
        rows = self.groups[(self.groups["dimension"] == "age") & (self.groups["group"] == group)]
        return rows.sort_values("month")["adoption_share"].to_numpy(dtype=float)


@dataclass(frozen=True)
class Shape:
    """One shape.

    Attributes
    ----------
    name : the shape in words.
    measure : what is read off each run, in words.
    observed : what the record says, in words, with its figures.
    low, high : the range of the measure in which a run shows the shape; infinite on an open side.
    value : reads the measure off a run; NaN where the run does not reach so far.
    """

    name: str
    measure: str
    observed: str
    low: float
    high: float
    value: Callable[[Story], float]

    @property
    def wanted(self) -> str:
        """The range in words."""
        if math.isinf(self.high):
            return f"{self.low:g} or more"
        return (
            f"at most {self.high:g}" if math.isinf(self.low) else f"{self.low:g} to {self.high:g}"
        )


def _ratio(part: float, whole: float) -> float:
    return part / whole if whole > 0 else math.nan


def _cases_growth(run: Story) -> float:
    name = "local_tax_cases_online"
    return _ratio(run.total(name, "2002-01", "2002-10"), run.total(name, "2001-01", "2001-12"))


def _sums_growth(run: Story) -> float:
    name = "local_tax_sums_online_usd"
    return _ratio(run.total(name, "2002-01", "2002-12"), run.total(name, "2001-01", "2001-12"))


def _mean_payment(run: Story, first: str, last: str) -> float:
    sums = run.total("local_tax_sums_online_usd", first, last)
    return _ratio(sums, run.total("local_tax_cases_online", first, last))


def _payment_growth(run: Story) -> float:
    return _ratio(
        _mean_payment(run, "2003-01", "2003-04"), _mean_payment(run, "2001-01", "2001-12")
    )


def _gap(run: Story) -> float:
    before = run.mean("documents_online", "2005-06", "2005-08")
    return _ratio(run.mean("documents_online", "2005-10", "2005-10"), before)


def _after_gap(run: Story) -> float:
    before = run.mean("documents_online", "2005-06", "2005-08")
    return _ratio(run.mean("documents_online", "2006-06", "2006-08"), before)


def _dip(run: Story) -> float:
    before = run.mean("trust", "2005-08", "2005-08")
    lowest = float(run.over("trust", "2005-09", "2006-02").min())
    return 100 * (before - lowest)


def _healed(run: Story) -> float:
    before = run.mean("trust", "2005-08", "2005-08")
    lowest = float(run.over("trust", "2005-09", "2006-02").min())
    best = float(run.over("trust", "2006-03", "2006-11").max())
    return _ratio(best - lowest, before - lowest)


def _staff_left(run: Story) -> float:
    return _ratio(run.mean("employees", "2005-12", "2005-12"),
                  run.mean("employees", "1995-01", "1995-01"))  # fmt: skip


def _largest_cut(run: Story) -> float:
    staff = run.over("employees", "1995-01", "2005-12")
    if len(staff) < 2:
        return math.nan
    return float(100 * np.max(-np.diff(staff) / staff[:-1]))


def _lag_years(run: Story) -> float:
    """Return the years from the young's passing a share to the old's; at least to the run's end."""
    young, old = run.users(YOUNG), run.users(OLD)
    if not len(young) or not len(old) or not (young >= REACHED).any():
        return math.nan
    reached = old >= REACHED
    later = int(np.argmax(reached)) if reached.any() else len(old)
    return (later - int(np.argmax(young >= REACHED))) / 12


def _percent(name: str, first: str, last: str) -> Callable[[Story], float]:
    return lambda run: 100 * run.mean(name, first, last)


INFINITE = math.inf
SHAPES: tuple[Shape, ...] = (
    Shape("Online tax cases grow by about three",
          "cases of January to October 2002 / cases of 2001", "14,338 / 4,473 = 3.2",
          2.0, 4.8, _cases_growth),
    Shape("Sums paid online grow by about twenty", "sums of 2002 / sums of 2001",
          "19.5 / 0.86 = 23 (17 to 19.5 bn KRW by source)", 13.0, 35.0, _sums_growth),
    Shape("The mean payment rises more than tenfold by early 2003",
          "mean payment of January to April 2003 / of 2001", "5.05 / 0.19 million KRW = 26",
          10.0, INFINITE, _payment_growth),
    Shape("The stop of 2005 is a gap in documents issued online",
          "documents online in October 2005 / mean of June to August",
          "issuing stopped from 23 September to 10 November", -INFINITE, 0.25, _gap),
    Shape("Issuing comes back after the stop",
          "documents online in June to August 2006 / a year before",
          "issuing came back on 10 November; no count", 0.9, INFINITE, _after_gap),
    Shape("Trust dips after the stop",
          "trust of August 2005 less the lowest to February 2006, points of 100",
          "no survey measured it", 0.1, INFINITE, _dip),
    Shape("Trust heals within a year", "share of the dip made good by November 2006",
          "no survey measured it", 0.75, INFINITE, _healed),
    Shape("Employees become fewer", "employees of December 2005 / January 1995",
          "1,308 / 2,041 = 0.64", 0.55, 0.75, _staff_left),
    Shape("They leave by attrition, not by layoffs",
          "largest fall in one month of 1995 to 2005, % of staff", "no layoff is on record",
          -INFINITE, 2.0, _largest_cut),
    Shape("The elderly lag by many years",
          f"years from 20 % of users in their 20s to 20 % at {OLD}",
          "Internet use: 20s at 78 % in March 2001, 60 and over at 20 % in July 2009",
          5.0, INFINITE, _lag_years),
    Shape("Kiosks stay a small channel", "cases done at a kiosk in 2010 to 2013, %",
          "half of all documents expected in 2000; a neighbour had 3.6 % in 2013",
          -INFINITE, 10.0, _percent("kiosk_share", "2010-01", "2013-12")),
    Shape("Television stays small while it is there",
          "cases done on television in January 2008 to September 2010, %",
          "launched December 2006, 4,000 set-top boxes planned; ended in 2010", -INFINITE, 1.0,
          _percent("television_share", "2008-01", "2010-09")),
)  # fmt: skip


def shapes_table(sheet: Sheet) -> pd.DataFrame:
    """Return one row a shape, for the place whose history they are.

    Returns
    -------
    shapes : shape, measure, observed, wanted, median, low, high (90 % band over runs), runs (that
        could show it), runs_showing, share_showing, shown ("yes" from nine runs in ten, "no" up to
        one in ten, "in part", or "not in the run").
    """
    import pandas as pd

    year, month = (int(part) for part in sheet.scenario.run.start.split("-"))
    stories = [_story((year, month), tables) for tables in sheet.runs.values()]
    rows = [_row(shape, [shape.value(story) for story in stories]) for shape in SHAPES]
    return pd.DataFrame(rows)


def _story(first: tuple[int, int], tables: Mapping[str, pd.DataFrame]) -> Story:
    import pandas as pd

    return Story(first, tables["monthly"], tables.get("groups", pd.DataFrame()))


def _row(shape: Shape, values: list[float]) -> dict[str, object]:
    known = [value for value in values if math.isfinite(value)]
    showing = sum(shape.low <= value <= shape.high for value in known)
    median, low, high = band_of(known)
    share = showing / len(known) if known else math.nan
    return {
        "shape": shape.name, "measure": shape.measure, "observed": shape.observed,
        "wanted": shape.wanted, "median": median, "low": low, "high": high, "runs": len(known),
        "runs_showing": showing, "share_showing": share, "shown": _verdict(share),
    }  # fmt: skip


def _verdict(share: float) -> str:
    if math.isnan(share):
        return "not in the run"
    if share >= MOSTLY:
        return "yes"
    return "no" if 1 - share >= MOSTLY else "in part"

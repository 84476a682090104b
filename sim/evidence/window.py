"""The months of a run that a figure speaks of, and the sums, means and shares over them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.data.tables import read_csv
from sim.evidence.periods import days_in, month_index

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["RESIDENTS", "Window", "national_population"]

Floats = NDArray[np.float64]
RESIDENTS = 540_000.0
"""Residents of a district where `observe` is not told otherwise (district.residents)."""


@cache
def _population() -> dict[int, float]:
    """Return the population of Korea by year, persons."""
    rows = read_csv("evidence/national_population.csv")
    return {int(row["year"]): float(row["population"]) for row in rows}


def national_population(year: int) -> float:
    """Return the population of Korea in a year, persons; the nearest year known beyond the ends.

    Source: sim/data/evidence/national_population.csv.
    """
    known = _population()
    return known[min(max(year, min(known)), max(known))]


def _ratio(part: float, whole: float) -> float:
    return part / whole if whole > 0 else math.nan


@dataclass(frozen=True)
class Window:
    """The months from `first` to `last` ("YYYY-MM") in the tables of one run from `start` on.

    Every method returns a number, NaN where it has no meaning (a share of nothing).
    """

    tables: Mapping[str, pd.DataFrame]
    start: str
    first: str
    last: str
    residents: float = RESIDENTS

    @cached_property
    def rows(self) -> slice:
        """The rows of the months in the monthly table."""
        begin = month_index(self.first) - month_index(self.start)
        return slice(begin, begin + month_index(self.last) - month_index(self.first) + 1)

    @cached_property
    def is_observable(self) -> bool:
        """Whether the run covers all of the months."""
        return self.rows.start >= 0 and self.rows.stop <= len(self.tables["monthly"])

    def so_far(self, column: str) -> Floats:
        """Return an outcome from the first month of the run to the last of the figure."""
        values = self.tables["monthly"][column].to_numpy(dtype=np.float64)
        return np.asarray(values[: self.rows.stop])

    def months(self, column: str) -> Floats:
        """Return an outcome in the months of the figure."""
        return self.so_far(column)[self.rows]

    def total(self, column: str) -> float:
        """Return the sum of a flow over the months."""
        return float(self.months(column).sum())

    def mean(self, column: str) -> float:
        """Return the mean of an outcome over the months."""
        return float(self.months(column).mean())

    def end(self, column: str) -> float:
        """Return a stock at the end of the last month."""
        return float(self.so_far(column)[-1])

    def share(self, part: str, whole: str) -> float:
        """Return the sum of one flow over the sum of another, in %."""
        return 100.0 * _ratio(self.total(part), self.total(whole))

    def weighted(self, share: str, weight: str) -> float:
        """Return the mean of a share weighted by a flow, in %."""
        weights = self.months(weight)
        return 100.0 * _ratio(float(self.months(share) @ weights), float(weights.sum()))

    def polls(self, column: str) -> Floats:
        """Return the months' values other than 0."""
        values = self.months(column)
        return values[values > 0]

    def a_day_in_the_nation(self, column: str) -> float:
        """Return a flow a day, scaled from the district's residents to the nation's people."""
        people = national_population(int(self.last[:4]))
        return self.total(column) / days_in(self.first, self.last) * people / self.residents

    def of_ages(self, column: str, *ages: str) -> float:
        """Return a share among residents of some age groups, in %, mean over the months."""
        groups = self.tables["groups"]
        chosen = groups[(groups["dimension"] == "age") & groups["group"].isin(ages)]
        chosen = chosen[chosen["month"].between(self.rows.start + 1, self.rows.stop)]
        users = float((chosen[column] * chosen["n"]).sum())
        return 100.0 * _ratio(users, float(chosen["n"].sum()))

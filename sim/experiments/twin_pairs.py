"""Who parts from their twin, and when: two populations held against each other month by month."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.population import Population

__all__ = ["Census", "Partings", "People"]

NEVER = -1
CHILD = 0
"""The needs class of those who have no needs of their own."""


@dataclass(frozen=True)
class Partings:
    """Who of one population parts from their twin.

    Attributes
    ----------
    month : [month]    First month with any difference, -1 for never, shape (agents,).
    deed : [month]     First month with another whole number or flag, -1 for never.
    only_b : [count]   Online uses in B of those who never use anything online in A, else 0.
    better : [points of 100]   Mean satisfaction in B less that in A over the months; for
        employees, of morale. NaN for those without needs.
    """

    month: NDArray[np.int64]
    deed: NDArray[np.int64]
    only_b: NDArray[np.int64]
    better: NDArray[np.float64]

    def earliest(self, deed: bool = False) -> int | None:
        """Return who parts first; the lowest number among equals, None if nobody does."""
        months = self.deed if deed else self.month
        who = np.flatnonzero(months != NEVER)
        return int(who[np.argmin(months[who])]) if len(who) else None

    def online_only_in_b(self) -> int | None:
        """Return who uses online services most in B and never in A; None if nobody."""
        return int(np.argmax(self.only_b)) if self.only_b.any() else None

    def better_off_in_a(self) -> int | None:
        """Return who is most better off in A; None if nobody is."""
        if not len(self.better) or np.isnan(self.better).all():
            return None
        lowest = int(np.nanargmin(self.better))
        return lowest if self.better[lowest] < 0 else None


@dataclass(frozen=True)
class Census:
    """Who parts in each population, by "citizen", "business" and "employee"."""

    of: Mapping[str, Partings]


class People:
    """One population in two worlds, compared at the end of every month."""

    def __init__(self, a: Population, b: Population) -> None:
        self.a, self.b = a, b
        self.columns = [column for column in a.columns if not column.is_fixed]
        self.feeling = "satisfaction" if "satisfaction" in a.arrays else "morale"
        self.month = np.full(len(a), NEVER, dtype=np.int64)
        self.deed = self.month.copy()
        self.gap = np.zeros(len(a))
        self.months = 0

    def compare(self, month: int) -> None:
        """Note who differs in any column at the end of a month; 0 is before the first."""
        felt, done = np.zeros(len(self.a), bool), np.zeros(len(self.a), bool)
        for column in self.columns:
            unlike = self.a.arrays[column.name] != self.b.arrays[column.name]
            felt |= unlike
            if column.numpy_dtype.kind != "f":
                done |= unlike
        self.month[felt & (self.month == NEVER)] = month
        self.deed[done & (self.deed == NEVER)] = month
        if month:
            self.gap += self.b.arrays[self.feeling].astype(np.float64)
            self.gap -= self.a.arrays[self.feeling]
            self.months += 1

    def partings(self) -> Partings:
        """Return who parted so far."""
        a: Any = self.a.arrays
        better = 100.0 * self.gap / max(1, self.months)
        only_b = np.zeros(len(self.a), dtype=np.int64)
        if "online_uses" in a:
            only_b = np.where(a["online_uses"] == 0, self.b.arrays["online_uses"], 0)
            better = np.where(a["needs_class"] == CHILD, np.nan, better)
        if "present" in a:
            stayed = (a["present"] == 1) & (self.b.arrays["present"] == 1)
            better = np.where(stayed, better, np.nan)
        return Partings(self.month, self.deed, only_b.astype(np.int64), better)

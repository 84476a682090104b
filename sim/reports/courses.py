"""Outcomes of twin runs month by month, read as in the tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sim.experiments.compare import Comparison

__all__ = ["Courses"]


class Courses:
    """The courses of outcomes in the twin runs of a comparison."""

    def __init__(self, result: Comparison) -> None:
        self._result = result

    def of(self, outcome: str) -> NDArray[np.float64]:
        """Return an outcome at the end of each month, shape (twins, scenarios, months).

        What swings with the season is taken over the twelve months up to then (fewer in the first
        year), so that the last month is the number of the table. Twin runs without a number in
        some month are left out.
        """
        from sim.summary import WINDOW, is_amount, is_averaged

        result = self._result
        facts = result.facts[outcome]
        rows = result.ensemble.monthly([outcome])
        rows = rows[rows["replicate"].isin(result.twins)]
        wide = rows.pivot(index=["replicate", "scenario"], columns="month", values=outcome)
        order = [(twin, name) for twin in result.twins for name in result.names]
        values = wide.loc[order].T.astype(float)
        if is_amount(facts):
            values = values.rolling(WINDOW, min_periods=1).sum()
        elif is_averaged(facts):
            values = values.rolling(WINDOW, min_periods=1).mean()
        shape = (len(result.twins), len(result.names), -1)
        found = values.T.to_numpy(dtype=float).reshape(shape)
        known: NDArray[np.float64] = found[np.isfinite(found).all(axis=(1, 2))]
        return known if len(known) else found

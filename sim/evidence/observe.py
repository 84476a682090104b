"""The observation layer: what a run shows where a figure was read."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING

from sim.evidence.counterparts import counterpart_of
from sim.evidence.figures import Figure
from sim.evidence.units import read_unit
from sim.evidence.window import RESIDENTS, Window

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["observe"]


def observe(
    figure: Figure,
    tables: Mapping[str, pd.DataFrame],
    start: str,
    residents: float = RESIDENTS,
) -> float:
    """Return the simulated counterpart of a figure in one run, in the figure's unit.

    Parameters
    ----------
    tables : the tables of ONE run by name: "monthly", and "groups" for figures by age.
    start : "YYYY-MM", the first month of the run.
    residents : [persons] of the district simulated, for figures of the whole nation.

    Returns
    -------
    value : NaN where the run does not cover the months of the figure, or where a share is of
        nothing (no poll was held, nothing was paid).

    Raises
    ------
    ValueError : the figure has no counterpart.
    KeyError : a table or a column that the counterpart needs is missing.
    """
    counterpart = counterpart_of(figure)
    if counterpart is None:
        raise ValueError(f"{figure.series} has no simulated counterpart.")
    for name in {counterpart.table, "monthly"}:
        if name not in tables:
            raise KeyError(f"{figure.series} needs the table {name} of the run.")
    missing = set(counterpart.columns) - set(tables[counterpart.table].columns)
    if missing:
        raise KeyError(f"{figure.series} needs {', '.join(sorted(missing))} in {counterpart.table}")
    window = Window(tables, start, *figure.period, residents)
    if not window.is_observable:
        return math.nan
    own = read_unit(counterpart.unit).factor
    return float(counterpart.value(window) * own / read_unit(figure.unit).factor)

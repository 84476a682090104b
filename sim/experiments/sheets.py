"""The tables of finished runs, taken apart run by run, and the counterparts read off them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from sim.experiments.bands import band_of
from sim.experiments.compared import base_series, in_year, is_compared, place_of, time_of

if TYPE_CHECKING:
    import pandas as pd

    from sim.evidence import Counterpart, Figure
    from sim.experiments.ensemble import Ensemble
    from sim.scenario import Scenario

__all__ = ["Sheet", "sheets_of", "simulated_by_year", "simulated_values"]

AXES = ["scenario", "replicate", "draw"]
RUN = ["replicate", "draw"]


@dataclass(frozen=True)
class Sheet:
    """The tables of one place's runs, and what is needed to read figures off them.

    Attributes
    ----------
    place : "gangnam", "korea", "united_states".
    scenario : its scenario; gives the first month, the months and the residents.
    runs : (replicate, draw) of each finished run -> its tables by name.
    """

    place: str
    scenario: Scenario
    runs: Mapping[tuple[int, int], Mapping[str, pd.DataFrame]]

    @property
    def columns(self) -> dict[str, set[str]]:
        """The columns there are, by table."""
        first: Mapping[str, pd.DataFrame] = next(iter(self.runs.values()), {})
        return {name: set(map(str, table.columns)) for name, table in first.items()}

    def observe(self, figure: Figure) -> list[float]:
        """Return the counterpart of a figure in each run; NaN where the run does not show it."""
        from sim.evidence import counterpart_of, observe

        counterpart = counterpart_of(figure)
        if counterpart is None or self.lacks(counterpart):
            return [math.nan] * len(self.runs)
        start, residents = self.scenario.run.start, self.scenario.district.residents
        return [
            float(observe(figure, tables, start, residents=residents))
            for tables in self.runs.values()
        ]

    def lacks(self, counterpart: Counterpart) -> list[str]:
        """Return the outcomes that a counterpart needs and this model does not have."""
        return sorted(set(counterpart.columns) - self.columns.get(counterpart.table, set()))


def sheets_of(ensemble: Ensemble) -> dict[str, Sheet]:
    """Return the tables of each place's finished runs; a place without any has an empty sheet."""
    plan = ensemble.plan
    parts = {name: _by_run(_whole(ensemble, name)) for name in plan.tables}
    sheets = {}
    for point in plan.points:
        keys = [key[1:] for key in parts["monthly"] if key[0] == point.scenario]
        runs = {
            key: {
                name: found[(point.scenario, *key)]
                for name, found in parts.items()
                if (point.scenario, *key) in found
            }
            for key in keys
        }
        sheets[point.scenario] = Sheet(point.scenario, plan.bases[point.base], runs)
    return sheets


def _whole(ensemble: Ensemble, name: str) -> pd.DataFrame:
    table = ensemble.table(name)
    for axis in AXES:
        if axis not in table:  # no run was finished
            table[axis] = []
    return table


def _by_run(table: pd.DataFrame) -> dict[tuple[str, int, int], pd.DataFrame]:
    found = {}
    for key, part in table.groupby(AXES, sort=False, dropna=False, observed=True):
        place, replicate, draw = (str(value) for value in cast(tuple[Any, ...], key))
        kept = part.drop(columns=[*AXES, "point"], errors="ignore").reset_index(drop=True)
        found[place, int(replicate), int(draw)] = kept
    return found


def simulated_values(figures: Iterable[Figure], sheets: Mapping[str, Sheet]) -> pd.DataFrame:
    """Return one row a figure and run: place, replicate, draw, id, value in the figure's unit."""
    import pandas as pd

    rows = []
    for figure in figures:
        sheet = sheets.get(place_of(figure)) if is_compared(figure) else None
        if sheet is None:
            continue
        for (replicate, draw), value in zip(sheet.runs, sheet.observe(figure), strict=True):
            rows.append((sheet.place, replicate, draw, figure.id, value))
    return pd.DataFrame(rows, columns=["place", *RUN, "id", "value"])


def simulated_by_year(figures: Iterable[Figure], sheets: Mapping[str, Sheet]) -> pd.DataFrame:
    """Return the simulated band of each whole-year series over all years of its run.

    Returns
    -------
    bands : series, place, year, at (the year with decimals: its middle, or its end for what is
        read at the end), median, low, high; for series with figures of several times.
    """
    import pandas as pd

    rows = []
    for series, figure in _drawn(figures).items():
        sheet = sheets.get(place_of(figure))
        if sheet is None or not sheet.runs:
            continue
        first = int(sheet.scenario.run.start[:4])
        last = first + math.ceil(sheet.scenario.run.months / 12)
        for year in range(first, last):
            whole = in_year(figure, year)
            found = band_of(sheet.observe(whole))
            if math.isfinite(found[0]):
                rows.append((series, sheet.place, year, time_of(whole), *found))
    return pd.DataFrame(rows, columns=["series", "place", "year", "at", "median", "low", "high"])


def _drawn(figures: Iterable[Figure]) -> dict[str, Figure]:
    """Return a figure for each base series that has figures of several years."""
    found: dict[str, list[Figure]] = {}
    for figure in figures:
        if is_compared(figure):
            found.setdefault(base_series(figure), []).append(figure)
    return {
        series: members[0]
        for series, members in found.items()
        if len({member.period for member in members}) > 1
    }

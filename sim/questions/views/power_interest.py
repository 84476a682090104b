"""The power-interest map, computed from the minutes: see `sim.questions.power`.

The minutes show the part of an interest that leads to acts unasked, and no more: an actor that
wants much and is always asked first stands at the left.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from sim.experiments.paired import LEVEL, mean_intervals, paired
from sim.questions.power import HOLDS, Line, holds_of, interests_of
from sim.questions.views.base import View
from sim.questions.words import shown
from sim.reports.numbers import listed
from sim.reports.power_map import power_map

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from sim.reports.style import Drawing

__all__ = ["PowerInterest"]

SPEED = "district.organisation.committee.speed_work_to_rule"
KEPT = "district.politics.elections.continuity_without_mayor"
WORDS = {"time": "waiting", "money": "money", "work": "work", "term": "the term"}
COLUMNS = ["month", "actor", "decision", "numbers"]


class PowerInterest(View):
    """Power and interest of everybody but the mayor's own people, in each scenario."""

    needs: ClassVar[tuple[str, ...]] = ("monthly", "decisions")
    leads: ClassVar[bool] = True

    @cached_property
    def _runs(self) -> tuple[dict[tuple[str, int], Any], list[str]]:
        """Return holds and interests by scenario and twin, and the actors of all of them."""
        ensemble = self.result.ensemble
        months = ensemble.plan.months
        found: dict[tuple[str, int], Any] = {}
        actors: set[str] = set()
        bases = {base.name: base for base in ensemble.plan.bases}
        spent = self._spent()
        table = ensemble.table("decisions")
        table = table[table["replicate"].isin(self.result.twins)]
        for key, rows in table.groupby(["scenario", "replicate"], sort=False):
            scenario, twin = str(key[0]), int(str(key[1]))
            lines = [Line.of(*row) for row in rows[COLUMNS].itertuples(index=False, name=None)]
            slowed, lost = (1.0 - float(bases[scenario].value(path)) for path in (SPEED, KEPT))
            holds = holds_of(lines, months, spent[(scenario, twin)], slowed, lost)
            found[(scenario, twin)] = (holds, interests_of(lines, months))
            actors |= set(holds)
        return found, sorted(actors)

    def _spent(self) -> dict[tuple[str, int], float]:
        """Return what each run spent in all, in USD, by scenario and twin."""
        ensemble = self.result.ensemble
        values = ensemble.values(["spending_cum_usd"], [ensemble.plan.months])
        runs = values.reset_index()[["scenario", "replicate"]].to_numpy()
        pairs = zip(runs, values.to_numpy()[:, 0], strict=True)
        return {(str(scenario), int(twin)): float(usd) for (scenario, twin), usd in pairs}

    def _values(self, scenario: str, actor: str, what: str) -> NDArray[np.float64]:
        """Return one hold, "power" or "interest" of an actor, shape (twins,)."""
        runs, _ = self._runs
        values = []
        for twin in self.result.twins:
            holds, interest = runs.get((scenario, twin), ({}, {}))
            own = holds.get(actor, {})
            values.append({
                "power": max(own.values(), default=0.0), "interest": interest.get(actor, 0.0),
            }.get(what, own.get(what, 0.0)))  # fmt: skip
        return np.asarray(values, dtype=float)

    @cached_property
    def table(self) -> pd.DataFrame:
        """One row a scenario and actor: power, interest, their intervals, and what is held."""
        import pandas as pd

        _, actors = self._runs
        rows = [self._row(name, actor) for name in self.result.names for actor in actors]
        return pd.DataFrame(rows)

    def _row(self, scenario: str, actor: str) -> dict[str, Any]:
        row: dict[str, Any] = {"scenario": scenario, "actor": actor}
        for what in ("power", "interest"):
            ends = mean_intervals(self._values(scenario, actor, what)[:, None])
            mean, low, high = (float(end[0]) for end in ends)
            row |= {what: mean, f"{what}_low": max(0.0, low), f"{what}_high": min(1.0, high)}
        holds = {thing: float(self._values(scenario, actor, thing).mean()) for thing in HOLDS}
        most = max(HOLDS, key=lambda thing: holds[thing])
        held = f"{actor} ({WORDS[most]})" if holds[most] > 0 else actor
        return row | {f"{thing}_share": holds[thing] for thing in HOLDS} | {"label": held}

    @property
    def sentences(self) -> tuple[str, str]:
        """Who holds most and who acts unasked; and whose power moves with the strategy."""
        return self._strongest(), self._moved()

    def _first(self) -> list[dict[str, Any]]:
        table = self.table
        rows = table[table["scenario"] == self.result.names[0]].to_dict("records")
        return [{str(key): value for key, value in row.items()} for row in rows]

    def _strongest(self) -> str:
        rows = sorted(self._first(), key=lambda row: -row["power"])
        strong = listed([f"{row['actor']} ({self._share(row)})" for row in rows[:3]])
        weak = [row for row in rows if row["power"] < 0.5 * rows[0]["power"]]
        keen = max(weak, key=lambda row: row["interest"], default=None)
        end = "" if keen is None else (
            f"; of those with less than half of the strongest's power, those who act unasked most "
            f"and earliest are {keen['actor']} ({100 * keen['interest']:.0f} of 100)"
        )  # fmt: skip
        return f"With {shown(self.result.names[0])} the plan waits most for {strong}{end}."

    @staticmethod
    def _share(row: dict[str, Any]) -> str:
        most = max(HOLDS, key=lambda thing: row[f"{thing}_share"])
        of = {"time": "of its waiting", "money": "of its money", "work": "of its work",
              "term": "of the term"}[most]  # fmt: skip
        band = "" if np.isnan(row["power_low"]) else (
            f", {100 * row['power_low']:.0f} to {100 * row['power_high']:.0f} %"
        )  # fmt: skip
        return f"{100 * row['power']:.0f} % {of}{band}"

    def _changes(self) -> list[dict[str, Any]]:
        """Return how each actor's power differs from the first scenario, twin by twin."""
        _, actors = self._runs
        first, found = self.result.names[0], []
        for scenario in self.result.names[1:]:
            for actor in actors:
                pair = paired(self._values(first, actor, "power"),
                              self._values(scenario, actor, "power"), LEVEL)  # fmt: skip
                if pair.excludes_zero:
                    found.append({"scenario": scenario, "actor": actor, "by": pair.difference,
                                  "low": pair.low, "high": pair.high})  # fmt: skip
        return sorted(found, key=lambda row: -abs(row["by"]))

    def _moved(self) -> str:
        found, (_, actors) = self._changes(), self._runs
        whole = len(actors) * (len(self.result.names) - 1)
        if not found:
            return "None of the strategies moves anybody's power clearly."
        said = [
            f"the hold of {row['actor']} is {abs(100 * row['by']):.0f} points "
            f"{'more' if row['by'] > 0 else 'less'} with {shown(row['scenario'])} "
            f"({_band(row)})" for row in found[:2]
        ]  # fmt: skip
        return (
            f"Power moves with the strategy: {listed(said)}; {len(found)} of {whole} pairs of "
            "actor and scenario differ clearly."
        )

    def draw(self, narrow: bool = False) -> Drawing:
        """Draw the map of the first scenario."""
        table = self.table[self.table["scenario"] == self.result.names[0]].reset_index(drop=True)
        for column in table.columns:
            if column.startswith(("power", "interest")):
                table[column] = 100 * table[column]
        rows = sorted(self._first(), key=lambda row: -row["power"])
        return power_map(
            table, title=f"The plan waits most for {rows[0]['actor']}", alt=self._strongest(),
            narrow=narrow, power="Power: largest share held of what the plan needs, %",
            interest="Acts unasked: how often and how early, 0 to 100",
        )  # fmt: skip


def _band(row: dict[str, Any]) -> str:
    ends = sorted(abs(100 * row[end]) for end in ("low", "high"))
    return f"95 % interval {ends[0]:.0f} to {ends[1]:.0f}"

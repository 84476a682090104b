"""What it costs to take away one thing at a time, and all at once; and projects against plans."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from functools import cached_property
from textwrap import fill
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from sim.experiments.paired import LEVEL, mean_intervals, paired
from sim.questions.pairs import NUMBERS, pair_row
from sim.questions.views.base import View
from sim.questions.words import shown
from sim.reports.difference import difference_words
from sim.reports.forest import forest
from sim.reports.numbers import listed, month_words
from sim.reports.style import COLOURS, GREY, Drawing, axes_grid, drawing_style
from sim.reports.verdict import short_name

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from sim.questions.answer import Answer

__all__ = ["OneAtATime", "project_ratios"]

ROW_INCHES = 0.3
RATIOS = ("cost", "months")
LABELS = {"cost": "Cost of finished projects, planned = 1",
          "months": "Months taken, planned = 1"}  # fmt: skip
_STARTS = re.compile(r"starts '(.*)'$")
_ENDS = re.compile(r"launches '(.*)'$")


def project_ratios(rows: Sequence[tuple[int, str, str]]) -> dict[str, float]:
    """Return what the projects of one run took against their plans.

    Parameters
    ----------
    rows : month, decision and numbers (as JSON) of the minutes, in their order.

    Returns
    -------
    ratios : cost and months, as sums over the launched projects over the sums planned for them;
        NaN where none was launched. What is not finished or cancelled is left out.
    """
    plans: dict[str, tuple[int, float, float]] = {}
    sums = np.zeros(4)
    for month, decision, numbers in rows:
        start, end = _STARTS.match(decision), _ENDS.match(decision)
        if start:
            facts = json.loads(numbers)
            plans[start.group(1)] = (month, facts["planned_usd"], facts["planned_months"])
        elif end and end.group(1) in plans:
            began, planned_usd, planned_months = plans[end.group(1)]
            cost = json.loads(numbers)["cost_usd"]
            sums += (cost, planned_usd, month - began, planned_months)
    cost, planned_usd, months, planned_months = sums
    return {
        "cost": cost / planned_usd if planned_usd else float("nan"),
        "months": months / planned_months if planned_months else float("nan"),
    }


class OneAtATime(View):
    """The first scenario with one thing taken away at a time, and with all of them.

    Parameters
    ----------
    all_at_once : the scenario in which all is taken away; the others lose one each.
    outcomes : names, two panels.
    """

    needs: ClassVar[tuple[str, ...]] = ("monthly", "decisions")

    def __init__(self, answer: Answer, all_at_once: str, outcomes: Sequence[str]) -> None:
        super().__init__(answer)
        self.full, self.none = self.result.names[0], all_at_once
        self.single = [name for name in self.result.names[1:] if name != all_at_once]
        self.outcomes = list(outcomes)
        self.month = answer.headline["month"]

    @cached_property
    def table(self) -> pd.DataFrame:
        """One row a scenario and outcome (its cost), and one a scenario and ratio of projects."""
        import pandas as pd

        rows = [row for outcome in self.outcomes for row in self._costs(outcome)]
        return pd.DataFrame([*rows, *self._projects])

    def _costs(self, outcome: str) -> list[dict[str, Any]]:
        rows = []
        for name in [*self.single, self.none]:
            row = pair_row(self.result, outcome, self.month, name, self.full)
            rows.append({"shows": "outcome", "name": self._name(name), **row, "n_better": None})
        return [*rows[:-1], self._sum(outcome), rows[-1]]

    def _name(self, scenario: str) -> str:
        words = shown(scenario)
        return words.removeprefix(f"{shown(self.full)} ")

    def _sum(self, outcome: str) -> dict[str, Any]:
        """Return the sum of the single costs, and the interval of that sum."""
        values = self.result.values(outcome, self.month)
        places = [self.result.names.index(name) for name in self.single]
        alone = sum(values[:, place] - values[:, 0] for place in places)
        found, facts = paired(values[:, 0], values[:, 0] + alone, LEVEL), self.result.facts[outcome]
        return {"shows": "outcome", "name": "sum of these", "scenario": "sum",
                "against": self.full, "outcome": outcome,
                "unit": self.result.unit(outcome, self.month),
                "better": facts["better"], "month": self.month,
                **{name: getattr(found, name) for name in NUMBERS}, "n_better": None}  # fmt: skip

    @cached_property
    def _projects(self) -> list[dict[str, Any]]:
        """Return each scenario's ratios: mean over the twin runs, with its interval."""
        table = self.result.ensemble.table("decisions")
        table = table[table["replicate"].isin(self.result.twins)]
        found: dict[str, list[dict[str, float]]] = {name: [] for name in self.result.names}
        for (scenario, _), rows in table.groupby(["scenario", "replicate"], sort=False):
            lines = rows[["month", "decision", "numbers"]].itertuples(index=False, name=None)
            found[str(scenario)].append(project_ratios(list(lines)))
        return [self._ratio(name, ratio, found[name])
                for ratio in RATIOS for name in self.result.names]  # fmt: skip

    def _ratio(self, name: str, ratio: str, runs: list[dict[str, float]]) -> dict[str, Any]:
        values = np.array([run[ratio] for run in runs if np.isfinite(run[ratio])])
        ends = [float("nan")] * 3
        if len(values):
            ends = [float(end[0]) for end in mean_intervals(values[:, None])]
        return {"shows": "projects", "name": self._name(name), "scenario": name,
                "outcome": f"{ratio}_against_plan", "unit": "ratio", "n": len(values),
                "difference": ends[0], "low": ends[1], "high": ends[2]}  # fmt: skip

    def _row(self, outcome: str, scenario: str) -> dict[str, Any]:
        table = self.table
        rows = table[(table["outcome"] == outcome) & (table["scenario"] == scenario)]
        return {str(key): value for key, value in rows.to_dict("records")[0].items()}

    @property
    def sentences(self) -> tuple[str, str]:
        """What each thing taken away costs, and all at once; and plans against what they took."""
        return self._single(), self._plans()

    def _single(self) -> str:
        outcome = self.outcomes[0]
        rows = {name: self._row(outcome, name) for name in [*self.single, "sum", self.none]}
        better = int(rows["sum"]["better"]) or 1
        order = sorted(self.single, key=lambda name: better * rows[name]["difference"])
        said = [f"{self._name(name)} {difference_words(rows[name])}" for name in order]
        return (
            f"Against {shown(self.full)}, on {short_name(self.result, outcome)} after "
            f"{month_words(self.month)}: {listed(said)}; the sum of these is "
            f"{difference_words(rows['sum'])}, and all at once it is "
            f"{difference_words(rows[self.none])}."
        )

    def _plans(self) -> str:
        said = []
        for name in (self.full, self.none):
            parts = [self._ratio_words(self._row(f"{ratio}_against_plan", name), ratio)
                     for ratio in RATIOS]  # fmt: skip
            said.append(f"{' and '.join(parts)} with {shown(name)}")
        return f"Against their own plans, finished projects needed {'; '.join(said)}."

    @staticmethod
    def _ratio_words(row: dict[str, Any], ratio: str) -> str:
        what = {"cost": "the money", "months": "the months"}[ratio]
        if not np.isfinite(row["difference"]):
            return f"no known part of {what}"
        band = "" if not np.isfinite(row["low"]) else (
            f" (95 % interval {row['low']:.2f} to {row['high']:.2f})"
        )  # fmt: skip
        return f"{row['difference']:.2f} times {what}{band}"

    def draw(self, narrow: bool = False) -> Drawing:
        """Draw the costs of each no, and projects against their plans."""
        rows = [self._costs(outcome) for outcome in self.outcomes]
        count = len(rows) + len(RATIOS)
        with drawing_style():
            height = 0.95 + ROW_INCHES * len(self.result.names)
            figure, panels = axes_grid(count, narrow, height)
            for place, (panel, part) in enumerate(zip(panels, rows, strict=False)):
                for row in part:
                    row["name"] = fill(row["name"], 22)
                forest(self.result, panel, part, narrow, named=narrow or place % 2 == 0)
            for place, ratio in enumerate(RATIOS, len(rows)):
                self._ratios(panels[place], ratio, narrow or place % 2 == 0)
        title = f"What each no costs alone, and all of them: differences from {shown(self.full)}"
        return Drawing(figure, self.table, f"{title} after {month_words(self.month)}",
                       " ".join(self.sentences))  # fmt: skip

    def _ratios(self, panel: Axes, ratio: str, named: bool) -> None:
        rows = [row for row in self._projects if row["outcome"] == f"{ratio}_against_plan"]
        panel.axvline(1, color=GREY, linewidth=0.9)
        for place, row in enumerate(rows):
            if not np.isfinite(row["difference"]):
                continue
            panel.plot([row["difference"]], [place], "o", color=COLOURS[0], markersize=5)
            panel.plot([row["low"], row["high"]], [place, place], color=COLOURS[0], linewidth=1.6)
            panel.annotate(f"{row['difference']:.2f}", (np.nanmax([row["high"], row["difference"]]),
                           place), xytext=(5, 0), textcoords="offset points", va="center",
                           fontsize=8)  # fmt: skip
        names = [fill(row["name"], 22) if named else "" for row in rows]
        panel.set_yticks(range(len(rows)), names)
        panel.tick_params(axis="y", length=0)
        panel.set_ylim(len(rows) - 0.5, -0.5)
        panel.margins(x=0.25)
        panel.grid(axis="x")
        panel.grid(visible=False, axis="y")
        panel.spines["left"].set_visible(False)
        panel.set_title(fill(LABELS[ratio], 26))

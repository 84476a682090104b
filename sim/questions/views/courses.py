"""Outcomes month by month, a line a scenario with the 95 % interval of its mean."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from sim.experiments.paired import mean_intervals
from sim.questions.views.base import View
from sim.questions.words import shown
from sim.reports.courses import Courses as MonthlyCourses
from sim.reports.numbers import Scale, listed, month_words
from sim.reports.style import (
    BAND_ALPHA,
    COLOURS,
    Drawing,
    axes_grid,
    drawing_style,
    finish,
    label_ends,
)
from sim.reports.verdict import short_name

if TYPE_CHECKING:
    import pandas as pd

    from sim.questions.answer import Answer

__all__ = ["Courses"]


class Courses(View):
    """One or more outcomes over the months.

    Parameters
    ----------
    outcomes : names, at most four; a panel each.
    """

    def __init__(self, answer: Answer, outcomes: Sequence[str]) -> None:
        super().__init__(answer)
        self.outcomes = list(outcomes)

    @cached_property
    def table(self) -> pd.DataFrame:
        """One row an outcome, scenario and month: mean over twin runs, low, high."""
        import pandas as pd

        rows: list[pd.DataFrame] = []
        courses = MonthlyCourses(self.result)
        for outcome in self.outcomes:
            values = courses.of(outcome)
            for place, name in enumerate(self.result.names):
                mean, low, high = mean_intervals(values[:, place, :])
                rows.append(pd.DataFrame({
                    "outcome": outcome, "scenario": name, "month": range(1, len(mean) + 1),
                    "mean": mean, "low": low, "high": high,
                }))  # fmt: skip
        return pd.concat(rows, ignore_index=True)

    @property
    def sentences(self) -> tuple[str, str]:
        """Where the first outcome's lines end; and where those of the second do."""
        said = [self._ends(outcome) for outcome in self.outcomes[:2]]
        return (said[0], said[1]) if len(said) == 2 else (said[0], self._growth())

    def _at(self, outcome: str, month: int) -> dict[str, Any]:
        rows = self.table[(self.table["outcome"] == outcome) & (self.table["month"] == month)]
        return {str(name): float(mean) for name, mean in zip(rows["scenario"], rows["mean"],
                                                            strict=True)}  # fmt: skip

    def _ends(self, outcome: str) -> str:
        month = int(self.table["month"].max())
        ends = self._at(outcome, month)
        scale = Scale.of(self._unit(outcome), ends.values())
        order = sorted(ends, key=lambda name: -ends[name])
        parts = [f"{scale.text(ends[name])} with {shown(name)}" for name in order]
        return f"After {month_words(month)} {short_name(self.result, outcome)} is {listed(parts)}."

    def _growth(self) -> str:
        """Return how the first outcome moved over the last two years, by scenario."""
        outcome, last = self.outcomes[0], int(self.table["month"].max())
        before, now = self._at(outcome, max(1, last - 24)), self._at(outcome, last)
        moved = {name: now[name] - before[name] for name in now}
        scale = Scale.of(self._unit(outcome), moved.values())
        unit = "points" if scale.unit == "%" else scale.unit
        parts = [f"{scale.bare(moved[name])} {unit} with {shown(name)}".replace("  ", " ")
                 for name in sorted(moved, key=lambda name: -moved[name])]  # fmt: skip
        what = short_name(self.result, outcome)
        return f"Over the last two of these years {what} moves by {listed(parts)}."

    def _unit(self, outcome: str) -> str:
        """Return an outcome's unit; flows are taken over twelve months."""
        return self.result.unit(outcome, self.result.ensemble.plan.months)

    def draw(self, narrow: bool = False) -> Drawing:
        """Draw a panel an outcome, a line a scenario."""
        plan = self.result.ensemble.plan
        with drawing_style():
            figure, panels = axes_grid(len(self.outcomes), narrow)
            for panel, outcome in zip(panels, self.outcomes, strict=True):
                facts, ends = self.result.facts[outcome], []
                part = self.table[self.table["outcome"] == outcome]
                scale = Scale.of(self._unit(outcome), part["mean"])
                for colour, name in zip(COLOURS, self.result.names, strict=False):
                    line = part[part["scenario"] == name]
                    panel.plot(line["month"], scale.factor * line["mean"], color=colour)
                    low, high = scale.factor * line["low"], scale.factor * line["high"]
                    panel.fill_between(line["month"], low, high, color=colour, alpha=BAND_ALPHA,
                                       linewidth=0)  # fmt: skip
                    ends.append((shown(name), scale.factor * float(line["mean"].iloc[-1]), colour))
                panel.set_title(scale.label(str(facts["label"])))
                finish(panel, plan.months, plan.start, zero=facts["unit"] in ("share", "count"))
                label_ends(panel, ends)
        title = f"{self.result.facts[self.outcomes[0]]['label']} over the years"
        return Drawing(figure, self.table, title, " ".join(self._ends(o) for o in self.outcomes))

"""Outcomes over the years, each point the mean of the twelve months up to it.

For what swings with the season, and for lines that lie upon each other.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from sim.experiments.paired import mean_intervals
from sim.questions.views.courses import Courses
from sim.questions.words import shown
from sim.reports.courses import Courses as MonthlyCourses
from sim.reports.numbers import Scale, month_words
from sim.reports.style import (
    COLOURS,
    DASHES,
    Drawing,
    axes_grid,
    drawing_style,
    finish,
    label_ends,
)

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

__all__ = ["Yearly", "over_twelve_months"]

WINDOW = 12
FAINT_BAND = 0.1


def over_twelve_months(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the mean of each month and the eleven before it; of fewer in the first year.

    Parameters
    ----------
    values : shape (..., months).
    """
    sums = np.cumsum(values, axis=-1)
    sums[..., WINDOW:] -= sums[..., :-WINDOW].copy()
    return sums / np.minimum(np.arange(1, values.shape[-1] + 1), WINDOW)


class Yearly(Courses):
    """One or more outcomes over the years, without the season; a dash of its own each line."""

    @cached_property
    def table(self) -> pd.DataFrame:
        """One row an outcome, scenario and month: mean of twelve months, low, high."""
        import pandas as pd

        rows: list[pd.DataFrame] = []
        courses = MonthlyCourses(self.result)
        for outcome in self.outcomes:
            values = over_twelve_months(courses.of(outcome))
            for place, name in enumerate(self.result.names):
                mean, low, high = mean_intervals(values[:, place, :])
                rows.append(pd.DataFrame({
                    "outcome": outcome, "scenario": name, "month": range(1, len(mean) + 1),
                    "mean": mean, "low": low, "high": high,
                }))  # fmt: skip
        return pd.concat(rows, ignore_index=True)

    def draw(self, narrow: bool = False) -> Drawing:
        """Draw a panel an outcome, a line a scenario."""
        plan = self.result.ensemble.plan
        with drawing_style():
            figure, panels = axes_grid(len(self.outcomes), narrow)
            for panel, outcome in zip(panels, self.outcomes, strict=True):
                ends = self._lines(panel, outcome)
                unit = self.result.facts[outcome]["unit"]
                finish(panel, plan.months, plan.start, zero=unit in ("share", "count"))
                label_ends(panel, ends)
        label = self.result.facts[self.outcomes[0]]["label"]
        title = f"{label} over {month_words(plan.months)} (means of twelve months)"
        return Drawing(figure, self.table, title, " ".join(self._ends(o) for o in self.outcomes))

    def _lines(self, panel: Axes, outcome: str) -> list[tuple[str, float, str]]:
        """Draw the lines and their bands; return name, last value and colour of each."""
        facts, ends = self.result.facts[outcome], []
        part = self.table[self.table["outcome"] == outcome]
        scale = Scale.of(str(facts["unit"]), part["mean"])
        looks = zip(COLOURS, DASHES, self.result.names, strict=False)
        for colour, dash, name in looks:
            line = part[part["scenario"] == name]
            panel.plot(line["month"], scale.factor * line["mean"], color=colour, linestyle=dash)
            low, high = scale.factor * line["low"], scale.factor * line["high"]
            panel.fill_between(line["month"], low, high, color=colour, alpha=FAINT_BAND,
                               linewidth=0)  # fmt: skip
            ends.append((shown(name), scale.factor * float(line["mean"].iloc[-1]), colour))
        panel.set_title(scale.label(str(facts["label"])))
        return ends

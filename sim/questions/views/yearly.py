"""Outcomes over the years, a point at the end of each: the numbers of the other tables.

For what swings with the season, and for lines that lie upon each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from textwrap import fill
from typing import TYPE_CHECKING

from sim.questions.views.courses import Courses
from sim.questions.words import shown
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

    from sim.questions.answer import Answer

__all__ = ["Yearly", "year_ends"]

YEAR = 12
FAINT_BAND = 0.1


def year_ends(months: int) -> list[int]:
    """Return the last month of each whole year of a run, and the first and last of the run."""
    return sorted({1, *range(YEAR, months + 1, YEAR), months})


class Yearly(Courses):
    """One or more outcomes at the end of each year; a dash of its own each line.

    Parameters
    ----------
    outcomes : names; a panel each.
    caution : what a reader must know of the numbers, as one sentence below the figure.
    """

    def __init__(self, answer: Answer, outcomes: Sequence[str], caution: str = "") -> None:
        super().__init__(answer, outcomes)
        self.caution = caution

    @cached_property
    def table(self) -> pd.DataFrame:
        """One row an outcome, scenario and year's end, read as in the other tables; low, high."""
        whole = super().table
        months = year_ends(self.result.ensemble.plan.months)
        return whole[whole["month"].isin(months)].reset_index(drop=True)

    @property
    def sentences(self) -> tuple[str, str]:
        """Where the first two outcomes end, and what a reader must know of the numbers."""
        first, second = super().sentences
        if not self.caution:
            return first, second
        caution = f"{self.caution[:1].lower()}{self.caution[1:]}".rstrip(".")
        return first, f"{second.rstrip('.')} ({caution})."

    def draw(self, narrow: bool = False) -> Drawing:
        """Draw a panel an outcome, a line a scenario."""
        plan = self.result.ensemble.plan
        with drawing_style():
            figure, panels = axes_grid(len(self.outcomes), narrow)
            for panel, outcome in zip(panels, self.outcomes, strict=True):
                ends = self._lines(panel, outcome)
                unit = str(self.result.facts[outcome]["unit"]).partition("/")[0]
                finish(panel, plan.months, plan.start, zero=unit in ("share", "count"))
                label_ends(panel, ends)
            if self.caution:
                figure.supxlabel(fill(self.caution, 50 if narrow else 100), fontsize=8.5)
        label = self.result.facts[self.outcomes[0]]["label"]
        title = f"{label} over {month_words(plan.months)}, at the end of each year"
        said = [self._ends(outcome) for outcome in self.outcomes]
        return Drawing(figure, self.table, title, " ".join([*said, self.caution]).strip())

    def _lines(self, panel: Axes, outcome: str) -> list[tuple[str, float, str]]:
        """Draw the lines and their bands; return name, last value and colour of each."""
        label, ends = str(self.result.facts[outcome]["label"]), []
        part = self.table[self.table["outcome"] == outcome]
        scale = Scale.of(self._unit(outcome), part["mean"])
        looks = zip(COLOURS, DASHES, self.result.names, strict=False)
        for colour, dash, name in looks:
            line = part[part["scenario"] == name]
            panel.plot(line["month"], scale.factor * line["mean"], color=colour, linestyle=dash)
            low, high = scale.factor * line["low"], scale.factor * line["high"]
            panel.fill_between(line["month"], low, high, color=colour, alpha=FAINT_BAND,
                               linewidth=0)  # fmt: skip
            ends.append((shown(name), scale.factor * float(line["mean"].iloc[-1]), colour))
        panel.set_title(scale.label(label))
        return ends

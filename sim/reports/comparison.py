"""The figures of a comparison: differences, how they grow, the courses, and what is traded."""

from __future__ import annotations

from itertools import cycle
from textwrap import fill
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.experiments.paired import mean_intervals
from sim.reports.courses import Courses
from sim.reports.difference import is_nothing
from sim.reports.forest import forest, forest_alt, forest_rows
from sim.reports.numbers import Scale, listed, month_words
from sim.reports.style import (
    BAND_ALPHA,
    COLOURS,
    GREY,
    NARROW,
    Drawing,
    Signed,
    axes_grid,
    drawing_style,
    finish,
    label_ends,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

    from sim.experiments.compare import Comparison

__all__ = ["ComparisonPlots"]

FOREST = (
    "adoption_share",
    "cost_per_case_usd",
    "satisfaction_citizens",
    "age_gap_points",
    "trust",
    "backlog_cases",
)
COURSES = ("adoption_share", "cost_per_case_usd", "satisfaction_citizens")
MOST_PANELS = 6
BANDS_AT_MOST = 3
"""More lines than this are drawn without their bands, which would hide each other."""
LABEL_INCHES = 0.17
"""Height of a line's name, so that the names of many lines find room beside a panel."""
LONG_NAME = 18
"""Letters of a scenario's name, beyond which two panels do not go beside each other."""
MOST_LETTERS = 22
"""Letters of a name that a phone has room for beside a panel."""
DASHES = ("-", "--", ":")


class ComparisonPlots(Signed):
    """The figures of a comparison; each gives back its numbers as `.data`."""

    def __init__(self, result: Comparison) -> None:
        self._result = result

    def all(self, narrow: bool = False) -> dict[str, Drawing]:
        """Return every figure that there are numbers for, by name."""
        if not self._result.twins:
            return {}
        made = {"differences": self.differences(narrow)}
        if self._result.ensemble.plan.months > 1:
            made["over_time"] = self.over_time(narrow)
            made["courses"] = self.courses(narrow)
        if all(name in self._known() for name in COURSES):
            made["trade_off"] = self.trade_off(narrow)
        return made

    # Which outcomes ---------------------------------------------------------------------------

    def _known(self) -> list[str]:
        return list(self._result.settings["outcomes"])

    def _chosen(self, usual: Sequence[str]) -> list[str]:
        """Return the outcomes to draw: the usual ones, and those that were asked for instead."""
        known = self._known()
        asked = self._result.settings["until_settled"]
        first = [asked["outcome"]] if asked else []
        names = [*first, *[name for name in usual if name in known]]
        rest = [name for name in known if name not in names]
        few = len(names) < min(len(usual), 3)
        return list(dict.fromkeys([*names, *(rest if few else [])]))[: max(len(usual), 1)]

    # Differences ------------------------------------------------------------------------------

    def differences(
        self, narrow: bool = False, *, month: int | None = None, first: Sequence[str] = ()
    ) -> Drawing:
        """Draw each difference with its interval: a panel an outcome, a row a year or strategy.

        An outcome that is the same everywhere has no panel.

        Parameters
        ----------
        narrow : for a phone.
        month : [month]   When several strategies are compared: one of those compared at, the last
            unless given. With one strategy every year is a row.
        first : outcomes to lead with, before the usual ones.
        """
        result = self._result
        known = [name for name in first if name in self._known()]
        names = list(dict.fromkeys([*known, *self._chosen(FOREST)]))[:MOST_PANELS]
        one = len(result.names) == 2
        parts = [forest_rows(result, name, one, month) for name in names]
        differing = [part for part in parts if not all(map(is_nothing, part))]
        parts = differing or parts[:1]
        with drawing_style():
            figure, panels = axes_grid(len(parts), narrow, 0.95 + 0.24 * max(map(len, parts)))
            for place, (panel, rows) in enumerate(zip(panels, parts, strict=True)):
                forest(result, panel, rows, narrow, named=narrow or place % 2 == 0)
        import pandas as pd

        data = pd.concat([pd.DataFrame(rows) for rows in parts], ignore_index=True)
        when = "" if one else f" after {month_words(month or result.settings['months'][-1])}"
        title = f"Differences from {_said(result.names[0])}{when}"
        return Drawing(figure, data, title, forest_alt(data, result))

    # Over months ------------------------------------------------------------------------------

    def over_time(self, narrow: bool = False) -> Drawing:
        """Draw the paired difference of each month, with its interval."""
        result, courses = self._result, Courses(self._result)
        rows: list[pd.DataFrame] = []
        names = self._chosen(COURSES)[:3]
        with drawing_style():
            figure, panels = self._grid(len(names), narrow, len(result.names) - 1)
            for panel, outcome in zip(panels, names, strict=True):
                values = courses.of(outcome)
                rows += self._difference_lines(panel, outcome, values)
        import pandas as pd

        title = f"Differences from {_said(result.names[0])} over the months"
        data = pd.concat(rows, ignore_index=True)
        alt = f"{title}, with {100 * result.level:.3g} % intervals: {_ends(data, result)}."
        return Drawing(figure, data, title, alt)

    def _difference_lines(
        self, panel: Axes, outcome: str, values: NDArray[np.float64]
    ) -> list[pd.DataFrame]:
        """Draw a panel; values has the shape (twins, scenarios, months)."""
        result = self._result
        unit = result.unit(outcome, result.ensemble.plan.months)
        found = [mean_intervals(values[:, k] - values[:, 0], result.level)
                 for k in range(1, len(result.names))]  # fmt: skip
        scale = _points(Scale.of(unit, np.abs([line[0] for line in found]).ravel()))
        panel.axhline(0, color=GREY, linewidth=0.8)
        months = np.arange(1, values.shape[2] + 1)
        ends, made = [], []
        for (colour, dash), name, line in zip(_looks(), result.names[1:], found, strict=False):
            mean, low, high = (scale.factor * part for part in line)
            panel.plot(months, mean, color=colour, linestyle=dash)
            if len(found) <= BANDS_AT_MOST and np.isfinite(low).all():
                panel.fill_between(months, low, high, color=colour, alpha=BAND_ALPHA, linewidth=0)
            ends.append((name, float(mean[-1]), colour))
            made.append(_frame(name, outcome, unit, months, line))
        self._finish(panel, outcome, scale, ends if len(found) > 1 else [])
        return made

    def courses(self, narrow: bool = False) -> Drawing:
        """Draw the mean of the twin runs over the months, a line a scenario."""
        result, courses = self._result, Courses(self._result)
        rows: list[pd.DataFrame] = []
        names = self._chosen(COURSES)[:3]
        with drawing_style():
            figure, panels = self._grid(len(names), narrow, len(result.names))
            for panel, outcome in zip(panels, names, strict=True):
                rows += self._course_lines(panel, outcome, courses.of(outcome))
        import pandas as pd

        title = "Means of the twin runs over the months"
        data = pd.concat(rows, ignore_index=True)
        return Drawing(figure, data, title, f"{title}: {_ends(data, result)}.")

    def _course_lines(
        self, panel: Axes, outcome: str, values: NDArray[np.float64]
    ) -> list[pd.DataFrame]:
        result = self._result
        unit = result.unit(outcome, result.ensemble.plan.months)
        means = values.mean(axis=0)
        scale = Scale.of(unit, means.ravel())
        months = np.arange(1, means.shape[1] + 1)
        ends, made = [], []
        looks = [("#222222", "-"), *_looks(len(result.names))]
        for (colour, dash), name, line in zip(looks, result.names, means, strict=False):
            panel.plot(months, scale.factor * line, color=colour, linestyle=dash)
            ends.append((name, scale.factor * float(line[-1]), colour))
            empty = np.full_like(line, np.nan)
            made.append(_frame(name, outcome, unit, months, (line, empty, empty)))
        self._finish(panel, outcome, scale, ends)
        return made

    def _finish(
        self, panel: Axes, outcome: str, scale: Scale,
        ends: list[tuple[str, float, str]],
    ) -> None:  # fmt: skip
        plan = self._result.ensemble.plan
        finish(panel, plan.months, plan.start, zero=False)
        panel.set_title(_title(self._result, outcome, scale), pad=12)
        height = self._height(len(ends)) - 1.1
        if panel.figure.bbox.width / panel.figure.dpi <= NARROW:
            ends = [(_cut(name), value, colour) for name, value, colour in ends]
        ends = [(_said(name), value, colour) for name, value, colour in ends]
        if ends:
            label_ends(panel, ends, gap=max(0.062, LABEL_INCHES / height))

    def _grid(self, panels: int, narrow: bool, lines: int) -> tuple[Figure, list[Axes]]:
        """Return the panels: one above the other where long names stand beside them."""
        longest = max(map(len, self._result.names))
        across = 1 if longest > LONG_NAME else 2
        return axes_grid(panels, narrow, self._height(lines), across)

    def _height(self, lines: int) -> float:
        return max(2.6, 1.25 + LABEL_INCHES * 1.05 * lines)

    # What is traded ---------------------------------------------------------------------------

    def trade_off(self, narrow: bool = False) -> Drawing:
        """Draw cost against adoption, a dot a scenario, its colour the satisfaction."""
        from sim.reports.trade import trade_off

        return trade_off(self._result, COURSES, narrow)


def _looks(count: int = 40) -> list[tuple[str, str]]:
    """Return colours and dashes for lines; no two alike among the first twenty."""
    colours = cycle(COLOURS[:6])
    return [(next(colours), DASHES[(k // 6) % len(DASHES)]) for k in range(count)]


def _said(name: str) -> str:
    """Return a scenario's name as it is read in a figure."""
    return name.replace("_", " ")


def _cut(name: str) -> str:
    """Return a name that a phone has room for; the table has it whole."""
    return name if len(name) <= MOST_LETTERS else f"{name[: MOST_LETTERS - 2]} ..."


def _points(scale: Scale) -> Scale:
    """Return the scale of a difference: shares in points of a hundred."""
    words = "points" if scale.unit in ("%", "of 100") else scale.unit
    return Scale(scale.factor, words, scale.decimals)


def _title(result: Comparison, outcome: str, scale: Scale) -> str:
    label = str(result.facts[outcome]["label"])
    words = scale.label(label) if scale.unit else label
    return fill(words, 36)


def _frame(
    name: str, outcome: str, unit: str, months: NDArray[np.int_], line: Sequence[Any]
) -> pd.DataFrame:
    import pandas as pd

    mean, low, high = line
    return pd.DataFrame({"scenario": name, "outcome": outcome, "unit": unit, "month": months,
                         "mean": mean, "low": low, "high": high})  # fmt: skip


def _ends(data: pd.DataFrame, result: Comparison) -> str:
    """Return where the lines end, in words, for the first outcome drawn."""
    first = data[data["outcome"] == data["outcome"].iloc[0]]
    last = first[first["month"] == first["month"].max()]
    scale = Scale.of(str(last["unit"].iloc[0]), last["mean"])
    label = result.facts[str(last["outcome"].iloc[0])]["label"]
    found = [f"{_said(str(row.scenario))} {scale.text(row.mean)}" for row in last.itertuples()]
    return f"{label} ends at {listed(found)}"

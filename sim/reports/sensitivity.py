"""The figures of a sensitivity analysis: bars with intervals, and Morris' two measures."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

import numpy as np

from sim.experiments.sensitivity_words import is_clear
from sim.reports.numbers import Scale, month_words
from sim.reports.style import COLOURS, GREY, Drawing, Signed, axes_grid, drawing_style
from sim.summary import WINDOW, unit_over

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from sim.experiments.sensitivity import SensitivityResult

__all__ = ["SensitivityPlots"]

MOST_BARS = 12
LIGHT = "#9CC8E3"


class SensitivityPlots(Signed):
    """The figures of one analysis, one an outcome: `result.plot.outcome("adoption_share")`."""

    def __init__(self, result: SensitivityResult) -> None:
        self._result = result

    def all(self, narrow: bool = False) -> dict[str, Drawing]:
        """Return the figure of every outcome that is not the same at every point, by name."""
        names = self._result.settings["outcomes"]
        return {name: self.outcome(name, narrow) for name in names if len(self._rows(name))}

    def outcome(self, name: str, narrow: bool = False) -> Drawing:
        """Draw the indices of one outcome at the last month looked at."""
        data = self._rows(name)
        with drawing_style():
            if self._result.problem.method == "sobol":
                return self._sobol(name, data, narrow)
            return self._morris(name, data, narrow)

    def _rows(self, name: str) -> pd.DataFrame:
        """Return the indices of an outcome, the largest first, with the names of the values."""
        table, month = self._result.tables["indices"], self._result.settings["months"][-1]
        if not len(table):
            return table
        rows = table[(table["outcome"] == name) & (table["month"] == month)]
        rows = rows.sort_values(self._key, ascending=False, kind="stable").reset_index(drop=True)
        return rows.assign(name=rows["path"].map(self._result.names))

    @property
    def _key(self) -> str:
        return "ST" if self._result.problem.method == "sobol" else "mu_star"

    def _title(self, name: str) -> str:
        when = month_words(self._result.settings["months"][-1])
        return f"{self._result.ensemble.outcomes[name]['label']}, after {when}: what moves it"

    def _sobol(self, name: str, data: pd.DataFrame, narrow: bool) -> Drawing:
        """Draw first-order and total indices as bars with their intervals."""
        drawn = data.head(MOST_BARS)
        figure, (panel,) = axes_grid(1, narrow, 1.4 + 0.42 * len(drawn))
        at = np.arange(len(drawn))
        for index, offset, colour, label in (
            ("ST", -0.19, COLOURS[0], "in all (total index)"),
            ("S1", 0.19, LIGHT, "on its own (first order)"),
        ):
            panel.barh(at + offset, drawn[index].clip(lower=0), height=0.36, color=colour,
                       label=label)  # fmt: skip
            panel.errorbar(drawn[index], at + offset, xerr=drawn[f"{index}_conf"], fmt="none",
                           ecolor="#222222", elinewidth=1.1, capsize=2.5)  # fmt: skip
        panel.set_xlim(left=0)
        panel.set_title("Share of the variance")
        _name_bars(panel, list(drawn["name"]), narrow)
        panel.legend(loc="lower right")
        return Drawing(figure, data, self._title(name), f"{self._words(data)}{_cut(data)}")

    def _morris(self, name: str, data: pd.DataFrame, narrow: bool) -> Drawing:
        """Draw mean effects as bars with their intervals, and against their spread."""
        scale = self._scale(name, data)
        drawn = data.head(MOST_BARS)
        figure, (left, right) = axes_grid(2, narrow, max(3.1, 1.2 + 0.3 * len(drawn)))
        at = np.arange(len(drawn))
        left.barh(at, scale.factor * drawn["mu_star"], height=0.62, color=COLOURS[0])
        left.errorbar(scale.factor * drawn["mu_star"], at,
                      xerr=scale.factor * drawn["mu_star_conf"], fmt="none", ecolor="#222222",
                      elinewidth=1.1, capsize=2.5)  # fmt: skip
        left.set_xlim(left=0)
        left.set_title(f"Mean effect (mu*){_in(scale)}")
        numbers = [f"{place + 1}  {name}" for place, name in enumerate(drawn["name"])]
        _name_bars(left, numbers, narrow)
        self._screen(right, data, scale)
        alt = (
            f"{self._words(data)} Right or below, by the same numbers: mean effect against its "
            f"spread (sigma); above the line, an effect depends on other values or bends."
            f"{_cut(data)}"
        )
        return Drawing(figure, data, self._title(name), alt)

    def _scale(self, name: str, data: pd.DataFrame) -> Scale:
        facts = self._result.ensemble.outcomes[name]
        unit = unit_over(facts, min(WINDOW, self._result.settings["months"][-1]))
        scale = Scale.of(unit, data["mu_star"])
        return Scale(scale.factor, "points", scale.decimals) if scale.unit == "%" else scale

    def _screen(self, panel: Axes, data: pd.DataFrame, scale: Scale) -> None:
        """Draw mu* against sigma, with the names of those that matter."""
        x, y = scale.factor * data["mu_star"], scale.factor * data["sigma"]
        clear = is_clear(data, "morris", self._result.tables["chance"])
        panel.plot(x[~clear], y[~clear], "o", color=GREY, markersize=4, alpha=0.7)
        panel.plot(x[clear], y[clear], "o", color=COLOURS[0], markersize=6)
        top = 1.12 * max(float(x.max()), float(y.max()))
        panel.plot([0, top], [0, top], color=GREY, linewidth=0.8, linestyle=":")
        panel.set_xlim(0, 1.05 * top)
        panel.set_ylim(-0.03 * top, max(1.15 * float(y.max()), 0.3 * top))
        for place in range(min(len(data), MOST_BARS)):
            if clear[place]:
                panel.annotate(f"{place + 1}", (x[place], y[place]), (5, 4), fontsize=8,
                               textcoords="offset points")  # fmt: skip
        panel.set_title("Spread of the effect (sigma)")
        panel.set_xlabel(f"mean effect (mu*){_in(scale)}")
        panel.grid(axis="both")

    def _words(self, data: pd.DataFrame) -> str:
        """Return the first few in words, for a reader who cannot see the figure."""
        parts = [
            f"{row['name']} {row[self._key]:.3g} (+/- {row[f'{self._key}_conf']:.2g})"
            for _, row in data.head(3).iterrows()
        ]
        what = "Total index" if self._key == "ST" else "Mean effect"
        return f"{what} with its 95 % interval, largest first: {'; '.join(parts)}."


def _in(scale: Scale) -> str:
    return f", {scale.unit}" if scale.unit else ""


def _cut(data: pd.DataFrame) -> str:
    left_out = len(data) - MOST_BARS
    return f" The {left_out} smallest are in the table only." if left_out > 0 else ""


def _name_bars(panel: Axes, names: list[str], narrow: bool) -> None:
    """Write the names at the bars, the first at the top."""
    width = 20 if narrow else 26
    labels = ["\n".join(textwrap.wrap(name, width)[:2]) for name in names]
    panel.set_yticks(range(len(labels)), labels)
    panel.tick_params(axis="y", labelsize=7.5 if narrow else 8)
    panel.set_ylim(len(labels) - 0.4, -0.6)
    panel.grid(axis="x")
    panel.grid(visible=False, axis="y")

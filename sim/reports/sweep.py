"""The figures of a sweep: an outcome against what was varied, chance and worlds apart."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.experiments.names import value_words
from sim.reports.numbers import Scale, month_words
from sim.reports.style import COLOURS, GREY, Drawing, Signed, axes_grid, drawing_style
from sim.summary import WINDOW, unit_over

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from sim.experiments.sweep import SweepResult

__all__ = ["SweepPlots"]

MOST_CELLS = 12
"""Values on one side of a heat picture; beyond that it is drawn as scatter panels."""
MOST_PANELS = 8
MOST_DOTS = 40
TREND_GROUPS = 6


class SweepPlots(Signed):
    """The figures of one sweep, one an outcome: `result.plot.outcome("adoption_share")`.

    What is drawn follows from the design: a line with its band for one value varied, dots for
    words and switches, a heat picture for a grid of two, and for more a panel a value with the
    points and a trend.
    """

    def __init__(self, result: SweepResult) -> None:
        self._result = result

    def all(self, narrow: bool = False) -> dict[str, Drawing]:
        """Return the figure of every outcome that has numbers, by name."""
        names = self._result.settings["outcomes"]
        return {name: self.outcome(name, narrow) for name in names if self._has_numbers(name)}

    def outcome(self, name: str, narrow: bool = False) -> Drawing:
        """Draw one outcome at the last month read."""
        data, paths = self._rows(name), self._result.settings["paths"]
        kind = self._result.settings["design"]
        if len(paths) == 1:
            draw = self._line if _numeric(data[paths[0]]) else self._dots
        elif kind == "grid" and len(paths) == 2 and _fits(data, paths):
            draw = self._heat
        elif kind in ("zip", "list") and len(data) <= MOST_DOTS:
            draw = self._dots
        else:
            draw = self._scatter
        with drawing_style():
            return draw(name, data, narrow)

    # Data and words ------------------------------------------------------------------------

    def _rows(self, name: str) -> pd.DataFrame:
        rows = self._at_last(self._result.tables["results"], name)
        return rows.merge(self._result.points.drop(columns="scenario"), on="point")

    def _has_numbers(self, name: str) -> bool:
        return bool(self._rows(name)["mean"].notna().any())

    def _scale(self, name: str, data: pd.DataFrame) -> Scale:
        facts = self._result.ensemble.outcomes[name]
        unit = unit_over(facts, min(WINDOW, self._result.settings["months"][-1]))
        return Scale.of(unit, [*data["mean"], *data["worlds_high"]])

    def _head(self, figure: Figure, name: str, scale: Scale, narrow: bool) -> None:
        """Write what is drawn above the figure, in lines that fit it."""
        label = scale.label(str(self._result.ensemble.outcomes[name]["label"]))
        text = "\n".join(textwrap.wrap(label, 40 if narrow else 80))
        figure.suptitle(text, x=0.01, ha="left", fontsize=10, fontweight="bold")

    def _finished(self, figure: Any, data: pd.DataFrame, name: str, how: str) -> Drawing:
        when = month_words(self._result.settings["months"][-1])
        title = f"{self._result.ensemble.outcomes[name]['label']}, after {when}"
        return Drawing(figure, data, title, f"{how} {self._range_words(name, data)}")

    def _range_words(self, name: str, data: pd.DataFrame) -> str:
        scale, means = self._scale(name, data), data["mean"].dropna()
        ends = self._at_last(self._result.tables.get("extremes"), name)
        chance = len(ends) and ends["low"].iloc[0] <= 0
        doubt = ", a difference that may be chance" if chance else ""
        return f"The means run from {scale.band(means.min(), means.max(), unit=True)}{doubt}."

    def _at_last(self, table: pd.DataFrame | None, name: str) -> pd.DataFrame:
        """Return the rows of a table on one outcome at the last month; none without a table."""
        if table is None:
            return self._result.points.iloc[:0]
        month = self._result.settings["months"][-1]
        return table[(table["outcome"] == name) & (table["month"] == month)]

    def _shade_words(self, data: pd.DataFrame) -> str:
        said = []
        if data["low"].notna().any():
            said.append("dark shade or bar: the 95 % interval of the mean, which is chance")
        if data["worlds_low"].notna().any():
            said.append("light shade or thin bar: the range of 90 % of the worlds drawn")
        return f"{'; '.join(said)}.".capitalize() if said else ""

    # The forms -----------------------------------------------------------------------------

    def _line(self, name: str, data: pd.DataFrame, narrow: bool) -> Drawing:
        """Draw the outcome over one value, with the interval and the range over worlds."""
        path, scale = self._result.settings["paths"][0], self._scale(name, data)
        data = data.sort_values(path, kind="stable").reset_index(drop=True)
        figure, (panel,) = axes_grid(1, narrow, 3.4)
        across = _axis_scale(path, data[path])
        x = data[path].astype(float) * across.factor
        for low, high, alpha in (("worlds_low", "worlds_high", 0.09), ("low", "high", 0.3)):
            panel.fill_between(x, scale.factor * data[low], scale.factor * data[high],
                               color=COLOURS[0], alpha=alpha, linewidth=0)  # fmt: skip
        panel.plot(x, scale.factor * data["mean"], color=COLOURS[0], marker="o", markersize=4)
        self._head(figure, name, scale, narrow)
        panel.set_xlabel(across.label(self._result.names[path]))
        _plain_ticks(panel)
        how = f"Mean at each of {len(data)} values of {self._result.names[path]}."
        return self._finished(figure, data, name, f"{how} {self._shade_words(data)}")

    def _dots(self, name: str, data: pd.DataFrame, narrow: bool) -> Drawing:
        """Draw a dot a point with its interval, under one another."""
        scale, labels = self._scale(name, data), self._point_labels(data)
        figure, (panel,) = axes_grid(1, narrow, 1.3 + 0.26 * len(data))
        at = np.arange(len(data))
        for low, high, width in (("worlds_low", "worlds_high", 1.2), ("low", "high", 4.0)):
            panel.hlines(at, scale.factor * data[low], scale.factor * data[high],
                         color=COLOURS[0], linewidth=width, alpha=0.55)  # fmt: skip
        panel.plot(scale.factor * data["mean"], at, "o", color=COLOURS[0], markersize=5.5)
        panel.set_yticks(at, labels)
        panel.set_ylim(len(data) - 0.5, -0.5)
        panel.grid(axis="x")
        panel.grid(visible=False, axis="y")
        self._head(figure, name, scale, narrow)
        return self._finished(
            figure, data, name, f"A dot a point. {self._shade_words(data)}".strip()
        )

    def _point_labels(self, data: pd.DataFrame) -> list[str]:
        paths = self._result.settings["paths"]
        if len(paths) > 2:
            return [f"point {number}" for number in data["point"]]
        return [", ".join(value_words(path, row[path]) for path in paths)
                for _, row in data.iterrows()]  # fmt: skip

    def _heat(self, name: str, data: pd.DataFrame, narrow: bool) -> Drawing:
        """Draw a grid of two as cells with their means written in."""
        from matplotlib.colors import LinearSegmentedColormap

        across, down = self._result.settings["paths"]
        scale = self._scale(name, data)
        columns, rows = _ordered(across, data[across]), _ordered(down, data[down])
        cells = np.full((len(rows), len(columns)), np.nan)
        for _, row in data.iterrows():
            cells[rows.index(row[down]), columns.index(row[across])] = row["mean"] * scale.factor
        figure, (panel,) = axes_grid(1, narrow, 1.6 + 0.42 * len(rows))
        blues = LinearSegmentedColormap.from_list("light to dark", ["#EAF2F8", COLOURS[0]])
        panel.imshow(cells, cmap=blues, aspect="auto", origin="lower")
        self._cell_texts(panel, cells, scale, 7.0 if narrow else 8.5)
        for path, values, place in (
            (across, columns, panel.set_xticks),
            (down, rows, panel.set_yticks),
        ):
            ticks = _axis_scale(path, values)
            place(range(len(values)), [_tick(path, v, ticks) for v in values])
        panel.set_xlabel(_axis_scale(across, columns).label(self._result.names[across]))
        panel.set_ylabel(_axis_scale(down, rows).label(self._result.names[down]))
        self._head(figure, name, scale, narrow)
        panel.grid(visible=False)
        return self._finished(figure, data, name, "Each cell is the mean of a point; darker is "
                              "more. Intervals are in the table.")  # fmt: skip

    def _cell_texts(self, panel: Axes, cells: Any, scale: Scale, size: float) -> None:
        middle = (np.nanmin(cells) + np.nanmax(cells)) / 2
        for (down, across), value in np.ndenumerate(cells):
            if np.isfinite(value):
                panel.text(across, down, scale.bare(value / scale.factor), ha="center",
                           va="center", fontsize=size,
                           color="white" if value > middle else "#222222")  # fmt: skip

    def _scatter(self, name: str, data: pd.DataFrame, narrow: bool) -> Drawing:
        """Draw a panel a path: every point, and the means of groups of points as a trend."""
        paths, scale = self._strongest(name), self._scale(name, data)
        figure, panels = axes_grid(len(paths), narrow, 2.5)
        for panel, path in zip(panels, paths, strict=True):
            self._scatter_panel(panel, path, name, data)
        self._head(figure, name, scale, narrow)
        left_out = len(self._result.settings["paths"]) - len(paths)
        more = f" The {left_out} that move it least are not drawn." if left_out else ""
        return self._finished(
            figure, data, name,
            "A panel a value varied, a grey dot a point (mean of its runs). Orange dots: means of "
            f"{TREND_GROUPS} groups of points; line: straight trend, the others being equal.{more}",
        )  # fmt: skip

    def _strongest(self, name: str) -> list[str]:
        """Return the paths that get a panel, those that move the outcome most first."""
        paths = list(self._result.settings["paths"])
        rows = self._effects(name)
        if len(rows):
            order = dict(zip(rows["path"], rows["share"], strict=True))
            paths.sort(key=lambda path: -order.get(path, 0.0))
        return paths[:MOST_PANELS]

    def _scatter_panel(self, panel: Axes, path: str, name: str, data: pd.DataFrame) -> None:
        numeric, values = _numeric(data[path]), _ordered(path, data[path])
        ticks, factor = _axis_scale(path, values), self._scale(name, data).factor
        x = (data[path].astype(float) * ticks.factor if numeric
             else data[path].map(values.index).astype(float))  # fmt: skip
        jitter = 0.0 if numeric else np.linspace(-0.12, 0.12, len(data))
        y = data["mean"] * factor
        panel.plot(x + jitter, y, "o", color=GREY, markersize=3, alpha=0.55, markeredgewidth=0)
        panel.plot(*_group_means(x, y, numeric and len(values) > TREND_GROUPS), "o",
                   color=COLOURS[1], markersize=5)  # fmt: skip
        if numeric:
            self._straight(panel, path, name, ticks.factor, factor)
        else:
            panel.set_xticks(range(len(values)), [value_words(path, v) for v in values])
            panel.margins(x=0.15)
        panel.set_xlabel(ticks.label(self._result.names[path]))
        _plain_ticks(panel, across=numeric)

    def _straight(self, panel: Axes, path: str, name: str, across: float, upwards: float) -> None:
        """Draw the trend of the table of effects, if there is one."""
        rows = self._effects(name)
        for _, row in rows[rows["path"] == path].iterrows() if len(rows) else ():
            panel.plot([across * row["lowest_at"], across * row["highest_at"]],
                       [upwards * row["lowest"], upwards * row["highest"]],
                       color=COLOURS[1])  # fmt: skip

    def _effects(self, name: str) -> pd.DataFrame:
        """Return the effects on one outcome, empty where there are none."""
        return self._at_last(self._result.tables.get("effects"), name)


def _numeric(values: pd.Series) -> bool:
    return all(isinstance(v, (int, float)) and not isinstance(v, bool) for v in values.tolist())


def _fits(data: pd.DataFrame, paths: Sequence[str]) -> bool:
    return all(data[path].nunique() <= MOST_CELLS for path in paths)


def _ordered(path: str, values: Any) -> list[Any]:
    """Return the distinct values in their order: numbers rising, words as declared."""
    from sim.parameters.catalogue import catalogue

    distinct = list(dict.fromkeys(values.tolist() if hasattr(values, "tolist") else values))
    choices = list(catalogue()[path].choices)
    if all(value in choices for value in distinct):
        return sorted(distinct, key=choices.index)
    return sorted(distinct, key=lambda value: (value is not None, value))


def _axis_scale(path: str, values: Any) -> Scale:
    """Return how the values of a parameter are written on an axis."""
    from sim.parameters.catalogue import catalogue

    numbers = [v for v in values if isinstance(v, (int, float)) and not isinstance(v, bool)]
    unit = catalogue()[path].unit
    if not numbers or unit in {"switch", "choice", "count", ""}:
        return Scale(1.0, "", 0)
    return Scale.of(unit, numbers)


def _tick(path: str, value: Any, scale: Scale) -> str:
    if isinstance(value, (str, bool)) or value is None:
        return value_words(path, value)
    return f"{value * scale.factor:,.4g}"


def _group_means(x: pd.Series, y: pd.Series, cut: bool) -> tuple[Any, Any]:
    """Return the means of y at each value of x, or in groups of x of equal number."""
    known = y.notna()
    x, y = x[known], y[known]
    if not cut:
        means = y.groupby(x).mean()
        return means.index.to_numpy(), means.to_numpy()
    order = np.argsort(x.to_numpy(), kind="stable")
    groups = [part for part in np.array_split(order, TREND_GROUPS) if len(part)]
    return ([float(x.iloc[part].mean()) for part in groups],
            [float(y.iloc[part].mean()) for part in groups])  # fmt: skip


def _plain_ticks(panel: Axes, *, across: bool = True) -> None:
    """Write thousands with commas on the axes that need it, and set the labels apart."""
    for axis, limits in ((panel.yaxis, panel.get_ylim()), (panel.xaxis, panel.get_xlim())):
        if max(map(abs, limits)) >= 10_000 and (across or axis is panel.yaxis):
            axis.set_major_formatter("{x:,.0f}")

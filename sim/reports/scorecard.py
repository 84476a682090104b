"""The figures of a validation: each figure against its band, and every series over the years."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from sim.experiments.compared import USES
from sim.experiments.validation_words import (
    figure_number,
    figure_words,
    place_words,
    verdict_word,
    when_words,
)
from sim.reports.scorecard_series import series_drawing, series_groups
from sim.reports.style import COLOURS, GREY, NARROW, WIDE, Drawing, Signed, drawing_style

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from sim.experiments.validate import Validation

__all__ = ["ScorecardPlots"]

INSIDE, OUTSIDE = COLOURS[0], COLOURS[1]
MARKS = {"inside": ("o", INSIDE), "OUTSIDE": ("X", OUTSIDE), "not shown": ("o", GREY)}
"""Shape and colour of the observed figure: told apart without colour too."""
REACH = 8.0
"""The axis goes to this many times the observed figure, and to the same part of it."""
MOST_ROWS = 26
ROW_INCH, EDGE_INCH = 0.25, 1.15
SMALLEST = 1e-12


class ScorecardPlots(Signed):
    """The figures of one validation: `result.plot.scorecard("fitted")` and so on."""

    def __init__(self, result: Validation) -> None:
        self._result = result

    def all(self, narrow: bool = False) -> dict[str, Drawing]:
        """Return the scorecard by use, then the series of each place, by name."""
        found: dict[str, Drawing] = {}
        for use in USES.values():
            parts = self._parts(use)
            for number, rows in enumerate(parts, 1):
                name = f"scorecard_{use.replace(' ', '_')}" + (f"_{number}" if number > 1 else "")
                title = f"{use.capitalize()} figures"
                title += f", part {number}" if len(parts) > 1 else ""
                found[name] = _scorecard(rows, title, narrow)
        for name, place, series in series_groups(self._result):
            found[name] = series_drawing(self._result, place, series, narrow)
        return found

    def scorecard(self, use: str = "fitted", narrow: bool = False) -> Drawing:
        """Draw the figures of one use ("fitted", "held apart", "compared") against their bands."""
        rows = [row for part in self._parts(use) for row in part]
        return _scorecard(rows, f"{use.capitalize()} figures", narrow)

    def _parts(self, use: str) -> list[list[dict[str, Any]]]:
        """Return the rows of a use, cut into figures of about the same height."""
        rows = _rows(self._result.table, use)
        parts = max(1, math.ceil(len(rows) / MOST_ROWS))
        size = math.ceil(len(rows) / parts) if rows else 1
        return [rows[start : start + size] for start in range(0, len(rows), size)]


def _rows(table: pd.DataFrame, use: str) -> list[dict[str, Any]]:
    rows = table[table["use"] == use].to_dict("records")
    return [{str(key): value for key, value in row.items()} for row in rows]


def _scorecard(rows: list[dict[str, Any]], title: str, narrow: bool) -> Drawing:
    """Draw the observed figure at 1 and the simulated band as a multiple of it."""
    import pandas as pd

    with drawing_style():
        figure, panel = _one_panel(rows, narrow)
        labels = _labelled(rows)
        for place, row in enumerate(labels):
            if row is not None and "observed" in row:
                _draw(panel, place, row)
        _name(panel, labels, narrow)
        _axis(panel, len(labels), narrow)
        _legend(figure, {verdict_word(row["inside"]) for row in rows}, narrow)
    return Drawing(figure, pd.DataFrame(rows), f"{title}: observed against simulated", _alt(rows))


def _one_panel(rows: list[dict[str, Any]], narrow: bool) -> tuple[Figure, Axes]:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure
    from matplotlib.layout_engine import ConstrainedLayoutEngine

    places = len({row["place"] for row in rows})
    inch = ROW_INCH * (1.35 if narrow else 1.0)
    size = (NARROW if narrow else WIDE, EDGE_INCH + inch * (len(rows) + places))
    figure = Figure(figsize=size, layout=ConstrainedLayoutEngine())
    FigureCanvasAgg(figure)
    return figure, figure.add_subplot(1, 1, 1)


def _labelled(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the rows with a heading in front of each place."""
    found: list[dict[str, Any]] = []
    place = None
    for row in rows:
        if row["place"] != place:
            place = row["place"]
            found.append({"heading": place_words(place)})
        found.append(row)
    return found


def _draw(panel: Axes, place: int, row: dict[str, Any]) -> None:
    """Draw one figure: the band as a bar, its median as a tick, the observed one as a mark."""
    from matplotlib.patches import Rectangle

    mark, colour = MARKS[verdict_word(row["inside"])]
    ends = [_multiple(row[name], row["observed"]) for name in ("low", "median", "high")]
    if all(math.isfinite(end) for end in ends):
        low, median, high = (math.log2(end) for end in ends)
        edge = math.log2(REACH)
        left, right = max(low, -edge), min(high, edge)
        if right > left:
            panel.add_patch(Rectangle((left, place - 0.19), right - left, 0.38, color=colour,
                                      alpha=0.28, linewidth=0, zorder=2))  # fmt: skip
        if abs(median) <= edge:
            panel.plot([median, median], [place - 0.32, place + 0.32], color=colour,
                       linewidth=2.2, solid_capstyle="butt", zorder=3)  # fmt: skip
        _beyond(panel, place, low, high, colour)
    panel.plot([0], [place], mark, color=colour, markersize=7.5, zorder=4,
               markerfacecolor=colour if row["inside"] is not None else "white",
               markeredgecolor="white" if row["inside"] is not None else colour,
               markeredgewidth=0.6)  # fmt: skip
    panel.annotate(_numbers(row), (1.0, place), xycoords=("axes fraction", "data"),
                   xytext=(5, 0), textcoords="offset points", va="center", fontsize=7.5,
                   color=GREY if row["inside"] is None else "#222222")  # fmt: skip


def _multiple(value: float, observed: float) -> float:
    """Return a simulated value as a multiple of the observed one; NaN where there is none."""
    if not math.isfinite(value) or observed <= 0:
        return math.nan
    return max(value / observed, SMALLEST)


def _beyond(panel: Axes, place: int, low: float, high: float, colour: str) -> None:
    """Mark a band that goes on beyond the axis with an arrow at the edge."""
    edge = math.log2(REACH)
    for is_beyond, at, arrow in ((low < -edge, -edge, "<"), (high > edge, edge, ">")):
        if is_beyond:
            panel.plot([at], [place], arrow, color=colour, markersize=5, clip_on=False, zorder=3)


def _numbers(row: dict[str, Any]) -> str:
    return f"{_short(row['observed'])} / {_short(row['median'])}"


def _short(value: float) -> str:
    """Return a figure for the margin; millions are written as 2.07 m."""
    return f"{value / 1e6:.3g} m" if value >= 1e6 else figure_number(value)


def _name(panel: Axes, labels: list[dict[str, Any]], narrow: bool) -> None:
    """Write the name of each figure at the left, headings in bold."""
    from textwrap import fill

    names, base = [], None
    for row in labels:
        again = row.get("base") == base  # a series is named once
        said = str(row.get("heading") or (when_words(row) if again else figure_words(row)))
        names.append(fill(said, 24 if narrow else 44, break_on_hyphens=False))
        base = row.get("base")
    panel.set_yticks(range(len(labels)), names, fontsize=7.0 if narrow else 8.0)
    for text, row in zip(panel.get_yticklabels(), labels, strict=True):
        if "heading" in row:
            text.set_fontweight("bold")
    panel.tick_params(axis="y", length=0)
    panel.set_ylim(len(labels) - 0.4, -0.9)


def _axis(panel: Axes, rows: int, narrow: bool) -> None:
    edge = math.log2(REACH)
    panel.axvline(0, color=GREY, linewidth=0.9, zorder=1)
    panel.set_xlim(-edge * 1.04, edge * 1.04)
    ticks = {-3: "1/8", -2: "1/4", -1: "1/2", 0: "1", 1: "2", 2: "4", 3: "8"}
    if narrow:
        ticks = {at: words for at, words in ticks.items() if at not in (-2, 2)}
    panel.set_xticks(list(ticks), list(ticks.values()))
    panel.grid(axis="x")
    panel.grid(visible=False, axis="y")
    panel.spines["left"].set_visible(False)
    panel.set_xlabel("simulated, as a multiple of the observed figure (log scale)"
                     if not narrow else "simulated / observed")  # fmt: skip
    panel.annotate("observed /\nsimulated", (1.0, -0.55), xycoords=("axes fraction", "data"),
                   xytext=(5, 0), textcoords="offset points", fontsize=7.5, color=GREY,
                   va="bottom", annotation_clip=False)  # fmt: skip


def _legend(figure: Figure, verdicts: set[str], narrow: bool) -> None:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    words = {"inside": "observed, inside", "OUTSIDE": "observed, outside",
             "not shown": "observed, no run shows it"}  # fmt: skip
    handles: list[Any] = [
        Line2D([], [], linestyle="", marker=MARKS[v][0], color=MARKS[v][1], markersize=7.5,
               markerfacecolor="white" if v == "not shown" else MARKS[v][1], label=words[v])
        for v in MARKS if v in verdicts
    ]  # fmt: skip
    handles.append(Patch(color=GREY, alpha=0.28, linewidth=0, label="90 % band of runs"))
    handles.append(Line2D([], [], linestyle="", marker="|", markersize=9, markeredgewidth=2.2,
                          color=GREY, label="median of runs"))  # fmt: skip
    figure.legend(handles=handles, loc="outside lower center", ncols=2 if narrow else 4)


def _alt(rows: list[dict[str, Any]]) -> str:
    """Return what is drawn in words: how many are inside, and which are not."""
    inside = sum(row["inside"] is True for row in rows)
    others = [
        f"{figure_words(row)}, observed {figure_number(row['observed'])}, simulated "
        f"{figure_number(row['low'])} to {figure_number(row['high'])}"
        for row in rows
        if row["inside"] is False
    ]
    text = f"{inside} of {len(rows)} observed figures lie inside the simulated 90 % band."
    return f"{text} Outside: {'; '.join(others)}." if others else text

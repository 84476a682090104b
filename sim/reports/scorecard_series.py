"""Series over the years: what was observed, over the simulated band."""

from __future__ import annotations

import math
from textwrap import fill
from typing import TYPE_CHECKING, Any

from sim.experiments.compared import base_series, ends_of, time_of
from sim.experiments.validation_words import label_with_unit, place_words
from sim.reports.style import BAND_ALPHA, COLOURS, Drawing, axes_grid, drawing_style

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from sim.evidence import Figure
    from sim.experiments.validate import Validation

__all__ = ["series_drawing", "series_groups"]

MOST_PANELS = 6
LOG_SPAN = 40.0
"""A series whose largest value is so many times its smallest is drawn on a log scale."""
AROUND = 4
"""Years shown before the first and after the last figure of a series."""
EDGE = 0.6
BAND, SEEN = COLOURS[0], COLOURS[1]
USE_MARKS = {"fitted": ("o", SEEN), "held apart": ("D", COLOURS[2]), "compared": ("s", "#000000")}


def series_groups(result: Validation) -> list[tuple[str, str, list[str]]]:
    """Return the drawings to be made: name, place and the series of its panels."""
    table = result.tables.get("by_year")
    if table is None:
        return []
    found = []
    for place in dict.fromkeys(table["place"]):
        series = list(dict.fromkeys(table[table["place"] == place]["series"]))
        for number, start in enumerate(range(0, len(series), MOST_PANELS), 1):
            name = f"series_{place}" + (f"_{number}" if number > 1 else "")
            found.append((name, str(place), [str(s) for s in series[start : start + MOST_PANELS]]))
    return found


def series_drawing(result: Validation, place: str, series: list[str], narrow: bool) -> Drawing:
    """Draw a panel a series: the simulated band by year, and the observed figures as marks."""
    import pandas as pd

    bands = result.tables["by_year"]
    bands = bands[(bands["place"] == place) & bands["series"].isin(series)]
    seen = _observed(result)
    uses: set[str] = set()
    with drawing_style():
        figure, axes = axes_grid(len(series), narrow, 2.5)
        for panel, name in zip(axes, series, strict=True):
            points = [point for point in seen if point["series"] == name]
            uses |= {point["use"] for point in points}
            _panel(panel, bands[bands["series"] == name], points, narrow)
        _legend(figure, uses, narrow)
    words = [_words(seen, name) for name in series]
    data = pd.concat([bands, pd.DataFrame([p for p in seen if p["series"] in series])])
    alt = (
        "Bands are 90 % of runs year by year, lines their median, marks what was observed; a short "
        f"thick bar is the band of a part of a year. {' '.join(words)}"
    )
    return Drawing(figure, data, f"{place_words(place)}: observed over the simulated band", alt)


def _observed(result: Validation) -> list[dict[str, Any]]:
    """Return what was observed and when, with the band of that very period."""
    by_id = {figure.id: figure for figure in result.figures}
    found = []
    for row in result.table.to_dict("records"):
        figure = by_id[row["id"]]
        found.append({
            "series": base_series(figure), "label": row["label"], "unit": row["unit"],
            "at": time_of(figure), "whole_year": _is_whole_year(figure), "use": row["use"],
            "observed": row["observed"], "inside": row["inside"], "low_then": row["low"],
            "median_then": row["median"], "high_then": row["high"],
        })  # fmt: skip
    return found


def _is_whole_year(figure: Figure) -> bool:
    begin, end = ends_of(figure)
    return abs(end - begin - 1) < 1e-6 and abs(begin - round(begin)) < 1e-6


def _panel(panel: Axes, band: pd.DataFrame, points: list[dict[str, Any]], narrow: bool) -> None:
    """Draw one series."""
    from matplotlib.ticker import MaxNLocator

    log = _is_steep(band, points)
    if log:
        panel.set_yscale("log")
        band = band[band["median"] > 0]
    at = band["at"].to_numpy(dtype=float)
    low = band["low"].clip(lower=band["median"].min() / 100) if log else band["low"]
    panel.fill_between(at, low, band["high"], color=BAND, alpha=BAND_ALPHA, linewidth=0)
    panel.plot(at, band["median"], color=BAND)
    for point in points:
        _mark(panel, point)
    first = points[0]
    panel.set_title(fill(label_with_unit(first), 40 if narrow else 38), fontsize=9)
    panel.xaxis.set_major_locator(MaxNLocator(nbins=5, integer=True))
    shown = _zoom(panel, band, points)
    if log:
        seen = [*(p["observed"] for p in points), *shown["median"]]
        panel.set_ylim(min(v for v in seen if v > 0) / 3, 3 * max(*seen, *shown["high"]))
        panel.yaxis.set_major_formatter(lambda value, _: f"{value:,.10g}")
    else:
        panel.set_ylim(0, 1.08 * max([*(p["observed"] for p in points), *shown["high"], 1e-9]))
        if panel.get_ylim()[1] >= 1000:
            panel.yaxis.set_major_formatter("{x:,.0f}")


def _zoom(panel: Axes, band: pd.DataFrame, points: list[dict[str, Any]]) -> pd.DataFrame:
    """Show the years around what was observed; return the part of the band that is seen."""
    first = min(point["at"] for point in points) - AROUND
    last = max(point["at"] for point in points) + AROUND
    years = band["at"]
    left = min(max(first, years.min()), first + AROUND - EDGE)
    panel.set_xlim(left, max(min(last, years.max()), last - AROUND + EDGE))
    return band[(years >= first) & (years <= last)]


def _is_steep(band: pd.DataFrame, points: list[dict[str, Any]]) -> bool:
    """Return whether a series grows by so much that only a log scale shows it."""
    if points[0]["unit"].startswith("%"):
        return False
    observed = [point["observed"] for point in points if point["observed"] > 0]
    values = [*band["median"][band["median"] > 0], *observed]
    return bool(values) and max(values) / min(values) > LOG_SPAN


def _mark(panel: Axes, point: dict[str, Any]) -> None:
    """Draw one observed figure; where it is of a part of a year, with the band of that part."""
    mark, colour = USE_MARKS[point["use"]]
    inside = point["inside"] is True
    if not point["whole_year"] and math.isfinite(point["low_then"]):
        panel.plot([point["at"]] * 2, [point["low_then"], point["high_then"]], color=BAND,
                   linewidth=3.0, alpha=0.5, solid_capstyle="butt", zorder=2.5)  # fmt: skip
    panel.plot([point["at"]], [point["observed"]], mark, markersize=5.5, zorder=4,
               markeredgecolor=colour, markeredgewidth=1.3,
               markerfacecolor=colour if inside else "white")  # fmt: skip


def _legend(figure: Any, uses: set[str], narrow: bool) -> None:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    handles: list[Any] = [
        Line2D([], [], linestyle="", marker=USE_MARKS[use][0], color=USE_MARKS[use][1],
               markersize=5.5, label=f"observed, {use}")
        for use in USE_MARKS if use in uses
    ]  # fmt: skip
    handles.append(Line2D([], [], linestyle="", marker="o", markerfacecolor="white",
                          markeredgecolor="#222222", markersize=5.5,
                          label="hollow: outside"))  # fmt: skip
    handles.append(Patch(color=BAND, alpha=BAND_ALPHA, linewidth=0, label="90 % band of runs"))
    figure.legend(handles=handles, loc="outside lower center", ncols=2 if narrow else 3)


def _words(seen: list[dict[str, Any]], series: str) -> str:
    points = [point for point in seen if point["series"] == series]
    inside = sum(point["inside"] is True for point in points)
    return f"{points[0]['label']}: {inside} of {len(points)} inside."

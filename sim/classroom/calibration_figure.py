"""The figures of forecasts: what was said against what came true, and ranges against the truth."""

from __future__ import annotations

from collections.abc import Mapping
from textwrap import fill
from typing import TYPE_CHECKING, Any

from sim.classroom.predictions import calibration
from sim.classroom.rows import rows_of
from sim.reports.style import COLOURS, GREY, Drawing, axes_grid, drawing_style

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

__all__ = ["calibration_drawing", "forecast_drawing"]


def calibration_drawing(
    scored: pd.DataFrame, facts: Mapping[str, Mapping[str, Any]], narrow: bool = False
) -> Drawing:
    """Draw the calibration of many forecasts: a dot a fifth, on or off the diagonal.

    Parameters
    ----------
    scored : rows of `sim.classroom.predictions.score`.
    """
    data = calibration(scored)
    with drawing_style():
        figure, (panel,) = axes_grid(1, narrow, 3.4)
        panel.plot([0, 100], [0, 100], color=GREY, linewidth=1, linestyle="--")
        panel.annotate("as often as said", (52, 48), color=GREY, fontsize=8, va="top")
        panel.scatter(100 * data["said"], 100 * data["came"], s=30 + 12 * data["n"],
                      color=COLOURS[0], zorder=3, alpha=0.85)  # fmt: skip
        for row in rows_of(data):
            right = row.said < 0.8
            panel.annotate(_beliefs(row.n), (100 * row.said, 100 * row.came),
                           xytext=(9 if right else -9, -3), textcoords="offset points",
                           ha="left" if right else "right", fontsize=8)  # fmt: skip
        panel.set_xlim(-4, 104)
        panel.set_ylim(-6, 106)
        panel.set_xlabel("said: higher in B, percent")
        panel.set_ylabel("came true, percent of twin runs")
    known = scored[scored["n"] > 0]
    brier, half = float(known["brier"].mean()), float(known["always_50"].mean())
    people = scored["name"].nunique()
    who = "one forecast" if people == 1 else f"{people} forecasts"
    title = f"Brier score {brier:.2f} of {who}, against {half:.2f} for always 50 %"
    said = [f"Said {100 * row.said:.0f} %, came true {100 * row.came:.0f} % ({_beliefs(row.n)})"
            for row in rows_of(data)]  # fmt: skip
    return Drawing(figure, data, title, f"{'. '.join(said)}. On the broken line the two agree.")


def forecast_drawing(
    scored: pd.DataFrame, facts: Mapping[str, Mapping[str, Any]], narrow: bool = False
) -> Drawing:
    """Draw each range that was said with the difference that came out, a panel an outcome."""
    from sim.classroom.asking import unit_of

    with drawing_style():
        figure, panels = axes_grid(len(scored), narrow, 1.25)
        for panel, row in zip(panels, rows_of(scored), strict=True):
            unit = unit_of(facts[row.outcome])
            _ranges(panel, row._asdict(), unit.factor, facts[row.outcome]["label"], unit.words)
    held = int(scored["held"].sum())
    title = f"{held} of {len(scored)} ranges of 80 % hold what the runs give"
    said = [f"{facts[row.outcome]['label']} {'inside' if row.held else 'outside'}"
            for row in rows_of(scored)]  # fmt: skip
    alt = (
        f"{'; '.join(said)}. Grey bars are the ranges that were said for B less A, dots the mean "
        "difference of the twin runs with its 95 % interval: blue inside, orange outside."
    )
    return Drawing(figure, scored, title, alt)


def _ranges(panel: Axes, row: Mapping[str, Any], factor: float, label: str, words: str) -> None:
    """Draw one belief, in the unit it was asked in."""
    panel.axvline(0, color=GREY, linewidth=0.8)
    low, high = row["low"] / factor, row["high"] / factor
    panel.plot([low, high], [0, 0], color="#BDBDBD", linewidth=9, solid_capstyle="butt", zorder=1)
    if row["difference"] is not None and row["difference"] == row["difference"]:
        colour = COLOURS[0] if row["held"] else COLOURS[1]
        ends = [row["truth_low"], row["truth_high"]]
        if all(end is not None and end == end for end in ends):
            panel.plot([end / factor for end in ends], [0, 0], color=colour, linewidth=2, zorder=2)
        panel.plot([row["difference"] / factor], [0], "o" if row["held"] else "D", color=colour,
                   markersize=6, zorder=3)  # fmt: skip
    panel.set_yticks([])
    panel.set_ylim(-1, 1)
    panel.margins(x=0.12)
    panel.grid(axis="x")
    panel.spines["left"].set_visible(False)
    panel.locator_params(axis="x", nbins=4)
    panel.set_title(fill(f"{label}, {words}", 42), fontsize=9)


def _beliefs(count: int) -> str:
    return f"{count} belief{'' if count == 1 else 's'}"

"""The panel of differences by group: marks with intervals, gaps on grey, hollow if not clear."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from textwrap import fill
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.groups import DIMENSIONS
from sim.questions.words import shown
from sim.reports.difference import difference_scale, is_clear, is_known, signed
from sim.reports.numbers import Scale
from sim.reports.style import COLOURS, GREY, darker

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["GAPS", "draw_groups", "draw_legend", "lines_of", "panel_height"]

GAPS = {
    "age": ("20s", "60 and over"),
    "income": ("high", "low"),
    "education": ("university", "junior high or less"),
    "disability": ("not disabled", "disabled"),
}
"""By dimension: the group that is usually ahead, and the one usually behind."""
MARKERS = ("o", "s", "^", "D")
SHADE = "#F1F1F1"
ROW_INCHES, PANEL_INCHES = 0.235, 0.95

Row = Mapping[str, Any]


def draw_groups(
    panel: Axes, found: Sequence[Row], scenarios: Sequence[str], label: str, *, named: bool,
    narrow: bool,
) -> None:  # fmt: skip
    """Draw the differences in one measure: a row a group or gap, a mark a scenario.

    Parameters
    ----------
    found : one row a scenario and group or gap, as in the table of the view.
    scenarios : their names, in the order of the colours.
    label : of the measure.
    named : whether the groups' names are written.
    """
    lines = lines_of()
    rows = {(row["scenario"], row["dimension"], row["group"]): row for row in found}
    known = [row for row in found if is_known(row["difference"])]
    scale = difference_scale(max(known or found, key=lambda row: abs(row["difference"] or 0.0)))
    panel.axvline(0, color=GREY, linewidth=0.9, zorder=1)
    offsets = np.linspace(-0.24, 0.24, len(scenarios)) if len(scenarios) > 1 else [0.0]
    for place, (kind, dimension, group) in enumerate(lines):
        if kind == "gap":
            panel.axhspan(place - 0.5, place + 0.5, color=SHADE, zorder=0, linewidth=0)
            _write_before(panel, rows[scenarios[0], dimension, group], scale, place)
        if kind == "head":
            continue
        for at, (name, off) in enumerate(zip(scenarios, offsets, strict=True)):
            _mark(panel, rows[name, dimension, group], scale.factor, place + float(off), at)
    panel.set_ylim(len(lines) - 0.4, -0.6)
    panel.set_yticks(range(len(lines)), [_label(*line) if named else "" for line in lines])
    _style(panel, lines, narrow)
    title = f"{label}, {scale.unit}" if scale.unit else label
    panel.set_title(fill(title, 24 if narrow else 34))


def draw_legend(figure: Figure, scenarios: Sequence[str], narrow: bool) -> None:
    """Write which mark is which scenario below the panels."""
    from matplotlib.lines import Line2D

    marks = [
        Line2D([], [], color=COLOURS[at], marker=MARKERS[at], linewidth=1.4, markersize=5,
               label=fill(shown(name), 30))
        for at, name in enumerate(scenarios)
    ]  # fmt: skip
    figure.legend(handles=marks, loc="outside lower left", ncols=1 if narrow else 3)


def panel_height() -> float:
    """Return the height of a panel [inches]."""
    return PANEL_INCHES + ROW_INCHES * len(lines_of())


def lines_of() -> list[tuple[str, str, str]]:
    """Return the rows of a panel from top to bottom: kind, dimension, group."""
    lines = []
    for dimension, groups in DIMENSIONS.items():
        ahead, behind = GAPS[dimension]
        lines.append(("head", dimension, ""))
        lines += [("group", dimension, group) for group in groups]
        lines.append(("gap", dimension, f"{ahead} less {behind}"))
    return lines


def _label(kind: str, dimension: str, group: str) -> str:
    if kind == "head":
        return dimension.capitalize()
    if kind == "gap":
        ahead, behind = GAPS[dimension]
        return f"gap, {ahead} to {behind.replace('junior high or less', 'junior high')}"
    return group


def _mark(panel: Axes, row: Row, factor: float, place: float, at: int) -> None:
    """Draw a difference and its interval; hollow where the interval holds zero."""
    if not is_known(row["difference"]):
        return
    colour, is_gap = COLOURS[at], row["kind"] == "gap"
    if is_known(row["low"]):
        panel.plot([factor * row["low"], factor * row["high"]], [place, place], color=colour,
                   linewidth=1.4, zorder=2)  # fmt: skip
    inside = colour if is_clear(row) else "white"
    panel.plot([factor * row["difference"]], [place], MARKERS[at], color=colour, zorder=3,
               markersize=5 if is_gap else 4.5, markerfacecolor=inside)  # fmt: skip


def _write_before(panel: Axes, row: Row, scale: Scale, place: float) -> None:
    """Write at the right what a gap was before: a mark right of zero may close it, or widen it."""
    if is_known(row["mean_a"]):
        panel.text(1.01, place, f"was {signed(row['mean_a'], scale)}", fontsize=7, va="center",
                   color=darker(GREY), transform=panel.get_yaxis_transform())  # fmt: skip


def _style(panel: Axes, lines: Sequence[tuple[str, str, str]], narrow: bool) -> None:
    panel.tick_params(axis="y", length=0)
    for text, (kind, _, _) in zip(panel.get_yticklabels(), lines, strict=True):
        text.set_fontweight("bold" if kind == "head" else "normal")
        text.set_color(darker(GREY) if kind == "gap" else "#222222")
        text.set_fontsize(8)
    panel.grid(axis="x")
    panel.grid(visible=False, axis="y")
    panel.spines["left"].set_visible(False)
    panel.locator_params(axis="x", nbins=4 if narrow else 5)

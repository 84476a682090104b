"""Differences with their intervals, one under the other: a panel an outcome."""

from __future__ import annotations

from collections.abc import Mapping
from textwrap import fill
from typing import TYPE_CHECKING, Any

from sim.reports.difference import common_scale, in_short, is_better, is_clear, is_known
from sim.reports.numbers import Scale, listed, month_words
from sim.reports.style import COLOURS, GREY

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from sim.experiments.comparison import Comparison

__all__ = ["forest", "forest_alt", "forest_rows", "look_of"]

Look = tuple[str, str, float]
"""Colour, marker and its size: shapes differ, so that a grey print tells them apart too."""
BETTER: Look = (COLOURS[0], "o", 6)
WORSE: Look = (COLOURS[1], "v", 7)
CLEAR: Look = ("#222222", "D", 4.5)
"""A clear difference in what neither more nor less is better of."""
UNCLEAR: Look = (GREY, "o", 3.5)
MEANING = ((BETTER, "a blue dot is clearly better"), (WORSE, "an orange triangle clearly worse"),
           (CLEAR, "a black diamond clear, and neither better nor worse"),
           (UNCLEAR, "a small grey dot unclear"))  # fmt: skip


def forest_rows(
    result: Comparison, outcome: str, one: bool, month: int | None = None
) -> list[dict[str, Any]]:
    """Return the rows of a panel: the years of the one strategy, or all strategies at a month.

    Parameters
    ----------
    one : whether there is one strategy only; then no month is chosen.
    month : [month]   The last one unless given.
    """
    table = result.table[result.table["outcome"] == outcome]
    if not one:
        table = table[table["month"] == (month or result.settings["months"][-1])]
    found = [{str(k): v for k, v in row.items()} for row in table.to_dict("records")]
    for row in found:
        row["name"] = month_words(row["month"]) if one else row["scenario"].replace("_", " ")
    return found


def look_of(row: Mapping[Any, Any], better: int) -> Look:
    """Return how a difference is drawn; `better` is +1 where more is better, 0 where neither."""
    if not is_clear(row):
        return UNCLEAR
    if better == 0:
        return CLEAR
    return BETTER if is_better(row, better) else WORSE


def forest(
    result: Comparison, panel: Axes, rows: list[dict[str, Any]], narrow: bool, *, named: bool
) -> None:
    """Draw a panel: a dot and its interval for each row; `named` writes the rows' names."""
    outcome = rows[0]["outcome"]
    better = result.facts[outcome]["better"]
    scale = common_scale(rows)
    panel.axvline(0, color=GREY, linewidth=0.9, zorder=1)
    reach = [0.0]
    for place, row in enumerate(rows):
        if is_known(row["difference"]):
            reach += _whisker(panel, place, row, scale, better)
    panel.set_yticks(range(len(rows)), [wrapped(row["name"]) if named else "" for row in rows])
    panel.tick_params(axis="y", length=0)
    panel.set_ylim(len(rows) - 0.5, -0.5)
    span = max(reach) - min(reach) or 1.0
    panel.set_xlim(min(reach) - 0.06 * span, max(reach) + (0.34 if narrow else 0.3) * span)
    for place, row in enumerate(rows):
        _write(panel, place, row, scale)
    panel.grid(axis="x")
    panel.grid(visible=False, axis="y")
    panel.spines["left"].set_visible(False)
    panel.locator_params(axis="x", nbins=3 if narrow else 4)
    if max(map(abs, reach)) >= 1000:
        panel.xaxis.set_major_formatter("{x:,.0f}")
    label = str(result.facts[outcome]["label"])
    panel.set_title(fill(scale.label(label) if scale.unit else label, 26 if narrow else 30))
    panel.set_xlabel({1: "more is better", -1: "less is better"}.get(better, ""), fontsize=8)


def _whisker(
    panel: Axes, place: int, row: dict[str, Any], scale: Scale, better: int
) -> list[float]:
    """Draw one difference; return the values it reaches."""
    at = scale.factor * row["difference"]
    colour, marker, size = look_of(row, better)
    panel.plot([at], [place], marker, color=colour, markersize=size, zorder=3)
    if not is_known(row["low"]):
        return [at]
    ends = [scale.factor * row["low"], scale.factor * row["high"]]
    panel.plot(ends, [place, place], color=colour, linewidth=1.6, zorder=2)
    return [at, *ends]


def _write(panel: Axes, place: int, row: dict[str, Any], scale: Scale) -> None:
    """Write the difference at the right of its interval."""
    if not is_known(row["difference"]):
        panel.annotate("no number", (0.02, place), xycoords=("axes fraction", "data"), va="center",
                       fontsize=8, color=GREY)  # fmt: skip
        return
    end = row["high"] if is_known(row["low"]) else row["difference"]
    said = in_short(row, scale)[0]
    panel.annotate(said, (max(0.0, scale.factor * end), place), xytext=(5, 0),
                   textcoords="offset points", va="center", fontsize=8)  # fmt: skip


def forest_alt(data: pd.DataFrame, result: Comparison) -> str:
    """Return what is drawn in words: the first outcome's differences, and the colours."""
    first = data[data["outcome"] == data["outcome"].iloc[0]]
    said = [f"{row['name']} {in_short(row)[0]}" for row in first.to_dict("records")]
    label = result.facts[str(data["outcome"].iloc[0])]["label"]
    drawn = {look_of(row, result.facts[row["outcome"]]["better"]) for row in
             data.to_dict("records") if is_known(row["difference"])}  # fmt: skip
    colours = listed([words for look, words in MEANING if look in drawn])
    return (
        f"A panel an outcome. {label}: {listed(said)}. Marks are mean differences of twin runs, "
        f"lines their {100 * result.level:.3g} % intervals{'; ' if colours else ''}{colours}."
    )


def wrapped(name: str, width: int = 26) -> str:
    """Return a name in lines, broken at its spaces and underscores."""
    return fill(name.replace("_", "_ "), width).replace("_ ", "_")

"""Adoption under its ceiling: who is online, and which cases could be done online at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.reports.lines import YEAR, Panel, lines_words, panel_of
from sim.reports.style import (
    COLOURS,
    DASHES,
    GREY,
    Drawing,
    axes_grid,
    band_line,
    drawing_style,
    finish,
    label_ends,
)
from sim.summary import band_by_month

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from sim.result import RunResult

__all__ = ["CEILING", "adoption"]

CEILING = "could_be_online_share"
"""Share of cases whose application is live: what could be done online, were all able to."""
PEOPLE: Panel = ("Residents", ("adoption_share", "awareness_share", "access_share"))
CASES: Panel = ("Cases and sums done online", ("online_transaction_share", "online_sum_share"))


def adoption(result: RunResult, title: str, narrow: bool) -> Drawing:
    """Draw people and cases against what they could reach at most."""
    import pandas as pd

    with drawing_style():
        figure, (left, right) = axes_grid(2, narrow)
        parts = [panel_of(result, left, PEOPLE, zero=True)]
        parts.append(panel_of(result, right, CASES, zero=True))
        ceiling = could_be_online(result)
        if not ceiling.empty:
            _draw_ceiling(result, right, ceiling, parts[1])
    alt = lines_words(result, parts)
    if not ceiling.empty:
        ends = [f"{100 * ceiling['value'].iloc[place]:.1f}" for place in (0, -1)]
        alt += (
            f" Grey: the share of cases whose application is live, the most that could be done "
            f"online: from {ends[0]} to {ends[1]} %."
        )
        parts.append(ceiling)
    return Drawing(figure, pd.concat(parts, ignore_index=True), title, alt)


def could_be_online(result: RunResult) -> pd.DataFrame:
    """Return the share of cases whose application is live, over the twelve months before."""
    import pandas as pd

    rows = result.services
    if rows.empty or "coverage" not in rows:
        return pd.DataFrame()
    rows = rows.assign(open=rows["coverage"] * rows["needs"])
    sums = rows.groupby(["replicate", "month"])[["open", "needs"]].sum()
    if result.months >= 2 * YEAR:
        rolled = sums.groupby("replicate").rolling(YEAR).sum()
        sums = rolled.reset_index(level=0, drop=True)
    shares = (sums["open"] / sums["needs"].where(sums["needs"] > 0)).rename(CEILING)
    out = band_by_month(shares.dropna().reset_index(), CEILING, result)
    out.insert(0, "series", CEILING)
    return out.assign(months_averaged=YEAR if result.months >= 2 * YEAR else 1)


def _draw_ceiling(
    result: RunResult, panel: Axes, ceiling: pd.DataFrame, below: pd.DataFrame
) -> None:
    band_line(panel, ceiling.assign(full_size=float("nan")), GREY, 100.0, DASHES[3])
    for text in list(panel.texts):  # the names again, the ceiling's among them
        text.remove()
    ends = [
        (name, 100.0 * float(part["value"].iloc[-1]), colour)
        for (name, part), colour in zip(below.groupby("series", sort=False), COLOURS, strict=False)
    ]
    words = {"online_transaction_share": "of cases", "online_sum_share": "of sums"}
    named = [(words.get(str(name), str(name)), value, colour) for name, value, colour in ends]
    panel.set_ylim(auto=True)
    panel.autoscale(axis="y")
    finish(panel, result.months, result.start, zero=True)
    top = (f"{100 * ceiling['value'].iloc[-1]:.0f} % could be", 100 * ceiling["value"].iloc[-1])
    label_ends(panel, [*named, (top[0], float(top[1]), GREY)])

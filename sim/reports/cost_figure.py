"""What was spent, by the account that paid; beside it the time of people that was saved."""

from __future__ import annotations

from textwrap import fill
from typing import TYPE_CHECKING

from sim.reports.findings import Findings
from sim.reports.headline import key_rows
from sim.reports.lines import TITLE_LETTERS, panel_of
from sim.reports.money import spending_by_month
from sim.reports.numbers import Scale
from sim.reports.style import (
    COLOURS,
    GREY,
    HATCHES,
    Drawing,
    axes_grid,
    band_line,
    drawing_style,
    finish,
    label_ends,
)
from sim.summary import band_by_month, point_of

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from sim.result import RunResult

__all__ = ["cost"]

SAVED = "avoided_cost_usd"
SAVED_SO_FAR = "avoided_cost_cum_usd"


def cost(result: RunResult, narrow: bool) -> Drawing:
    """Draw spending by account, time saved, the cost of a case, and the two set off."""
    import pandas as pd

    saved = saved_by_month(result)
    with drawing_style():
        figure, axes = axes_grid(2 if saved.empty else 4, narrow, 2.7)
        parts = [_spent_panel(result, axes[0])]
        case = axes[1] if saved.empty else axes[2]
        if not saved.empty:
            parts.append(_saved_panel(result, axes[1], saved))
        parts.append(panel_of(result, case, ("Cost of a case", ("cost_per_case_usd",))))
        if not saved.empty:
            heading = "Savings less spending"
            parts.append(panel_of(result, axes[3], (heading, ("net_present_value_usd",))))
    data = pd.concat(parts, ignore_index=True)
    total = None if saved.empty else _saved_at_end(result, saved)
    return Drawing(figure, data, Findings(result).cost(total), _words(result, total))


def saved_by_month(result: RunResult) -> pd.DataFrame:
    """Return the worth of people's time saved up to each month in each run, in USD."""
    import pandas as pd

    if SAVED not in result.monthly.columns:
        return pd.DataFrame()
    rows = result.monthly[["replicate", "month", SAVED]]
    return rows.assign(**{SAVED_SO_FAR: rows.groupby("replicate")[SAVED].cumsum()})


def _saved_at_end(result: RunResult, saved: pd.DataFrame) -> float:
    last = saved[saved["month"] == result.months].set_index("replicate")[SAVED_SO_FAR]
    return point_of(result, last, result.months).value


def _spent_panel(result: RunResult, panel: Axes) -> pd.DataFrame:
    """Draw what was spent in all, by the pillar that paid."""
    spent = spending_by_month(result)
    edge = 0.0 * spent.sum(axis=1)
    for colour, hatch, name in zip((*COLOURS, GREY), HATCHES, spent.columns, strict=False):
        top = edge + spent[name] / 1e6
        panel.fill_between(spent.index, edge, top, facecolor=colour, alpha=0.8, linewidth=0.6,
                           edgecolor="white", hatch=hatch)  # fmt: skip
        edge = top
    panel.set_title(fill("Spent in all by account, million USD", TITLE_LETTERS))
    finish(panel, result.months, result.start, zero=True)
    last = spent.iloc[-1] / 1e6
    middles = last.cumsum() - last / 2
    looks = zip(spent.columns, middles, (*COLOURS, GREY), strict=False)
    label_ends(panel, [(str(name), float(at), colour) for name, at, colour in looks], gap=0.085)
    return spent.reset_index().melt("month", var_name="series", value_name="value")


def _saved_panel(result: RunResult, panel: Axes, saved: pd.DataFrame) -> pd.DataFrame:
    data = band_by_month(saved, SAVED_SO_FAR, result)
    data.insert(0, "series", SAVED_SO_FAR)
    scale = Scale.of("USD", data["value"])
    band_line(panel, data, COLOURS[2], scale.factor)
    panel.set_title(fill(scale.label("People's time saved in all"), TITLE_LETTERS))
    finish(panel, result.months, result.start, zero=True)
    return data


def _words(result: RunResult, saved: float | None) -> str:
    """Return what was spent and what a case costs at the end, as the key table has it."""
    rows = key_rows(result, ("spending_cum_usd", "cost_per_case_usd", "net_present_value_usd"))
    ends = {row.name: row.scale.text(row.points[-1].value) for row in rows}
    said = []
    if "spending_cum_usd" in ends:
        said.append(f"the programme has spent {ends['spending_cum_usd']} in all")
    if "cost_per_case_usd" in ends:
        said.append(f"a case costs {ends['cost_per_case_usd']} at the end")
    if saved is not None:
        said.append(
            f"people's time worth {Scale.of('USD', [saved]).text(saved)} is saved against every "
            "case going to the desk as at the start"
        )
    if saved is not None and "net_present_value_usd" in ends:
        said.append(f"savings less spending, discounted, come to {ends['net_present_value_usd']}")
    if not result.has_band:
        return f"In one run or few: {'; '.join(said)}."
    return f"In the median: {'; '.join(said)}. The areas are means, so that they add up."

"""Outcomes over months, in panels: medians with their band, and the run of the whole district."""

from __future__ import annotations

from textwrap import fill
from typing import TYPE_CHECKING

from sim.reports.numbers import Scale
from sim.reports.style import (
    COLOURS,
    DASHES,
    Drawing,
    axes_grid,
    band_line,
    drawing_style,
    finish,
    label_ends,
)
from sim.summary import band_by_month, is_amount, is_averaged, point, typical_rows

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from sim.result import RunResult

__all__ = ["TITLE_LETTERS", "YEAR", "Panel", "lines", "lines_words", "panel_of"]

YEAR = 12
TITLE_LETTERS = 31
"""What fits above a panel of half the width."""
EMPTY = ("series", "month", "value", "months_averaged")
SHORT = {
    "access_share": "are online",
    "awareness_share": "know of one",
    "adoption_share": "use one",
    "online_transaction_share": "of cases",
    "online_sum_share": "of sums paid",
    "satisfaction_citizens": "citizens",
    "satisfaction_businesses": "businesses",
    "satisfaction_employees": "employees",
    "age_gap_points": "by age",
    "income_gap_points": "by income",
    "disability_gap_points": "by disability",
    "applications_live": "live",
    "applications_integrated": "integrated",
}
Panel = tuple[str, tuple[str, ...]]  # a heading, and the outcomes drawn under it


def lines(
    result: RunResult, title: str, panels: list[Panel], narrow: bool, *,
    zero: bool = False, height: float = 3.1,
) -> Drawing:  # fmt: skip
    """Draw outcomes over months, in panels.

    Parameters
    ----------
    panels : the heading of each panel and the outcomes drawn in it.
    zero : whether the axes begin at zero.
    height : [inches]   of one panel.
    """
    import pandas as pd

    with drawing_style():
        figure, axes = axes_grid(len(panels), narrow, height)
        parts = [
            panel_of(result, panel, what, zero=zero)
            for panel, what in zip(axes, panels, strict=True)
        ]
    data = pd.concat(parts, ignore_index=True)
    return Drawing(figure, data, title, lines_words(result, parts))


def panel_of(result: RunResult, panel: Axes, what: Panel, *, zero: bool = False) -> pd.DataFrame:
    """Draw the outcomes of one panel on a common scale; return their data, unscaled."""
    import pandas as pd

    heading, names = what[0], [n for n in what[1] if n in result.monthly.columns]
    parts = [series(result, name) for name in names]
    if not parts:
        panel.set_title(f"{heading}: not measured")
        return pd.DataFrame(columns=list(EMPTY))
    data = pd.concat(parts, ignore_index=True)
    unit = str(result.outcomes[names[0]]["unit"])
    scale = Scale.of("share" if names == ["law_changed"] else unit, data["value"])
    for colour, dash, part in zip(COLOURS, DASHES, parts, strict=False):
        band_line(panel, part, colour, scale.factor, dash)
    panel.set_title(fill(scale.label(heading) if scale.unit else heading, TITLE_LETTERS))
    if not zero:
        _least_span(panel, unit)
    whole = unit == "count" and not is_smooth(result, names[0])
    finish(panel, result.months, result.start, zero=zero, whole=whole)
    if len(names) > 1:
        ends = [float(part["value"].iloc[-1]) * scale.factor for part in parts]
        labels = [SHORT.get(n, str(result.outcomes[n]["label"])) for n in names]
        label_ends(panel, list(zip(labels, ends, COLOURS, strict=False)))
    return data


def _least_span(panel: Axes, unit: str) -> None:
    """Do not blow up a change that is small on a scale of known ends."""
    span = {"0-100": 10.0, "0-1": 0.1}.get(unit, 0.0)
    low, high = panel.get_ylim()
    if high - low < span:
        middle = (low + high) / 2
        panel.set_ylim(middle - span / 2, middle + span / 2)


def series(result: RunResult, name: str) -> pd.DataFrame:
    """Return an outcome with its band, over the twelve months before if it is seasonal."""
    monthly = result.monthly[["replicate", "month", name]]
    if name == "law_changed":
        shares = typical_rows(result, monthly).groupby("month")[name].mean()
        out = shares.rename("value").reset_index()
        out[["low", "high", "full_size"]] = float("nan")
    else:
        if is_smooth(result, name):
            rolling = monthly.groupby("replicate")[name].rolling(YEAR).mean()
            monthly = monthly.assign(**{name: rolling.reset_index(level=0, drop=True)})
        out = band_by_month(monthly, name, result)
    out.insert(0, "series", name)
    return out.assign(months_averaged=YEAR if is_smooth(result, name) else 1)


def is_smooth(result: RunResult, name: str) -> bool:
    """Return whether an outcome swings with the season, and there is more than one year."""
    facts = result.outcomes[name]
    return (is_amount(facts) or is_averaged(facts)) and result.months >= 2 * YEAR


def lines_words(result: RunResult, parts: list[pd.DataFrame]) -> str:
    """Return in words where each line begins and ends; it ends as the key table has it."""
    said = []
    for part in parts:
        for name, line in part.groupby("series", sort=False):
            facts, known = result.outcomes[str(name)], line.dropna(subset=["value"])
            ends = [float(known["value"].iloc[0]), float(known["value"].iloc[-1])]
            unit, label = facts["unit"], facts["label"]
            if name == "law_changed":
                unit, label = "share", "Runs in which the law has changed"
            elif not is_amount(facts):
                ends[1] = point(result, facts, result.months).value
            said.append(f"{label}: from {Scale.of(unit, ends).band(*ends, unit=True)}")
    names = {str(name) for part in parts for name in part["series"]}
    if any(is_smooth(result, name) or is_averaged(result.outcomes[name]) for name in names):
        said.append("what swings with the season is averaged over the twelve months before")
    return "; ".join(said) + "."

"""Through which channel the cases of each service line came in the last year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.reports.lines import YEAR
from sim.reports.numbers import line_words
from sim.reports.style import Drawing, axes_grid, drawing_style
from sim.summary import typical_rows

if TYPE_CHECKING:
    import pandas as pd

    from sim.result import RunResult

__all__ = ["channels"]

# From dark to light, and hatched, so that they are told apart in grey.
LOOKS = {
    "counter": ("#8C8C8C", ""),
    "phone": ("#C6E2F3", "|||"),
    "internet": ("#0072B2", ""),
    "kiosk": ("#66C2A5", "////"),
    "television": ("#E6B8D2", "xxxx"),
}


def channels(result: RunResult, narrow: bool) -> Drawing:
    """Draw a bar for each service line, most Internet at the top."""
    shares = _shares(result)
    names = shares["line"].map(line_words)
    with drawing_style():
        figure, (panel,) = axes_grid(1, narrow, 4.0 if narrow else 3.7)
        edge = 0.0 * shares["counter"]
        for channel, (colour, hatch) in LOOKS.items():
            width = 100 * shares[channel]
            panel.barh(names, width, left=edge, color=colour, label=channel, height=0.72,
                       hatch=hatch, edgecolor="white", linewidth=0.6)  # fmt: skip
            edge = edge + width
        panel.set_title("Cases of the last year, %")
        panel.set_xlim(0, 100)
        panel.grid(axis="x")
        panel.grid(visible=False, axis="y")
        handles, labels = panel.get_legend_handles_labels()
        columns = 3 if narrow else len(LOOKS)
        figure.legend(handles, labels, loc="outside lower center", ncols=columns)
    alt = (
        "Lines in the order of what is tried over the Internet in the last year: most of all "
        f"in {names.iloc[-1]}, least of all in {names.iloc[0]}."
    )
    title = (
        f"The Internet's share of cases is largest in {names.iloc[-1]}, smallest in {names.iloc[0]}"
    )
    return Drawing(figure, shares, title, alt)


def _shares(result: RunResult) -> pd.DataFrame:
    """Return the channel shares of the last twelve months by line, most Internet last."""
    services = typical_rows(result, result.services)
    year = services[services["month"] > result.months - YEAR]
    cases = year.groupby("line", sort=False)[list(LOOKS)].sum()
    total = cases.sum(axis=1)
    shares = cases.div(total.where(total > 0), axis=0).fillna(0.0)
    return shares.sort_values("internet", kind="stable").reset_index()

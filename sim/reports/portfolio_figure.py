"""The portfolio as a timeline: how many applications are in which phase, and each of the 71."""

from __future__ import annotations

from textwrap import shorten
from typing import TYPE_CHECKING, Any

from sim.reports.numbers import line_words, month_words, number
from sim.reports.style import GREY, NARROW, WIDE, Drawing, drawing_style, year_axis
from sim.summary import typical_rows

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from sim.result import RunResult

__all__ = ["phase_counts", "phases", "portfolio_timeline"]

PHASES = ("integrated", "live", "development", "idea", "cancelled")
LOOKS = {
    "idea": ("#EFEFEF", ""),
    "development": ("#9CC8E3", "/////"),
    "live": ("#3E92C8", ""),
    "integrated": ("#003B5C", ""),
    "cancelled": ("#D55E00", "xxxx"),
}
WORDS = {"idea": "planned", "development": "in development"}
COUNT_INCHES = 1.75
MOST_INCHES = 7.6
ROW_INCHES = 0.15


def phases(result: RunResult) -> pd.DataFrame:
    """Return the run that is shown, one row for each phase of an application.

    Columns application, line, phase, from_month, to_month (the last month in it), runs and
    of_runs (in how many runs it enters that phase at some time).
    """
    table = result.portfolio
    shown = table[table["replicate"] == result.shown_replicate]
    shown = shown.rename(columns={"month": "from_month"}).reset_index(drop=True)
    after = shown.groupby("application", sort=False)["from_month"].shift(-1)
    shown = shown.assign(to_month=after.fillna(result.months).astype(int))
    typical = typical_rows(result, table)
    runs = typical.groupby(["application", "phase"])["replicate"].nunique().rename("runs")
    shown = shown.merge(runs.reset_index(), on=["application", "phase"], how="left")
    shown = shown.assign(of_runs=typical["replicate"].nunique())
    names = ["application", "line", "phase", "from_month", "to_month", "runs", "of_runs"]
    return shown[names]


def phase_counts(result: RunResult) -> pd.DataFrame:
    """Return how many applications are in each phase by month: the mean over runs.

    Index month, a column a phase in the order of `PHASES`.
    """
    import pandas as pd

    table = typical_rows(result, result.portfolio)
    runs = max(1, table["replicate"].nunique())
    keys = ["replicate", "application"]
    before = table.groupby(keys, sort=False)["phase"].shift(1)
    steps = pd.concat([
        table[["month", "phase"]].assign(by=1),
        table[["month"]].assign(phase=before, by=-1).dropna(),
    ])  # fmt: skip
    moves = steps.pivot_table(index="month", columns="phase", values="by", aggfunc="sum")
    moves = moves.reindex(range(result.months + 1)).fillna(0.0).cumsum() / runs
    return moves.reindex(columns=list(PHASES)).fillna(0.0)


def portfolio_timeline(result: RunResult, narrow: bool) -> Drawing | None:
    """Draw counts above and a row an application below; None for results without the table."""
    if result.portfolio.empty:
        return None
    data, counts = phases(result), phase_counts(result)
    rows = _rows(data, narrow)
    each = ROW_INCHES if narrow else min(ROW_INCHES, MOST_INCHES / max(1, len(rows)))
    with drawing_style():
        figure, above, below = _panels(len(rows) * each, narrow)
        _count_panel(result, above, counts, narrow)
        _timeline(result, below, data, rows, each, narrow)
        handles, labels = above.get_legend_handles_labels()
        figure.legend(handles, labels, loc="outside upper left", ncols=3 if narrow else 5,
                      columnspacing=1.1, handletextpad=0.5)  # fmt: skip
    return Drawing(figure, data, _title(result, counts), _alt(result, data, counts))


def _panels(height: float, narrow: bool) -> tuple[Figure, Axes, Axes]:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure
    from matplotlib.layout_engine import ConstrainedLayoutEngine

    size = (NARROW if narrow else WIDE, height + COUNT_INCHES + 0.5)
    figure = Figure(figsize=size, layout=ConstrainedLayoutEngine(hspace=0.02))
    FigureCanvasAgg(figure)
    grid = figure.add_gridspec(2, 1, height_ratios=[COUNT_INCHES - 0.35, height])
    return figure, figure.add_subplot(grid[0]), figure.add_subplot(grid[1])


def _count_panel(result: RunResult, panel: Axes, counts: pd.DataFrame, narrow: bool) -> None:
    edge = 0.0 * counts.sum(axis=1)
    for phase in PHASES:
        colour, hatch = LOOKS[phase]
        top = edge + counts[phase]
        panel.fill_between(counts.index, edge, top, facecolor=colour, hatch=hatch, linewidth=0.4,
                           edgecolor="white", label=WORDS.get(phase, phase))  # fmt: skip
        edge = top
    runs = typical_rows(result, result.portfolio)["replicate"].nunique()
    which = f"mean of {runs} runs" if runs > 1 else "one run"
    panel.set_title(f"{'By' if narrow else 'Applications by'} phase, {which}", fontsize=9)
    year_axis(panel, result.months, result.start)
    panel.set_xlim(0, result.months)
    panel.set_ylim(0, float(edge.max()))


def _rows(data: pd.DataFrame, narrow: bool) -> list[tuple[str, str]]:
    """Return the rows from the top, (application, line): by line, the earliest in use first.

    Where the page is narrow, each line has a row of its own as a heading: ("", line).
    """
    last = data["to_month"].max() + 1
    moved = data[data["phase"] != "idea"].groupby("application")["from_month"].min()
    in_use = data[data["phase"] == "live"].groupby("application")["from_month"].min()
    found: list[tuple[str, str]] = []
    for line, some in data.groupby("line", sort=False):
        names = list(dict.fromkeys(some["application"]))
        names.sort(key=lambda name: (in_use.get(name, last), moved.get(name, last)))
        found += [("", str(line))] if narrow else []
        found += [(name, str(line)) for name in names]
    return found


def _timeline(
    result: RunResult, panel: Axes, data: pd.DataFrame, rows: list[tuple[str, str]],
    each: float, narrow: bool,
) -> None:  # fmt: skip
    from matplotlib import rc_context

    place = {name: k for k, (name, _) in enumerate(rows) if name}
    with rc_context({"hatch.linewidth": 0.6}):
        for row in data.to_dict("records"):
            _bar(panel, place[str(row["application"])], row)
    most = 30 if narrow else 52
    names = [
        shorten(name, most, placeholder=" ...") if name else line_words(line).upper()
        for name, line in rows
    ]
    panel.set_yticks(range(len(rows)), names, fontsize=min(7.2, 50 * each))
    panel.tick_params(axis="y", length=0, pad=2)
    panel.set_ylim(len(rows) - 0.4, -0.6)
    year_axis(panel, result.months, result.start)
    panel.set_xlim(0, result.months)
    panel.grid(axis="x")
    panel.grid(visible=False, axis="y")
    panel.spines["left"].set_visible(False)
    if not narrow:
        _name_lines(panel, rows)
    panel.set_title("Each application, one run", fontsize=9)


def _bar(panel: Axes, place: int, row: dict[Any, Any]) -> None:
    colour, hatch = LOOKS[row["phase"]]
    start, end = row["from_month"], row["to_month"]
    if row["phase"] == "cancelled":
        panel.plot([start], [place], "X", color=colour, markersize=6, zorder=4)
        return
    height = 0.3 if row["phase"] == "idea" else 0.78
    panel.barh(place, end - start, left=start, height=height, color=colour, hatch=hatch,
               edgecolor="white", linewidth=0, zorder=2)  # fmt: skip


def _name_lines(panel: Axes, rows: list[tuple[str, str]]) -> None:
    """Write the service lines at the right, and rule them off."""
    lines = [line for _, line in rows]
    for line in dict.fromkeys(lines):
        first, last = lines.index(line), len(lines) - 1 - lines[::-1].index(line)
        panel.annotate(line_words(line), (1.0, (first + last) / 2), xytext=(5, 0), va="center",
                       xycoords=("axes fraction", "data"), textcoords="offset points",
                       fontsize=7.6, annotation_clip=False)  # fmt: skip
        panel.axhline(last + 0.5, color=GREY, linewidth=0.5, xmax=1.14, clip_on=False, zorder=1)


def _ends(result: RunResult) -> tuple[float, float]:
    """Return the applications live at the end and those integrated: the median over runs.

    It is the median, as everywhere in the report; only the areas drawn are means, which add up.
    """
    table = typical_rows(result, result.portfolio)
    last = table.drop_duplicates(["replicate", "application"], keep="last")
    counts = last.groupby(["replicate", "phase"]).size().unstack(fill_value=0)
    counts = counts.reindex(columns=list(PHASES), fill_value=0)
    return float((counts["live"] + counts["integrated"]).median()), float(
        counts["integrated"].median()
    )


def _title(result: RunResult, counts: pd.DataFrame) -> str:
    live, integrated = _ends(result)
    return (
        f"{number(live, 2)} of {counts.iloc[-1].sum():.0f} applications are live after "
        f"{month_words(result.months)}, {number(integrated, 2)} integrated"
    )


def _alt(result: RunResult, data: pd.DataFrame, counts: pd.DataFrame) -> str:
    first, last = counts.iloc[0], counts.iloc[-1]
    live = number(_ends(result)[0], 2)
    runs = int(data["of_runs"].iloc[0])
    which = f"In the median of {runs} runs" if runs > 1 else "In one run"
    means = ", as means" if runs > 1 else ""
    return (
        f"{which} the applications live rise from {first['live'] + first['integrated']:.0f} to "
        f"{live}. At the end{means}: {last['development']:.1f} in development, "
        f"{last['idea']:.1f} never begun, {last['cancelled']:.1f} cancelled. "
        "Below, each application of one run, by service "
        "line: thin where it is planned, hatched in development, then live, dark once integrated."
    )

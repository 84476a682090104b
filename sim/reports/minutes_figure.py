"""The minutes of a run as a timeline: a row an actor, a mark a decision, turning points named."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from textwrap import fill
from typing import TYPE_CHECKING, Any

from sim.reports.numbers import listed
from sim.reports.story import EFFECTS, actor_of, effect_of, is_work, kind_of, story
from sim.reports.style import COLOURS, GREY, Drawing, axes_grid, drawing_style, year_axis

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from sim.result import RunResult

__all__ = ["minutes_timeline", "turning_points"]

MARKS = {"stopped": ("X", COLOURS[1], 46), "moved": ("o", COLOURS[0], 24),
         "asked": ("D", GREY, 20)}  # fmt: skip
"""Shape, colour and size: told apart without colour too."""
WORDS = {"stopped": "holds up", "moved": "moves on", "asked": "asks or reports"}
MOST_NAMED = 16
ROW_INCHES, LINE_INCHES = 0.27, 0.15


def turning_points(result: RunResult) -> pd.DataFrame:
    """Return the first decision of each kind in the run that is shown, daily work left out.

    Columns month, date, actor, decision, reason, effect, number; the most told of, by date.
    """
    told = story(result)
    kinds = told[~told["is_work"].astype(bool)]
    rows = _shown(result)
    rows = rows.assign(kind=rows["decision"].map(kind_of)).drop_duplicates(["row", "kind"])
    rank = {
        (r["actor"], r["decision"]): (r["effect"] == "asked", -int(r["runs"]))
        for r in kinds.to_dict("records")
    }
    rows = rows[[pair in rank for pair in zip(rows["row"], rows["kind"], strict=True)]]
    order = sorted(
        range(len(rows)), key=lambda k: rank[(rows["row"].iloc[k], rows["kind"].iloc[k])]
    )
    few = rows.iloc[sorted(order[:MOST_NAMED])].reset_index(drop=True)
    return few.assign(number=range(1, len(few) + 1))


def _shown(result: RunResult) -> pd.DataFrame:
    table = result.decisions
    rows = table[table["replicate"] == result.shown_replicate]
    rows = rows[["month", "date", "actor", "decision", "reason"]].reset_index(drop=True)
    return rows.assign(row=rows["actor"].map(actor_of), effect=rows["decision"].map(effect_of))


def minutes_timeline(result: RunResult, narrow: bool) -> Drawing | None:
    """Draw the minutes; None where there are none."""
    rows = _shown(result)
    if rows.empty:
        return None
    named = turning_points(result)
    actors = list(dict.fromkeys(rows["row"]))
    with drawing_style():
        words = "\n".join(_line(row, narrow) for row in named.to_dict("records"))
        height = 0.85 + ROW_INCHES * len(actors) + LINE_INCHES * (words.count("\n") + 1)
        figure, (panel,) = axes_grid(1, narrow, height)
        _marks(panel, rows, actors)
        _numbers(panel, named, actors, result.months, narrow)
        _axes(panel, result, actors, narrow)
        figure.supxlabel(words, x=0.01, ha="left", fontsize=7.4, linespacing=1.45)
        panel.legend(loc="lower left", bbox_to_anchor=(-0.02, 1.0), ncols=2 if narrow else 4,
                     borderaxespad=0.1, handletextpad=0.1, columnspacing=1.0)  # fmt: skip
    data = rows.drop(columns="row").assign(number=_numbered(rows, named))
    alt = _alt(rows)
    said = [f"{r['date']} {r['actor']} {r['decision']}" for r in named.to_dict("records")]
    whole = f"{alt} Numbered: {'; '.join(said)}." if said else alt
    return Drawing(figure, data, _title(rows), whole, caption=alt)


def _marks(panel: Axes, rows: pd.DataFrame, actors: list[str]) -> None:
    place = {actor: k for k, actor in enumerate(actors)}
    work = rows["decision"].map(is_work)
    daily = rows[work & (rows["effect"] == "moved")]
    panel.scatter(daily["month"], daily["row"].map(place), s=9, color="#9CC8E3", linewidths=0,
                  zorder=2, label="daily work")  # fmt: skip
    for effect in reversed(EFFECTS):
        some = rows[(rows["effect"] == effect) & ~rows.index.isin(daily.index)]
        mark, colour, size = MARKS[effect]
        panel.scatter(some["month"], some["row"].map(place), marker=mark, s=size, color=colour,
                      edgecolors="white", linewidths=0.4, label=WORDS[effect],
                      zorder=3)  # fmt: skip


def _numbers(
    panel: Axes, named: pd.DataFrame, actors: list[str], months: int, narrow: bool
) -> None:
    """Write the number of each turning point above its mark, moved on where it would cover one."""
    place = {actor: k for k, actor in enumerate(actors)}
    width = months * (0.06 if narrow else 0.028)
    last: dict[str, float] = {}
    for row in named.to_dict("records"):
        actor, month = str(row["row"]), float(row["month"])
        at = max(month, last.get(actor, -months) + width)
        last[actor] = at
        panel.annotate(str(row["number"]), (at, place[actor]), xytext=(0, 4), ha="center",
                       textcoords="offset points", va="bottom", fontsize=7.4,
                       fontweight="bold", zorder=5)  # fmt: skip


def _axes(panel: Axes, result: RunResult, actors: list[str], narrow: bool) -> None:
    panel.set_yticks(range(len(actors)), [fill(actor, 21 if narrow else 34) for actor in actors])
    panel.tick_params(axis="y", length=0, labelsize=7 if narrow else 8)
    panel.set_ylim(len(actors) - 0.4, -0.75)
    year_axis(panel, result.months, result.start)
    left, right = panel.get_xlim()
    panel.set_xlim(left - 0.015 * (right - left), right + 0.015 * (right - left))
    panel.grid(axis="both")


def _line(row: Mapping[Hashable, Any], narrow: bool) -> str:
    text = f"{row['date']}  {row['actor']} {row['decision']}"
    head = f"{row['number']:>2}  "
    return fill(text, 54 if narrow else 104, initial_indent=head, subsequent_indent=" " * 16)


def _numbered(rows: pd.DataFrame, named: pd.DataFrame) -> list[Any]:
    """Return the number of each row that is a turning point; nothing for the others."""
    keys = ["month", "actor", "decision"]
    number = {tuple(r[k] for k in keys): r["number"] for r in named.to_dict("records")}
    return [number.pop(tuple(row[k] for k in keys), "") for row in rows.to_dict("records")]


def _title(rows: pd.DataFrame) -> str:
    stops = rows[rows["effect"] == "stopped"]["row"].value_counts()
    if stops.empty:
        return f"{len(rows)} decisions, and none holds the programme up"
    said = [f"{name} ({count})" for name, count in stops.head(2).items()]
    times = int(stops.sum())
    return (
        f"One run: {len(rows)} decisions, {times} of them hold the programme up, most by "
        f"{listed(said)}"
    )


def _alt(rows: pd.DataFrame) -> str:
    parts = []
    for effect in EFFECTS:
        found = rows[rows["effect"] == effect]
        if len(found):
            parts.append(f"{len(found)} {WORDS[effect]}")
    return f"The minutes of one run, a row an actor, a mark a decision: {', '.join(parts)}."

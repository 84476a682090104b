"""The waterfall: from A, part by part in order of size, to B."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isnan
from textwrap import fill
from typing import TYPE_CHECKING, Any

from sim.experiments.explain_words import named, scale_of, shown_parts, signed
from sim.reports.numbers import Scale, listed, month_words
from sim.reports.style import COLOURS, GREY, Drawing, Signed, axes_grid, drawing_style

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from sim.experiments.attribution import Attribution, Spread
    from sim.experiments.explain import Explanation

__all__ = ["Waterfalls"]

BETTER, WORSE, NEITHER, ENDS = COLOURS[0], COLOURS[1], GREY, "#222222"
HATCH = "////"
"""Of bars to the worse, so that a grey print tells them apart."""
MOST_BARS = 10
"""Parts drawn each on its own; the smallest beyond are put together."""
ROW_INCHES, HEAD_INCHES = 0.3, 1.0


class Waterfalls(Signed):
    """The figures of an explanation; each gives back its numbers as `.data`."""

    def __init__(self, result: Explanation) -> None:
        self._result = result

    def all(self, narrow: bool = False) -> dict[str, Drawing]:
        """Return a waterfall for every outcome that was explained."""
        if not self._result.players:
            return {}
        return {
            f"waterfall_{name}": self.waterfall(name, narrow)
            for name, found in self._result.attributions.items()
            if found.by_replicate.any()
        }

    def waterfall(self, outcome: str, narrow: bool = False) -> Drawing:
        """Draw how the parts lead from A's mean to B's.

        Parameters
        ----------
        outcome : one of those explained.
        narrow : for a phone.
        """
        result = self._result
        scale = scale_of(result, outcome)
        data = _data(result, outcome, scale)
        facts = result.ensemble.outcomes[outcome]
        label, better = str(facts["label"]), int(facts["better"])
        title = f"{label}: from {result.names[0]} to {result.names[1]}"
        with drawing_style():
            height = HEAD_INCHES + ROW_INCHES * len(data)
            figure, (axes,) = axes_grid(1, narrow, height)
            _draw(axes, data, scale, narrow, better)
            axes.set_xlabel(_axis_label(result, label, scale, narrow))
        return Drawing(figure, data, title, _alt(data, scale, better))


def _axis_label(result: Explanation, label: str, scale: Scale, narrow: bool) -> str:
    when = f"after {month_words(int(result.settings['month']))}"
    unit = "%" if scale.unit == "points" and scale.factor == 100 else scale.unit
    unit = unit.replace("points of 100", "0 to 100")
    what = ", ".join(part for part in (label, unit) if part)
    return f"{fill(what, 36)}\n{when}" if narrow else f"{what}, {when}"


def _data(result: Explanation, outcome: str, scale: Scale) -> pd.DataFrame:
    """Return the rows of the figure from top to bottom, scaled: name, start, end, low, high."""
    import pandas as pd

    found = result.attributions[outcome]
    a, b = result.names
    rows = [_end(a, found.a, scale)]
    at = scale.factor * found.a.mean
    for name, spread, shown in _bars(result, found, scale):
        part = scale.factor * spread.mean
        rows.append({
            "name": name, "start": at, "end": at + part, "value": part, "shown": shown,
            "low": at + scale.factor * spread.low, "high": at + scale.factor * spread.high,
            "kind": "part",
        })  # fmt: skip
        at += part
    rows.append(_end(b, found.b, scale))
    return pd.DataFrame(rows)


def _end(name: str, spread: Spread, scale: Scale) -> dict[str, Any]:
    at = scale.factor * spread.mean
    return {"name": name, "start": at, "end": at, "value": at, "shown": at, "low": at,
            "high": at, "kind": "end"}  # fmt: skip


def _bars(result: Explanation, found: Attribution, scale: Scale) -> list[tuple[str, Spread, float]]:
    """Return name, part and what is shown of it, the largest first, the rest put together."""
    shown = shown_parts(found, scale)
    order = sorted(range(len(shown)), key=lambda k: -abs(found.parts[k].mean))
    first = order if len(order) <= MOST_BARS else order[: MOST_BARS - 1]
    bars = [(named(result.players[k]), found.parts[k], shown[k]) for k in first]
    rest = order[len(first) :]
    if rest:
        words = f"the other {len(rest)}"
        bars.append((words, found.together(rest), sum(shown[k] for k in rest)))
    return bars


def _draw(axes: Axes, data: pd.DataFrame, scale: Scale, narrow: bool, better: int) -> None:
    rows = data.to_dict("records")
    places = range(len(rows))
    for place, row in zip(places, rows, strict=True):
        _row(axes, place, row, better)
    for place in list(places)[:-1]:  # the level that is handed on
        level = rows[place]["end"]
        axes.plot([level, level], [place, place + 1], color=GREY, linewidth=0.8, zorder=1)
    axes.set_yticks(list(places), [_wrapped(str(row["name"]), narrow) for row in rows])
    axes.tick_params(axis="y", length=0)
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.grid(axis="x")
    axes.grid(visible=False, axis="y")
    axes.spines["left"].set_visible(False)
    _limits(axes, data, narrow)
    _numbers(axes, rows, scale)


def _row(axes: Axes, place: int, row: Mapping[Any, Any], better: int) -> None:
    """Draw a part, coloured by whether it is to the better or to the worse."""
    low, high = row["low"], row["high"]
    if row["kind"] == "end":
        # Without its interval: the level of a run has luck that the twins share.
        axes.plot([row["end"]], [place], marker="D", color=ENDS, markersize=6, zorder=4)
        return
    good = better * row["value"]
    colour = BETTER if good > 0 else WORSE if good < 0 else NEITHER
    axes.barh(place, row["end"] - row["start"], left=row["start"], height=0.56, color=colour,
              alpha=0.85, zorder=2, hatch=HATCH if good < 0 else None, edgecolor="white",
              linewidth=0)  # fmt: skip
    if not (isnan(low) or isnan(high)) and high > low:
        axes.plot([low, high], [place, place], color=ENDS, linewidth=1.1, zorder=3)
        for edge in (low, high):
            axes.plot([edge, edge], [place - 0.13, place + 0.13], color=ENDS, linewidth=1.1,
                      zorder=3)  # fmt: skip


def _limits(axes: Axes, data: pd.DataFrame, narrow: bool) -> None:
    """Leave room at the right of the farthest bar for its number."""
    edges = data[["start", "end", "low", "high"]].to_numpy().ravel()
    edges = edges[~(edges != edges)]
    low, high = float(edges.min()), float(edges.max())
    span = (high - low) or max(abs(high), 1.0) * 0.1
    axes.set_xlim(low - 0.05 * span, high + (0.34 if narrow else 0.18) * span)


def _numbers(axes: Axes, rows: Sequence[Mapping[Any, Any]], scale: Scale) -> None:
    for place, row in enumerate(rows):
        ends = [row[name] for name in ("start", "end", "low", "high") if not isnan(row[name])]
        decimals = scale.decimals
        is_end = row["kind"] == "end"
        text = f"{row['shown']:,.{decimals}f}" if is_end else signed(row["shown"], decimals)
        axes.annotate(
            text, (max(ends), place), xytext=(6, 0), textcoords="offset points", va="center",
            fontsize=8.5, fontweight="bold" if is_end else "normal",
        )  # fmt: skip


def _wrapped(name: str, narrow: bool) -> str:
    return fill(name, 16 if narrow else 28, break_long_words=False)


def _alt(data: pd.DataFrame, scale: Scale, better: int) -> str:
    """Return what is drawn in words: where it starts, the parts, where it ends."""
    rows = data.to_dict("records")
    first, *parts, last = rows
    words = [f"{row['name']} {signed(row['shown'], scale.decimals)}" for row in parts]
    unit = f" {scale.unit}" if scale.unit else ""
    return (
        f"From {first['name']} at {first['shown']:,.{scale.decimals}f} to {last['name']} at "
        f"{last['shown']:,.{scale.decimals}f}: {listed(words)}{unit}. Bars show parts, lines their "
        f"95 % intervals{'; blue is better, hatched orange worse' if better else ''}."
    )

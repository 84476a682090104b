"""The figures of a search: the front, what its members set, and how they stand up to the worlds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.experiments.names import parameter_names
from sim.reports.numbers import Scale
from sim.reports.style import COLOURS, NARROW, WIDE, Drawing, Signed, axes_grid, drawing_style
from sim.summary import unit_over

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from sim.experiments.search_result import SearchResult

__all__ = ["SearchPictures"]

REFERENCE = 0
MOST_ROWS = 30
SHADES = "viridis"


class SearchPictures(Signed):
    """The figures of one search: `result.plot.front()` and so on."""

    def __init__(self, result: SearchResult) -> None:
        self._result = result

    def all(self, narrow: bool = False) -> dict[str, Drawing]:
        """Return every figure that there is data for, by name."""
        if not len(self._result.front):
            return {}
        drawn = {"front": self.front(narrow), "settings": self.settings(narrow)}
        if self._result.best is not None:
            drawn["robustness"] = self.robustness(narrow)
        return drawn

    def front(self, narrow: bool = False) -> Drawing:
        """Draw all settings tried, the front among them; the third objective as colour."""
        result = self._result
        data = result.trials[result.trials["status"] == "ok"].reset_index(drop=True)
        across, up = _axes_of(result)
        with drawing_style():
            figure, (axes,) = axes_grid(1, narrow, 3.6)
            if not narrow:
                figure.set_size_inches(WIDE, 4.2)
            scales = {name: self._scale(name) for name in result.objectives}
            x = _scaled(data, across, scales)
            y = scales[up].factor * data[up]
            member = data["on_front"].to_numpy()
            axes.scatter(x[~member], y[~member], s=14, color="#BBBBBB", linewidths=0, zorder=2)
            self._members(figure, axes, data[member], x[member], y[member], scales)
            self._marks(axes, data, x, y)
            self._name_axes(axes, across, up, scales)
        return Drawing(figure, data, "The front", self._front_words())

    def _members(
        self, figure: Figure, axes: Axes, rows: pd.DataFrame, x: Any, y: Any, scales: Any
    ) -> None:
        """Draw the members of the front, coloured by the third objective if there is one."""
        names = self._result.objectives
        if len(names) < 3:
            axes.scatter(x, y, s=38, color=COLOURS[0], edgecolors="white", zorder=3)
            return
        shade = scales[names[2]].factor * rows[names[2]]
        drawn = axes.scatter(x, y, s=42, c=shade, cmap=SHADES, edgecolors="white", zorder=3)
        bar = figure.colorbar(drawn, ax=axes, pad=0.02, aspect=28)
        bar.outline.set_visible(False)
        bar.set_label(_wrapped(self._label(names[2], scales[names[2]]), 34))

    def _marks(self, axes: Axes, data: pd.DataFrame, x: Any, y: Any) -> None:
        """Mark the scenario as it is and the most robust setting."""
        best = self._result.best
        marked = [(REFERENCE, "as it is", "s", COLOURS[1])]
        if best is not None:
            point = int(best["point"])
            marked.append((point, f"number {point}, most robust", "o", "#000000"))
        for point, words, marker, colour in marked:
            place = data.index[data["point"] == point]
            if not len(place):
                continue
            axes.scatter(x[place], y[place], s=130, marker=marker, facecolors="none",
                         edgecolors=colour, linewidths=1.6, zorder=4, label=words)  # fmt: skip
        if axes.get_legend_handles_labels()[1]:
            axes.legend(loc="lower left", bbox_to_anchor=(0.0, 1.0), ncols=2, markerscale=0.6,
                    handletextpad=0.2, borderaxespad=0.2)  # fmt: skip

    def _name_axes(self, axes: Axes, across: str, up: str, scales: dict[str, Scale]) -> None:
        axes.grid(True, axis="both")
        axes.set_ylabel(_wrapped(self._label(up, scales[up]), 40))
        if across == "point":
            axes.set_xlabel("number of the setting, in the order tried")
        else:
            axes.set_xlabel(_wrapped(self._label(across, scales[across]), 46))
        axes.margins(0.06)

    def _front_words(self) -> str:
        said = dict(self._result.sentences)
        return " ".join(said[topic] for topic in ("Tried", "Front") if topic in said)

    def settings(self, narrow: bool = False) -> Drawing:
        """Draw what each member of the front sets: a row a member, a panel a lever."""
        result = self._result
        data = result.front.head(MOST_ROWS)
        with drawing_style():
            figure, panels = _lever_grid(len(result.levers), len(data), narrow)
            names = parameter_names(result.levers)
            levers = result.settings["levers"]
            for place, (axes, lever) in enumerate(zip(panels, levers, strict=True)):
                self._lever_panel(axes, data, lever, place % _across(len(levers), narrow) == 0)
                axes.set_title(_wrapped(names[lever["path"]], 26), fontsize=8.5, weight="normal")
        order = result.label(result.objectives[0])
        more = f" The first {len(data)} of {len(result.front)}." if len(result.front) > len(
            data) else ""  # fmt: skip
        alt = (
            f"What the members of the front set, one row each by its number, the best on {order} "
            f"at the top; a cross is the scenario as it is.{more}"
        )
        return Drawing(figure, data, "What the front sets", alt)

    def _lever_panel(self, axes: Axes, data: pd.DataFrame, lever: Any, first: bool) -> None:
        """Draw one lever's value in each member."""
        path, rows = lever["path"], range(len(data))
        best = self._result.best
        chosen = data["point"] == (int(best["point"]) if best is not None else -1)
        colours = ["#000000" if mark else COLOURS[0] for mark in chosen]
        own = self._result.ensemble.plan.bases[0].value(path)
        if lever["values"]:
            places = [lever["values"].index(value) for value in data[path]]
            now = lever["values"].index(own) if own in lever["values"] else None
            words = [_word(value) for value in lever["values"]]
            axes.set_xticks(range(len(words)), words, rotation=30 if len(words) > 2 else 0)
            axes.set_xlim(-0.4, len(words) - 0.6)
        else:
            places, now = list(data[path]), own
            low, high = lever["low"], lever["high"]
            axes.set_xlim(low - 0.06 * (high - low), high + 0.06 * (high - low))
            axes.set_xticks([low, high], [_short(low), _short(high)])
        axes.hlines(rows, *axes.get_xlim(), color="#EEEEEE", linewidth=3, zorder=1)
        axes.scatter(places, rows, s=26, color=colours, zorder=3)
        if now is not None:
            axes.plot([now], [len(data)], marker="x", color=COLOURS[1], clip_on=False)
        labels = [*(str(point) for point in data["point"]), "as it is"]
        axes.set_yticks(range(len(labels)), labels if first else [""] * len(labels))
        axes.set_ylim(len(data) + 0.6, -0.6)
        axes.grid(False)
        axes.tick_params(length=0)

    def robustness(self, narrow: bool = False) -> Drawing:
        """Draw in how many worlds each setting keeps its promises, and its mean regret."""
        result = self._result
        data = result.robustness
        if None in result.thresholds.values():  # the reference keeps them by definition
            data = data[data["point"] != REFERENCE].reset_index(drop=True)
        names = ["as it is" if p == REFERENCE else f"number {p}" for p in data["point"]]
        rows = list(range(len(data)))
        with drawing_style():
            figure, (left, right) = axes_grid(2, narrow, max(1.6, 0.2 * len(data) + 0.8))
            share, low, high = (100 * data[name] for name in ("share", "low", "high"))
            left.errorbar(share, rows, xerr=[share - low, high - share], fmt="o", markersize=5,
                          color=COLOURS[0], ecolor="#888888", elinewidth=1.2)  # fmt: skip
            left.set_title("Worlds in which it keeps its promises, %", fontsize=9)
            left.set_xlim(-2, 102)
            right.barh(rows, 100 * data["scaled_regret"], color=COLOURS[4], height=0.6)
            right.set_title("Mean regret, % of the spread", fontsize=9)
            for axes in (left, right):
                axes.set_yticks(rows, names if axes is left or narrow else [""] * len(rows))
                axes.set_ylim(len(data) - 0.4, -0.6)
                axes.grid(False)
                axes.grid(True, axis="x")
        said = dict(result.sentences)
        return Drawing(figure, data, "How the front stands up to other worlds", said["Most robust"])

    def _scale(self, name: str) -> Scale:
        """Return how an objective is written: its unit over the time it is taken."""
        facts = self._result.ensemble.outcomes[name]
        values = self._result.trials[name].dropna()
        return Scale.of(unit_over(facts, min(12, self._result.month)), values)

    def _label(self, name: str, scale: Scale) -> str:
        return scale.label(str(self._result.ensemble.outcomes[name]["label"]))


def _axes_of(result: SearchResult) -> tuple[str, str]:
    """Return what is drawn across and up: the second objective and the first."""
    names = result.objectives
    return (names[1] if len(names) > 1 else "point"), names[0]


def _scaled(data: pd.DataFrame, name: str, scales: dict[str, Scale]) -> pd.Series:
    return scales[name].factor * data[name] if name in scales else data[name]


def _across(levers: int, narrow: bool) -> int:
    """Return how many panels stand beside each other, so that rows are about equally long."""
    most = 2 if narrow else 4
    rows = -(-levers // most)
    return -(-levers // rows)


def _lever_grid(levers: int, rows: int, narrow: bool) -> tuple[Figure, list[Axes]]:
    """Return a figure with a panel for each lever, at most four or two beside each other."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure
    from matplotlib.layout_engine import ConstrainedLayoutEngine

    across = _across(levers, narrow)
    down = -(-levers // across)
    height = down * (0.17 * (rows + 1) + 0.85)
    figure = Figure(figsize=(NARROW if narrow else WIDE, height),
                    layout=ConstrainedLayoutEngine(hspace=0.08, wspace=0.04))  # fmt: skip
    FigureCanvasAgg(figure)
    return figure, [figure.add_subplot(down, across, place + 1) for place in range(levers)]


def _word(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return _short(value) if isinstance(value, int | float) else str(value).replace("_", " ")


def _short(value: float) -> str:
    """Return a number in as few letters as will do: 0.25, 400, 300 k, 1.5 M."""
    for size, letter in ((1e6, " M"), (1e4, " k")):
        if abs(value) >= size:
            return f"{value / min(size, 1e3 if letter == ' k' else size):g}{letter}"
    return f"{value:g}"


def _wrapped(text: str, width: int) -> str:
    from textwrap import fill

    return fill(text, width)

"""What is traded for what: two outcomes across and up, a third in the colour."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import fill
from typing import TYPE_CHECKING

from sim.reports.numbers import Scale, listed, month_words
from sim.reports.style import COLOURS, GREY, Drawing, axes_grid, drawing_style

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from sim.experiments.compare import Comparison

__all__ = ["spread_apart", "trade_off"]

LINE_INCHES = 0.19


def trade_off(result: Comparison, outcomes: Sequence[str], narrow: bool = False) -> Drawing:
    """Draw the scenarios by three outcomes after the last month.

    Parameters
    ----------
    outcomes : across, up, and in the colour.
    narrow : for a phone.
    """
    month = int(result.settings["months"][-1])
    data = _data(result, outcomes, month)
    scales = {name: Scale.of(result.unit(name, month), data[name]) for name in outcomes}
    with drawing_style():
        height = max(3.4, 1.6 + LINE_INCHES * len(data))
        figure, (panel,) = axes_grid(1, narrow, height)
        _dots(panel, data, outcomes, scales, narrow, result)
        _names(panel, data, outcomes, scales, (height - 1.5))
        for axis, name in ((panel.xaxis, outcomes[0]), (panel.yaxis, outcomes[1])):
            axis.set_label_text(_axis_label(result, name, scales[name], narrow))
        panel.grid(axis="both")
    across, up, colour = (str(result.facts[name]["label"]) for name in outcomes)
    title = f"{across}, {up[:1].lower() + up[1:]} and {colour[:1].lower() + colour[1:]}"
    title += f" after {month_words(month)}"
    return Drawing(figure, data, title, _alt(data, outcomes, scales))


def _data(result: Comparison, outcomes: Sequence[str], month: int) -> pd.DataFrame:
    import pandas as pd

    means = {name: result.values(name, month).mean(axis=0) for name in outcomes}
    return pd.DataFrame({"scenario": result.names, **means})


def _dots(
    panel: Axes, data: pd.DataFrame, outcomes: Sequence[str], scales: dict[str, Scale],
    narrow: bool, result: Comparison,
) -> None:  # fmt: skip
    from matplotlib.colors import LinearSegmentedColormap

    across, up, colour = outcomes
    blues = LinearSegmentedColormap.from_list("light to dark", ["#E8E2C8", COLOURS[0], "#001F33"])
    dots = panel.scatter(
        scales[across].factor * data[across], scales[up].factor * data[up],
        c=scales[colour].factor * data[colour], cmap=blues, s=70, edgecolors="#222222",
        linewidths=0.7, zorder=3,
    )  # fmt: skip
    panel.margins(x=0.06, y=0.1)
    bar = panel.figure.colorbar(dots, ax=panel, location="bottom", fraction=0.05, aspect=40,
                                pad=0.03)  # fmt: skip
    bar.set_label(_axis_label(result, colour, scales[colour], narrow), fontsize=8.5)
    bar.ax.locator_params(nbins=4)


def _names(
    panel: Axes, data: pd.DataFrame, outcomes: Sequence[str], scales: dict[str, Scale],
    inches: float,
) -> None:  # fmt: skip
    """Write the names at the right, in the order of the dots, each tied to its dot by a line."""
    across, up = (scales[name].factor * data[name] for name in outcomes[:2])
    low, high = panel.get_ylim()
    panel.set_ylim(low, high)
    panel.set_xlim(*panel.get_xlim())
    order = sorted(range(len(data)), key=lambda k: (up[k], across[k]))
    places = spread_apart([(up[k] - low) / (high - low) for k in order], LINE_INCHES / inches)
    for k, place in zip(order, places, strict=True):
        panel.annotate(
            str(data["scenario"][k]), xy=(across[k], up[k]), xytext=(1.03, place),
            textcoords="axes fraction", va="center", fontsize=8.5,
            arrowprops={"arrowstyle": "-", "color": GREY, "linewidth": 0.6, "shrinkB": 4,
                        "relpos": (0, 0.5)},
        )  # fmt: skip


def spread_apart(wanted: list[float], gap: float) -> list[float]:
    """Return rising places at least a gap apart, as near to the wanted ones as room allows."""
    gap = min(gap, 1.0 / max(1, len(wanted) - 1))
    places: list[float] = []
    floor = 0.0
    for share in wanted:
        places.append(max(share, floor))
        floor = places[-1] + gap
    ceiling = 1.0
    for k in reversed(range(len(places))):
        places[k] = min(places[k], ceiling)
        ceiling = places[k] - gap
    return places


def _axis_label(result: Comparison, name: str, scale: Scale, narrow: bool) -> str:
    facts = result.facts[name]
    words = scale.label(str(facts["label"])) if scale.unit else str(facts["label"])
    good = {1: " (more is better)", -1: " (less is better)"}.get(facts["better"], "")
    return fill(words + good, 36 if narrow else 80)


def _alt(data: pd.DataFrame, outcomes: Sequence[str], scales: dict[str, Scale]) -> str:
    said = [
        f"{row['scenario']} {', '.join(scales[name].text(row[name]) for name in outcomes)}"
        for row in data.to_dict("records")
    ]
    return f"A dot a scenario: {listed(said)}."

"""The power-interest map: who can stop or move the programme, and who cares."""

from __future__ import annotations

from textwrap import fill
from typing import TYPE_CHECKING

from sim.reports.style import COLOURS, GREY, Drawing, axes_grid, drawing_style
from sim.reports.trade import spread_apart

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

__all__ = ["power_map"]

QUARTERS = (((0.02, 0.98), "powerful, little interest", "left", "top"),
            ((0.98, 0.98), "powerful and interested", "right", "top"),
            ((0.02, 0.02), "little of either", "left", "bottom"),
            ((0.98, 0.02), "interested, little power", "right", "bottom"))  # fmt: skip
LINE_INCHES = 0.19


def power_map(
    table: pd.DataFrame, *, title: str, alt: str, narrow: bool = False,
    power: str = "Power", interest: str = "Interest",
) -> Drawing:  # fmt: skip
    """Draw actors by power (up) and interest (across).

    Parameters
    ----------
    table : one row an actor: actor, power, interest, label. A label is what stands beside the
        dot; the actor's name where it is empty. With power_low, power_high (and interest_low,
        interest_high) too, intervals are drawn.
    title, alt : what was found, and the same for a reader who cannot see it.
    power, interest : the labels of the axes, with their units.
    """
    data = table.sort_values("power", kind="stable").reset_index(drop=True)
    names = [fill(_label(row), 26 if narrow else 30) for row in data.to_dict("records")]
    lines = sum(name.count("\n") + 1 for name in names)
    inches = max(3.6, 0.6 + LINE_INCHES * lines)
    with drawing_style():
        figure, (panel,) = axes_grid(1, narrow, inches)
        _intervals(panel, data)
        panel.scatter(data["interest"], data["power"], s=58, color=COLOURS[0],
                      edgecolors="white", linewidths=0.8, zorder=3)  # fmt: skip
        panel.margins(x=0.12, y=0.2)
        panel.set_xlim(*panel.get_xlim())
        panel.set_ylim(*panel.get_ylim())
        _quarters(panel, narrow)
        _names(panel, data, names, inches - 0.6)
        panel.set_xlabel(fill(interest, 34 if narrow else 70))
        panel.set_ylabel(fill(power, 40))
        panel.grid(visible=False)
    return Drawing(figure, table.reset_index(drop=True), title, alt)


def _label(row: dict[object, object]) -> str:
    said = str(row.get("label") or "")
    return said or str(row["actor"])


def _quarters(panel: Axes, narrow: bool) -> None:
    """Rule the map into quarters in the middle of what is drawn, and name them."""
    panel.axhline(sum(panel.get_ylim()) / 2, color=GREY, linewidth=0.7, linestyle=":", zorder=1)
    panel.axvline(sum(panel.get_xlim()) / 2, color=GREY, linewidth=0.7, linestyle=":", zorder=1)
    for place, words, across, up in QUARTERS:
        said = fill(words, 12) if narrow else words
        panel.text(*place, said, ha=across, va=up, fontsize=7.5, style="italic",
                   color="#595959", transform=panel.transAxes, zorder=4,
                   bbox={"facecolor": "white", "alpha": 0.8, "linewidth": 0, "pad": 1})  # fmt: skip


def _intervals(panel: Axes, data: pd.DataFrame) -> None:
    for up, low, high in ((True, "power_low", "power_high"),
                          (False, "interest_low", "interest_high")):  # fmt: skip
        if low not in data or high not in data:
            continue
        draw = panel.vlines if up else panel.hlines
        at = data["interest"] if up else data["power"]
        draw(at, data[low], data[high], color=GREY, linewidth=1.0, zorder=2)


def _names(panel: Axes, data: pd.DataFrame, names: list[str], inches: float) -> None:
    """Write the names at the right, in the order of power, each tied to its dot by a line."""
    low, high = panel.get_ylim()
    tallest = max((name.count("\n") + 1 for name in names), default=1)
    wanted = [(value - low) / (high - low) for value in data["power"]]
    places = spread_apart(wanted, LINE_INCHES * tallest / inches)
    for k, place in enumerate(places):
        panel.annotate(
            names[k], xy=(data["interest"][k], data["power"][k]), xytext=(1.04, place),
            textcoords="axes fraction", va="center", fontsize=8.2,
            arrowprops={"arrowstyle": "-", "color": GREY, "linewidth": 0.6, "shrinkB": 4,
                        "relpos": (0, 0.5)},
        )  # fmt: skip

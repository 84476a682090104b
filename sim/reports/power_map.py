"""The power-interest map: who can stop or move the programme, and who cares."""

from __future__ import annotations

from textwrap import fill
from typing import TYPE_CHECKING, Any

from sim.reports.style import COLOURS, GREY, Drawing, axes_grid, drawing_style

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

__all__ = ["power_map"]

QUARTERS = (((0.02, 0.98), "powerful, waits to be asked", "left", "top"),
            ((0.98, 0.98), "powerful, acts unasked", "right", "top"),
            ((0.02, 0.48), "little of either", "left", "top"),
            ((0.98, 0.48), "acts unasked, little power", "right", "top"))  # fmt: skip
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
    data = table.sort_values("power", ascending=False, kind="stable").reset_index(drop=True)
    names = [fill(_label(row), 26 if narrow else 30) for row in data.to_dict("records")]
    lines = sum(name.count("\n") + 1 for name in names)
    inches = max(3.6, 0.6 + LINE_INCHES * lines)
    with drawing_style():
        figure, (panel,) = axes_grid(1, narrow, inches)
        _intervals(panel, data)
        panel.scatter(data["interest"], data["power"], s=58, color=COLOURS[0],
                      edgecolors="white", linewidths=0.8, zorder=3)  # fmt: skip
        panel.margins(x=0.12, y=0.2)
        panel.set_xlim(*_from_zero(panel.get_xlim(), data, "interest"))
        panel.set_ylim(*_from_zero(panel.get_ylim(), data, "power"))
        _quarters(panel, narrow)
        _names(panel, data, names, inches - 0.6)
        panel.set_xlabel(fill(interest, 34 if narrow else 70))
        panel.set_ylabel(fill(power, 40))
        panel.grid(visible=False)
    return Drawing(figure, table.reset_index(drop=True), title, alt)


def _label(row: dict[object, object]) -> str:
    said = str(row.get("label") or "")
    return said or str(row["actor"])


def _from_zero(limits: tuple[float, float], data: pd.DataFrame, name: str) -> tuple[float, float]:
    """Return limits that go no farther below zero than a dot is wide, where no value does."""
    low, high = limits
    least = min(data[column].min() for column in (name, f"{name}_low") if column in data)
    return (max(low, -0.03 * (high - max(low, 0.0))), high) if least >= 0 else limits


def _quarters(panel: Axes, narrow: bool) -> None:
    """Rule the map into quarters in the middle of what is drawn, and name them."""
    panel.axhline(sum(panel.get_ylim()) / 2, color=GREY, linewidth=0.7, linestyle=":", zorder=1)
    panel.axvline(sum(panel.get_xlim()) / 2, color=GREY, linewidth=0.7, linestyle=":", zorder=1)
    for place, words, across, up in QUARTERS:
        said = fill(words, 12) if narrow else words
        panel.text(*place, said, ha=across, va=up, fontsize=7.5, style="italic",
                   color="#595959", transform=panel.transAxes, zorder=1)  # fmt: skip


def _intervals(panel: Axes, data: pd.DataFrame) -> None:
    for up, low, high in ((True, "power_low", "power_high"),
                          (False, "interest_low", "interest_high")):  # fmt: skip
        if low not in data or high not in data:
            continue
        draw = panel.vlines if up else panel.hlines
        at = data["interest"] if up else data["power"]
        draw(at, data[low], data[high], color=GREY, linewidth=1.0, zorder=2)


def _names(panel: Axes, data: pd.DataFrame, names: list[str], inches: float) -> None:
    """Number the dots and write the names at the right, so that no line crosses the map."""
    edge = panel.get_xlim()[0] + 0.8 * (panel.get_xlim()[1] - panel.get_xlim()[0])
    for at, numbers in _near(panel, data):
        panel.annotate(
            ", ".join(map(str, numbers)), xy=at, textcoords="offset points", fontsize=8.2,
            xytext=(-5, 4) if at[0] > edge else (5, 4), ha="right" if at[0] > edge else "left",
            fontweight="bold", zorder=5,
        )  # fmt: skip
    lines = [name.count("\n") + 1 for name in names]
    step = min(LINE_INCHES / inches, 1.0 / max(1, sum(lines)))
    top = 1.0
    for k, (name, tall) in enumerate(zip(names, lines, strict=True), 1):
        look: dict[str, Any] = {"transform": panel.transAxes, "va": "top", "fontsize": 8.2}
        panel.text(1.07, top, str(k), ha="right", fontweight="bold", **look)
        panel.text(1.09, top, name, linespacing=1.05, **look)
        top -= step * (1 + 0.75 * (tall - 1))


def _near(panel: Axes, data: pd.DataFrame) -> list[tuple[tuple[float, float], list[int]]]:
    """Return where a number stands and the actors meant: dots that lie together share one."""
    (left, right), (low, high) = panel.get_xlim(), panel.get_ylim()
    found: list[tuple[tuple[float, float], list[int]]] = []
    for k, (x, y) in enumerate(zip(data["interest"], data["power"], strict=True), 1):
        for (there, up), numbers in found:
            near = abs(x - there) < 0.05 * (right - left) and abs(y - up) < 0.05 * (high - low)
            if near:
                numbers.append(k)
                break
        else:
            found.append(((float(x), float(y)), [k]))
    return found

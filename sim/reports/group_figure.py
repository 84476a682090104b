"""Adoption by group of people: age, income, education, disability."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.reports.findings import Findings
from sim.reports.style import (
    COLOURS,
    DASHES,
    Drawing,
    axes_grid,
    band_line,
    drawing_style,
    finish,
    label_ends,
    same_height,
)
from sim.summary import band_by_month

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from sim.result import RunResult

__all__ = ["adoption_by_group"]

DIMENSIONS = ("age", "income", "education", "disability")


def adoption_by_group(result: RunResult, narrow: bool) -> Drawing:
    """Draw a panel for each way of dividing people, all on the same scale."""
    import pandas as pd

    there = set(result.groups["dimension"])
    dimensions = [name for name in DIMENSIONS if name in there]
    with drawing_style():
        figure, axes = axes_grid(len(dimensions), narrow, 2.7)
        parts = [
            _panel(result, panel, dimension)
            for panel, dimension in zip(axes, dimensions, strict=True)
        ]
        same_height(axes)
        for panel, part in zip(axes, parts, strict=True):
            label_ends(panel, _ends(part), gap=0.09)
    data = pd.concat(parts, ignore_index=True)
    alt = "; ".join(_spread(part, d) for part, d in zip(parts, dimensions, strict=True))
    return Drawing(figure, data, Findings(result).groups(data), f"Adoption at the end: {alt}.")


def _panel(result: RunResult, panel: Axes, dimension: str) -> pd.DataFrame:
    rows = result.groups[result.groups["dimension"] == dimension]
    data = band_by_month(rows, "adoption_share", result, ("month", "group"))
    data.insert(1, "dimension", dimension)
    looks = zip(COLOURS, DASHES, strict=True)
    for (colour, dash), (_, one) in zip(looks, data.groupby("group", sort=False), strict=False):
        band_line(panel, one.assign(full_size=float("nan")), colour, 100.0, dash)
    panel.set_title(f"Adoption by {dimension}, %")
    finish(panel, result.months, result.start, zero=True)
    return data


def _ends(data: pd.DataFrame) -> list[tuple[str, float, str]]:
    last = 100.0 * data.groupby("group", sort=False)["value"].last()
    return [(str(n), float(v), c) for (n, v), c in zip(last.items(), COLOURS, strict=False)]


def _spread(data: pd.DataFrame, dimension: str) -> str:
    last = 100.0 * data.groupby("group", sort=False)["value"].last().sort_values(kind="stable")
    ends = [f"{last.index[place]} {last.iloc[place]:.0f} %" for place in (-1, 0)]
    return f"by {dimension}, {' and '.join(ends)}"

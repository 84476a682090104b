"""The figures of a calibration: parameters with their priors, correlations, fit to the figures."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.reports.style import COLOURS, GREY, NARROW, WIDE, Drawing, Signed, axes_grid, drawing_style

if TYPE_CHECKING:
    from sim.experiments.calibrated import Calibration

__all__ = ["CalibrationPictures"]

BINS = 20
ACROSS = 3


class CalibrationPictures(Signed):
    """The figures of one calibration: `result.plot.marginals()` and so on."""

    def __init__(self, result: Calibration) -> None:
        self._result = result

    def all(self, narrow: bool = False) -> dict[str, Drawing]:
        """Return every figure by name."""
        return {"fit": self.fit(narrow), "marginals": self.marginals(narrow),
                "correlations": self.correlations(narrow)}  # fmt: skip

    def marginals(self, narrow: bool = False) -> Drawing:
        """Draw the posterior of each parameter as a histogram; the line is its uniform prior."""
        from matplotlib.figure import Figure

        result = self._result
        across = 1 if narrow else min(ACROSS, len(result.parameters))
        down = -(-len(result.parameters) // across)
        with drawing_style():
            figure = Figure(figsize=(NARROW if narrow else WIDE, 0.4 + 1.9 * down),
                            layout="constrained")  # fmt: skip
            panels = np.atleast_1d(figure.subplots(down, across)).ravel()
            for panel, parameter in zip(panels, result.parameters, strict=False):
                ends = (parameter["low"], parameter["high"])
                panel.hist(result.posterior[parameter["path"]], bins=BINS, range=ends,
                           density=True, color=COLOURS[0])  # fmt: skip
                panel.plot(ends, [1 / (ends[1] - ends[0])] * 2, color=COLOURS[1])
                panel.set_xlim(*ends)
                panel.set_yticks([])
                name = textwrap.wrap(result.names[parameter["path"]], 34)[:3]
                panel.set_title("\n".join(name), fontsize=8)
            for panel in panels[len(result.parameters) :]:
                panel.set_visible(False)
        table = result.tables["parameters"]
        first = table.sort_values("width_ratio").iloc[0]
        alt = (
            f"Histograms of {len(table)} parameters in the posterior; a line shows each uniform "
            f"prior. The most narrowed is {result.names[first['path']]}: 90 % of its draws lie in "
            f"{first['low']:.3g} to {first['high']:.3g}, of a prior of {first['prior_low']:.3g} to "
            f"{first['prior_high']:.3g}."
        )
        return Drawing(figure, table, "Parameters: posterior and prior (line)", alt)

    def correlations(self, narrow: bool = False) -> Drawing:
        """Draw the rank correlations of the parameters as a map."""
        result = self._result
        square = result.correlations.set_index("path")
        names = [textwrap.shorten(n, 30, placeholder="...") for n in result.names.values()]
        with drawing_style():
            figure, (panel,) = axes_grid(1, narrow, 1.6 + 0.38 * len(names))
            drawn = panel.imshow(square.to_numpy(), cmap="RdBu_r", vmin=-1, vmax=1)
            figure.colorbar(drawn, ax=panel, shrink=0.8).outline.set_visible(False)
            numbers = [f"{place}" for place in range(1, len(names) + 1)]
            panel.set_xticks(range(len(names)), numbers)
            both = [f"{place} {name}" for place, name in enumerate(names, 1)]
            labels = numbers if narrow else both
            panel.set_yticks(range(len(names)), labels, fontsize=7.5)
            panel.grid(visible=False)
        alt = f"Rank correlations of {len(names)} parameters, red above zero, blue below."
        return Drawing(figure, result.correlations, "Parameters: correlations", alt)

    def fit(self, narrow: bool = False) -> Drawing:
        """Draw each figure as one, with the bands of prior and posterior runs about it."""
        data = self._result.fit
        unit = data["observed"]
        at = np.arange(len(data))
        with drawing_style():
            figure, (panel,) = axes_grid(1, narrow, 1.2 + 0.3 * len(data))
            for low, high, colour, width, label in (
                ("prior_low", "prior_high", "#CCCCCC", 6.0, "90 % of the first wave's runs"),
                ("low", "high", COLOURS[0], 3.0, "90 % of the posterior's runs"),
            ):
                panel.hlines(at, _above_zero(data[low] / unit), _above_zero(data[high] / unit),
                             color=colour, linewidth=width, label=label)  # fmt: skip
            panel.plot(_above_zero(data["median"] / unit), at, "o", color=COLOURS[0], markersize=4)
            panel.axvline(1.0, color=GREY, linewidth=1)
            panel.set_xscale("log")
            panel.set_xlabel("simulated, the observed figure being 1")
            labels = [f"{row.id}, {row.year}" for row in data.itertuples()]
            panel.set_yticks(at, labels, fontsize=7.5)
            panel.set_ylim(len(data) - 0.4, -0.6)
            panel.grid(axis="x")
            panel.legend(loc="upper center", bbox_to_anchor=(0.5, -0.12 - 0.6 / len(data)), ncols=2)
        alt = (
            f"Simulated against observed for {len(data)} figures; the band of "
            f"{int(data['inside'].sum())} holds the observed value."
        )
        return Drawing(figure, data, "Fit to the figures", alt)


def _above_zero(ratios: Any) -> Any:
    """Return ratios with those near zero moved to where a log axis can show them."""
    return np.maximum(ratios, 1e-3)

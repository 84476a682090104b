"""What each scenario saves against what it risks: two outcomes across and up."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from textwrap import fill
from typing import TYPE_CHECKING, Any

from sim.experiments.paired import mean_intervals
from sim.questions.pairs import pair_row
from sim.questions.views.base import View
from sim.questions.words import shown
from sim.reports.difference import difference_words
from sim.reports.numbers import Scale, listed, month_words
from sim.reports.style import COLOURS, GREY, Drawing, axes_grid, drawing_style
from sim.reports.trade import spread_apart
from sim.reports.verdict import short_name

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from sim.questions.answer import Answer

__all__ = ["SpeedAndRisk", "undominated"]

LINE_INCHES = 0.2


def undominated(points: Sequence[tuple[float, float]]) -> list[int]:
    """Return the places of the points that no other beats on both numbers; less is better."""
    return [
        k for k, (x, y) in enumerate(points)
        if not any(
            a <= x and b <= y and (a < x or b < y) for j, (a, b) in enumerate(points) if j != k
        )
    ]  # fmt: skip


class SpeedAndRisk(View):
    """What is spared against what is risked; of both, less is better.

    Parameters
    ----------
    saved : an outcome of which less is better, across.
    risked : another, up.
    happened : outcomes that count what did happen, told beside the risk.
    """

    def __init__(self, answer: Answer, saved: str, risked: str, happened: Sequence[str]) -> None:
        super().__init__(answer)
        self.saved, self.risked, self.happened = saved, risked, list(happened)
        self.month = answer.headline["month"]

    @cached_property
    def table(self) -> pd.DataFrame:
        """One row a scenario: means with intervals, and whether no other beats it on both."""
        import pandas as pd

        names = [self.saved, self.risked, *self.happened]
        rows = []
        for place, scenario in enumerate(self.result.names):
            row: dict[str, Any] = {"scenario": scenario, "month": self.month}
            for outcome in names:
                values = self.result.values(outcome, self.month)[:, place]
                ends = (float(end[0]) for end in mean_intervals(values[:, None]))
                row |= dict(zip((outcome, f"{outcome}_low", f"{outcome}_high"), ends, strict=True))
            rows.append(row)
        best = undominated([(row[self.saved], row[self.risked]) for row in rows])
        for place, row in enumerate(rows):
            row["beaten_by_none"] = place in best
        return pd.DataFrame(rows)

    @property
    def sentences(self) -> tuple[str, str]:
        """What saves most and what it risks; and what none beats, beside what happened."""
        return self._most(), self._front()

    def _most(self) -> str:
        first, others = self.result.names[0], self.result.names[1:]
        saved = {name: self._pair(self.saved, name) for name in others}
        best = min(others, key=lambda name: saved[name]["difference"])
        risk = self._pair(self.risked, best)
        said = [difference_words(row).replace(" 1 a year", " a year")
                for row in (saved[best], risk)]  # fmt: skip
        return (
            f"After {month_words(self.month)} {shown(best)} spares most against {shown(first)}: on "
            f"{short_name(self.result, self.saved)}, {said[0]}, and on "
            f"{short_name(self.result, self.risked)}, {said[1]}."
        )

    def _pair(self, outcome: str, scenario: str) -> dict[str, Any]:
        return pair_row(self.result, outcome, self.month, scenario, self.result.names[0])

    def _front(self) -> str:
        rows = self.table.to_dict("records")
        good = [shown(str(row["scenario"])) for row in rows if row["beaten_by_none"]]
        total = sum(float(row[self.happened[0]]) for row in rows) / max(1, len(rows))
        few = ", too few to compare the scenarios by" if total < 1 else ""
        what = str(self.result.facts[self.happened[0]]["label"])
        return (
            f"Beaten on both by no other, on average: {listed(good)}; what did happen "
            f"({what[:1].lower()}{what[1:]}) was {total:.2f} a run on average of all scenarios"
            f"{few}."
        )

    def draw(self, narrow: bool = False) -> Drawing:
        """Draw the scenarios with their intervals, names at the right."""
        table = self.table
        scales = {name: Scale.of(self.result.unit(name, self.month), table[name])
                  for name in (self.saved, self.risked)}  # fmt: skip
        inches = max(2.9, 0.6 + 2.2 * LINE_INCHES * len(table))
        with drawing_style():
            figure, (panel,) = axes_grid(1, narrow, inches)
            self._dots(panel, scales)
            self._names(panel, scales, inches - 0.6, narrow)
            for axis, name in ((panel.xaxis, self.saved), (panel.yaxis, self.risked)):
                label = scales[name].label(str(self.result.facts[name]["label"]))
                label = label.rstrip(", ")
                axis.set_label_text(fill(f"{label} (less is better)", 34 if narrow else 70))
            panel.grid(axis="both")
        saved, risked = (short_name(self.result, name) for name in (self.saved, self.risked))
        title = f"{saved[:1].upper()}{saved[1:]} against {risked} after {month_words(self.month)}"
        return Drawing(figure, table, title, self._alt(scales))

    def _dots(self, panel: Axes, scales: dict[str, Scale]) -> None:
        for row in self.table.to_dict("records"):
            at = [scales[name].factor * row[name] for name in (self.saved, self.risked)]
            ends = [[scales[name].factor * row[f"{name}_{end}"] for end in ("low", "high")]
                    for name in (self.saved, self.risked)]  # fmt: skip
            colour = COLOURS[0] if row["beaten_by_none"] else GREY
            panel.plot(ends[0], [at[1], at[1]], color=colour, linewidth=1.2)
            panel.plot([at[0], at[0]], ends[1], color=colour, linewidth=1.2)
            panel.plot(*at, "o" if row["beaten_by_none"] else "s", color=colour, markersize=6)
        panel.margins(0.08)
        panel.set_ylim(bottom=0)

    def _names(self, panel: Axes, scales: dict[str, Scale], inches: float, narrow: bool) -> None:
        low, high = panel.get_ylim()
        panel.set_xlim(*panel.get_xlim())
        rows = sorted(self.table.to_dict("records"), key=lambda row: float(row[self.risked]))
        up = scales[self.risked].factor
        wanted = [(up * row[self.risked] - low) / (high - low) for row in rows]
        for row, place in zip(rows, spread_apart(wanted, 2 * LINE_INCHES / inches), strict=True):
            panel.annotate(
                fill(shown(str(row["scenario"])), 16 if narrow else 24),
                xy=(scales[self.saved].factor * row[self.saved], up * row[self.risked]),
                xytext=(1.04, place), textcoords="axes fraction", va="center", fontsize=8.5,
                arrowprops={"arrowstyle": "-", "color": GREY, "linewidth": 0.6, "shrinkB": 4,
                            "relpos": (0, 0.5)},
            )  # fmt: skip

    def _alt(self, scales: dict[str, Scale]) -> str:
        said = [
            f"{shown(str(row['scenario']))} "
            + ", ".join(scales[name].text(row[name]) for name in (self.saved, self.risked))
            for row in self.table.to_dict("records")
        ]
        return (
            f"A dot a scenario with its 95 % intervals: {listed(said)}. Blue dots are beaten by "
            "none on both, grey squares are."
        )

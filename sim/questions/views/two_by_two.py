"""Two changes, each alone and both together, and whether they do more than their sum.

What goes beyond the sum is the interaction: in each twin run, what both do together less what
each does alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from textwrap import fill
from typing import TYPE_CHECKING, Any

from sim.experiments.paired import LEVEL, paired
from sim.questions.pairs import NUMBERS, pair_row
from sim.questions.views.base import View
from sim.questions.words import shown
from sim.reports.difference import difference_words, in_short, is_better, is_clear
from sim.reports.forest import forest
from sim.reports.numbers import listed, month_words
from sim.reports.style import GREY, Drawing, axes_grid, drawing_style
from sim.reports.verdict import short_name

if TYPE_CHECKING:
    import pandas as pd

    from sim.questions.answer import Answer

__all__ = ["TwoByTwo"]

ROW_INCHES = 0.33
EFFECTS = ("one", "other", "both", "beyond")


class TwoByTwo(View):
    """What two changes do alone, together, and beyond their sum.

    Parameters
    ----------
    neither, one, other, both : the four scenarios.
    one_is, other_is : what the two changes are, as read in a sentence.
    outcomes : names, at most four; a panel each. The first is told in full.
    one_short, other_short : the same for the figure; the scenarios' names unless given.
    year : [year]   When; the headline's unless given.
    """

    def __init__(
        self, answer: Answer, neither: str, one: str, other: str, both: str, one_is: str,
        other_is: str, outcomes: Sequence[str], one_short: str = "", other_short: str = "",
        year: float | None = None,
    ) -> None:  # fmt: skip
        super().__init__(answer)
        self.scenarios = {"neither": neither, "one": one, "other": other, "both": both}
        self.words = {"one": one_is, "other": other_is}
        self.short = {"one": one_short, "other": other_short, "both": "both"}
        self.outcomes = list(outcomes)
        self.month = answer.headline["month"] if year is None else round(12 * year)

    @cached_property
    def table(self) -> pd.DataFrame:
        """One row an outcome and effect: one, other, both, and what both do beyond the sum."""
        import pandas as pd

        rows = [row for outcome in self.outcomes for row in self._rows(outcome)]
        return pd.DataFrame(rows)

    def _rows(self, outcome: str) -> list[dict[str, Any]]:
        names = self.scenarios
        against = names["neither"]
        rows = []
        for effect in EFFECTS[:3]:
            row = pair_row(self.result, outcome, self.month, names[effect], against)
            rows.append({"effect": effect, "name": self._name(effect), **row, "n_better": None})
        return [*rows, self._beyond(outcome)]

    def _name(self, effect: str) -> str:
        name = self.short[effect] or shown(self.scenarios[effect])
        return name if effect == "both" else f"{name} alone"

    def _beyond(self, outcome: str) -> dict[str, Any]:
        """Return what both do beyond the sum of the two: mean_a is the sum, mean_b is both."""
        values = self.result.values(outcome, self.month)
        places = {key: self.result.names.index(name) for key, name in self.scenarios.items()}
        start, one, other, both = (values[:, places[key]] for key in ("neither", *EFFECTS[:3]))
        found, facts = paired(one + other - start, both, LEVEL), self.result.facts[outcome]
        return {
            "effect": "beyond", "name": "beyond the sum", "scenario": self.scenarios["both"],
            "against": "sum", "outcome": outcome, "better": facts["better"],
            "unit": self.result.unit(outcome, self.month), "month": self.month,
            **{name: getattr(found, name) for name in NUMBERS}, "n_better": None,
        }  # fmt: skip

    @property
    def sentences(self) -> tuple[str, str]:
        """What each does to the first outcome; and where both together leave the sum."""
        return self._each(), self._together()

    def _row(self, outcome: str, effect: str) -> dict[str, Any]:
        table = self.table
        rows = table[(table["outcome"] == outcome) & (table["effect"] == effect)]
        return {str(key): value for key, value in rows.to_dict("records")[0].items()}

    def _each(self) -> str:
        outcome = self.outcomes[0]
        said = {effect: difference_words(self._row(outcome, effect)) for effect in EFFECTS[:3]}
        return (
            f"After {month_words(self.month)}, on {short_name(self.result, outcome)}: "
            f"{self.words['one']} alone, {said['one']}; {self.words['other']} alone, "
            f"{said['other']}; both together, {said['both']}."
        )

    def _together(self) -> str:
        found: dict[str, list[str]] = {"better": [], "worse": [], "other": [], "sum": []}
        for outcome in self.outcomes:
            row = self._row(outcome, "beyond")
            kind = "sum"
            if is_clear(row):
                good = int(row["better"])
                kind = "other" if not good else "better" if is_better(row, good) else "worse"
            amount = f": {difference_words(row)}" if kind != "sum" else ""
            found[kind].append(short_name(self.result, outcome) + amount)
        words = {"better": "better than their sum on", "worse": "worse than their sum on",
                 "other": "away from their sum on",
                 "sum": "not clearly off their sum on"}  # fmt: skip
        parts = [f"{words[kind]} {listed(names)}" for kind, names in found.items() if names]
        return f"Together the two are {'; '.join(parts)}."

    def draw(self, narrow: bool = False) -> Drawing:
        """Draw the four effects with their intervals, a panel an outcome."""
        with drawing_style():
            figure, panels = axes_grid(len(self.outcomes), narrow, 0.95 + ROW_INCHES * len(EFFECTS))
            for place, (panel, outcome) in enumerate(zip(panels, self.outcomes, strict=True)):
                rows = [self._row(outcome, effect) for effect in EFFECTS]
                for row in rows:
                    row["name"] = fill(str(row["name"]), 22)
                forest(self.result, panel, rows, narrow, named=narrow or place % 2 == 0)
                panel.axhline(2.5, color=GREY, linewidth=0.7, linestyle=":")
        title = (
            f"{self.words['one'][:1].upper()}{self.words['one'][1:]}, {self.words['other']}, and "
            f"both: differences from neither after {month_words(self.month)}"
        )
        return Drawing(figure, self.table, title, self._alt())

    def _alt(self) -> str:
        first = self.outcomes[0]
        said = [f"{self._row(first, effect)['name']} {in_short(self._row(first, effect))[0]}"
                for effect in EFFECTS]  # fmt: skip
        return (
            f"A panel an outcome. {self.result.facts[first]['label']}: {listed(said)}. Dots are "
            "mean differences of twin runs, lines their 95 % intervals; the row below the dotted "
            "line is what both do beyond the sum of the two; blue is clearly better, orange "
            "clearly worse, grey unclear."
        )

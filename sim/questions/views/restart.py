"""Growth before and after a change: whether it had slowed, and what brings it back."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from sim.experiments.paired import LEVEL, mean_intervals, paired
from sim.questions.pairs import NUMBERS, pair_row
from sim.questions.views.base import View
from sim.questions.words import shown
from sim.reports.courses import Courses
from sim.reports.difference import difference_scale, difference_words, is_clear, signed
from sim.reports.numbers import Scale, listed, month_words
from sim.reports.style import (
    BAND_ALPHA,
    COLOURS,
    DASHES,
    GREY,
    Drawing,
    axes_grid,
    drawing_style,
    finish,
    label_ends,
)
from sim.reports.verdict import short_name

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    from sim.questions.answer import Answer

__all__ = ["Restart"]

YEAR = 12


class Restart(View):
    """One outcome's growth in the year before a change against the best year before that.

    Parameters
    ----------
    outcome : whose growth.
    change_month : the first month of what differs; until then all scenarios are the same.
    spent : the outcome that counts what was spent so far, shown beside what is added; none if "".
    """

    def __init__(self, answer: Answer, outcome: str, change_month: int, spent: str = "") -> None:
        super().__init__(answer)
        self.spent = spent
        self.outcome = outcome
        self.last = self.result.ensemble.plan.months
        self.change = min(change_month, self.last)

    @cached_property
    def _course(self) -> NDArray[Any]:
        return Courses(self.result).of(self.outcome)

    @property
    def _drawn(self) -> list[str]:
        return [self.outcome, *([self.spent] if self.spent else [])]

    @cached_property
    def table(self) -> pd.DataFrame:
        """One row an outcome, scenario and month: mean, interval, what it has above the first."""
        import pandas as pd

        return pd.concat([self._part(name) for name in self._drawn], ignore_index=True)

    def _part(self, outcome: str) -> pd.DataFrame:
        import pandas as pd

        rows: list[pd.DataFrame] = []
        course = Courses(self.result).of(outcome)
        for place, name in enumerate(self.result.names):
            mean, low, high = mean_intervals(course[:, place, :])
            more = mean_intervals(course[:, place, :] - course[:, 0, :])
            rows.append(pd.DataFrame({
                "outcome": outcome, "scenario": name, "month": range(1, len(mean) + 1),
                "mean": mean, "low": low, "high": high, "added": more[0], "added_low": more[1],
                "added_high": more[2],
            }))  # fmt: skip
        return pd.concat(rows, ignore_index=True)

    @property
    def slowed(self) -> dict[str, Any] | None:
        """The paired difference of growth: last year before the change less the best year before.

        Returns
        -------
        row : None where less than two whole years lie before the change; `best_year` is counted
            from 1, and the first year from the end of its first month.
        """
        before = self.change - 1
        years = before // YEAR
        if years < 2:
            return None
        ends = [before - YEAR * k for k in range(years + 1)][::-1]
        levels = [self._course[:, 0, max(0, end - 1)] for end in ends]
        grown = [after - first for first, after in pairwise(levels)]
        best = max(range(years - 1), key=lambda year: float(grown[year].mean()))
        found, facts = paired(grown[best], grown[-1], LEVEL), self.result.facts[self.outcome]
        return {"unit": facts["unit"], "best_year": best + 1, "last_year": years,
                **{name: getattr(found, name) for name in NUMBERS}}  # fmt: skip

    @property
    def sentences(self) -> tuple[str, str]:
        """Whether growth had slowed; and what each change has added by the end."""
        return self._slowing(), self._added()

    def _slowing(self) -> str:
        row, what = self.slowed, short_name(self.result, self.outcome)
        if row is None:
            return f"The run ends too soon to say whether growth of {what} had slowed."
        scale = Scale.of(str(row["unit"]), [row["mean_a"], row["mean_b"]])
        unit = "points" if scale.unit == "%" else scale.unit
        best, last = (scale.bare(row[name]) for name in ("mean_a", "mean_b"))
        slow = is_clear(row) and row["difference"] < 0
        verdict = "growth had slowed" if slow else "growth had not clearly slowed"
        return (
            f"Before the change {verdict}: {what} gained {best} {unit} in year {row['best_year']}, "
            f"its best, and {last} in year {row['last_year']}, {difference_words(row)}."
        )

    def _rows(self) -> list[dict[str, Any]]:
        rows = [pair_row(self.result, self.outcome, self._month, name, self.result.names[0])
                for name in self.result.names[1:]]  # fmt: skip
        return sorted(rows, key=lambda row: -row["difference"])

    @property
    def _month(self) -> int:
        return max(self.result.settings["months"])

    def _added(self) -> str:
        rows, first = self._rows(), shown(self.result.names[0])
        said = listed([f"{shown(row['scenario'])} {difference_words(row)}" for row in rows])
        return (
            f"After {month_words(self._month)}, on {short_name(self.result, self.outcome)} against "
            f"{first}: {said}{self._for_what()}."
        )

    def _for_what(self) -> str:
        """Return what each has spent more than the first, which may be less than was offered."""
        if not self.spent:
            return ""
        first = self.result.names[0]
        rows = [pair_row(self.result, self.spent, self._month, row["scenario"], first)
                for row in self._rows()]  # fmt: skip
        scale = max((difference_scale(row) for row in rows), key=lambda scale: scale.decimals)
        more = [f"{signed(row['difference'], scale)} with {shown(row['scenario'])}" for row in rows]
        return f"; spent by then, in {scale.unit} against {shown(first)}: {listed(more)}"

    def draw(self, narrow: bool = False) -> Drawing:
        """Draw the courses, and what each change adds."""
        plan = self.result.ensemble.plan
        scales = {name: self._scale(name) for name in self._drawn}
        shows = [(self.outcome, "mean"), *[(name, "added") for name in self._drawn]]
        with drawing_style():
            figure, panels = axes_grid(len(shows), narrow)
            for panel, (outcome, column) in zip(panels, shows, strict=True):
                scale = scales[outcome]
                self._lines(panel, outcome, column, scale)
                finish(panel, plan.months, plan.start, zero=column == "mean")
                if self.change < self.last:
                    panel.axvline(self.change, color=GREY, linewidth=1.0, linestyle=":")
                names = self.result.names[0 if column == "mean" else 1 :]
                self._label(panel, outcome, column, scale, names)
                what = short_name(self.result, outcome)
                unit = "points" if scale.unit == "%" else scale.unit
                more = f"{what.capitalize()} above {shown(self.result.names[0])}, {unit}"
                panel.set_title(scale.label(what.capitalize()) if column == "mean" else more)
        return Drawing(figure, self.table, self._title(), " ".join(self.sentences))

    def _title(self) -> str:
        best = self._rows()[0]
        what = short_name(self.result, self.outcome)
        if not is_clear(best) or best["difference"] <= 0:
            return f"After the change none adds clearly to {what}"
        return f"After the change {shown(best['scenario'])} adds most to {what}"

    def _scale(self, outcome: str) -> Scale:
        """Return how an outcome is written; of what is only drawn as added, what is added."""
        column = "mean" if outcome == self.outcome else "added"
        values = self.table[self.table["outcome"] == outcome][column]
        return Scale.of(str(self.result.facts[outcome]["unit"]), values)

    def _line(self, outcome: str, scenario: str) -> pd.DataFrame:
        table = self.table
        return table[(table["outcome"] == outcome) & (table["scenario"] == scenario)]

    def _lines(self, panel: Axes, outcome: str, column: str, scale: Scale) -> None:
        ends = {"mean": ("low", "high"), "added": ("added_low", "added_high")}[column]
        for place, name in enumerate(self.result.names):
            if column == "added" and not place:
                panel.axhline(0, color=GREY, linewidth=0.9)
                continue
            line = self._line(outcome, name)
            colour = COLOURS[place % len(COLOURS)]
            panel.plot(line["month"], scale.factor * line[column], color=colour,
                       linestyle=DASHES[place % len(DASHES)])  # fmt: skip
            if column == "added":
                low, high = (scale.factor * line[end] for end in ends)
                panel.fill_between(line["month"], low, high, color=colour, alpha=BAND_ALPHA,
                                   linewidth=0)  # fmt: skip

    def _label(
        self, panel: Axes, outcome: str, column: str, scale: Scale, names: Sequence[str]
    ) -> None:
        ends = []
        for name in names:
            line = self._line(outcome, name)
            colour = COLOURS[self.result.names.index(name) % len(COLOURS)]
            ends.append((shown(name), scale.factor * float(line[column].iloc[-1]), colour))
        label_ends(panel, ends)

"""Whom a change reaches: the difference by group of residents, and of the gaps between groups.

A gap is the value of the group that is usually ahead less that of the one usually behind. What a
change does to it is a difference of differences, taken run by run between twins.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from sim.experiments.paired import LEVEL, paired
from sim.groups import DIMENSIONS
from sim.questions.views.base import View
from sim.questions.views.group_panel import GAPS, draw_groups, draw_legend, panel_height
from sim.questions.words import shown
from sim.reports.difference import difference_scale, in_short, is_clear, signed
from sim.reports.numbers import Scale, listed, month_words
from sim.reports.style import Drawing, axes_grid, drawing_style

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from sim.questions.answer import Answer

__all__ = ["Groups", "gap_moves"]

MEASURES = {
    "trust": ("trust", "Trust in the district", "0-1"),
    "satisfaction": ("satisfaction", "Satisfaction", "0-100"),
    "adoption_share": ("adoption", "Users of an online service", "share"),
    "access_share": ("access", "Residents online", "share"),
}
"""Columns of the groups table: name in a sentence, label, unit."""
NUMBERS = ("n", "mean_a", "mean_b", "difference", "low", "high", "level", "n_higher", "n_lower",
           "n_equal", "skewness")  # fmt: skip


def gap_moves(before: float, after: float) -> str:
    """Return in a word what becomes of a gap: "widens", "closes" or "turns round"."""
    if before * after < 0:
        return "turns round"
    return "widens" if abs(after) > abs(before) else "closes"


class Groups(View):
    """Differences by age, income, education and disability.

    Parameters
    ----------
    measures : columns of the groups table, at most two; a panel each.
    scenarios : those drawn, the headline's first; the headline's alone unless given.
    against : what they are compared with; the headline's unless given.
    """

    needs: ClassVar[tuple[str, ...]] = ("monthly", "groups")

    def __init__(
        self, answer: Answer, measures: Sequence[str], scenarios: Sequence[str] = (),
        against: str = "",
    ) -> None:  # fmt: skip
        super().__init__(answer)
        asked = answer.settings["headline"]
        self.measures = list(measures)
        self.scenarios = list(scenarios) or [asked["scenario"]]
        self.against = against or asked["against"]
        self.month: int = asked["month"]

    @cached_property
    def _values(self) -> pd.DataFrame:
        """The groups at the month: index scenario, replicate, dimension, group."""
        table = self.answer.ensemble.table("groups")
        rows = table[(table["month"] == self.month) & table["dimension"].isin(list(DIMENSIONS))]
        keys = ["scenario", "replicate", "dimension", "group"]
        return rows.set_index(keys)[self.measures].sort_index()

    def _of(self, scenario: str, dimension: str, group: str, measure: str) -> NDArray[np.float64]:
        """Return a group's measure in the twin runs, shape (twins,)."""
        one = self._values.xs((scenario, dimension, group), level=(0, 2, 3))[measure]
        return one.reindex(self.result.twins).to_numpy(dtype=float)

    @cached_property
    def table(self) -> pd.DataFrame:
        """One row a measure, scenario and group or gap: the paired difference, low, high."""
        import pandas as pd

        rows = [row for measure in self.measures for scenario in self.scenarios
                for dimension, groups in DIMENSIONS.items()
                for row in self._rows(measure, scenario, dimension, list(groups))]  # fmt: skip
        return pd.DataFrame(rows)

    def _rows(
        self, measure: str, scenario: str, dimension: str, groups: Sequence[str]
    ) -> list[dict[str, Any]]:
        sides = (self.against, scenario)
        made = {("group", group): [self._of(side, dimension, group, measure) for side in sides]
                for group in groups}  # fmt: skip
        ahead, behind = GAPS[dimension]
        made["gap", f"{ahead} less {behind}"] = [
            self._of(side, dimension, ahead, measure) - self._of(side, dimension, behind, measure)
            for side in sides
        ]
        facts = {
            "measure": measure, "scenario": scenario, "against": self.against,
            "month": self.month, "unit": MEASURES[measure][2], "dimension": dimension,
        }  # fmt: skip
        return [facts | {"kind": kind, "group": group} | self._difference(*values)
                for (kind, group), values in made.items()]  # fmt: skip

    @staticmethod
    def _difference(a: NDArray[np.float64], b: NDArray[np.float64]) -> dict[str, Any]:
        found = paired(a, b, LEVEL)
        return {name: getattr(found, name) for name in NUMBERS} | {"n_better": None}

    # Sentences --------------------------------------------------------------------------------

    @property
    def sentences(self) -> tuple[str, str]:
        """Who gains most and least in the first measure; and which gaps widen or close."""
        return self._reach(), self._gaps()

    def _part(self, kind: str, measure: str) -> list[dict[str, Any]]:
        table = self.table
        chosen = (table["kind"] == kind) & (table["measure"] == measure)
        return _records(table[chosen & (table["scenario"] == self.scenarios[0])])

    def _reach(self) -> str:
        measure = self.measures[0]
        rows, what = self._part("group", measure), MEASURES[measure][0]
        start = f"By group, {shown(self.scenarios[0])} against {shown(self.against)}"
        clear = [row for row in rows if is_clear(row)]
        if not clear:
            return f"{start} makes no clear difference to the {what} of any of {len(rows)} groups."
        low, high = (pick(clear, key=lambda row: row["difference"]) for pick in (min, max))
        scale = _finest([low, high])
        ends = [f"{signed(row['difference'], scale)} ({_who(row)})" for row in (low, high)]
        by = " to ".join(ends if len(clear) > 1 else ends[:1])
        by = f"{by}, in {scale.unit}" if scale.unit else by
        return f"{start} changes {what} clearly for {len(clear)} of {len(rows)} groups, by {by}."

    def _gaps(self) -> str:
        said = [self._gaps_in(measure) for measure in self.measures]
        sentence = "; ".join(said)
        return f"{sentence[0].upper()}{sentence[1:]}."

    def _gaps_in(self, measure: str) -> str:
        what = MEASURES[measure][0]
        moved: dict[str, list[str]] = {}
        still = []
        for row in self._part("gap", measure):
            between = f"between {_pair(row)}"
            if is_clear(row):
                word = gap_moves(row["mean_a"], row["mean_b"])
                moved.setdefault(word, []).append(f"{between} ({_before_after(row)})")
            else:
                still.append(between)
        parts = [f"{word} {listed(where)}" for word, where in moved.items()]
        parts += [f"does not move clearly {listed(still)}"] if still else []
        return f"the gap in {what} {', and '.join(parts)}"

    # Figure -----------------------------------------------------------------------------------

    def draw(self, narrow: bool = False) -> Drawing:
        """Draw a panel a measure, a row a group or gap, a mark a scenario."""
        with drawing_style():
            figure, panels = axes_grid(len(self.measures), narrow, panel_height())
            for place, (panel, measure) in enumerate(zip(panels, self.measures, strict=True)):
                rows = _records(self.table[self.table["measure"] == measure])
                draw_groups(panel, rows, self.scenarios, MEASURES[measure][1],
                            named=narrow or place == 0, narrow=narrow)  # fmt: skip
            if len(self.scenarios) > 1:
                draw_legend(figure, self.scenarios, narrow)
        names = listed([MEASURES[measure][0] for measure in self.measures])
        title = (
            f"{names[0].upper()}{names[1:]} by group after {month_words(self.month)}: differences "
            f"from {shown(self.against)}"
        )
        return Drawing(figure, self.table, title, self._alt())

    def _alt(self) -> str:
        rows = self._part("group", self.measures[0])
        said = [f"{_who(row)} {in_short(row)[0]}" for row in rows]
        return (
            f"Differences with 95 % intervals, filled where the interval leaves out zero; grey "
            f"rows are gaps. {MEASURES[self.measures[0]][1]}, {shown(self.scenarios[0])} against "
            f"{shown(self.against)}: {'; '.join(said)}. {self._gaps()}"
        )


def _records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a table by the names of its columns."""
    return [{str(key): value for key, value in row.items()} for row in table.to_dict("records")]


def _who(row: dict[str, Any]) -> str:
    """Return a group as it is read in a sentence."""
    group = str(row["group"])
    if row["dimension"] == "income":
        return f"{group} income"
    if row["dimension"] == "age":
        return f"the {group}" if group.endswith("s") else f"those of {group}"
    return group


def _finest(rows: Sequence[dict[str, Any]]) -> Scale:
    """Return one scale for several differences, with the digits that the finest needs."""
    return max((difference_scale(row) for row in rows), key=lambda scale: scale.decimals)


def _before_after(row: dict[str, Any]) -> str:
    """Return a gap before and after, and its difference: "from −3.1 to −1.0, +2.1 points"."""
    scale = difference_scale(row)
    before, after = (signed(row[side], scale) for side in ("mean_a", "mean_b"))
    return f"from {before} to {after}, {in_short(row)[0]}"


def _pair(row: dict[str, Any]) -> str:
    """Return the two groups of a gap as they are read in a sentence."""
    ahead, behind = GAPS[row["dimension"]]
    return listed([_who({**row, "group": name}) for name in (ahead, behind)])

"""The same change in several worlds: on what its sign stays, and on what it turns.

A world is what nobody can choose: an unknown number at its low or high end, or another country.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from sim.questions.pairs import pair_row
from sim.questions.views.base import View
from sim.reports.difference import MINUS, in_short, is_clear, is_nothing
from sim.reports.forest import forest
from sim.reports.numbers import listed, month_words
from sim.reports.style import Drawing, axes_grid, drawing_style
from sim.reports.verdict import short_name

if TYPE_CHECKING:
    import pandas as pd

    from sim.questions.answer import Answer

__all__ = ["Ends", "sign_of", "stays"]

STAYS, TURNS, SOMEWHERE, NOWHERE = "stays", "turns", "in some worlds", "in no world"
ROW_INCHES, PANEL_INCHES = 0.36, 1.0


def sign_of(row: Mapping[str, Any]) -> int:
    """Return +1 or -1 where the interval of a difference leaves out zero, else 0."""
    if is_nothing(row) or not is_clear(row):
        return 0
    return 1 if row["difference"] > 0 else -1


def stays(signs: Sequence[int]) -> str:
    """Return what becomes of a sign from world to world.

    Parameters
    ----------
    signs : of the same difference, one a world; 0 where it is not clear.

    Returns
    -------
    fate : "stays" (clear and the same in all), "turns" (clear both ways), "in some worlds" (clear
        in some and never the other way), "in no world".
    """
    found = {sign for sign in signs if sign}
    if len(found) == 2:
        return TURNS
    if not found:
        return NOWHERE
    return STAYS if all(signs) else SOMEWHERE


class Ends(View):
    """One change or more, each in the same worlds.

    Parameters
    ----------
    worlds : what the worlds are called, in the order of the pairs.
    changes : each with `name` ("several agencies in place of one"), `short` for the figure (may be
        empty where there is one change) and `pairs`: [scenario, against] in each world.
    outcomes : one panel each.
    """

    def __init__(
        self,
        answer: Answer,
        worlds: Sequence[str],
        changes: Sequence[Mapping[str, Any]],
        outcomes: Sequence[str],
    ) -> None:
        super().__init__(answer)
        self.worlds, self.changes, self.outcomes = list(worlds), list(changes), list(outcomes)

    @cached_property
    def table(self) -> pd.DataFrame:
        """One row an outcome, change and world: the paired difference, its sign, its fate."""
        import pandas as pd

        rows = [row for outcome in self.outcomes for change in self.changes
                for row in self._rows(outcome, change)]  # fmt: skip
        return pd.DataFrame(rows)

    def _of(self, outcome: str) -> list[dict[str, Any]]:
        return _records(self.table[self.table["outcome"] == outcome])

    def _rows(self, outcome: str, change: Mapping[str, Any]) -> list[dict[str, Any]]:
        month = self.answer.headline["month"]
        rows = []
        for world, (scenario, against) in zip(self.worlds, change["pairs"], strict=True):
            found = pair_row(self.result, outcome, month, scenario, against)
            ahead = {1: found["n_higher"], -1: found["n_lower"]}.get(found["better"])
            # What is summed over a year is told a year, not a month.
            unit = self.result.unit(outcome, month)
            rows.append({"outcome": outcome, "change": change["name"], "world": world,
                         "name": ", ".join(filter(None, [change.get("short", ""), world])),
                         **found, "unit": unit, "n_better": ahead})  # fmt: skip
        fate = stays([sign_of(row) for row in rows])
        return [{**row, "sign": sign_of(row), "fate": fate} for row in rows]

    # Sentences --------------------------------------------------------------------------------

    @property
    def sentences(self) -> tuple[str, str]:
        """On what the sign is clear and the same in every world; and where it is not."""
        return self._same(), self._other()

    def _with_fate(self, fate: str) -> list[tuple[str, list[dict[str, Any]]]]:
        """Return the comparisons of a fate: the change's name, and its rows, one a world."""
        part = self.table[self.table["fate"] == fate]
        found = part.groupby(["change", "outcome"], sort=False)
        return [(str(change), _records(rows)) for (change, _), rows in found]

    def _named(self, fate: str, *, where: bool) -> str:
        """Return the outcomes of a fate with their signs, change by change."""
        by_change: dict[str, list[str]] = {}
        for change, rows in self._with_fate(fate):
            signs = [f"{_plus(row['sign'])} with {row['world']}" for row in rows if row["sign"]]
            said = f" ({listed(signs) if where else _plus(rows[0]['sign'])})" if signs else ""
            what = short_name(self.result, rows[0]["outcome"])
            by_change.setdefault(change, []).append(f"{what}{said}")
        if len(self.changes) == 1:
            return "".join(f"on {listed(found)}" for found in by_change.values())
        return ", ".join(f"for {name} on {listed(found)}" for name, found in by_change.items())

    def _same(self) -> str:
        what = "outcomes" if len(self.changes) == 1 else "comparisons"
        count, all_of = len(self._with_fate(STAYS)), len(self.outcomes) * len(self.changes)
        change = f" for {self.changes[0]['name']}" if len(self.changes) == 1 else ""
        start = f"After {month_words(self.answer.headline['month'])} the sign{change}"
        alike = f"with {listed(self.worlds)} alike"
        if not count:
            return f"{start} is clear and the same {alike} on none of {all_of} {what}."
        named = self._named(STAYS, where=False)
        return f"{start} is clear and the same {alike} in {count} of {all_of} {what}: {named}."

    def _other(self) -> str:
        """Return where the sign turns, is clear in some worlds only, or in none."""
        heads = {TURNS: "it turns", SOMEWHERE: "it is clear with one of the two only",
                 NOWHERE: "it is clear with neither"}  # fmt: skip
        said = [f"{head} {self._named(fate, where=True)}" for fate, head in heads.items()
                if self._with_fate(fate)]  # fmt: skip
        if not self._with_fate(TURNS):
            said.insert(0, "the sign turns nowhere")
        sentence = "; ".join(said)
        return f"{sentence[0].upper()}{sentence[1:]}."

    # Figure -----------------------------------------------------------------------------------

    def draw(self, narrow: bool = False) -> Drawing:
        """Draw a panel an outcome, a row a change and world, with intervals."""
        rows = len(self.worlds) * len(self.changes)
        with drawing_style():
            figure, panels = axes_grid(len(self.outcomes), narrow, PANEL_INCHES + ROW_INCHES * rows)
            for place, (panel, outcome) in enumerate(zip(panels, self.outcomes, strict=True)):
                named = narrow or place % 2 == 0
                forest(self.result, panel, self._of(outcome), narrow, named=named)
        return Drawing(figure, self.table, self._title(), self._alt())

    def _title(self) -> str:
        count, all_of = len(self._with_fate(STAYS)), len(self.outcomes) * len(self.changes)
        when = f"after {month_words(self.answer.headline['month'])}"
        if len(self.changes) > 1:
            return f"In {count} of {all_of} comparisons the sign is clear and the same in both " \
                   f"worlds {when}"  # fmt: skip
        name = str(self.changes[0]["name"])
        return f"{name[:1].upper()}{name[1:]}: the sign is clear and the same at both ends on " \
               f"{count} of {all_of} outcomes {when}"  # fmt: skip

    def _alt(self) -> str:
        """Return the differences of the first outcome, and what the colours are."""
        said = [f"{row['change']}, {row['world']} {in_short(row)[0]}"
                for row in self._of(self.outcomes[0])]  # fmt: skip
        label = self.result.facts[self.outcomes[0]]["label"]
        return (
            f"{self._title()}. Dots with 95 % intervals, blue for better, orange for worse, grey "
            f"for not clear. {label}: {'; '.join(said)}. {' '.join(self.sentences)}"
        )


def _records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a table by the names of its columns."""
    return [{str(key): value for key, value in row.items()} for row in table.to_dict("records")]


def _plus(sign: int) -> str:
    return "+" if sign > 0 else MINUS

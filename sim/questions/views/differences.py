"""Each scenario against the first, and whether one of them is best on everything."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from sim.questions.views.base import View
from sim.questions.words import shown
from sim.reports.difference import difference_words, is_clear
from sim.reports.numbers import listed, month_words
from sim.reports.verdict import short_name

if TYPE_CHECKING:
    import pandas as pd

    from sim.reports.style import Drawing

__all__ = ["Differences"]


class Differences(View):
    """The differences of all scenarios from the first, at the headline's month."""

    @cached_property
    def table(self) -> pd.DataFrame:
        """The rows of the comparison at the headline's month."""
        table = self.result.table
        month = self.answer.headline["month"]
        return table[table["month"] == month].reset_index(drop=True)

    @property
    def sentences(self) -> tuple[str, str]:
        """Who is best on what; and the widest decided difference of the headline's outcome."""
        return self._best(), self._widest()

    def _best(self) -> str:
        best, month = self.result.best, self.answer.headline["month"]
        found: dict[str, list[str]] = {}
        for outcome in self.result.settings["outcomes"]:
            better = self.result.facts[outcome]["better"]
            rows = best[(best["outcome"] == outcome) & (best["month"] == month)]
            if better and len(rows):
                top = rows.loc[(better * rows["mean"]).idxmax(), "scenario"]
                found.setdefault(str(top), []).append(short_name(self.result, outcome))
        parts = [f"{shown(name)} on {listed(on)}" for name, on in found.items()]
        if len(found) == 1:
            return f"On average one is best on everything compared: {parts[0]}."
        return f"None of the {len(self.result.names)} is best on everything; best on average: " + (
            "; ".join(parts) + "."
        )

    def _widest(self) -> str:
        outcome, month = self.answer.headline["outcome"], self.answer.headline["month"]
        rows = self.table[self.table["outcome"] == outcome].to_dict("records")
        clear = [row for row in rows if is_clear(row)]
        what = f"{short_name(self.result, outcome)} after {month_words(month)}"
        first = shown(self.result.names[0])
        if not clear:
            return f"On {what} none differs clearly from {first}."
        row = max(clear, key=lambda row: abs(row["difference"]))
        return (
            f"On {what}, {shown(row['scenario'])} is the furthest from {first}: "
            f"{difference_words(row)}; {len(clear)} of {len(rows)} differ clearly."
        )

    def draw(self, narrow: bool = False) -> Drawing:
        """Draw each difference with its interval."""
        return self.result.plot.differences(narrow)

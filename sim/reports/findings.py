"""The titles of a run's figures: what was found, in one line, filled from the tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.reports.headline import key_rows
from sim.reports.numbers import listed, month_words

if TYPE_CHECKING:
    import pandas as pd

    from sim.result import RunResult

__all__ = ["Findings"]

GAPS = {"age_gap_points": "young to elderly", "income_gap_points": "high to low income",
        "disability_gap_points": "others to disabled"}  # fmt: skip
MOODS = ("satisfaction_citizens", "satisfaction_businesses", "satisfaction_employees")


class Findings:
    """One line a figure; where an outcome was not measured, the line names the quantity only."""

    def __init__(self, result: RunResult) -> None:
        self._result = result
        self.when = f"after {month_words(result.months)}"

    def _ends(self, *names: str) -> dict[str, str]:
        """Return what each outcome ends at, with its unit, for those that were measured."""
        rows = key_rows(self._result, names)
        return {row.name: row.scale.text(row.points[-1].value) for row in rows}

    def adoption(self) -> str:
        """Return who uses and who could."""
        ends = self._ends("adoption_share", "access_share")
        if "adoption_share" not in ends:
            return "Who goes online, and with how much"
        words = f"{ends['adoption_share']} of residents use an online service {self.when}"
        return f"{words}; {ends['access_share']} are online" if "access_share" in ends else words

    def divide(self) -> str:
        """Return the widest gap."""
        rows = key_rows(self._result, tuple(GAPS))
        if not rows:
            return "The digital divide: gaps in adoption, points"
        top = max(rows, key=lambda row: row.points[-1].value)
        return (
            f"The widest gap {self.when} is {GAPS[top.name]}: "
            f"{top.scale.text(top.points[-1].value)} of adoption"
        )

    def groups(self, data: pd.DataFrame) -> str:
        """Return who uses most and least; data has dimension, group, month, value."""
        if data.empty:
            return "Who is left behind: adoption by group"
        last = data[data["month"] == data["month"].max()].sort_values("value", kind="stable")
        low, high = last.iloc[0], last.iloc[-1]
        return (
            f"{100 * low['value']:.0f} % of {_group(low)} use an online service {self.when}, "
            f"{100 * high['value']:.0f} % of {_group(high)}"
        )

    def cost(self, saved_usd: float | None) -> str:
        """Return what was spent and what was saved; `saved_usd` is None where not measured."""
        from sim.reports.numbers import with_unit

        ends = self._ends("spending_cum_usd")
        if not ends:
            return "What it costs"
        words = f"{ends['spending_cum_usd']} spent {self.when}"
        return words if saved_usd is None else (
            f"{words}; people save time worth {with_unit(saved_usd, 'USD')}"
        )  # fmt: skip

    def satisfaction(self) -> str:
        """Return how content each of the three is."""
        rows = key_rows(self._result, MOODS)
        if not rows:
            return "How people feel about it"
        said = [f"{row.name.split('_')[1]} {row.points[-1].value:.0f}" for row in rows]
        return f"Satisfaction {self.when}: {listed(said)} of 100"

    def waiting(self) -> str:
        """Return how long a case takes."""
        rows = key_rows(self._result, ("days_to_complete",))
        if not rows:
            return "What waits at the desks"
        first, last = rows[0].points[0], rows[0].points[-1]
        words = f"A case takes {rows[0].scale.bare(last.value)} days {self.when}"
        if first.month == last.month:
            return words
        was = rows[0].scale.bare(first.value)
        return f"{words}, {was} days after {month_words(first.month)}"

    def institutions(self) -> str:
        """Return what is open at the end."""
        ends = self._ends("applications_live", "registers_open")
        if len(ends) < 2:
            return "What the institutions let happen"
        return (
            f"{ends['applications_live']} of 71 applications are live and "
            f"{ends['registers_open']} of 4 registers open {self.when}"
        )


def _group(row: pd.Series) -> str:
    """Return a group so that it can stand after "of": those aged 20s, low income, disabled."""
    group = str(row["group"])
    age = "people in their {}" if group.endswith("0s") else "people of {}"
    words = {"age": age, "income": "the third with {} income",
             "education": "those with {}", "disability": "the {}"}  # fmt: skip
    return words.get(str(row["dimension"]), "{}").format(group)

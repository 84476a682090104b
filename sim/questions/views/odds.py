"""The odds that a sum is granted by some year, by tactic, and what a tactic changes in them.

The odds are shares of runs, with Wilson's interval. Whether a tactic changes them is asked of twin
runs: those in which one got the sum and the other did not (McNemar's exact test).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from sim.experiments.paired import LEVEL
from sim.questions.views.base import View
from sim.questions.words import shown
from sim.reports.numbers import listed
from sim.reports.style import COLOURS, GREY, Drawing, axes_grid, drawing_style

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    from sim.questions.answer import Answer

__all__ = ["Odds", "share_interval", "twin_test"]

OUTCOME = "supplementary_usd"
REFUSED = "requests_refused"
HALF, WHOLE, ANY = 0.5, 0.95, 0.01
"""Half of the sum, (nearly) all of it (parts of it rarely add up to the last dollar), anything."""
SHARES = (HALF, WHOLE, ANY)
DRAWN = {HALF: "Half of it or more", ANY: "Anything at all"}


def share_interval(found: int, n: int, level: float = LEVEL) -> tuple[float, float]:
    """Return Wilson's interval of a share [0-1] of `n` runs; (0, 1) for no run."""
    if not n:
        return 0.0, 1.0
    from scipy.stats import binomtest

    interval = binomtest(found, n).proportion_ci(level, method="wilson")
    return float(interval.low), float(interval.high)


def twin_test(only_a: int, only_b: int) -> float:
    """Return McNemar's exact p-value [0-1]: twins in which only one of the two got the sum."""
    if not only_a + only_b:
        return 1.0
    from scipy.stats import binomtest

    return float(binomtest(only_b, only_a + only_b, 0.5).pvalue)


class Odds(View):
    """In how many runs a share of a sum is granted by some years.

    Parameters
    ----------
    sum_usd : [USD]   What is asked for.
    years : [year]   By when; the last is that of the sentences.
    apart : scenarios that are no tactic; they are told apart from those that are.
    """

    def __init__(
        self, answer: Answer, sum_usd: float, years: Sequence[float], apart: Sequence[str] = ()
    ) -> None:
        super().__init__(answer)
        self.apart = list(apart)
        self.sum_usd = float(sum_usd)
        last = self.result.ensemble.plan.months
        self.months = sorted({min(round(12 * year), last) for year in years})

    @cached_property
    def table(self) -> pd.DataFrame:
        """One row a scenario, share and month: runs that got it, odds, interval, twins."""
        import pandas as pd

        return pd.DataFrame([
            self._row(place, share, month)
            for share in SHARES for month in self.months
            for place in range(len(self.result.names))
        ])  # fmt: skip

    def _granted(self, month: int) -> NDArray[Any]:
        """Return what was granted by a month, shape (twins, scenarios)."""
        values = self._course[:, :, month - 1]
        return values

    @cached_property
    def _course(self) -> NDArray[Any]:
        from sim.reports.courses import Courses

        return Courses(self.result).of(OUTCOME)

    @cached_property
    def _refused(self) -> NDArray[Any]:
        from sim.reports.courses import Courses

        return Courses(self.result).of(REFUSED)

    def _row(self, place: int, share: float, month: int) -> dict[str, Any]:
        granted = self._granted(month)
        got = granted >= share * self.sum_usd
        found, n = int(got[:, place].sum()), len(got)
        low, high = share_interval(found, n)
        only_first = int((got[:, 0] & ~got[:, place]).sum())
        only_this = int((got[:, place] & ~got[:, 0]).sum())
        return {
            "scenario": self.result.names[place], "share_of_sum": share, "month": month,
            "runs": n, "granted_in": found, "odds": found / n if n else float("nan"),
            "low": low, "high": high, "only_here": only_this, "only_first": only_first,
            "p_twins": twin_test(only_first, only_this),
            "mean_usd": float(granted[:, place].mean()),
            "refusals": float(self._refused[:, place, month - 1].mean()),
        }  # fmt: skip

    def _at_end(self, share: float) -> list[dict[str, Any]]:
        table = self.table
        rows = table[(table["month"] == self.months[-1]) & (table["share_of_sum"] == share)]
        return [{str(key): value for key, value in row.items()} for row in rows.to_dict("records")]

    @property
    def sentences(self) -> tuple[str, str]:
        """The odds of half of the sum by the last year; and whether a tactic changes them."""
        return self._odds(), self._changes()

    def _odds(self) -> str:
        rows = sorted(self._at_end(HALF), key=lambda row: -row["odds"])
        parts = [
            f"{100 * row['odds']:.0f} % with {shown(row['scenario'])} ({100 * row['low']:.0f} to "
            f"{100 * row['high']:.0f} %)" for row in rows
        ]  # fmt: skip
        whole = max(self._at_end(WHOLE), key=lambda row: row["odds"])
        end = (
            "and nobody gets nearly all of it in any run" if not whole["granted_in"] else
            f"and nearly all of it at most in {100 * whole['odds']:.0f} % "
            f"({shown(whole['scenario'])})"
        )  # fmt: skip
        return (
            f"The odds that half of the second million is there within {self._years()} are "
            f"{listed(parts)}; {end}."
        )

    def _changes(self) -> str:
        rows = self._at_end(HALF)
        tactics = [row for row in rows[1:] if row["scenario"] not in self.apart]
        refused = listed([f"{row['refusals']:.1f} with {shown(row['scenario'])}" for row in rows])
        clear = [row for row in tactics if row["p_twins"] < 1 - LEVEL]
        said = [self._twins(row) for row in clear]
        start = (
            f"Tactic matters: {'; '.join(said)}" if clear else
            f"In twin runs no tactic clearly changes these odds against {self._first}"
        )  # fmt: skip
        apart = [self._apart(row) for row in rows if row["scenario"] in self.apart]
        return "; ".join([start, *apart, f"refusals on average: {refused}"]) + "."

    @property
    def _first(self) -> str:
        return shown(self.result.names[0])

    def _twins(self, row: dict[str, Any]) -> str:
        return (
            f"{shown(row['scenario'])} got it and {self._first} did not in {row['only_here']} of "
            f"{row['runs']} twin runs, and the other way round in {row['only_first']}"
        )

    def _apart(self, row: dict[str, Any]) -> str:
        """Return what is no tactic: it changes the odds, or does not clearly."""
        clear = row["p_twins"] < 1 - LEVEL
        return f"apart from tactics, {self._twins(row)} ({'' if clear else 'not '}clear)"

    def _years(self) -> str:
        from sim.reports.numbers import month_words

        return month_words(self.months[-1])

    def draw(self, narrow: bool = False) -> Drawing:
        """Draw the odds of half of the sum, and of anything, a group of dots a year."""
        with drawing_style():
            figure, panels = axes_grid(len(DRAWN), narrow, 3.0)
            for panel, (share, words) in zip(panels, DRAWN.items(), strict=True):
                self._dots(panel, share)
                panel.set_ylim(-2, 102)
                panel.set_title(words)
                panel.set_ylabel("runs in which it is granted, %")
            panels[0].legend(loc="upper left", handletextpad=0.3, frameon=True, framealpha=1.0,
                             edgecolor="none")  # fmt: skip
        title = "Odds that the second million is granted, by tactic"
        alt = f"Dots are shares of runs, lines 95 % intervals. {self._odds()}"
        return Drawing(figure, self.table, title, alt)

    def _dots(self, panel: Axes, share: float) -> None:
        from sim.reports.numbers import month_words

        names, table = self.result.names, self.table[self.table["share_of_sum"] == share]
        step = 0.8 / max(1, len(names))
        marks = ("o", "s", "^", "D", "v", "P")
        for place, name in enumerate(names):
            rows = table[table["scenario"] == name]
            across = [k + step * (place - (len(names) - 1) / 2) for k in range(len(rows))]
            colour = COLOURS[place % len(COLOURS)]
            panel.vlines(across, 100 * rows["low"], 100 * rows["high"], color=colour, linewidth=2)
            panel.plot(across, 100 * rows["odds"], marks[place % len(marks)], color=colour,
                       markersize=6, label=shown(name))  # fmt: skip
        panel.set_xticks(range(len(self.months)),
                         [month_words(month) for month in self.months])  # fmt: skip
        for edge in range(1, len(self.months)):
            panel.axvline(edge - 0.5, color=GREY, linewidth=0.5, linestyle=":")
        panel.set_xlim(-0.5, len(self.months) - 0.5)

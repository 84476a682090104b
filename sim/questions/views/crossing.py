"""Which of two scenarios leads, and when the lead changes hands.

The lead is the mean paired difference of one outcome, month by month. It crosses where its sign
changes and stays for half a year, after it had been clear. How sure the month of the crossing is,
is told by drawing the twin runs again with replacement (a bootstrap with a fixed seed).
"""

from __future__ import annotations

from functools import cached_property
from textwrap import fill
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.experiments.paired import mean_intervals
from sim.questions.pairs import clear_on
from sim.questions.views.base import View
from sim.questions.words import shown
from sim.reports.courses import Courses as MonthlyCourses
from sim.reports.numbers import Scale, listed, number
from sim.reports.style import (
    BAND_ALPHA,
    COLOURS,
    GREY,
    Drawing,
    axes_grid,
    drawing_style,
    finish,
)
from sim.reports.verdict import short_name

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    from sim.questions.answer import Answer

__all__ = ["Crossing", "crossing_month"]

STAYS_MONTHS = 6
RESAMPLES = 1000
SEED = 20020805
TITLE_LETTERS = 30
"""Letters of a panel's title that fit a line, also on a phone."""


def crossing_month(lead: NDArray[np.float64], stays: int = STAYS_MONTHS) -> int | None:
    """Return the month in which a lead is lost for good, or None if it is kept or never there.

    Parameters
    ----------
    lead : shape (months,)   A mean difference, month by month.
    stays : [months]   It must keep its new sign for so long, or to the end.

    Returns
    -------
    month : [1, months]   The first month of the new sign; the last such change counts.
    """
    signs = np.sign(lead)
    found = None
    leader = 0.0
    for at, sign in enumerate(signs):
        after = signs[at : at + stays]
        if not sign or sign == leader or not (after == sign).all() or len(after) < stays:
            continue
        if leader:
            found = at + 1
        leader = float(sign)
    return found


class Crossing(View):
    """The lead of one scenario over another in one outcome, and when it is lost.

    Parameters
    ----------
    outcomes : the outcome whose crossing is told, then those drawn beside it.
    scenario, against : the two; the headline's unless given.
    year : [year]   When it is asked whether either of them dominates, beside the headline's year.
    """

    def __init__(
        self, answer: Answer, outcomes: list[str], scenario: str = "", against: str = "",
        year: float = 3,
    ) -> None:  # fmt: skip
        super().__init__(answer)
        asked = answer.settings["headline"]
        self.outcomes = outcomes
        self.month = min(round(12 * year), self.result.ensemble.plan.months)
        self.scenario = scenario or asked["scenario"]
        self.against = against or asked["against"]

    def _leads(self, outcome: str) -> NDArray[np.float64]:
        """Return the paired differences, shape (twins, months)."""
        values = MonthlyCourses(self.result).of(outcome)
        places = [self.result.names.index(name) for name in (self.scenario, self.against)]
        difference: NDArray[np.float64] = values[:, places[0], :] - values[:, places[1], :]
        return difference

    @cached_property
    def table(self) -> pd.DataFrame:
        """One row an outcome and month: the mean paired difference, low, high."""
        import pandas as pd

        rows = []
        for outcome in self.outcomes:
            mean, low, high = mean_intervals(self._leads(outcome))
            rows.append(pd.DataFrame({
                "outcome": outcome, "scenario": self.scenario, "against": self.against,
                "month": range(1, len(mean) + 1), "difference": mean, "low": low, "high": high,
            }))  # fmt: skip
        return pd.concat(rows, ignore_index=True)

    @cached_property
    def crossing(self) -> dict[str, Any]:
        """When the lead in the first outcome is lost.

        Returns
        -------
        month : of the mean over all twin runs, or None.
        share : [0-1]   Resamples of the twin runs in which there is a crossing.
        low, high : [month]   Between which 95 % of those crossings lie; None if there is none.
        """
        leads = self._leads(self.outcomes[0])
        random = np.random.default_rng(SEED)
        chosen = random.integers(0, len(leads), size=(RESAMPLES, len(leads)))
        months = [crossing_month(leads[some].mean(axis=0)) for some in chosen]
        known = [month for month in months if month is not None]
        low, high = np.percentile(known, [2.5, 97.5]) if known else (None, None)
        return {"month": crossing_month(leads.mean(axis=0)), "share": len(known) / RESAMPLES,
                "low": low, "high": high}  # fmt: skip

    @property
    def sentences(self) -> tuple[str, str]:
        """When the lead changes hands; and whether either of the two dominates."""
        return self._crosses(), self._dominates()

    def _crosses(self) -> str:
        part = self.table[self.table["outcome"] == self.outcomes[0]]
        what, month = short_name(self.result, self.outcomes[0]), self.crossing["month"]
        name, against = shown(self.scenario), shown(self.against)
        if not ((part["low"] > 0) | (part["high"] < 0)).any():
            return f"In no month is there a clear lead in {what} between {name} and {against}."
        share = f"in {100 * self.crossing['share']:.0f} % of resamples of the twin runs"
        if month is None:
            return (
                f"{self._leads_by(part, what)}, and keeps the lead on average; {share} it is lost."
            )
        before, after = part[part["month"] < month], part[part["month"] >= month]
        last = after.iloc[-1]
        clear = "clear" if last["low"] > 0 or last["high"] < 0 else "not clear any more"
        low, high = _years(self.crossing["low"]), _years(self.crossing["high"])
        return (
            f"At first {self._leads_by(before, what)}; after {_years(month)} the lead changes, and "
            f"{self._leads_by(after, '')}, and {clear} at the end ({share} it changes, in 95 % of "
            f"those between {low} and {high})."
        )

    def _leads_by(self, part: pd.DataFrame, what: str) -> str:
        """Return who has more in these months, and by how much at most."""
        leads = part["difference"].to_numpy(dtype=float)
        place = int(np.abs(leads).argmax())
        leader = self.scenario if leads[place] > 0 else self.against
        scale = Scale.of(self._unit(self.outcomes[0]), leads)
        unit = "points" if scale.unit == "%" else scale.unit
        lead = f"{number(scale.factor * abs(float(leads[place])), 2)} {unit}".strip()
        when = _years(float(part["month"].to_numpy()[place]))
        on = f" on {what}" if what else ""
        return f"{shown(leader)} is higher{on}, by {lead} at most (after {when})"

    def _dominates(self) -> str:
        month = self.month
        better, worse, _ = clear_on(self.result, month, self.scenario, self.against)
        name, against = shown(self.scenario), shown(self.against)
        if not (better and worse):
            ahead = name if better else against
            end = f"{ahead} is ahead" if better or worse else "neither is clearly ahead"
            return f"After {_years(month)} there is no trade-off that is clear: {end}."
        names = [listed([short_name(self.result, one) for one in found])
                 for found in (better, worse)]  # fmt: skip
        return (
            f"After {_years(month)} neither dominates: {name} is clearly ahead on {names[0]}, "
            f"{against} on {names[1]}."
        )

    def draw(self, narrow: bool = False) -> Drawing:
        """Draw the lead in each outcome with its interval, and mark the crossing."""
        plan = self.result.ensemble.plan
        with drawing_style():
            figure, panels = axes_grid(len(self.outcomes), narrow)
            for panel, outcome in zip(panels, self.outcomes, strict=True):
                self._panel(panel, outcome)
                finish(panel, plan.months, plan.start, zero=False)
            if self.crossing["month"] is not None:
                self._mark(panels[0])
        name, against = shown(self.scenario), shown(self.against)
        title = f"What {name} has more than {against}, month by month"
        return Drawing(figure, self.table, title, " ".join(self.sentences))

    def _panel(self, panel: Axes, outcome: str) -> None:
        facts = self.result.facts[outcome]
        part = self.table[self.table["outcome"] == outcome]
        scale = Scale.of(self._unit(outcome), part["difference"])
        panel.axhline(0, color=GREY, linewidth=0.9)
        panel.plot(part["month"], scale.factor * part["difference"], color=COLOURS[0])
        low, high = scale.factor * part["low"], scale.factor * part["high"]
        panel.fill_between(part["month"], low, high, color=COLOURS[0], alpha=BAND_ALPHA,
                           linewidth=0)  # fmt: skip
        unit = "points" if scale.unit == "%" else scale.unit
        panel.set_title(fill(f"{facts['label']}{', ' + unit if unit else ''}", TITLE_LETTERS))

    def _unit(self, outcome: str) -> str:
        """Return an outcome's unit; flows are taken over twelve months."""
        return self.result.unit(outcome, self.result.ensemble.plan.months)

    def _mark(self, panel: Axes) -> None:
        month = self.crossing["month"]
        is_late = month > self.result.ensemble.plan.months / 2  # then there is room on the left
        panel.axvline(month, color=COLOURS[1], linestyle="--", linewidth=1.2)
        panel.annotate(f"lead changes\nafter {_years(month)}", (month, 0.97),
                       xycoords=("data", "axes fraction"), xytext=(-4 if is_late else 4, 0),
                       ha="right" if is_late else "left", va="top",
                       textcoords="offset points", fontsize=8, color=COLOURS[1])  # fmt: skip


def _years(month: float) -> str:
    """Return a month of the run in years, as in "5.8 years"."""
    years = month / 12
    return f"{years:.0f} years" if years.is_integer() else f"{years:.1f} years"

"""The report of a round: outcomes now and what changed, the money, the moods, the news."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from sim.outcomes import OUTCOMES, Outcome
from sim.parameters.run import month_text

if TYPE_CHECKING:
    import pandas as pd

    from sim.model import DistrictModel
    from sim.session.money import Money
    from sim.session.moods import Mood
    from sim.session.news import News

__all__ = ["ONE_WORLD", "REPORTED", "Reading", "Report", "readings_of"]

ONE_WORLD = "One world, one luck: `egov run` gives the band. Illustrative, not a forecast."
"""Said wherever the numbers of a session are shown."""
REPORTED = (
    "adoption_share", "online_transaction_share", "applications_live", "registers_open",
    "satisfaction_citizens", "satisfaction_businesses", "satisfaction_employees", "trust",
    "age_gap_points", "wait_months", "cost_per_case_usd", "spending_cum_usd", "political_capital",
)  # fmt: skip
"""The outcomes of the report, in its order."""
_AT_START = (
    "applications_live", "registers_open", "satisfaction_citizens", "satisfaction_employees",
    "trust", "spending_cum_usd", "political_capital",
)  # fmt: skip
"""Outcomes that there are before the first month."""


@dataclass(frozen=True)
class Reading:
    """One outcome at the end of a round.

    Attributes
    ----------
    value : in `unit`; None before the first month, where nothing has been measured. Flows, and
        what swings with the season, are taken over twelve months, or as many as there are.
    change : against the end of the round before; None where there is none.
    better : +1 when more of it is better, -1 when less is, 0 for neither.
    """

    name: str
    label: str
    unit: str
    better: int
    value: float | None
    change: float | None


@dataclass(frozen=True)
class Report:
    """What the mayor is told after a half-year; `note` says that it is one world.

    Attributes
    ----------
    round, rounds : [count]   Rounds that are over, and rounds in the term.
    month, months : [months]  The last month played, and months in the term.
    date : "YYYY-MM"          The last month played; the month before the term at its start.
    outcomes : see `Reading`.
    money, moods, news : see sim/session/money.py, moods.py, news.py.
    set : levers set for the round to come, by path.
    """

    round: int
    rounds: int
    month: int
    months: int
    date: str
    outcomes: tuple[Reading, ...]
    money: Money
    moods: tuple[Mood, ...]
    news: tuple[News, ...]
    set: dict[str, Any]
    note: str = ONE_WORLD

    def __getitem__(self, name: str) -> Reading:
        """Return one outcome by its name."""
        return next(reading for reading in self.outcomes if reading.name == name)

    @property
    def table(self) -> pd.DataFrame:
        """The outcomes as a table: a row each, with label, unit, value and change."""
        import pandas as pd

        return pd.DataFrame([vars(item) for item in self.outcomes]).set_index("name")

    def as_dict(self) -> dict[str, Any]:
        """Return the report as plain data, for JSON."""
        data = asdict(self)
        data["outcomes"] = {item.pop("name"): item for item in data["outcomes"]}
        data["money"]["left"] = self.money.left
        for mood, kept in zip(self.moods, data["moods"], strict=True):
            kept["words"] = mood.words
        return data

    def __str__(self) -> str:
        """Return the report as text of 80 columns."""
        from sim.session.text import report_text

        return report_text(self)


def readings_of(
    world: DistrictModel, before: int, names: Sequence[str] = REPORTED
) -> tuple[Reading, ...]:
    """Return outcomes of a model now, with their change since the month `before`."""
    monthly = _monthly(world)
    chosen = {outcome.name: outcome for outcome in OUTCOMES}
    readings = []
    for name in names:
        outcome = chosen[name]
        value = _value(world, monthly, outcome, world.month)
        was = _value(world, monthly, outcome, before) if before < world.month else None
        change = None if value is None or was is None else value - was
        readings.append(Reading(name, outcome.label, _unit(outcome), outcome.better, value, change))
    return tuple(readings)


def _monthly(world: DistrictModel) -> pd.DataFrame:
    monthly = world.tables(("monthly",))["monthly"] if world.month else None
    import pandas as pd

    if monthly is None:
        return pd.DataFrame()
    return monthly.assign(replicate=1)


def _facts(outcome: Outcome) -> dict[str, str]:
    return {"name": outcome.name, "unit": outcome.unit, "kind": outcome.kind}


def _unit(outcome: Outcome) -> str:
    from sim.summary import unit_over

    return unit_over(_facts(outcome))


def _value(
    world: DistrictModel, monthly: pd.DataFrame, outcome: Outcome, month: int
) -> float | None:
    from sim.summary import value_at

    if month == 0:
        start = outcome.name in _AT_START and world.month == 0
        return float(outcome.value(world)) if start else None
    value = float(value_at(monthly, _facts(outcome), month).iloc[0])
    return value if math.isfinite(value) else None


def date_of(month: int, start: str) -> str:
    """Return the date of a month of the term; month 0 is the one before it."""
    return month_text(month, start)

"""A small stand-in for the model: plausible tables at once, for tests of everything around it.

It has the same interface as `sim.model.DistrictModel` (constructor, `month`, `step`, `run`,
`tables`) and the columns of its tables, but its numbers come from a few closed curves.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from sim.execution.task import ALL_TABLES

GROUPS = {
    "age": ("15-19", "20s", "30s", "40s", "50s", "60+"),
    "income": ("low", "middle", "high"),
    "education": ("junior high or less", "high school", "university"),
    "disability": ("not disabled", "disabled"),
    "business size": ("sole trader", "2-9", "10-49", "50+"),
}
LINES = (
    "certificates", "local_tax", "fines_parking", "vehicle_fee", "real_estate", "business_tax",
    "permits", "user_fee", "welfare", "information", "participation",
)  # fmt: skip
MINUTES = (
    (1, "MOIC", "keeps the resident register closed", "No security plan was handed in."),
    (2, "Mayor", "asks for a second million", "The pilot grant will not reach all services."),
    (3, "National Assembly", "refuses the second million", "Defence and welfare come first."),
    (5, "Global vendor", "bids for the portal", "The contract can be renewed each year."),
    (8, "Mayor", "launches online tax payment", "The banks agreed to settle payments."),
    (12, "IT division", "tenders the contract again", "The yearly contract has ended."),
    (15, "Citizens' representative", "asks for open meetings", "Results were not passed on."),
    (20, "MOGAHA", "leaves the law as it is", "3 of 25 districts consent; 20 are needed."),
    (26, "MOIC", "opens the vehicle register", "Two years without a leak."),
    (48, "Voters", "elect the mayor again", "Satisfaction has risen since the last election."),
)


class FakeModel:
    """Closed curves in place of the model."""

    def __init__(
        self, scenario: Any, seed: int = 0, sample: int | None = None, threads: int = 1
    ) -> None:
        self.scenario, self.seed, self.sample, self.threads = scenario, seed, sample, threads
        self.months = scenario.run.months
        self.month = 0

    def step(self) -> None:
        """Let one month pass."""
        self.month += 1

    def run(self, on_month: Callable[[int], None] | None = None) -> None:
        """Let all months pass."""
        while self.month < self.months:
            self.step()
            if on_month is not None:
                on_month(self.month)

    def tables(self, names: Sequence[str] = ALL_TABLES) -> dict[str, pd.DataFrame]:
        """Return the tables of the results."""
        dates = pd.period_range(self.scenario.run.start, periods=self.months, freq="M")
        dates = dates.strftime("%Y-%m")
        makers = {
            "monthly": lambda: self._monthly(dates),
            "groups": self._groups,
            "services": self._services,
            "decisions": lambda: self._decisions(dates),
            "ledger": lambda: self._ledger(dates),
            "portfolio": self._portfolio,
        }
        return {name: makers[name]() for name in names}

    def _luck(self, stream: int) -> np.random.Generator:
        return np.random.default_rng([self.seed, stream])

    def _monthly(self, dates: Any) -> pd.DataFrame:
        luck, t = self._luck(1), np.arange(1, self.months + 1)
        years = t / 12
        level = 1 + 0.08 * luck.standard_normal()
        adoption = 0.42 * level / (1 + np.exp(-(years - 4.5) / 1.4))
        noise = luck.standard_normal
        jump = np.exp(-(((t - 14) / 8) ** 2))
        columns: dict[str, Any] = {
            "month": t,
            "date": dates,
            "adoption_share": adoption,
            "online_transaction_share": 0.6 * adoption,
            "online_sum_share": 0.35 * adoption**1.2,
            "awareness_share": np.minimum(0.95, 0.2 + adoption),
            "spending_usd": 40_000 + 3_000 * noise(self.months) + 200 * t,
            "cost_per_case_usd": 3.4 + 0.5 * jump - 0.9 * adoption,
            "staff_hours": 52_000 * (1 - 0.3 * adoption + 0.1 * jump),
            "citizen_hours": 310_000 * (1 - 0.5 * adoption),
            "satisfaction_citizens": 52 + 14 * adoption - 4 * jump + 0.3 * noise(self.months),
            "satisfaction_businesses": 49 + 18 * adoption + 0.4 * noise(self.months),
            "satisfaction_employees": 55 - 9 * jump + 4 * adoption,
            "trust": 0.48 + 0.15 * adoption,
            "expectation_gap": 0.1 + 0.1 * jump,
            "age_gap_points": 70 * adoption * (1 - 0.4 * adoption),
            "income_gap_points": 30 * adoption,
            "disability_gap_points": 20 * adoption,
            "backlog_cases": 1_500 + 9_000 * jump + 50 * noise(self.months),
            "days_to_complete": 4.2 + 3.0 * jump - 2.0 * adoption,
            "applications_live": np.minimum(71, 12 + t // 3),
            "registers_open": np.minimum(4, t // 26),
            "consenting_districts": np.minimum(25, 1 + t // 9),
            "law_changed": (t > 100).astype(int),
            "petitions": 300 + t,
            "petitions_answered_14d_share": 0.8 - 0.2 * jump,
            "leaks": np.zeros(self.months, dtype=int),
            "vendor_knowledge": np.minimum(0.9, 0.2 + 0.004 * t),
            "lock_in": np.minimum(0.7, 0.003 * t),
            "employees": 1_387 - t // 6,
        }
        columns["spending_cum_usd"] = np.cumsum(columns["spending_usd"])
        columns["net_present_value_usd"] = -columns["spending_cum_usd"] + 9_000 * t * adoption
        return pd.DataFrame(columns)

    def _groups(self) -> pd.DataFrame:
        luck, t = self._luck(2), np.arange(1, self.months + 1)
        level = 1 + 0.08 * luck.standard_normal()
        frames = []
        for dimension, names in GROUPS.items():
            for place, name in enumerate(names):
                edge = 1 - 0.8 * place / len(names) if dimension == "age" else 0.4 + 0.2 * place
                access = np.minimum(0.98, edge * (0.6 + 0.002 * t))
                adopted = access * level / (1 + np.exp(-(t / 12 - 4.5) / 1.4)) * 0.7
                frame = {
                    "month": t, "dimension": dimension, "group": name, "n": 1000 + place,
                    "access_share": access, "aware_share": np.minimum(1, 0.2 + adopted),
                    "adoption_share": adopted, "online_share": 0.6 * adopted,
                    "satisfaction": 50 + 10 * adopted, "trust": 0.5 + 0.1 * adopted,
                }  # fmt: skip
                frames.append(pd.DataFrame(frame))
        return pd.concat(frames, ignore_index=True)

    def _services(self) -> pd.DataFrame:
        luck, t = self._luck(3), np.arange(1, self.months + 1)
        frames = []
        for place, line in enumerate(LINES):
            online = (0.5 - 0.04 * place) / (1 + np.exp(-(t / 12 - 4 - 0.2 * place)))
            needs = 40_000 / (1 + place) * (1 + 0.05 * luck.standard_normal(self.months))
            frame = {
                "month": t, "line": line, "needs": needs, "counter": needs * (0.85 - online),
                "phone": needs * 0.1, "internet": needs * online, "kiosk": needs * 0.04,
                "television": needs * 0.01, "online_share": online, "sums_usd": needs * 30,
                "sums_online_usd": needs * 12 * online, "days_to_complete": 5 - 3 * online,
                "cost_per_case_usd": 4 - online, "coverage": np.minimum(1, t / 60),
                "applications_live": np.minimum(7, 1 + t // 12),
            }  # fmt: skip
            frames.append(pd.DataFrame(frame))
        return pd.concat(frames, ignore_index=True)

    def _decisions(self, dates: Any) -> pd.DataFrame:
        luck = self._luck(4)
        rows = [
            (month, dates[month - 1], actor, what, why, json.dumps({"month": month}))
            for month, actor, what, why in MINUTES
            if month <= self.months and luck.random() < 0.9
        ]
        names = ["month", "date", "actor", "decision", "reason", "numbers"]
        return pd.DataFrame(rows, columns=names)

    def _ledger(self, dates: Any) -> pd.DataFrame:
        rows = [(1, dates[0], "Ministry of Planning and Budget", "cash", 1e6, "pilot grant")]
        for month in range(1, self.months + 1):
            for use, usd in (("accessibility", 21_000.0), ("capacity", 9_000.0), ("upkeep", 75e2)):
                rows.append((month, dates[month - 1], "cash", use, usd, ""))
        return pd.DataFrame(rows, columns=["month", "date", "source", "use", "usd", "note"])

    def _portfolio(self) -> pd.DataFrame:
        luck, rows = self._luck(5), []
        for number in range(71):
            name, line = f"Application {number}", LINES[number % len(LINES)]
            steps = [("idea", 0)] if number >= 8 else [("live", 0)]
            if 8 <= number < 40:
                start = int(number + luck.integers(0, 6))
                ends = "cancelled" if number % 13 == 0 else "live"
                steps += [("development", start), (ends, start + 7)]
            if number < 20:
                steps.append(("integrated", number + 24))
            rows += [(month, name, line, phase) for phase, month in steps if month <= self.months]
        return pd.DataFrame(rows, columns=["month", "application", "line", "phase"])


class FailingModel(FakeModel):
    """Raises in month 3 when the seed can be divided by three."""

    def step(self) -> None:
        super().step()
        if self.month == 3 and self.seed % 3 == 0:
            raise ValueError("a desk had fewer than no clerks")


class KillingModel(FakeModel):
    """Kills its own process in month 2 when the seed ends in 7."""

    def step(self) -> None:
        super().step()
        if self.month == 2 and self.seed % 10 == 7:
            os.kill(os.getpid(), signal.SIGKILL)


class ExitingModel(FakeModel):
    """Ends its own process in month 2 when the seed ends in 8, and asks Python to when in 9."""

    def step(self) -> None:
        super().step()
        if self.month == 2 and self.seed % 10 == 8:
            os._exit(3)
        if self.month == 2 and self.seed % 10 == 9:
            sys.exit("no more")


class TroubledModel(KillingModel, ExitingModel):
    """Kills, ends or exits its process by seed (7, 8, 9), and raises when the seed ends in 6."""

    def step(self) -> None:
        super().step()
        if self.month == 2 and self.seed % 10 == 6:
            raise ValueError("a desk had fewer than no clerks")


class SlowModel(FakeModel):
    """Takes a twentieth of a second a month."""

    def step(self) -> None:
        super().step()
        time.sleep(0.05)


@dataclass(frozen=True)
class FakeOutcome:
    """What is known of an outcome, as in `sim.outcomes`."""

    name: str
    label: str
    unit: str
    kind: str = "stock"
    better: int = 0
    family: str = ""
    formula: str = ""


OUTCOMES = (
    FakeOutcome("adoption_share", "Residents who used an online service", "share"),
    FakeOutcome("online_transaction_share", "Cases handled online", "share", "flow"),
    FakeOutcome("online_sum_share", "Sums paid online", "share"),
    FakeOutcome("awareness_share", "Residents who know of a service", "share"),
    FakeOutcome("spending_usd", "Spending", "USD/month", "flow"),
    FakeOutcome("spending_cum_usd", "Spending so far", "USD"),
    FakeOutcome("cost_per_case_usd", "Cost of a case", "USD"),
    FakeOutcome("staff_hours", "Hours of staff", "hours/month", "flow"),
    FakeOutcome("citizen_hours", "Hours of citizens", "hours/month", "flow"),
    FakeOutcome("satisfaction_citizens", "Satisfaction of citizens", "0-100"),
    FakeOutcome("satisfaction_businesses", "Satisfaction of businesses", "0-100"),
    FakeOutcome("satisfaction_employees", "Satisfaction of employees", "0-100"),
    FakeOutcome("trust", "Trust in the district office", "0-1"),
    FakeOutcome("expectation_gap", "Expectation less experience", "0-1"),
    FakeOutcome("age_gap_points", "Adoption, under 40 less 60 and over", "points"),
    FakeOutcome("income_gap_points", "Adoption, high less low income", "points"),
    FakeOutcome("disability_gap_points", "Adoption, others less disabled", "points"),
    FakeOutcome("backlog_cases", "Cases waiting", "cases"),
    FakeOutcome("days_to_complete", "Days to complete", "days"),
    FakeOutcome("applications_live", "Applications live", "count"),
    FakeOutcome("registers_open", "Registers open", "count"),
    FakeOutcome("consenting_districts", "Districts that consent", "count"),
    FakeOutcome("law_changed", "Law changed", "switch"),
    FakeOutcome("net_present_value_usd", "Net present value", "USD"),
)

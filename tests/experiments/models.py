"""Models small enough to know the answer: a few levers in, outcomes by a formula, one month on.

Each has the interface of `sim.model.DistrictModel`; it is named in a plan as "module:Class".
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pandas as pd

from tests.fakes import FakeOutcome

GRANT = "strategy.budget.grant_usd"  # 0 to 20 million
MANUALS = "strategy.capacity.manuals"  # 0 to 1
TRAINING = "strategy.capacity.training_hours_clerk"  # 0 to 400
MODE = "strategy.consolidation.data_mode"
GUARANTEE = "strategy.capacity.job_guarantee"
SEATS = "strategy.participation.academy_seats"  # whole numbers

OUTCOMES = (
    FakeOutcome("adoption_share", "Residents who used an online service", "share", "stock", 1,
                "adoption"),
    FakeOutcome("cost_per_case_usd", "Cost of a case", "USD", "stock", -1, "cost"),
    FakeOutcome("satisfaction_citizens", "Satisfaction of citizens", "0-100", "stock", 1,
                "satisfaction"),
    FakeOutcome("law_changed", "Law changed", "0-1", "stock", 1, "politics"),
)  # fmt: skip


class Formula:
    """Outcomes that grow in a straight line with the levers, and with the run's luck."""

    def __init__(
        self, scenario: Any, seed: int = 0, sample: int | None = None, threads: int = 1
    ) -> None:
        self.scenario, self.seed, self.months = scenario, seed, scenario.run.months
        self.luck = float(np.random.default_rng(seed).standard_normal())

    def run(self, on_month: Callable[[int], None] | None = None) -> None:
        """Let all months pass."""
        if on_month is not None:
            on_month(self.months)

    def tables(self, names: Sequence[str]) -> dict[str, pd.DataFrame]:
        """Return the monthly table."""
        months = np.arange(1, self.months + 1)
        values = {name: np.full(self.months, float(v)) for name, v in self.outcomes().items()}
        return {"monthly": pd.DataFrame({"month": months, "date": "2002-08", **values})}

    def share(self, path: str, low: float, high: float) -> float:
        """Return where in a range a lever stands, 0 to 1."""
        return float((self.scenario.value(path) - low) / (high - low))

    def outcomes(self) -> dict[str, float]:
        """Return each outcome: 0.3 for all of the manuals, 0.1 for all of the training."""
        manuals, training = self.share(MANUALS, 0, 1), self.share(TRAINING, 0, 40)
        shared = 0.05 * (self.scenario.value(MODE) == "shared")
        return {
            "adoption_share": 0.1 + 0.3 * manuals + 0.1 * training + shared + 0.01 * self.luck,
            "cost_per_case_usd": 4 - manuals * training + 0.05 * self.luck,
            "satisfaction_citizens": 50 + 10 * training + 0.5 * self.luck,
            "law_changed": 0.0,
        }


class OwnLuck(Formula):
    """With luck of its own at every point, as nothing with common random numbers has."""

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        place = int(self.scenario.value(SEATS) + self.scenario.value(GRANT))
        self.luck = float(np.random.default_rng([self.seed, place]).standard_normal())


class Quiet(Formula):
    """The same without luck."""

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.luck = 0.0


class Failing(Formula):
    """Fails where the manuals are nearly complete."""

    def run(self, on_month: Callable[[int], None] | None = None) -> None:
        if self.scenario.value(MANUALS) > 0.9:
            raise ValueError("a desk had fewer than no clerks")
        super().run(on_month)


class NoNumber(Formula):
    """Gives no number for the cost where the manuals are nearly complete."""

    def outcomes(self) -> dict[str, float]:
        found = super().outcomes()
        if self.scenario.value(MANUALS) > 0.9:
            found["cost_per_case_usd"] = math.nan
        return found


class Ishigami(Formula):
    """The test function of Ishigami & Homma (1990), a = 7, b = 0.1, as the first outcome.

    Its three inputs, from -pi to pi, are three levers over their whole range.
    """

    def outcomes(self) -> dict[str, float]:
        places = (self.share(MANUALS, 0, 1), self.share(TRAINING, 0, 40),
                  self.share(GRANT, 0, 2e6))  # fmt: skip
        x = [math.pi * (2 * place - 1) for place in places]
        value = math.sin(x[0]) + 7 * math.sin(x[1]) ** 2 + 0.1 * x[2] ** 4 * math.sin(x[0])
        return {"adoption_share": value, "cost_per_case_usd": 1.0, "satisfaction_citizens": 50.0,
                "law_changed": 0.0}  # fmt: skip

"""A model whose front is known: two levers, an uncertain parameter, no months to speak of.

With a = own funds / 1,000,000 and b = (training hours - 20) / 20, both from -1 to 1:

    adoption      = a x (1 - f)                    better high
    spending      = 1,000,000 x (a^2 + b^2)        better low

so that nothing on the front trains other than 20 hours, and spending there is 1,000,000 x a^2.
f is failure_online less its value in the file: the drawn worlds move adoption by a known amount.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from tests.fakes import FakeModel, FakeOutcome

FUNDS = "strategy.budget.own_funds_usd_per_year"
HOURS = "strategy.capacity.training_hours_clerk"
FAILURE = "district.people.demand.failure_online"
USUAL_FAILURE = 0.18


class FrontModel(FakeModel):
    """Closed forms of two levers; luck adds the same to every setting."""

    def tables(self, names=("monthly",)):
        a = self.scenario.value(FUNDS) / 1e6
        b = (self.scenario.value(HOURS) - 20.0) / 20.0
        f = self.scenario.value(FAILURE) - USUAL_FAILURE
        luck = np.random.default_rng(self.seed).normal(0, 0.01)
        month = np.arange(1, self.months + 1)
        table = pd.DataFrame(
            {
                "month": month,
                "adoption_share": a * (1 - f) + luck,
                "spending_cum_usd": 1e6 * (a**2 + b**2),
                "satisfaction_citizens": 50.0 + 10 * b + luck,
                "kiosk_share": 0.1,
            }
        )
        return {"monthly": table}


class ShakyModel(FrontModel):
    """Fails where training is above 30 hours."""

    def step(self) -> None:
        super().step()
        if self.scenario.value(HOURS) > 30:
            raise ValueError("nobody is left at the desks")


OUTCOMES = (
    FakeOutcome("adoption_share", "Residents who used an online service", "share", better=1,
                family="adoption"),
    FakeOutcome("spending_cum_usd", "Spending so far", "USD", better=-1, family="cost"),
    FakeOutcome("satisfaction_citizens", "Satisfaction of citizens", "0-100", better=1,
                family="satisfaction"),
    FakeOutcome("kiosk_share", "Cases at a kiosk", "share", "flow"),
)  # fmt: skip

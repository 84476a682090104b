"""A model whose outcomes are a known formula of its levers, with a synergy, and some luck."""

from __future__ import annotations

import numpy as np
import pandas as pd

from tests.fakes import OUTCOMES, FakeModel  # noqa: F401

PATHS = {
    "hours": "strategy.capacity.training_hours_clerk",
    "manuals": "strategy.capacity.manuals",
    "outreach": "strategy.accessibility.outreach",
    "kiosks": "strategy.accessibility.kiosks",
    "promises": "strategy.participation.promises",
}


class WorthModel(FakeModel):
    """Adoption is 2 hours/100 + outreach/10 + manuals x outreach/5; cost is not touched."""

    def _monthly(self, dates):
        table = super()._monthly(dates)
        at = {name: float(self.scenario.value(path)) for name, path in PATHS.items()}
        levers = self.scenario.strategies_by_month(self.months)[-1]
        outreach = float(levers.accessibility.outreach)
        level = 0.02 * at["hours"] + 0.1 * outreach + 0.2 * at["manuals"] * outreach
        luck = np.random.default_rng(self.seed)
        level *= 1 + 0.1 * luck.standard_normal()
        levels = np.full(self.months, level + 0.05 * luck.standard_normal())
        return pd.DataFrame({**table, "adoption_share": levels, "cost_per_case_usd": 3.0})


class BreakingModel(WorthModel):
    """Fails for some seeds once there are manuals."""

    def step(self):
        super().step()
        if self.scenario.value(PATHS["manuals"]) > 0 and self.seed % 2 == 0:
            raise ValueError("the manuals burnt")

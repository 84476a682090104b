"""A stand-in for the model with every outcome that roles are scored by, from a few formulas."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pandas as pd

from sim import outcomes as real
from sim.classroom.ends import wanted
from sim.classroom.predictions import OUTCOMES as FORECAST
from sim.classroom.roles import overall, roles

NEEDED = {outcome for outcome, _ in wanted([*roles(), overall()])} | set(FORECAST)
OUTCOMES = tuple(one for one in real.OUTCOMES if one.name in NEEDED)
TRAINING = "strategy.capacity.training_hours_clerk"
PETITIONS = "strategy.participation.online_petitions"
ENDS = {aim.outcome: ends for one in (*roles(), overall()) for aim in one.aims
        for ends in aim.ends.values()}  # fmt: skip


class StandIn:
    """Outcomes half-way between their ends, moved by training, petitions and luck."""

    def __init__(
        self, scenario: Any, seed: int = 0, sample: int | None = None, threads: int = 1
    ) -> None:
        self.scenario, self.months = scenario, scenario.run.months
        self.luck = float(np.random.default_rng(seed).standard_normal())

    def run(self, on_month: Callable[[int], None] | None = None) -> None:
        """Let all months pass."""
        if on_month is not None:
            on_month(self.months)

    def tables(self, names: Sequence[str]) -> dict[str, pd.DataFrame]:
        """Return the monthly table and the minutes."""
        return {"monthly": self._monthly(), "decisions": self._decisions()}

    def _monthly(self) -> pd.DataFrame:
        place = 0.4 + 0.01 * self.scenario.value(TRAINING) + 0.02 * self.luck
        place -= 0.1 * self.scenario.value(PETITIONS)
        month = np.arange(1, self.months + 1)
        columns: dict[str, Any] = {"month": month, "date": "2002-08"}
        for one in OUTCOMES:
            worst, best = ENDS.get(one.name, (0.0, 1.0))
            columns[one.name] = np.full(self.months, worst + place * (best - worst))
        return pd.DataFrame(columns)

    def _decisions(self) -> pd.DataFrame:
        rows = [(1, "2002-08", "Mayor's office", "opens the books", "It is asked for.")]
        if not self.scenario.value(PETITIONS):
            rows.append((5, "2002-12", "MOIC", "declines to hand over", "No <b>trust</b> yet."))
        made = [(*row, json.dumps({})) for row in rows]
        return pd.DataFrame(
            made, columns=["month", "date", "actor", "decision", "reason", "numbers"]
        )


class Failing(StandIn):
    """Fails wherever petitions are online."""

    def run(self, on_month: Callable[[int], None] | None = None) -> None:
        if self.scenario.value(PETITIONS):
            raise ValueError("a desk had fewer than no clerks")
        super().run(on_month)

"""Models that do next to nothing, to measure everything around a run."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any

from sim.outcomes import OUTCOMES

__all__ = ["OUTCOMES", "LongModel", "QuickModel", "WaitingModel"]


class QuickModel:
    """A table of the size of the model's monthly one, at once."""

    seconds = 0.0

    def __init__(
        self, scenario: Any, seed: int = 0, sample: int | None = None, threads: int = 1
    ) -> None:
        self.months = scenario.run.months
        self.seed, self.sample, self.threads = seed, sample, threads
        self._end = time.perf_counter() + self.seconds
        self._table = self._random()

    def run(self, on_month: Callable[[int], None] | None = None) -> None:
        """Let all months pass."""
        for month in range(1, self.months + 1):
            left = self._end - time.perf_counter()
            time.sleep(max(0.0, left / (self.months - month + 1)))
            if on_month is not None:
                on_month(month)

    def tables(self, names: Sequence[str] = ("monthly",)) -> dict[str, Any]:
        """Return the monthly table, of random numbers."""
        return dict.fromkeys(names, self._table)

    def _random(self) -> Any:
        import numpy as np
        import pandas as pd

        values = np.random.default_rng(self.seed).random((self.months, len(OUTCOMES)))
        table = pd.DataFrame(values, columns=[outcome.name for outcome in OUTCOMES])
        table.insert(0, "month", np.arange(1, self.months + 1))
        return table


class WaitingModel(QuickModel):
    """Takes 50 ms, its table included."""

    seconds = 0.05


class LongModel(QuickModel):
    """Takes a minute."""

    seconds = 60.0

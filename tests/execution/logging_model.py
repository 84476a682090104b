"""A stand-in model that writes down each of its runs, for tests that count them."""

from __future__ import annotations

import os
import time

from tests.fakes import OUTCOMES, FakeModel

__all__ = ["OUTCOMES", "LoggingModel"]

SECONDS_A_MONTH = 0.012


class LoggingModel(FakeModel):
    """Takes about 40 ms, and appends its seed and scenario to a file at begin and end."""

    def __init__(self, scenario, seed=0, sample=None, threads=1):
        super().__init__(scenario, seed, sample, threads)
        self._note("begun")

    def step(self):
        super().step()
        time.sleep(SECONDS_A_MONTH)
        if self.month == self.months:
            self._note("done")

    def _note(self, what):
        line = f"{what} {self.seed} {self.scenario.strategy.budget.grant_usd}\n"
        log = os.open(os.environ["EGOV_TEST_LOG"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        try:
            os.write(log, line.encode())  # one write: whole, whoever else writes
        finally:
            os.close(log)

"""Which settings to try next: Optuna's NSGA-II, asked and told in batches.

A batch is asked for as a whole and told as a whole, in its own order, so that what is tried
depends on the seed and on the results alone: not on the number of processes, nor on which run
ended first. A search done again asks for the same settings, whose runs the store then has.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from sim.errors import UserError
from sim.experiments.levers import Lever

__all__ = ["Proposals"]

SPARE = 0.1
"""A generation is whole when this share of a batch is missing, so that a few failed runs do not
make the search wait for another batch."""


class Proposals:
    """Asks for settings and learns from what they gave.

    Parameters
    ----------
    levers : what may be set.
    directions : +1 or -1 for each objective.
    batch : settings asked for at a time, which is one generation.
    seed : decides everything, together with what is told.
    start : a setting to be tried first, by path; left out where it is not within the levers.

    Raises
    ------
    UserError : Optuna is not installed.
    """

    def __init__(
        self,
        levers: Sequence[Lever],
        directions: Sequence[int],
        batch: int,
        seed: int,
        start: Mapping[str, Any] | None = None,
    ) -> None:
        optuna = _optuna()
        self._levers, self._optuna = levers, optuna
        digest = hashlib.sha256(f"search/{seed}".encode()).digest()
        sampler = optuna.samplers.NSGAIISampler(
            population_size=max(2, batch - int(SPARE * batch)),
            seed=int.from_bytes(digest[:4], "big"),
        )
        words = ["maximize" if direction > 0 else "minimize" for direction in directions]
        self._study = optuna.create_study(directions=words, sampler=sampler)
        self._open: list[Any] = []
        asked = {lever.path: lever.as_asked((start or {}).get(lever.path)) for lever in levers}
        if start and None not in asked.values():
            self._study.enqueue_trial(asked)

    def ask(self, count: int) -> list[dict[str, Any]]:
        """Return so many settings to be tried, each as values by path."""
        self._open = [self._study.ask() for _ in range(count)]
        return [
            {lever.path: lever.suggested(trial) for lever in self._levers} for trial in self._open
        ]

    def tell(self, results: Sequence[Sequence[float] | None]) -> None:
        """Say what the settings last asked for gave; None for one that failed."""
        failed = self._optuna.trial.TrialState.FAIL
        for trial, values in zip(self._open, results, strict=True):
            if values is None:
                self._study.tell(trial, state=failed)
            else:
                self._study.tell(trial, list(values))
        self._open = []


def _optuna() -> Any:
    try:
        import optuna
    except ImportError:
        raise UserError("search needs Optuna: pip install 'egov-sim[experiments]'") from None
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    return optuna

"""A stand-in for the answer to a question: made-up outcomes of twin runs, and no model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd

from sim.experiments.published import outcomes_of

FACTS = {row["name"]: row for row in outcomes_of("")}


class Result:
    """A comparison whose outcomes are given: shape (twins, scenarios, months) each."""

    def __init__(
        self, names: Sequence[str], outcomes: Mapping[str, Any], decisions: Sequence[Any] = ()
    ) -> None:
        self.names = list(names)
        self.outcomes = {name: np.asarray(values, dtype=float) for name, values in outcomes.items()}
        shape = next(iter(self.outcomes.values())).shape
        self.twins = list(range(1, shape[0] + 1))
        self.facts = FACTS
        months = shape[2]
        self.settings = {"outcomes": list(outcomes), "months": [months]}
        bases = [SimpleNamespace(name=name, value=lambda path: 0.5) for name in names]
        self.ensemble = SimpleNamespace(
            plan=SimpleNamespace(months=months, start="2002-08", bases=bases, points=bases),
            monthly=self._monthly, values=self._at, table=lambda name: self.decisions,
        )  # fmt: skip
        columns = ["scenario", "replicate", "month", "actor", "decision", "numbers"]
        self.decisions = pd.DataFrame(list(decisions), columns=columns)

    def values(self, outcome: str, month: int) -> Any:
        return self.outcomes[outcome][:, :, month - 1]

    def unit(self, outcome: str, month: int) -> str:
        return str(self.facts[outcome]["unit"])

    def _runs(self) -> list[tuple[int, int]]:
        return [(twin, place) for twin in self.twins for place in range(len(self.names))]

    def _monthly(self, columns: Sequence[str]) -> pd.DataFrame:
        months = self.ensemble.plan.months
        rows = [
            {"scenario": self.names[place], "replicate": twin, "month": month + 1,
             **{name: self.outcomes[name][twin - 1, place, month] for name in columns}}
            for twin, place in self._runs() for month in range(months)
        ]  # fmt: skip
        return pd.DataFrame(rows)

    def _at(self, outcomes: Sequence[str], months: Sequence[int]) -> pd.DataFrame:
        index = pd.MultiIndex.from_tuples(
            [(self.names[place], 0, 0, twin) for twin, place in self._runs()],
            names=["scenario", "point", "draw", "replicate"],
        )
        data = {
            (name, month): [self.outcomes[name][twin - 1, place, month - 1]
                            for twin, place in self._runs()]
            for name in outcomes for month in months
        }  # fmt: skip
        return pd.DataFrame(data, index=index)


def answer_of(result: Result, month: int | None = None) -> Any:
    """Return what a view needs of an answer."""
    headline = {"month": month or result.ensemble.plan.months}
    return SimpleNamespace(comparison=result, headline=headline)

"""What a search may set: ranges and values, from `--vary` or from the scenario's `sweep:`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from math import floor, log10
from typing import TYPE_CHECKING, Any

from sim.errors import UserError

if TYPE_CHECKING:
    from sim.experiments.vary import Variation
    from sim.scenario import Scenario

__all__ = ["Lever", "levers_of"]

STEPS = 1_000
"""A lever is set to about a thousandth of its range: nobody can set it finer."""
NOTHING_TO_SET = (
    "{name} says nothing of what may be set: give the levers to search over, for example "
    "--vary strategy.capacity.training_hours_clerk=0:40 --vary strategy.participation."
    "online_petitions=yes,no; or a `sweep:` in the file, whose values or ranges are then searched."
)


@dataclass(frozen=True)
class Lever:
    """One thing that the search may set: a range (low, high), or values.

    Attributes
    ----------
    whole : whether only whole numbers are allowed.
    """

    path: str
    low: float | None = None
    high: float | None = None
    values: tuple[Any, ...] = ()
    whole: bool = False

    def as_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        return asdict(self) | {"values": list(self.values)}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Lever:
        """Return the lever that `as_dict` was made of."""
        return cls(**{**data, "values": tuple(data["values"])})

    def suggested(self, trial: Any) -> Any:
        """Return the value that a trial of Optuna gives it."""
        if self.values:
            return self.values[trial.suggest_categorical(self.path, self._places())]
        if self.whole:
            return trial.suggest_int(self.path, int(self.low or 0), int(self.high or 0))
        return self._rounded(trial.suggest_float(self.path, self.low, self.high))

    def as_asked(self, value: Any) -> Any:
        """Return a value as Optuna counts it; None if it is not among those to be tried."""
        if self.values:
            return self.values.index(value) if value in self.values else None
        inside = isinstance(value, int | float) and self._ends()[0] <= value <= self._ends()[1]
        return value if inside else None

    def _places(self) -> list[int]:
        return list(range(len(self.values)))

    def _ends(self) -> tuple[float, float]:
        assert self.low is not None
        assert self.high is not None
        return self.low, self.high

    def _rounded(self, value: float) -> float:
        low, high = self._ends()
        decimals = -floor(log10((high - low) / STEPS))
        return min(max(round(value, decimals), low), high)


def levers_of(vary: Iterable[str] | Mapping[str, Sequence[Any]], base: Scenario) -> list[Lever]:
    """Return what may be set: what `vary` says, else what the scenario's `sweep:` varies.

    Raises
    ------
    UserError : neither says anything, or a path or value is wrong.
    """
    from sim.experiments.vary import parse_vary

    given = vary if isinstance(vary, Mapping) else list(vary)
    variation = parse_vary(given or _from_sweep(base), base)
    if not variation.paths:
        raise UserError(NOTHING_TO_SET.format(name=base.name))
    return [_lever(path, variation) for path in variation.paths]


def _lever(path: str, variation: Variation) -> Lever:
    from sim.parameters.catalogue import catalogue

    if path in variation.choices:
        return Lever(path, values=tuple(variation.choices[path]))
    low, high = variation.ranges[path]
    return Lever(path, low, high, whole=catalogue()[path].kind == "integer")


def _from_sweep(base: Scenario) -> Mapping[str, Sequence[Any]]:
    """Return what the scenario's own `sweep:` varies: values as choices, bounds as ranges."""
    sweep = base.sweep
    if sweep is None:
        return {}
    if sweep.sample is not None:
        return {path: tuple(ends) for path, ends in sweep.sample.between.items()}
    tables = sweep.grid or sweep.zipped or {}
    values = {path: list(dict.fromkeys(given)) for path, given in tables.items()}
    for entry in sweep.listed or []:
        for path in entry:
            own = values.setdefault(path, [base.value(path)])
            own += [entry[path]] if entry[path] not in own else []
    return values

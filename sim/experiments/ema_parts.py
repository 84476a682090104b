"""Uncertainties, levers and outcomes in the words of EMA Workbench."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import ceil, floor
from typing import TYPE_CHECKING, Any

from sim.parameters.catalogue import catalogue

if TYPE_CHECKING:
    from sim.experiments.ema import Experiments
    from sim.experiments.levers import Lever
    from sim.scenario.schema import Distribution

__all__ = ["model_of"]

SPREADS_KEPT = 4.0
"""A normal spread is cut at so many standard deviations, and at the range of its parameter."""


def model_of(
    experiments: Experiments,
    levers: Sequence[Lever],
    uncertainties: Sequence[Lever],
    constants: Mapping[str, Any],
    outcomes: Mapping[str, Mapping[str, Any]],
) -> Any:
    """Return the `ema_workbench.Model` of a scenario."""
    from ema_workbench import Constant, Model, ScalarOutcome

    base = experiments.base
    spread = {path: shape for path, shape in base.uncertain.items() if path not in constants}
    names = short_names([*spread, *(lever.path for lever in [*uncertainties, *levers]), *constants])
    letters = "".join(letter for letter in base.name if letter.isalnum() and letter.isascii())
    made = Model(f"egov{letters}", function=experiments)
    made.uncertainties = [
        *(_spread(names[path], path, shape) for path, shape in spread.items()),
        *(_range(names[lever.path], lever) for lever in uncertainties),
    ]
    made.levers = [_range(names[lever.path], lever) for lever in levers]
    made.constants = [Constant(names[path], value) for path, value in constants.items()]
    made.outcomes = [
        ScalarOutcome(name, kind=_kind(int(facts["better"]))) for name, facts in outcomes.items()
    ]
    made.paths = {short: path for path, short in names.items()}
    return made


def short_names(paths: Sequence[str]) -> dict[str, str]:
    """Return a name for each path: its last word, or as many as tell it from the others."""
    found: dict[str, str] = {}
    for path in paths:
        words = path.split(".")
        for count in range(1, len(words) + 1):
            tail = words[-count:]
            if sum(other.split(".")[-count:] == tail for other in set(paths)) == 1:
                break
        found[path] = "_".join(tail)
    return found


def _kind(better: int) -> int:
    from ema_workbench import ScalarOutcome

    kinds = {1: ScalarOutcome.MAXIMIZE, -1: ScalarOutcome.MINIMIZE, 0: ScalarOutcome.INFO}
    return int(kinds[better])


def _range(name: str, lever: Lever) -> Any:
    from ema_workbench import IntegerParameter, RealParameter

    if lever.values:
        return _choice(name, lever.path, lever.values)
    kind = IntegerParameter if lever.whole else RealParameter
    return kind(name, lever.low, lever.high, variable_name=[lever.path])


def _spread(name: str, path: str, shape: Distribution) -> Any:
    """Return an uncertain parameter with the distribution that the scenario gives it."""
    from ema_workbench import IntegerParameter, RealParameter

    where = {"variable_name": [path]}
    if shape.choice is not None:
        return _choice(name, path, shape.choice)
    if shape.uniform is not None:
        low, high = shape.uniform
        if catalogue()[path].kind == "integer":
            return IntegerParameter(name, ceil(low), floor(high), **where)
        return RealParameter(name, low, high, **where)
    return RealParameter.from_dist(name, _continuous(path, shape), **where)


def _choice(name: str, path: str, values: Sequence[Any]) -> Any:
    from ema_workbench import BooleanParameter, CategoricalParameter

    different = list(dict.fromkeys(values))
    if len(different) == 2 and all(isinstance(value, bool) for value in different):
        return BooleanParameter(name, variable_name=[path])
    different *= 2 if len(different) == 1 else 1  # it wants two categories at least
    return CategoricalParameter(name, different, variable_name=[path])


def _continuous(path: str, shape: Distribution) -> Any:
    from scipy import stats

    if shape.posterior:
        return _fitted(path)
    if shape.triangular is not None:
        low, mode, high = shape.triangular
        return stats.triang((mode - low) / (high - low), loc=low, scale=high - low)
    assert shape.normal is not None
    mean, spread = shape.normal
    declared = catalogue()[path]
    low = -SPREADS_KEPT if declared.low is None else (declared.low - mean) / spread
    high = SPREADS_KEPT if declared.high is None else (declared.high - mean) / spread
    ends = max(low, -SPREADS_KEPT), min(high, SPREADS_KEPT)
    return stats.truncnorm(*ends, loc=mean, scale=spread)


def _fitted(path: str) -> Any:
    """Return one parameter of the shipped posterior by itself, as EMA Workbench draws it."""
    import numpy as np
    from scipy import stats

    from sim.scenario import posterior

    edges = np.unique(np.quantile(posterior.column(path), np.linspace(0, 1, 21)))
    density = 1.0 / (len(edges) - 1) / np.diff(edges)
    return stats.rv_histogram((density, edges), density=True)()

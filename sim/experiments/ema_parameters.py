"""Spreads and levers of a scenario as parameters of the EMA Workbench."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ema_workbench import BooleanParameter, CategoricalParameter, IntegerParameter, RealParameter
from ema_workbench.em_framework.parameters import Constant

from sim.parameters.catalogue import catalogue

if TYPE_CHECKING:
    from ema_workbench.em_framework.parameters import Parameter

    from sim.experiments.levers import Lever
    from sim.parameters.catalogue import Parameter as Declared
    from sim.scenario import Scenario

__all__ = ["lever_parameter", "short_names", "uncertain_parameter"]

WIDEST = 3.0
"""Standard deviations at which a normal spread is cut: the Workbench wants bounds."""


def short_names(paths: Sequence[str], taken: Sequence[str] = ()) -> dict[str, str]:
    """Return a Python identifier for each path: its last part, or all of it if that is not unique.

    Parameters
    ----------
    taken : names that stand for something else.
    """
    last = [path.rpartition(".")[2] for path in paths]
    return {
        path: path.replace(".", "_") if last.count(short) > 1 or short in taken else short
        for path, short in zip(paths, last, strict=True)
    }


def lever_parameter(name: str, lever: Lever) -> Parameter:
    """Return what the search may set as a lever of the Workbench."""
    if lever.values:
        return _of_values(name, lever.path, lever.values)
    kind = IntegerParameter if lever.whole else RealParameter
    return kind(name, lever.low, lever.high, variable_name=lever.path)


def uncertain_parameter(name: str, path: str, scenario: Scenario) -> Parameter | Constant:
    """Return a spread under `uncertain:` as an uncertainty; a constant if it is one value.

    A triangular or normal spread keeps its shape; the latter is cut at three standard deviations
    and at the ends of the parameter's own range. A spread over whole numbers is rounded when it
    is run, except a uniform one, which becomes whole numbers of equal chance.
    """
    from scipy import stats

    spread, declared = scenario.uncertain[path], catalogue()[path]
    if spread.choice is not None:
        values = tuple(dict.fromkeys(spread.choice))
        return Constant(path, values[0]) if len(values) == 1 else _of_values(name, path, values)
    if spread.uniform is not None:
        low, high = spread.uniform
        if declared.kind == "integer":
            return IntegerParameter(name, round(low), round(high), variable_name=path)
        return RealParameter(name, low, high, variable_name=path)
    if spread.triangular is not None:
        low, mode, high = spread.triangular
        shape = stats.triang((mode - low) / (high - low), loc=low, scale=high - low)
    else:
        assert spread.normal is not None
        shape = _cut_normal(*spread.normal, declared)
    return RealParameter.from_dist(name, shape, variable_name=path, pff=False)


def _cut_normal(mean: float, deviation: float, declared: Declared) -> Any:
    from scipy import stats

    low = -WIDEST if declared.low is None else max(-WIDEST, (declared.low - mean) / deviation)
    high = WIDEST if declared.high is None else min(WIDEST, (declared.high - mean) / deviation)
    return stats.truncnorm(low, high, loc=mean, scale=deviation)


def _of_values(name: str, path: str, values: Sequence[Any]) -> Parameter:
    if set(values) == {True, False} and all(isinstance(value, bool) for value in values):
        return BooleanParameter(name, variable_name=path)
    return CategoricalParameter(name, list(values), variable_name=path)

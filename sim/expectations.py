"""What a scenario expects of its outcomes (`expect:`), checked after the run."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from sim.parameters.catalogue import nearest
from sim.reports.numbers import with_unit
from sim.summary import point_of, unit_over, value_at

if TYPE_CHECKING:
    import pandas as pd

    from sim.result import RunResult
    from sim.scenario.schema import Expectation

__all__ = ["Check", "evaluate"]


@dataclass(frozen=True)
class Check:
    """One expectation and what was found.

    Attributes
    ----------
    sentence : what was expected, in words.
    observed : the value found, as in the headline (see `sim.summary`).
    met : whether `observed` is as expected; None where it cannot be told.
    unit : of what was observed.
    runs_met, runs : in how many of the replications it is so.
    note : why it cannot be told.
    """

    sentence: str
    outcome: str
    observed: float | None
    unit: str
    met: bool | None
    runs_met: int
    runs: int
    note: str = ""

    def found(self) -> str:
        """Return what was found, in words."""
        if self.observed is None:
            return self.note
        text = f"It is {with_unit(self.observed, self.unit)}"
        return f"{text}, and so in {self.runs_met} of {self.runs}." if self.runs else f"{text}."

    def as_dict(self) -> dict[str, Any]:
        """Return the check as plain data."""
        return asdict(self)


def evaluate(result: RunResult) -> list[Check]:
    """Return a check for each item of the scenario's `expect:` list."""
    return [_check(result, item) for item in result.manifest["about"]["expect"]]


def _check(result: RunResult, item: dict[str, Any]) -> Check:
    from sim.scenario.schema import Expectation

    wanted = Expectation.model_validate(item)
    facts = result.outcomes.get(wanted.outcome)
    unit = _unit(wanted, facts)
    sentence = _sentence(wanted, facts["label"] if facts else wanted.outcome, unit)
    problem = _problem(result, wanted)
    if problem:
        return Check(sentence, wanted.outcome, None, unit, None, 0, 0, problem)
    values = _values(result, wanted, facts or {"kind": "stock", "unit": ""})
    shown = point_of(result, values, wanted.month).value
    spread = values[values.index.isin(result.band_replicates)]
    met = sum(wanted.holds(float(value)) for value in spread)
    return Check(sentence, wanted.outcome, shown, unit, wanted.holds(shown), met, len(spread))


def _problem(result: RunResult, wanted: Expectation) -> str:
    """Return why an expectation cannot be checked, or nothing."""
    if result.monthly.empty:
        return "No run was finished."
    if wanted.month > result.months:
        return f"The run ends with month {result.months}."
    table = result.monthly if wanted.group is None else result.groups
    if wanted.outcome not in table.columns:
        whose = "" if wanted.group is None else " for groups"
        near = nearest(wanted.outcome, [str(name) for name in table.columns])
        hint = f"; the nearest name is {near}" if near else ""
        return f"There is no outcome {wanted.outcome}{whose}{hint}."
    groups = sorted(result.groups["group"].unique()) if wanted.group is not None else []
    if wanted.group is not None and wanted.group not in groups:
        return f"There is no group {wanted.group}; the groups are {', '.join(groups)}."
    return ""


def _values(result: RunResult, wanted: Expectation, facts: dict[str, Any]) -> pd.Series:
    """Return the outcome in each replicate; a flow "at year N" is taken over that year."""
    table = result.monthly
    if wanted.group is not None:
        table = result.groups[result.groups["group"] == wanted.group]
    months = 12 if wanted.at.startswith("year") else 1
    return value_at(table, {**facts, "name": wanted.outcome}, wanted.month, months)


def _unit(wanted: Expectation, facts: dict[str, Any] | None) -> str:
    if facts is None:
        return ""
    return unit_over(facts) if wanted.at.startswith("year") else str(facts["unit"])


def _sentence(wanted: Expectation, label: str, unit: str) -> str:
    whose = f" of {wanted.group}" if wanted.group else ""
    if wanted.between is not None:
        limit = f"between {' and '.join(with_unit(end, unit) for end in wanted.between)}"
    elif wanted.above is not None:
        limit = f"above {with_unit(wanted.above, unit)}"
    else:
        limit = f"below {with_unit(float(wanted.below or 0.0), unit)}"
    return f"{label}{whose} at {wanted.at} is {limit}"

"""A scenario, ready to run: the district, the strategy and everything around them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from pydantic import ValidationError

from sim.errors import Problem, ScenarioError
from sim.parameters.catalogue import catalogue
from sim.parameters.declare import Group
from sim.parameters.district import District
from sim.parameters.run import RunSettings
from sim.parameters.strategy import Strategy
from sim.scenario import posterior
from sim.scenario.messages import unknown_parameter
from sim.scenario.schema import (
    About,
    Distribution,
    Event,
    Expectation,
    Place,
    Shock,
    Sweep,
)
from sim.scenario.values import accept

__all__ = ["Scenario"]

_SECTIONS = ("district", "strategy", "run")


@dataclass(frozen=True)
class Scenario:
    """One scenario with every value settled; frozen, and the same as its file says.

    Attributes
    ----------
    name : the file's name without its ending.
    title, about : for people.
    district, strategy, run : the values of the parameters, as groups.
    uncertain : by dotted path, how a parameter is spread.
    timeline : dated changes and shocks, in the order of time.
    sweep : what `egov sweep` makes of the scenario; `None` where the file says nothing.
    expect : checks on outcomes.
    provenance : by dotted path, where the value is from: "default", "baseline.yaml line 12",
        "--set", "Python".
    place : another place as data; `None` for Gangnam.
    """

    name: str
    title: str
    about: About
    district: District
    strategy: Strategy
    uncertain: Mapping[str, Distribution]
    timeline: tuple[Event, ...]
    run: RunSettings
    sweep: Sweep | None
    expect: tuple[Expectation, ...]
    provenance: Mapping[str, str]
    place: Place | None = None

    @classmethod
    def defaults(cls) -> Scenario:
        """Return the scenario that a file without any setting would give."""
        origin = dict.fromkeys(catalogue(), "default")
        return cls(
            "defaults", "", About(), District(), Strategy(), {}, (), RunSettings(), None, (),
            origin,
        )  # fmt: skip

    def value(self, path: str) -> Any:
        """Return the value at a dotted path, for example "strategy.budget.grant_usd".

        Raises
        ------
        ScenarioError : if no parameter has that path; the message names the nearest one.
        """
        if path not in catalogue():
            raise ScenarioError([Problem(self.name, None, path, unknown_parameter(path))])
        value: Any = self
        for name in path.split("."):
            value = getattr(value, name)
        return value

    def with_values(self, values: Mapping[str, Any], *, origin: str = "Python") -> Scenario:
        """Return this scenario with other values, by dotted path; everything is checked.

        Raises
        ------
        ScenarioError : with every unknown path and every value that is not allowed.
        """
        accepted, problems = _accepted(values, self.name)
        if problems:
            raise ScenarioError(problems)
        if not accepted:
            return self
        changed: dict[str, Any] = {
            section: _rebuilt(getattr(self, section), section, accepted, self.name)
            for section in _SECTIONS
            if any(path.startswith(f"{section}.") for path in accepted)
        }
        provenance = {**self.provenance, **dict.fromkeys(accepted, origin)}
        return replace(self, **changed, provenance=provenance)

    def drawn(self, shares: Mapping[str, float]) -> Scenario:
        """Return this scenario with each uncertain parameter at a quantile of its spread.

        Parameters
        ----------
        shares : [0-1]     By dotted path; a path left out keeps its value.

        Notes
        -----
        A value beyond the range of its parameter (a normal spread) is moved to the nearest end.
        Paths with `posterior` take one row of it together: that of the share of the path which
        stands first in the posterior, so that the order of a file changes nothing.
        """
        paths = [path for path in self.uncertain if path in shares]
        joint = [p for p in posterior.paths() if p in paths and self.uncertain[p].posterior]
        row = posterior.row_of(shares[joint[0]], joint[0]) if joint else 0
        values = {
            path: self._allowed(path, posterior.column(path)[row])
            if path in joint
            else self.quantile(path, shares[path])
            for path in paths
        }
        return self.with_values(values, origin="uncertain")

    def quantile(self, path: str, share: float) -> Any:
        """Return the value of an uncertain parameter below which `share` of its spread lies."""
        if self.uncertain[path].posterior:
            return self._allowed(path, posterior.quantile(path, share))
        return self._allowed(path, self.uncertain[path].quantile(share))

    @staticmethod
    def _allowed(path: str, value: Any) -> Any:
        """Return a value that was drawn, moved into the range of its parameter."""
        declared = catalogue()[path]
        if not isinstance(value, (int, float)) or isinstance(value, bool):
            return value
        value = round(value) if declared.kind == "integer" else value
        value = value if declared.low is None else max(value, declared.low)
        return value if declared.high is None else min(value, declared.high)

    def strategies_by_month(self, months: int) -> list[Strategy]:
        """Return the strategy in force in each month, the first item being month 1.

        Months without a change share the same object.
        """
        strategies: list[Strategy] = []
        now = self
        changes = _changes_by_month(self.timeline)
        for month in range(1, months + 1):
            now = now.with_values(changes[month]) if month in changes else now
            strategies.append(now.strategy)
        return strategies

    def shocks_at(self, month: int) -> list[Shock]:
        """Return what happens to the district in a month, counted from 1."""
        return [
            Shock(
                name=event.shock, size=event.size, day=event.day, days=event.days, note=event.note
            )
            for event in self.timeline
            if event.month == month and event.shock is not None
        ]

    def facts_at(self, month: int) -> list[Event]:
        """Return what others decided in a month: applications and registers opened, the law."""
        return [event for event in self.timeline if event.month == month and event.is_fact]

    def resolved(self) -> dict[str, Any]:
        """Return every value as plain data, as a scenario file without a parent would hold it."""
        from sim.scenario.resolved import resolved

        return resolved(self)

    def resolved_yaml(self) -> str:
        """Return the scenario as YAML that says of every value where it came from."""
        from sim.scenario.resolved import resolved_yaml

        return resolved_yaml(self)

    def content_hash(self) -> str:
        """Return the SHA-256 of what determines the results, as 64 hexadecimal digits.

        Titles, notes, sources, `sweep` and `expect` have no part in it.
        """
        return self._content_hash

    @cached_property
    def _content_hash(self) -> str:
        from sim.scenario.resolved import determining

        text = json.dumps(determining(self), sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode("ascii")).hexdigest()


def _accepted(values: Mapping[str, Any], shown: str) -> tuple[dict[str, Any], list[Problem]]:
    accepted: dict[str, Any] = {}
    problems: list[Problem] = []
    for path, value in values.items():
        declared = catalogue().get(path)
        if declared is None:
            problems.append(Problem(shown, None, path, unknown_parameter(path)))
            continue
        try:
            accepted[path] = accept(declared, tuple(value) if isinstance(value, list) else value)
        except ValueError as error:
            problems.append(Problem(shown, None, path, f"{path} {error}"))
    return accepted, problems


def _rebuilt(group: Group, section: str, values: Mapping[str, Any], shown: str) -> Group:
    """Return the group with new values, checked as a whole."""
    data = group.model_dump()
    for path, value in values.items():
        first, *between, last = path.split(".")
        if first != section:
            continue
        inner = data
        for name in between:
            inner = inner[name]
        inner[last] = value
    try:
        return type(group).model_validate(data)
    except ValidationError as error:
        raise ScenarioError(
            [_whole_problem(item, section, shown) for item in error.errors()]
        ) from None


def _whole_problem(error: Any, section: str, shown: str) -> Problem:
    path = ".".join([section, *map(str, error["loc"])])
    message = str(error["msg"]).removeprefix("Value error, ")
    return Problem(shown, None, path, f"{path}: {message}.")


def _changes_by_month(timeline: Iterable[Event]) -> dict[int, dict[str, Any]]:
    changes: dict[int, dict[str, Any]] = {}
    for event in timeline:
        changes.setdefault(event.month, {}).update(event.changes)
    return changes

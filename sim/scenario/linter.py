"""`egov lint`: what is wrong in a scenario, what is idle in it, and how large its runs are."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from sim.errors import ScenarioError
from sim.parameters.catalogue import catalogue
from sim.scenario.extends import read_chain
from sim.scenario.load import load_scenario
from sim.scenario.scenario import Scenario
from sim.scenario.strict_yaml import Node

__all__ = ["Finding", "Size", "estimate_size", "lint"]

Level = Literal["error", "warning", "note"]

SECONDS_PER_CITIZEN_MONTH = 1.2e-7
"""Two cores, compiled; measured by benchmarks/, rounded up."""
SECONDS_PER_MONTH = 3e-3
"""The part of a month that does not grow with the number of citizens."""
SECONDS_PER_RUN = 0.3
BYTES_PER_MONTH = 9_000
"""All tables of one replication, a month, as written."""


@dataclass(frozen=True)
class Finding:
    """One remark on a scenario: an error stops a run, a warning and a note do not."""

    level: Level
    where: str
    message: str

    def __str__(self) -> str:
        """Return `warning: file, line 3: message`."""
        place = f"{self.where}: " if self.where else ""
        return f"{self.level}: {place}{self.message}"


@dataclass(frozen=True)
class Size:
    """What a scenario asks of the computer: runs [count], time [min], results on disk [MB]."""

    runs: int
    minutes: float
    megabytes: float


def lint(path: str | Path) -> list[Finding]:
    """Return everything worth saying about a scenario file, errors first."""
    try:
        scenario = load_scenario(path)
    except ScenarioError as error:
        return [Finding("error", _where(p.file, p.line), p.message) for p in error.problems]
    chain = read_chain(Path(path), str(path))
    return [*_warnings(scenario, chain), _size_note(scenario, str(path))]


def _warnings(scenario: Scenario, chain: list[Node]) -> Iterator[Finding]:
    yield from _own_values(scenario, chain)
    yield from _idle_levers(scenario, chain[0])
    yield from _timeline(scenario, chain[0])
    yield from _overlaid(scenario, chain[0])
    yield from _late_expectations(scenario, chain[0])


def _where(file: str, line: int | None) -> str:
    return file if line is None else f"{file}, line {line}"


def _warn(node: Node, message: str) -> Finding:
    return Finding("warning", _where(node.file, node.line), message)


def _own_values(scenario: Scenario, chain: list[Node]) -> Iterator[Finding]:
    """Warn of a value set to what it would be anyway."""
    before = load_scenario(chain[1].file) if len(chain) > 1 else None
    for path, declared in catalogue().items():
        node = _leaf(chain[0], path)
        if node is None:
            continue
        value = declared.default if before is None else before.value(path)
        if scenario.value(path) == value:
            origin = "its default" if before is None else f"its value in {chain[1].file}"
            message = f"{path} is set to {origin} ({node.text}); the line changes nothing."
            yield Finding("note", _where(node.file, node.line), message)


def _leaf(root: Node, path: str) -> Node | None:
    node: Node | None = root
    for name in path.split("."):
        node = None if node is None else node.items.get(name)
    return node


def _idle_levers(scenario: Scenario, root: Node) -> Iterator[Finding]:
    """Warn of a parameter that was set but that another one keeps from acting, at all times."""
    states = [scenario, *_later_states(scenario)]
    for path, declared in catalogue().items():
        node = _leaf(root, path)
        needed, _, choice = declared.needs.partition("=")
        if node is None or needed not in catalogue():
            continue
        values = [state.value(needed) for state in states]
        if any(str(value) in choice.split("|") if choice else bool(value) for value in values):
            continue
        must_be = choice.replace("|", " or ") if choice else "more than zero or true"
        now = _as_written(values[0])
        message = f"{path} cannot act: {needed} is {now}, and would have to be {must_be}."
        yield _warn(node, message)


def _later_states(scenario: Scenario) -> list[Scenario]:
    states: list[Scenario] = []
    for event in scenario.timeline:
        states.append((states[-1] if states else scenario).with_values(event.changes))
    return states


def _as_written(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _timeline(scenario: Scenario, root: Node) -> Iterator[Finding]:
    node = root.items.get("timeline", root)
    months = scenario.run.months
    for event in scenario.timeline:
        if event.month > months:
            yield _warn(
                node,
                f"the event of month {event.month} comes after the last month of the run"
                f" ({months}) and does nothing.",
            )
    changes = [(event.month, path) for event in scenario.timeline for path in event.changes]
    for (month, path), times in Counter(changes).items():
        if times > 1:
            yield _warn(node, f"{path} is set {times} times in month {month}; the last one counts.")
    yield from _changes_to_same(scenario, node)


def _changes_to_same(scenario: Scenario, node: Node) -> Iterator[Finding]:
    now = scenario
    for event in scenario.timeline:
        for path, value in event.changes.items():
            if now.value(path) == value:
                message = f"{path} is already {_as_written(value)} in month {event.month}."
                yield _warn(node, f"{message} The change does nothing.")
        now = now.with_values(event.changes)


def _overlaid(scenario: Scenario, root: Node) -> Iterator[Finding]:
    """Warn of a value that the scenario's own `uncertain` or `sweep` replaces."""
    sweep = scenario.sweep
    swept = {**(sweep.grid or {}), **(sweep.zipped or {})} if sweep else {}
    for path in catalogue():
        node = _leaf(root, path)
        if node is None:
            continue
        for name, paths in (("uncertain", scenario.uncertain), ("sweep", swept)):
            if path in paths:
                yield _warn(node, f"{path} is also in {name}:, which replaces the value here.")


def _late_expectations(scenario: Scenario, root: Node) -> Iterator[Finding]:
    node = root.items.get("expect", root)
    for check in scenario.expect:
        if check.month > scenario.run.months:
            yield _warn(
                node,
                f"{check.outcome} at {check.at} comes after the last month of the run"
                f" ({scenario.run.months}) and cannot be checked.",
            )


def estimate_size(scenario: Scenario) -> Size:
    """Return the number of runs and roughly the minutes and megabytes they take."""
    run, residents = scenario.run, scenario.district.residents
    citizens = residents if run.sample is None else run.sample
    whole = run.full_run and run.sample is not None
    citizen_months = run.months * (citizens * run.replications + residents * whole)
    runs = run.replications + int(whole)
    seconds = (
        citizen_months * SECONDS_PER_CITIZEN_MONTH
        + runs * run.months * SECONDS_PER_MONTH
        + runs * SECONDS_PER_RUN
    )
    megabytes = runs * run.months * BYTES_PER_MONTH / 1e6
    return Size(runs, seconds / 60, megabytes)


def _size_note(scenario: Scenario, shown: str) -> Finding:
    size = estimate_size(scenario)
    minutes = "under a minute" if size.minutes < 1 else f"about {math.ceil(size.minutes)} minutes"
    megabytes = f"about {max(1, math.ceil(size.megabytes)):,} MB"
    message = (
        f"{size.runs} runs of {scenario.run.months} months: {minutes} on two cores,"
        f" {megabytes} of results."
    )
    return Finding("note", shown, message)

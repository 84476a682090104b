"""Checks on a scenario as a whole: paths that must exist, values that must fit one another."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sim.data.tables import applications
from sim.errors import Problem
from sim.parameters.catalogue import Parameter, nearest
from sim.scenario import posterior
from sim.scenario.messages import declared_or_problem, locate
from sim.scenario.strict_yaml import Node

if TYPE_CHECKING:
    from sim.scenario.schema import Event, ScenarioFile

__all__ = ["check_whole", "outcome_units"]

Place = tuple[str | int, ...]


def check_whole(parsed: ScenarioFile, root: Node) -> list[Problem]:
    """Return the problems that no single value shows."""
    return [
        *_uncertain(parsed, root),
        *_timeline(parsed, root),
        *_sweep(parsed, root),
        *_expect(parsed, root),
        *_sample(parsed, root),
    ]


def _uncertain(parsed: ScenarioFile, root: Node) -> Iterator[Problem]:
    for path in parsed.uncertain:
        found = _parameter(("uncertain", path), path, root)
        if isinstance(found, Problem):
            yield found
        elif found.section == "run":
            yield _problem(
                root, ("uncertain", path), "uncertain takes district and strategy only, not run."
            )
        elif parsed.uncertain[path].posterior and (said := posterior.refusal(path)):
            yield _problem(root, ("uncertain", path, "posterior"), said)


def _timeline(parsed: ScenarioFile, root: Node) -> Iterator[Problem]:
    for position, event in enumerate(parsed.timeline):
        for path in event.changes:
            place: Place = ("timeline", position, "set", path)
            found = _parameter(place, path, root)
            if isinstance(found, Problem):
                yield found
            elif found.section != "strategy":
                message = (
                    f"{path} cannot change in mid-run; the timeline sets levers (strategy.*)"
                    " and shocks."
                )
                yield _problem(root, place, message)
        yield from _opened(event, position, root)


def _opened(event: Event, position: int, root: Node) -> Iterator[Problem]:
    """Say which applications of `open:` there are not."""
    names = [application.name for application in applications()] if event.open else []
    for number, name in enumerate(event.open):
        if name not in names:
            near = nearest(name, names)
            hint = f' Did you mean "{near}"?' if near else ""
            message = (
                f'there is no application "{name}".{hint} sim/data/applications.csv lists all 71.'
            )
            yield _problem(root, ("timeline", position, "open", number), message)


def _sweep(parsed: ScenarioFile, root: Node) -> Iterator[Problem]:
    for place, path in _swept_paths(parsed):
        found = _parameter(place, path, root)
        if isinstance(found, Problem):
            yield found
    if parsed.sweep is None or parsed.sweep.sample is None:
        return
    between = parsed.sweep.sample.between
    if not between and not parsed.uncertain:
        yield _problem(
            root,
            ("sweep", "sample"),
            "sweep.sample has nothing to vary: add between, or uncertain.",
        )
    for path, (low, high) in between.items():
        if not low < high:
            place = ("sweep", "sample", "between", path)
            yield _problem(root, place, f"{path} takes [lowest, highest], the lowest first.")


def _swept_paths(parsed: ScenarioFile) -> Iterator[tuple[Place, str]]:
    sweep = parsed.sweep
    if sweep is None:
        return
    yield from ((("sweep", "grid", path), path) for path in sweep.grid or {})
    yield from ((("sweep", "zip", path), path) for path in sweep.zipped or {})
    for position, values in enumerate(sweep.listed or []):
        yield from ((("sweep", "list", position, path), path) for path in values)
    if sweep.sample is not None:
        yield from ((("sweep", "sample", "between", path), path) for path in sweep.sample.between)


def _expect(parsed: ScenarioFile, root: Node) -> Iterator[Problem]:
    names = outcome_units() if parsed.expect else {}
    if not names:
        return
    for position, check in enumerate(parsed.expect):
        if check.outcome not in names:
            near = nearest(check.outcome, names)
            hint = f" Did you mean {near}?" if near else ""
            message = f"{check.outcome} is not a known outcome.{hint} docs/model.md lists them all."
            yield _problem(root, ("expect", position, "outcome"), message)


def outcome_units() -> dict[str, str]:
    """Return the unit of every outcome, by its name."""
    try:
        from sim.outcomes import OUTCOMES
    except ImportError:  # the scenario file can be read without the model
        return {}
    return {outcome.name: outcome.unit for outcome in OUTCOMES}


def _sample(parsed: ScenarioFile, root: Node) -> Iterator[Problem]:
    residents, sample = parsed.district.residents, parsed.run.sample
    if sample is not None and sample > residents:
        message = (
            f"run.sample is {sample:,}, larger than the district of {residents:,} residents."
            " Write a smaller number, or null for every resident."
        )
        yield _problem(root, ("run", "sample"), message)


def _parameter(place: Place, path: str, root: Node) -> Parameter | Problem:
    node, _ = locate(root, place)
    return declared_or_problem(path, node)


def _problem(root: Node, place: Place, message: str) -> Problem:
    node, known = locate(root, place)
    return Problem(node.file, node.line, ".".join(map(str, known)), message)

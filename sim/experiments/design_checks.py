"""What is checked of a design before its runs, and what a reader is told of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.errors import Problem, ScenarioError
from sim.parameters.catalogue import catalogue

if TYPE_CHECKING:
    from sim.experiments.design import Design
    from sim.scenario import Scenario

__all__ = ["check_points", "notes_on", "nothing_to_vary"]

_OFF = {"0", "0.0", "False", "None", ""}


def nothing_to_vary(scenario: Scenario, shown: str, verb: str = "sweep") -> str:
    """Return the sentence about a scenario that varies nothing, with an example that fits it."""
    path, value = _lever_set(scenario)
    if verb == "sweep":
        lacks, tried = "`sweep:`", f"{value / 2:.12g},{value:.12g},{2 * value:.12g}"
    else:
        lacks, tried = "`uncertain:`", f"{value / 2:.12g}:{2 * value:.12g}"
    return (
        f"{shown} says nothing about what to vary: it has no {lacks}, and there is no --vary. "
        f"For example: egov {verb} {shown} --vary {path}={tried}"
    )


def _lever_set(scenario: Scenario) -> tuple[str, float]:
    """Return a lever that the scenario sets itself and that can be doubled, with its value."""
    set_here = (path for path, origin in scenario.provenance.items() if origin != "default")
    for path in (*set_here, *catalogue()):
        declared, value = catalogue()[path], scenario.value(path)
        if declared.section != "strategy" or declared.kind != "number" or not value:
            continue
        if declared.high is None or 2 * value <= declared.high:
            return path, float(value)
    return "strategy.budget.grant_usd", 1e6


def _check_paths(design: Design, shown: str) -> None:
    refused = [path for path in design.paths if catalogue()[path].section == "run"]
    if refused:
        message = "{} is a run setting, the same for all points; sweep levers or the district."
        raise ScenarioError([Problem(shown, None, p, message.format(p)) for p in refused])


def check_points(design: Design, scenario: Scenario, shown: str) -> None:
    """Refuse points that the scenario does not allow, all at once and before any run.

    Raises
    ------
    ScenarioError : with each problem once, at the first point that has it.
    """
    _check_paths(design, shown)
    problems: dict[str, Problem] = {}
    for number, changes in enumerate(design.points, 1):
        try:
            scenario.with_values(changes)
        except ScenarioError as error:
            for found in error.problems:
                place = f"{found.file}, point {number}"
                problems.setdefault(found.message, Problem(place, None, found.key, found.message))
    if problems:
        raise ScenarioError(list(problems.values()))


def notes_on(design: Design, scenario: Scenario) -> list[str]:
    """Return what of a design has no effect, or not all the time."""
    return [*_idle_notes(design, scenario), *_timeline_notes(design, scenario)]


def _timeline_notes(design: Design, scenario: Scenario) -> list[str]:
    """Say which values hold only until the timeline sets others."""
    first: dict[str, int] = {}
    for event in scenario.timeline:
        for path in event.changes:
            first.setdefault(path, event.month)
    return [
        f"{path} is set by the timeline in month {first[path]}: the values tried hold until then."
        for path in design.paths
        if path in first
    ]


def _idle_notes(design: Design, scenario: Scenario) -> list[str]:
    """Say which values cannot act, because what they need is off at every point."""
    notes = []
    open_ended = {*scenario.uncertain, *(p for event in scenario.timeline for p in event.changes)}
    for path in design.paths:
        needed, _, choice = catalogue()[path].needs.partition("=")
        if needed not in catalogue() or needed in open_ended:
            continue
        tried = {str(point.get(needed, scenario.value(needed))) for point in design.points}
        acts = tried & set(choice.split("|")) if choice else tried - _OFF
        if not acts:
            must = choice.replace("|", " or ") if choice else "more than zero, or true"
            notes.append(f"{path} cannot act here: {needed} would have to be {must}.")
    return notes

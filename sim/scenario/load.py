"""From a file to a scenario: read, merge, override, check everything, and report all at once."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from sim.errors import Problem, ScenarioError
from sim.parameters.catalogue import Parameter, catalogue
from sim.parameters.run import RunSettings, month_number
from sim.scenario.checks import check_whole, outcome_units
from sim.scenario.extends import chain_of_text, merge, read_chain
from sim.scenario.messages import locate, translate, unknown_parameter
from sim.scenario.scenario import Scenario
from sim.scenario.schema import ScenarioFile
from sim.scenario.strict_yaml import Node, parse_value
from sim.scenario.units import parse_quantity
from sim.scenario.values import plain

__all__ = ["load_scenario", "scenario_of_text"]

KEYS = {field.alias or name: field for name, field in ScenarioFile.model_fields.items()}


def load_scenario(path: str | Path, overrides: Sequence[str] = ()) -> Scenario:
    """Return the scenario that a file describes, with its parents merged in.

    Parameters
    ----------
    path : the file (.yaml).
    overrides : values that replace the file's, as "strategy.capacity.training_hours=40".

    Raises
    ------
    ScenarioError : holding every problem found, sorted by file and line.
    """
    shown = str(path)
    root, problems = _merged(Path(path), shown, overrides)
    return _settled(root, problems, Path(path).stem, shown)


def scenario_of_text(text: str, shown: str, shipped: Mapping[str, Path]) -> tuple[Scenario, Node]:
    """Return the scenario that the text of a file describes, and the text as a tree with lines.

    Parameters
    ----------
    shown : what messages call it.
    shipped : what `extends:` may say, with the file that is meant; no other file is opened.

    Raises
    ------
    ScenarioError : holding every problem found, sorted by line.
    """
    nodes = chain_of_text(text, shown, shipped)
    return _settled(merge(nodes), [], shown, shown), nodes[0]


def _settled(root: Node, problems: list[Problem], name: str, shown: str) -> Scenario:
    """Return the scenario of a merged tree, every value checked."""
    parameters = catalogue()
    data = plain(root, parameters, problems)
    _number_months(data, root, problems)
    _number_limits(data, root, problems)
    parsed = _validated(data, root, problems)
    if parsed is None:
        raise _sorted_error(problems, shown)
    problems += check_whole(parsed, root)
    if problems:
        raise _sorted_error(problems, shown)
    return _scenario(parsed, name, _provenance(root, parameters))


def _merged(path: Path, shown: str, overrides: Sequence[str]) -> tuple[Node, list[Problem]]:
    root = merge(read_chain(path, shown))
    problems: list[Problem] = []
    for override in overrides:
        try:
            root = _overridden(root, override)
        except ScenarioError as error:
            problems += error.problems
    return root, problems


def _overridden(root: Node, override: str) -> Node:
    """Return the tree with one `path=value` laid over it."""
    shown = f"--set {override}"
    path, equals, text = override.partition("=")
    path = path.strip()
    if not equals or not path:
        raise ScenarioError([Problem(shown, None, "", "write a path, = and a value: --set a.b=1.")])
    if path not in catalogue() and path != "title":
        raise ScenarioError([Problem(shown, None, path, unknown_parameter(path))])
    return _with_leaf(root, path.split("."), parse_value(text, shown))


def _with_leaf(node: Node, names: list[str], leaf: Node) -> Node:
    first, *rest = names
    inner = node.items.get(first, Node({}, node.file, node.line))
    if rest and inner.value is None:
        inner = Node({}, inner.file, inner.line)
    if rest and not isinstance(inner.value, dict):
        return node  # what stands here is wrong in itself, and reported as such
    new = _with_leaf(inner, rest, leaf) if rest else leaf
    return Node({**node.items, first: new}, node.file, node.line)


def _number_months(data: dict[str, Any], root: Node, problems: list[Problem]) -> None:
    """Turn dates in the timeline into numbers of months, in place."""
    run = data.get("run")
    start = (run if isinstance(run, dict) else {}).get("start", RunSettings().start)
    timeline = data.get("timeline")
    for position, event in enumerate(timeline if isinstance(timeline, list) else []):
        if isinstance(event, dict) and isinstance(event.get("month"), str):
            event["month"] = _month(event["month"], start, position, root, problems)


def _month(text: str, start: str, position: int, root: Node, problems: list[Problem]) -> int:
    name = f"timeline[{position + 1}].month"
    node, _ = locate(root, ("timeline", position, "month"))
    try:
        number = month_number(text, start)
    except ValueError:
        if _is_month(text):
            return 1  # the start of the run is what is wrong, and is reported by itself
        message = f'{name} is "{text}"; write its number, as in 24, or a date, as in 2004-07.'
        problems.append(Problem(node.file, node.line, name, message))
        return 1
    if number < 1:
        message = f"{name} is {text}, before the run starts ({start})."
        problems.append(Problem(node.file, node.line, name, message))
        return 1
    return number


def _number_limits(data: dict[str, Any], root: Node, problems: list[Problem]) -> None:
    """Turn limits written with a unit ("10 %") into numbers of the outcome's unit, in place."""
    checks = data.get("expect")
    for position, check in enumerate(checks if isinstance(checks, list) else []):
        if not isinstance(check, dict):
            continue
        unit = outcome_units().get(str(check.get("outcome")), "share")
        for key in {"above", "below", "between"} & check.keys():
            try:
                check[key] = _limit(check[key], unit)
            except ValueError as error:
                name = f"expect[{position + 1}].{key}"
                node, _ = locate(root, ("expect", position, key))
                problems.append(Problem(node.file, node.line, name, f"{name} {error}"))
                check[key] = [0.0, 1.0] if key == "between" else 0.0


def _limit(value: Any, unit: str) -> Any:
    if isinstance(value, list):
        return [_limit(item, unit) for item in value]
    return parse_quantity(value, unit) if isinstance(value, str) else value


def _is_month(text: str) -> bool:
    try:
        month_number(text, "2000-01")
    except ValueError:
        return False
    return True


def _validated(data: Any, root: Node, problems: list[Problem]) -> ScenarioFile | None:
    try:
        return ScenarioFile.model_validate(data)
    except ValidationError as error:
        problems += translate(error.errors(), root, KEYS)
        return None


def _sorted_error(problems: Iterable[Problem], shown: str) -> ScenarioError:
    """Return the error with its problems in reading order, each once; parents come last."""
    unique = dict.fromkeys(problems)
    order = sorted(unique, key=lambda p: (p.line is None, p.file != shown, p.file, p.line or 0))
    return ScenarioError(order)


def _provenance(root: Node, parameters: Mapping[str, Parameter]) -> dict[str, str]:
    return {path: _origin(root, path) for path in parameters}


def _origin(root: Node, path: str) -> str:
    names = tuple(path.split("."))
    node, known = locate(root, names)
    if known != names:
        return "default"
    return "--set" if node.line is None else f"{os.path.basename(node.file)} line {node.line}"


def _scenario(parsed: ScenarioFile, name: str, provenance: Mapping[str, str]) -> Scenario:
    return Scenario(
        name=name,
        title=parsed.title or name,
        about=parsed.about,
        district=parsed.district,
        strategy=parsed.strategy,
        uncertain=parsed.uncertain,
        timeline=tuple(sorted(parsed.timeline, key=lambda event: event.month)),
        run=parsed.run,
        sweep=parsed.sweep,
        expect=parsed.expect,
        provenance=provenance,
        place=parsed.place,
    )

"""From a refusal by the models to a sentence: file, line, key, what is allowed, what to do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from sim.errors import Problem
from sim.parameters.catalogue import Parameter, catalogue, nearest, nearest_path
from sim.scenario.strict_yaml import Node

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

__all__ = ["locate", "translate", "unknown_parameter"]

_PARAMETER_SECTIONS = {"district", "strategy", "run"}
_LISTED = 12


def translate(errors: Iterable[ErrorDetails], root: Node, keys: Mapping[str, Any]) -> list[Problem]:
    """Return a problem for each error pydantic found in the data made from `root`.

    `keys` holds the names allowed at the top of a scenario file.
    """
    problems: list[Problem] = []
    for error in errors:
        place = tuple(part for part in error["loc"] if isinstance(part, (str, int)))
        node, known = locate(root, place)
        name = _name(known)
        message = _sentence(error, name, known, keys)
        problems.append(Problem(node.file, node.line, name, message))
    return problems


def locate(root: Node, place: tuple[str | int, ...]) -> tuple[Node, tuple[str | int, ...]]:
    """Return the node at `place`, or the nearest one around it, and the place it has.

    Parts of the place that name no node (the arms of a union) end the search.
    """
    node = root
    known: tuple[str | int, ...] = ()
    for part in place:
        if isinstance(node.value, dict) and part in node.value:
            node = node.value[str(part)]
        elif isinstance(node.value, list) and isinstance(part, int) and part < len(node.value):
            node = node.value[part]
        else:
            break
        known = (*known, part)
    return node, known


def _name(place: tuple[str | int, ...]) -> str:
    """Return a place as text: `timeline[2].set`, items counted from 1."""
    text = ""
    for part in place:
        text += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if text else str(part)
    return text


def _sentence(
    error: ErrorDetails, name: str, place: tuple[str | int, ...], keys: Mapping[str, Any]
) -> str:
    kind = error["type"]
    if kind == "extra_forbidden":
        return _unknown_key(error, name, place, keys)
    named = [str(part) for part in place[-1:-3:-1]]  # `between` may hold ranges by path
    shape = next((_SHAPES[part] for part in named if part in _SHAPES), "")
    if shape and (kind == "too_long" or (kind == "missing" and isinstance(error["loc"][-1], int))):
        return f"{name} takes {shape}; {_given_number(error)}."
    if kind == "missing":
        missing = str(error["loc"][-1])
        return f"{name or 'the file'} lacks {missing}; add a line `{missing}: ...`."
    if kind == "value_error":
        reason = str(error["ctx"]["error"]) if "ctx" in error else error["msg"]
        return f"{name} {reason}." if _is_clause(reason) else f"{name}: {reason}."
    if kind in {"model_type", "model_attributes_type", "dict_type"}:
        return (
            f"{name} is a group of settings, indented below it as `name: value`; {_given(error)}."
        )
    return f"{name} {_expected(error)}; {_given(error)}."


def _is_clause(reason: str) -> bool:
    """Say whether a reason goes on from the name, as in "timeline[1] does nothing"."""
    return reason.partition(" ")[0] in _VERBS


_VERBS = {"is", "takes", "does", "must", "holds", "needs", "lacks", "comes"}


_SHAPES = {
    "uniform": "[lowest, highest]",
    "triangular": "[lowest, most likely, highest]",
    "normal": "[mean, standard deviation]",
    "between": "[lowest, highest]",
}


def _given_number(error: ErrorDetails) -> str:
    given = error["input"]
    count = len(given) if isinstance(given, (list, tuple)) else 0
    return f"it holds {count} value{'' if count == 1 else 's'}"


_EXPECTED = {
    "float_type": "must be a number",
    "finite_number": "must be a finite number",
    "int_type": "must be a whole number",
    "int_from_float": "must be a whole number",
    "bool_type": "must be true or false",
    "string_type": "must be text",
    "tuple_type": "must be a list, written [a, b] or one line each with a dash",
    "list_type": "must be a list, written [a, b] or one line each with a dash",
}


def _expected(error: ErrorDetails) -> str:
    kind, limits = error["type"], error.get("ctx", {})
    if kind == "literal_error":
        return f"must be one of {limits['expected']}"
    if kind == "greater_than_equal":
        return f"must be {limits['ge']:g} or more"
    if kind == "less_than_equal":
        return f"must be {limits['le']:g} or less"
    if kind == "too_long":
        return f"takes {limits['max_length']} values"
    if kind == "too_short":
        return f"needs at least {limits['min_length']} value"
    return _EXPECTED.get(kind) or f"is refused ({error['msg'].lower()})"


def _given(error: ErrorDetails) -> str:
    given = error["input"]
    if given is None:
        return "it is empty"
    if isinstance(given, (list, tuple)):
        return _given_number(error) if error["type"].startswith("too_") else "it is a list"
    if isinstance(given, dict):
        return "it is a group of settings"
    if isinstance(given, bool):
        return f'it is "{str(given).lower()}"'
    return f'it is "{given}"'


def _unknown_key(
    error: ErrorDetails, name: str, place: tuple[str | int, ...], keys: Mapping[str, Any]
) -> str:
    if name in catalogue():
        return (
            f"{name} stands in one line with dots here. Write each name on a line of its own,"
            " indented below the one before."
        )
    if place[0] in _PARAMETER_SECTIONS:
        return unknown_parameter(name)
    if len(place) == 1:
        return _unknown_top_key(str(place[0]), list(keys))
    allowed = keys_allowed_in(place)
    near = nearest(str(place[-1]), allowed)
    hint = f" Did you mean {near}?" if near else ""
    listed = f" Allowed here: {', '.join(allowed)}." if allowed else ""
    return f"{name} is not known.{hint}{listed}"


def keys_allowed_in(place: tuple[str | int, ...]) -> list[str]:
    """Return the keys that the models allow beside the one at `place`."""
    from sim.scenario import schema

    models: dict[tuple[str, ...], type[Any]] = {
        ("about",): schema.About,
        ("place",): schema.Place,
        ("uncertain", "*"): schema.Distribution,
        ("timeline", "*"): schema.Event,
        ("sweep",): schema.Sweep,
        ("sweep", "sample"): schema.SampleDesign,
        ("expect", "*"): schema.Expectation,
    }
    first, *rest = place[:-1]
    pattern = (str(first), "*") if rest and first != "sweep" else tuple(map(str, place[:-1]))
    model = models.get(pattern)
    if model is None:
        return []
    return [field.alias or key for key, field in model.model_fields.items()]


def _unknown_top_key(key: str, allowed: list[str]) -> str:
    near = nearest(key, allowed)
    if near:
        return f"{key} is not known. Did you mean {near}? Allowed here: {', '.join(allowed)}."
    pillars = [path for path in catalogue() if key in path.split(".")[1:]]
    if pillars:
        parts = pillars[0].split(".")
        path = ".".join(parts[: parts.index(key) + 1])
        return f"{key} does not stand at the top of the file. Did you mean {path}?"
    return f"{key} is not known. Allowed here: {', '.join(allowed)}."


def unknown_parameter(path: str) -> str:
    """Return the sentence about a dotted path that no parameter has."""
    section = path.partition(".")[0]
    noun = {"strategy": "lever", "run": "run setting", "district": "district parameter"}.get(
        section, "parameter"
    )
    members = _members(path)
    if members:
        return f"{path} is a group, not one {noun}. It holds: {_some(members)}."
    words = f"{path} is not a known {noun}."
    near = nearest_path(path)
    if near is not None:
        declared = catalogue()[near]
        return f"{words} Did you mean {near}? ({declared.label}: {declared.allowed()})"
    group = path.rpartition(".")[0]
    while group and not _members(group):
        group = group.rpartition(".")[0]
    if group:
        return f"{words} {group} holds: {_some(_members(group))}."
    return f"{words} Paths start with strategy., district. or run.; `egov params` lists them all."


def _members(group: str) -> list[str]:
    """Return the names directly in a group, in order."""
    start = f"{group}."
    inside = [
        path[len(start) :].partition(".")[0] for path in catalogue() if path.startswith(start)
    ]
    return list(dict.fromkeys(inside))


def _some(names: list[str]) -> str:
    if len(names) <= _LISTED:
        return ", ".join(names)
    return f"{', '.join(names[:_LISTED])} and {len(names) - _LISTED} more (`egov params`)"


def declared_or_problem(path: str, node: Node) -> Parameter | Problem:
    """Return the parameter at a dotted path, or the problem that there is none."""
    declared = catalogue().get(path)
    return declared or Problem(node.file, node.line, path, unknown_parameter(path))

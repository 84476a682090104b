"""From nodes to plain values: units converted, every parameter's value checked where it stands.

A value that is refused is noted as a problem and replaced by the default, so that what follows
finds the other problems and does not report this one again.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sim.errors import Problem
from sim.parameters.catalogue import Parameter, number_text
from sim.scenario.strict_yaml import Node, Scalar
from sim.scenario.units import parse_quantity

__all__ = ["accept", "plain"]

Place = tuple[str | int, ...]

_SECTIONS = {"district", "strategy", "run"}
_TEXT_KEYS = {"title", "extends", "question", "role", "note", "source", "outcome", "at", "group"}
_WORDS_FOR_TRUE = {"yes", "on", "y", "true"}
_WORDS_FOR_FALSE = {"no", "off", "n", "false"}


def plain(node: Node, parameters: Mapping[str, Parameter], problems: list[Problem]) -> Any:
    """Return the node as plain data; what is wrong with a parameter's value goes to `problems`."""
    return _plain(node, (), parameters, problems)


def _plain(
    node: Node, place: Place, parameters: Mapping[str, Parameter], problems: list[Problem]
) -> Any:
    declared = declared_for(place, parameters)
    refusal = _wrong_shape(node, place, declared)
    if declared is not None and refusal:
        problems.append(Problem(node.file, node.line, declared.path, refusal))
        return _stand_in_at(place, declared)
    if isinstance(node.value, dict):
        entries = ((key, child, (*place, key)) for key, child in node.value.items())
        return {
            key: _plain(child, here, parameters, problems)
            for key, child, here in entries
            if not _is_empty_group(child, here, parameters)
        }
    if isinstance(node.value, list):
        items = enumerate(node.value)
        return [_plain(child, (*place, i), parameters, problems) for i, child in items]
    if declared is None:
        return node.text if _is_text(node, place) else node.value
    try:
        return accept(declared, node.value, node.text)
    except ValueError as error:
        name = ".".join(map(str, place)) if place[0] in _SECTIONS else declared.path
        problems.append(Problem(node.file, node.line, declared.path, f"{name} {error}"))
        return _stand_in_for_end(place, declared)


def declared_for(place: Place, parameters: Mapping[str, Parameter]) -> Parameter | None:
    """Return the parameter whose value stands at `place`, wherever in the file that is.

    In `district`, `strategy` and `run` the place itself spells the path; in `uncertain`,
    `timeline` and `sweep` the whole dotted path is a key.
    """
    if not place:
        return None
    if place[0] in _SECTIONS:
        return parameters.get(".".join(part for part in place if isinstance(part, str)))
    if place[-1] in {"source", "posterior"} or place[-2:] == ("normal", 1):  # no range of its own
        return None
    return next((parameters[part] for part in place if part in parameters), None)  # type: ignore[index]


def _wrong_shape(node: Node, place: Place, declared: Parameter | None) -> str:
    """Return what is wrong with a group or a list where one value belongs; else nothing."""
    if declared is None or not isinstance(node.value, (dict, list)):
        return ""
    if place[0] == "uncertain" and len(place) == 2:
        spread_out = declared.kind in {"number", "integer"} or "choice" in node.items
        only = f"{declared.path} is not a number, so only `choice: [...]` can spread it."
        return "" if spread_out or not node.items else only
    one_value = place[0] in _SECTIONS or place[0] == "timeline" or place[:2] == ("sweep", "list")
    if one_value and not (declared.kind == "list" and isinstance(node.value, list)):
        return f"{declared.path} takes one value: {declared.allowed()}."
    return ""


def _stand_in_for_end(place: Place, declared: Parameter) -> Any:
    """Return the limit that stands in for an end of a range, so that its ends stay in order."""
    if place[-2:-1] == ("uniform",) or place[:3] == ("sweep", "sample", "between"):
        limit = declared.low if place[-1] == 0 else declared.high
        return _stand_in(declared) if limit is None else limit
    return _stand_in(declared)


def _stand_in_at(place: Place, declared: Parameter) -> Any:
    if place[0] == "uncertain":
        return {"choice": [declared.default]}
    return _stand_in(declared)


def _is_empty_group(node: Node, place: Place, parameters: Mapping[str, Parameter]) -> bool:
    return node.value is None and declared_for(place, parameters) is None


def _is_text(node: Node, place: Place) -> bool:
    return bool(place) and place[-1] in _TEXT_KEYS and node.value is not None


def _stand_in(declared: Parameter) -> Any:
    default = declared.default
    return list(default) if isinstance(default, tuple) else default


def accept(declared: Parameter, value: Any, text: str | None = None) -> Any:
    """Return `value` as the parameter wants it: unit converted, whole numbers whole.

    Raises
    ------
    ValueError : with a clause that follows the name of the parameter.
    """
    value = value.item() if hasattr(value, "item") else value
    written = str(value) if text is None else text
    if value is None:
        if declared.optional:
            return None
        raise ValueError(f"is empty. Write {declared.allowed()}, or remove the line.")
    if isinstance(value, (dict, list, tuple)) and declared.kind != "list":
        raise ValueError(f"takes one value: {declared.allowed()}.")
    if declared.kind == "switch":
        return _switch(declared, value, written)
    if declared.kind == "choice":
        return _choice(declared, written)
    if declared.kind == "text":
        return written
    if isinstance(value, (list, tuple)):
        return tuple(_number(declared, item, str(item)) for item in value)
    return _number(declared, value, written)


def _switch(declared: Parameter, value: Scalar, written: str) -> bool:
    if isinstance(value, bool):
        return value
    word = written.strip().lower()
    if word in _WORDS_FOR_TRUE or word in _WORDS_FOR_FALSE:
        return word in _WORDS_FOR_TRUE
    raise ValueError(f'is "{written}", but it must be {declared.allowed()}.')


def _choice(declared: Parameter, written: str) -> str:
    from sim.parameters.catalogue import nearest

    if written in declared.choices:
        return written
    near = nearest(written, declared.choices)
    hint = f' Did you mean "{near}"?' if near else ""
    raise ValueError(f'is "{written}", but it must be {declared.allowed()}.{hint}')


def _number(declared: Parameter, value: Scalar, written: str) -> float | int:
    if isinstance(value, bool):
        raise ValueError(f'is "{written}", but it must be {declared.allowed()}.')
    if isinstance(value, str):
        try:
            value = parse_quantity(value, declared.unit)
        except ValueError as error:
            raise ValueError(f"{error} It must be {declared.allowed()}.") from None
    assert isinstance(value, (int, float))
    if declared.kind == "integer":
        if value != value or value in (float("inf"), float("-inf")) or int(value) != value:
            raise ValueError(f"is {written}, but it must be {declared.allowed()}.")
        value = int(value)
    if not (value - value == 0):  # infinite or not a number
        raise ValueError(f"is {written}, but it must be {declared.allowed()}.")
    _check_range(declared, value, written)
    return value if declared.kind == "integer" else float(value)


def _check_range(declared: Parameter, value: float, written: str) -> None:
    too_low = declared.low is not None and value < declared.low
    too_high = declared.high is not None and value > declared.high
    if too_low or too_high:
        side = "below" if too_low else "above"
        raise ValueError(
            f"is {written}, which is {side} what is allowed: {declared.allowed()}"
            f" (default {_default(declared)})."
        )


def _default(declared: Parameter) -> str:
    default = declared.default
    return number_text(default) if isinstance(default, (int, float)) else str(default)

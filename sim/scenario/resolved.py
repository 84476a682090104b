"""A scenario written out in full: as plain data, as YAML with origins, and for its hash."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.scenario.scenario import Scenario

__all__ = ["as_yaml", "determining", "resolved", "resolved_yaml"]

_PLAIN_WORD = re.compile(r"[A-Za-z][A-Za-z_]+(?:\.[A-Za-z_][A-Za-z0-9_]*)*")
_NOT_PLAIN = {"true", "false", "null", "yes", "no", "on", "off"}


def resolved(scenario: Scenario) -> dict[str, Any]:
    """Return every value of a scenario as plain data; groups in alphabetical order."""
    from sim.scenario.extends import SCHEMA_VERSION

    data: dict[str, Any] = {
        "schema": SCHEMA_VERSION,
        "title": scenario.title,
        "about": _data(scenario.about),
        "place": None if scenario.place is None else _without_empty(_data(scenario.place)),
        "district": _data(scenario.district),
        "strategy": _data(scenario.strategy),
        "uncertain": {path: _data(spread) for path, spread in sorted(scenario.uncertain.items())},
        "timeline": [_data(event) for event in scenario.timeline],
        "run": _data(scenario.run),
        "sweep": None if scenario.sweep is None else _data(scenario.sweep),
        "expect": [_data(check) for check in scenario.expect],
    }
    return {key: value for key, value in data.items() if value not in (None, {}, [])}


def determining(scenario: Scenario) -> dict[str, Any]:
    """Return what determines the results, and nothing else."""
    data = resolved(scenario)
    kept = {key: data[key] for key in ("schema", "district", "strategy", "run")}
    kept["uncertain"] = {
        path: {name: v for name, v in spread.items() if name != "source"} | _file(path, spread)
        for path, spread in data.get("uncertain", {}).items()
    }
    kept["timeline"] = [
        {name: value for name, value in event.items() if name != "note"}
        for event in data.get("timeline", [])
    ]
    place = {k: v for k, v in data.get("place", {}).items() if k not in {"title", "source"}}
    return {**kept, "place": place} if place else kept


def _file(path: str, spread: Mapping[str, Any]) -> dict[str, str]:
    """Return the digest of what a spread draws from, where it is a file."""
    from sim.scenario import posterior

    return {"draws": posterior.digest(path)} if spread.get("posterior") else {}


def _data(model: Any) -> dict[str, Any]:
    data = model.model_dump(mode="json", by_alias=True)
    optional = type(model).__module__.endswith("scenario.schema")
    return _sorted(_without_empty(data) if optional else data)


def _without_empty(data: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in data.items() if value not in (None, "", {}, [])}


def _sorted(data: Mapping[str, Any]) -> dict[str, Any]:
    return {
        key: _sorted(data[key]) if isinstance(data[key], dict) else data[key]
        for key in sorted(data)
    }


def resolved_yaml(scenario: Scenario) -> str:
    """Return the scenario as YAML; a comment at each parameter says where its value is from."""
    head = [
        f"# {scenario.name}: every value of this scenario, and where it came from.",
        "# This file can be run again as it is.",
    ]
    return "\n".join([*head, *_lines(resolved(scenario), "", 0, scenario.provenance)]) + "\n"


def as_yaml(data: Mapping[str, Any]) -> str:
    """Return plain data as the text of a scenario file."""
    return "\n".join(_lines(data, "", 0, {})) + "\n"


def _lines(
    data: Mapping[str, Any], path: str, depth: int, provenance: Mapping[str, str]
) -> Iterator[str]:
    indent = "  " * depth
    for key, value in data.items():
        here = f"{path}.{key}" if path else key
        if isinstance(value, dict) and value and depth < 12:
            yield f"{indent}{_scalar(key)}:"
            yield from _lines(value, here, depth + 1, provenance)
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            yield f"{indent}{_scalar(key)}:"
            yield from (f"{indent}  - {_flow(item)}" for item in value)
        else:
            origin = f"  # from {provenance[here]}" if here in provenance else ""
            yield f"{indent}{_scalar(key)}: {_flow(value)}{origin}"


def _flow(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_scalar(k)}: {_flow(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_flow(item) for item in value) + "]"
    return _scalar(value)


def _scalar(value: Any) -> str:
    """Return a scalar that every YAML reader, of 1.1 or 1.2, reads as the same value."""
    if isinstance(value, str):
        plain = _PLAIN_WORD.fullmatch(value) and value.lower() not in _NOT_PLAIN
        return value if plain else json.dumps(value, ensure_ascii=False)
    if isinstance(value, float):
        text = repr(value)
        if "e" in text and "." not in text:
            text = text.replace("e", ".0e")
        return text
    return json.dumps(value)

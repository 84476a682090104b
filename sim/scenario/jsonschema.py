"""The JSON Schema of a scenario file, from which editors complete and underline.

Written to scenarios/schema.json; each scenario names it in its first line.
"""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from sim.parameters.catalogue import catalogue
from sim.scenario.place import AGE_GROUPS, ALL_LINES, LINES
from sim.scenario.schema import ScenarioFile

__all__ = ["json_schema", "json_schema_text"]

_DETAILS = {"unit", "source", "status", "low", "high", "step", "needs", "prior"}
_SWITCH_WORDS = ["yes", "no", "on", "off"]


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a scenario file.

    Nothing is required but `schema`, because every value has a default. A number may be written
    with its unit, so where the unit is declared, text is allowed too.
    """
    schema = ScenarioFile.model_json_schema(by_alias=True)
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = "egov-sim scenario"
    schema["required"] = ["schema"]
    definitions = [schema, *schema.get("$defs", {}).values()]
    used = Counter(p.get("$ref") for d in definitions for p in d.get("properties", {}).values())
    for definition in definitions:
        several = used[f"#/$defs/{definition.get('title')}"] > 1
        for name, described in definition.get("properties", {}).items():
            definition["properties"][name] = _for_editors(described, several)
    _name_paths(schema)
    return schema


def json_schema_text() -> str:
    """Return the JSON Schema as the text of scenarios/schema.json."""
    return json.dumps(json_schema(), indent=2, ensure_ascii=False, sort_keys=True) + "\n"


def _for_editors(described: dict[str, Any], several: bool) -> dict[str, Any]:
    """Return a property as an editor shows it: label, note, unit, range, source in one text.

    A group that is used at `several` places has another default at each; none is shown then.
    """
    if "unit" not in described:
        return {key: value for key, value in described.items() if key not in _DETAILS}
    if several:
        described = {key: value for key, value in described.items() if key != "default"}
    kept = {key: value for key, value in described.items() if key not in _DETAILS}
    unit = described["unit"]
    kept["description"] = " ".join(
        part
        for part in (
            f"{described.get('title', '')} [{unit}].",
            described.get("description", ""),
            f"Default: {json.dumps(described['default'])}." if "default" in described else "",
            f"Source ({described['status']}): {described['source']}.",
        )
        if part
    )
    kind = kept.get("type")
    if kind in {"number", "integer"}:
        limits = {key: kept.pop(key) for key in ("minimum", "maximum") if key in kept}
        kept["anyOf"] = [{"type": kept.pop("type"), **limits}, {"type": "string"}]
    elif kind == "boolean":
        kept["anyOf"] = [{"type": kept.pop("type")}, {"enum": _SWITCH_WORDS}]
    return kept


def _name_paths(schema: dict[str, Any]) -> None:
    """Let an editor complete dotted paths where they are keys, and months written as dates."""
    paths = [path for path in catalogue() if not path.startswith("run.")]
    levers = [path for path in paths if path.startswith("strategy.")]
    definitions = schema["$defs"]
    schema["properties"]["uncertain"]["propertyNames"] = {"enum": paths}
    _name_keys_of_place(definitions["Place"]["properties"])
    event = definitions["Event"]["properties"]
    event["set"]["propertyNames"] = {"enum": levers}
    month = event["month"]
    month["anyOf"] = [
        {"type": month.pop("type"), "minimum": month.pop("minimum")},
        {"type": "string", "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])$"},
    ]
    definitions["SampleDesign"]["properties"]["between"]["propertyNames"] = {"enum": paths}


def _name_keys_of_place(place: dict[str, Any]) -> None:
    """Let an editor complete age groups and service lines in the section `place`."""
    ages, lines = {"enum": list(AGE_GROUPS)}, {"enum": list(LINES)}
    for name in ("age_shares", "internet_use_by_age"):
        place[name]["anyOf"][0]["propertyNames"] = ages
    for name in ("cases_per_adult", "season"):
        place[name]["propertyNames"] = lines
    place["needs"]["propertyNames"] = {"enum": [*LINES, ALL_LINES]}
    place["needs_of_businesses"]["anyOf"][0]["propertyNames"] = {"enum": [*LINES, ALL_LINES]}

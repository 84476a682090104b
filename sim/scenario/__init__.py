"""The scenario file: reading, checking, merging, writing out in full.

Names are imported when first used, because pydantic takes a tenth of a second to load.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.scenario.jsonschema import json_schema, json_schema_text
    from sim.scenario.linter import Finding, Size, estimate_size, lint
    from sim.scenario.load import load_scenario
    from sim.scenario.scenario import Scenario
    from sim.scenario.schema import SHOCKS, Distribution, Event, Expectation, Shock, Sweep

__all__ = [
    "SHOCKS",
    "Distribution",
    "Event",
    "Expectation",
    "Finding",
    "Scenario",
    "Shock",
    "Size",
    "Sweep",
    "estimate_size",
    "json_schema",
    "json_schema_text",
    "lint",
    "load_scenario",
]

_HOME = {
    "Finding": "linter",
    "Scenario": "scenario",
    "Size": "linter",
    "estimate_size": "linter",
    "json_schema": "jsonschema",
    "json_schema_text": "jsonschema",
    "lint": "linter",
    "load_scenario": "load",
}


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module = import_module(f"{__name__}.{_HOME.get(name, 'schema')}")
    return getattr(module, name)

"""A policy laboratory for local e-government: District A and its mayor's plan of 2002.

The public names are loaded when they are first used, so that `import sim` costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from sim.errors import EgovError, OutputError, RunFailed, ScenarioError, UserError
    from sim.model import DistrictModel
    from sim.result import RunResult, load
    from sim.runner import run
    from sim.scenario import Scenario, lint, load_scenario

_HOMES = {
    "DistrictModel": "sim.model",
    "EgovError": "sim.errors",
    "OutputError": "sim.errors",
    "RunFailed": "sim.errors",
    "RunResult": "sim.result",
    "Scenario": "sim.scenario",
    "ScenarioError": "sim.errors",
    "UserError": "sim.errors",
    "lint": "sim.scenario",
    "load": "sim.result",
    "load_scenario": "sim.scenario",
    "run": "sim.runner",
}

__all__ = [
    "DistrictModel",
    "EgovError",
    "OutputError",
    "RunFailed",
    "RunResult",
    "Scenario",
    "ScenarioError",
    "UserError",
    "lint",
    "load",
    "load_scenario",
    "run",
]


def __getattr__(name: str) -> Any:
    """Load a public name from the module that holds it."""
    if name not in _HOMES:
        raise AttributeError(f"module 'sim' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])

"""A policy laboratory for local e-government: District A and its mayor's plan of 2002.

The public names are loaded when they are first used, so that `import sim` costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from sim.classroom.collect import collect
    from sim.errors import EgovError, OutputError, RunFailed, ScenarioError, UserError
    from sim.experiments.again import extend, resume
    from sim.experiments.calibrate import calibrate
    from sim.experiments.compare import compare
    from sim.experiments.explain import explain
    from sim.experiments.kinds import load
    from sim.experiments.search import search
    from sim.experiments.sensitivity import sensitivity
    from sim.experiments.sweep import sweep
    from sim.experiments.twins import follow
    from sim.experiments.validate import validate
    from sim.experiments.verify import verify
    from sim.model import DistrictModel
    from sim.questions.ask import question
    from sim.result import RunResult
    from sim.runner import run
    from sim.scenario import Scenario, lint, load_scenario
    from sim.session.session import Session

_HOMES = {
    "DistrictModel": "sim.model",
    "EgovError": "sim.errors",
    "OutputError": "sim.errors",
    "RunFailed": "sim.errors",
    "RunResult": "sim.result",
    "Scenario": "sim.scenario",
    "ScenarioError": "sim.errors",
    "Session": "sim.session.session",
    "UserError": "sim.errors",
    "calibrate": "sim.experiments.calibrate",
    "collect": "sim.classroom.collect",
    "compare": "sim.experiments.compare",
    "explain": "sim.experiments.explain",
    "extend": "sim.experiments.again",
    "follow": "sim.experiments.twins",
    "lint": "sim.scenario",
    "load": "sim.experiments.kinds",
    "load_scenario": "sim.scenario",
    "question": "sim.questions.ask",
    "resume": "sim.experiments.again",
    "run": "sim.runner",
    "search": "sim.experiments.search",
    "sensitivity": "sim.experiments.sensitivity",
    "sweep": "sim.experiments.sweep",
    "validate": "sim.experiments.validate",
    "verify": "sim.experiments.verify",
}

__all__ = [
    "DistrictModel",
    "EgovError",
    "OutputError",
    "RunFailed",
    "RunResult",
    "Scenario",
    "ScenarioError",
    "Session",
    "UserError",
    "calibrate",
    "collect",
    "compare",
    "explain",
    "extend",
    "follow",
    "lint",
    "load",
    "load_scenario",
    "question",
    "resume",
    "run",
    "search",
    "sensitivity",
    "sweep",
    "validate",
    "verify",
]


def __getattr__(name: str) -> Any:
    """Load a public name from the module that holds it."""
    if name not in _HOMES:
        raise AttributeError(f"module 'sim' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])

"""The kinds of results folders, by the verb that made them."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from sim.errors import UserError
from sim.experiments.published import read_ensemble

if TYPE_CHECKING:
    from sim.experiments.ensemble import Ensemble
    from sim.experiments.result import ExperimentResult
    from sim.result import RunResult

__all__ = ["load", "result_of"]

_CLASSES = {
    "run": "sim.result:RunResult",
    "compare": "sim.experiments.compare:Comparison",
    "explain": "sim.experiments.explain:Explanation",
    "sweep": "sim.experiments.sweep:SweepResult",
    "sensitivity": "sim.experiments.sensitivity:SensitivityResult",
    "search": "sim.experiments.search:SearchResult",
    "calibrate": "sim.experiments.calibrated:Calibration",
    "validate": "sim.experiments.validate:Validation",
    "guessed": "sim.experiments.guessed:Guessed",
    "question": "sim.questions.answer:Answer",
    "class": "sim.classroom.result:ClassResult",
}


def result_of(ensemble: Ensemble) -> RunResult | ExperimentResult:
    """Return the runs of a plan as the result of its verb."""
    verb = ensemble.plan.verb
    if verb not in _CLASSES:
        raise UserError(
            f"{ensemble.path}: these runs were made for another program (verb {verb!r}), so there "
            "is no result of ours to be shown. Read runs.parquet and monthly.parquet."
        )
    module, name = _CLASSES[verb].split(":")
    made: RunResult | ExperimentResult = getattr(import_module(module), name)(ensemble)
    return made


def load(folder: str | Path) -> RunResult | ExperimentResult:
    """Return the result stored in a results folder, whichever verb made it.

    Raises
    ------
    OutputError : the folder is missing, is no results folder, is unfinished, or is damaged.
    """
    return result_of(read_ensemble(Path(folder)))

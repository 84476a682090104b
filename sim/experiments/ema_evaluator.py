"""An evaluator of EMA Workbench whose experiments are done by our own executors.

Only `sim.experiments.ema` imports this file, once it knows that the package is there.
"""

from __future__ import annotations

import tempfile
import warnings
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from ema_workbench.em_framework.evaluators import BaseEvaluator
from ema_workbench.em_framework.points import experiment_generator

from sim.errors import RunFailed, UserError
from sim.execution.crew import Crew, crew_for
from sim.experiments.carry import carry_out
from sim.experiments.ema import Experiments, plain_values

__all__ = ["Evaluator"]

SHOWN = 3


class Evaluator(BaseEvaluator):
    """Does experiments over processes or a cluster; one that fails leaves a masked outcome.

    Attributes
    ----------
    failures : (experiment, reason) of every experiment that failed; values by path.
    """

    def __init__(
        self,
        model: Any,
        *,
        workers: int | None = None,
        scheduler: str | None = None,
        out: str | Path | None = None,
        progress: Any = "none",
    ) -> None:
        super().__init__(model)
        if len(self._msis) != 1 or not isinstance(self._msis[0].function, Experiments):
            raise UserError(
                "this evaluator takes one model, made by sim.experiments.ema.ema_model."
            )
        self._model = self._msis[0]
        self._experiments: Experiments = self._model.function
        self._workers, self._scheduler, self._progress = workers, scheduler, progress
        self._stack = ExitStack()
        self._crew: Crew | None = None
        self._out = None if out is None else Path(out)
        self._place: tempfile.TemporaryDirectory[str] | None = None
        self._searching = False
        self.failures: list[tuple[Mapping[str, Any], str]] = []

    def initialize(self) -> None:
        """Make the processes ready; they stay for all experiments."""
        self._crew = self._stack.enter_context(crew_for(self._workers, self._scheduler))

    def finalize(self) -> None:
        """End the processes."""
        self._stack.close()
        self._crew = None

    def evaluate_experiments(self, *asked: Any, combine: str = "factorial", **_: Any) -> None:
        """Do experiments and hand each one's outcomes to the callback.

        Version 2 of EMA Workbench calls it with scenarios, policies and a callback; version 3
        with the experiments themselves and a callback.
        """
        *what, callback = asked
        if len(what) == 2:
            scenarios, policies = what
            experiments = experiment_generator(scenarios, self._msis, policies, combine=combine)
        else:
            (experiments,) = what
        listed = list(experiments)
        for experiment, outcomes in zip(listed, self._done(listed), strict=True):
            callback(experiment, outcomes)

    def evaluate_all(self, jobs: Sequence[Any], **options: Any) -> Sequence[Any]:
        """Do the experiments of a search.

        Raises
        ------
        RunFailed : an experiment failed; an optimiser would take a hole for a value.
        """
        self._searching = True
        try:
            if jobs and _scores_all_alike(jobs[0].solution.problem):
                for job in jobs:
                    super().evaluate_all([job], **options)
                return jobs
            return super().evaluate_all(jobs, **options)
        finally:
            self._searching = False

    def _done(self, experiments: Sequence[Any]) -> list[dict[str, float]]:
        """Return the outcomes of each experiment; nothing for one that failed."""
        settings = {n: self._settings(one) for n, one in enumerate(experiments, 1)}
        why = {n: self._experiments.refusal(given) for n, given in settings.items()}
        plan = self._experiments.plan({n: g for n, g in settings.items() if not why[n]})
        whole = self._experiments.plan({})
        ensemble = carry_out(
            plan, out=self._folder(), workers=self._workers, scheduler=self._scheduler,
            crew=self._crew, progress=self._progress, identity=whole.content_hash(), final=False,
        )  # fmt: skip
        found = self._experiments.values(ensemble)
        why |= dict(zip(ensemble.failed["point"], ensemble.failed["reason"], strict=True))
        new = [(settings[n], str(why[n] or "an outcome is not a number"))
               for n in settings if n not in found]  # fmt: skip
        self.failures += new
        self._tell(new, len(settings))
        return [found.get(n, {}) for n in settings]

    def _settings(self, experiment: Any) -> dict[str, Any]:
        """Return an experiment as values by path."""
        given: dict[str, Any] = {}
        for sample in (experiment.scenario, experiment.policy):
            given |= {self._path(name): value for name, value in sample.items()}
        return plain_values(given)

    def _path(self, name: str) -> str:
        paths: dict[str, str] = self._model.paths
        if name not in paths:
            raise UserError(
                f"The model has no uncertainty or lever {name!r}. It has {', '.join(paths)}."
            )
        return paths[name]

    def _folder(self) -> Path:
        """Return where runs are kept: a folder of the user's, or one that goes with this."""
        if self._out is not None:
            return self._out
        if self._place is None:
            self._place = tempfile.TemporaryDirectory(prefix="egov-")
        return Path(self._place.name) / "runs"

    def _tell(self, failures: Iterable[tuple[Mapping[str, Any], str]], of: int) -> None:
        """Warn of failed experiments, or stop a search or a design that has nothing else."""
        told = list(failures)
        if not told:
            return
        reasons = "; ".join(dict.fromkeys(reason for _, reason in told[:SHOWN]))
        words = f"{len(told)} of {of} experiments failed ({reasons})."
        if self._searching:
            raise RunFailed(
                f"{words} The search was stopped: narrow the ranges to where the model runs."
            )
        if len(told) == of:
            raise RunFailed(f"{words} There is nothing to analyse.")
        warnings.warn(f"{words} Their outcomes are masked; `failures` lists them.", stacklevel=2)


def _scores_all_alike(problem: Any) -> bool:
    """Return whether policies must be scored one at a time.

    Version 3.0.0 gives every policy of a robust search the score of all of them together: its
    `evaluate` takes the robustness functions of whole arrays, not of the policy's own rows.
    """
    return problem.searchover == "robust" and not hasattr(problem, "robustness_functions")

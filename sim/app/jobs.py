"""What a worker process does for the page: runs, and longer pieces of work by name.

A job is a module-level function; the server names it, a request never does.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

from sim.execution.task import Task, let_go, undisturbed
from sim.parameters.run import month_text

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Kept", "do_run", "load", "outcome_names"]

MINUTES = 12
"""How many of the last minutes of a run are kept."""
SMALL = 200
"""Citizens of the first run of a process, which nobody sees."""


@dataclass(frozen=True)
class Kept:
    """What is kept of a run.

    Attributes
    ----------
    monthly : shape (outcomes, months)   In the order of `outcome_names`.
    minutes : the last minutes of its decisions; empty where they were not asked for.
    seconds : [s]   What the run took.
    """

    monthly: NDArray[np.float64]
    minutes: tuple[dict[str, Any], ...]
    seconds: float

    @property
    def size(self) -> int:
        """About how many bytes it takes."""
        return int(self.monthly.nbytes) + 400 * len(self.minutes) + 500


@cache
def outcome_names() -> tuple[str, ...]:
    """Return the outcomes in the order of the rows of `Kept.monthly`."""
    from sim.outcomes import OUTCOMES

    return tuple(outcome.name for outcome in OUTCOMES)


def load(on_month: Callable[[int], None]) -> None:
    """Import the model and its compiled kernels, and run it once in small."""
    with undisturbed():
        from sim.app.state import State
        from sim.app.twins import run_task

        task = run_task(State(sample=SMALL, months=1))
        import_module("sim.model")
        gc.freeze()  # libraries stay
    do_run(task, on_month)


def do_run(task: Task, on_month: Callable[[int], None]) -> Kept:
    """Do one run, as `sim.execution.task.perform` does, and keep its numbers in memory only.

    Raises
    ------
    RunFailed : the model ended with an error; the message is its reason.
    """
    from sim.errors import RunFailed

    began, month = time.perf_counter(), 0

    def note_month(now: int) -> None:
        nonlocal month
        month = now
        on_month(now)

    try:
        with undisturbed():
            note_month(0)
            monthly, minutes = _results(task, note_month)
    except Exception as error:
        reason = f"{type(error).__name__}: {error}"
        raise RunFailed(f"The run ended after month {month}: {reason}") from error
    return Kept(monthly, minutes, time.perf_counter() - began)


def _results(task: Task, on_month: Callable[[int], None]) -> tuple[NDArray[np.float64], Any]:
    from sim.model import DistrictModel

    model: Any = None
    try:
        model = DistrictModel(
            task.scenario, seed=task.seed, sample=task.sample, threads=task.threads
        )
        model.run(on_month=on_month)
        return _monthly(model), _last_minutes(model, task)
    finally:
        let_go(model)  # also where the run was left


def _monthly(model: Any) -> NDArray[np.float64]:
    """Return the outcomes month by month, as the table "monthly" has them."""
    import numpy as np

    noted = model.datacollector.model_vars
    return np.array([noted[name] for name in outcome_names()], dtype=float)


def _last_minutes(model: Any, task: Task) -> tuple[dict[str, Any], ...]:
    """Return the last of the decisions, as the table "decisions" has them."""
    if "decisions" not in task.tables:
        return ()
    start = task.scenario.run.start
    return tuple(
        {"month": one.month, "date": month_text(one.month, start), "actor": one.actor,
         "decision": one.decision, "reason": one.reason}
        for one in model.minutes.decisions[-MINUTES:]
    )  # fmt: skip

"""What a worker process does for the page: runs, and longer pieces of work by name.

A job is a module-level function; the server names it, a request never does.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from sim.execution.task import Task, perform, unpack_table

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Kept", "do_run", "outcome_names"]

MINUTES = 12
"""How many of the last minutes of a run are kept."""


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


def do_run(task: Task, on_month: Callable[[int], None]) -> Kept:
    """Do one run.

    Raises
    ------
    RunFailed : the model ended with an error; the message is its reason.
    """
    import numpy as np

    from sim.errors import RunFailed

    packed = perform(task, on_month)
    if packed.status == "failed":
        raise RunFailed(f"The run ended {packed.reason}")
    table = unpack_table(packed.tables["monthly"])
    monthly = np.array([table[name].to_numpy() for name in outcome_names()], dtype=float)
    return Kept(monthly, _last_minutes(packed.tables), packed.wall_seconds)


def _last_minutes(tables: Any) -> tuple[dict[str, Any], ...]:
    if "decisions" not in tables:
        return ()
    rows = unpack_table(tables["decisions"])
    rows = rows.slice(max(0, rows.num_rows - MINUTES))
    return tuple(rows.select(["month", "date", "actor", "decision", "reason"]).to_pylist())

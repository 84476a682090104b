"""One run in a process of its own: begun from bytes, ended by a record, never by an exception.

Only light modules are imported here: a fresh process imports this file before it sets the number
of threads, and numpy and numba read that number when they are imported.
"""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
import threading
import traceback
from collections.abc import Callable
from typing import Any

from sim.execution.task import Packed, Task, perform

__all__ = ["NOT_BEGUN", "begin_worker", "facts", "failed", "perform_at_cluster", "perform_here",
           "perform_in_worker"]  # fmt: skip

NOT_BEGUN = -1
"""In a worker's table of months: a run that waits for its turn."""
WATCH_SECONDS = 1.0
THREAD_SETTINGS = (
    "NUMBA_NUM_THREADS",
    "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "MKL_NUM_THREADS",
)

_months: Any = None


def failed(key: str, error: BaseException) -> Packed:
    """Return the record of a run that ended by an error outside the model."""
    reason = f"{type(error).__name__}: {error}"
    details = "".join(traceback.format_exception(error))
    return Packed(key, "failed", reason, details)


def perform_here(task: Task, on_month: Callable[[int], None]) -> Packed:
    """Do a run in this process; only Ctrl-C gets through."""
    try:
        return perform(task, on_month)
    except (KeyboardInterrupt, GeneratorExit):
        raise
    except BaseException as error:  # a model that calls sys.exit ends its run, not this process
        return failed(task.key, error)


def perform_in_worker(slot: int, key: str, data: bytes) -> Packed:
    """Do the run that was sent as `data`, noting its month in the shared table of months.

    A task is unpacked here, not by the pool: one that cannot be would end the process.
    """

    def note_month(month: int) -> None:
        _months[slot] = month

    note_month(0)
    return _perform_sent(key, data, note_month)


def perform_at_cluster(key: str, data: bytes, code: str) -> Packed:
    """Do the run that was sent as `data` on a worker of somebody's cluster.

    Raises
    ------
    UserError : this worker has another version of the program than the one that asks.
    """
    from sim.errors import UserError
    from sim.manifest import code_hash

    if code_hash() != code:  # a worker that joined after the others had been asked
        raise UserError(
            f"A worker of the cluster has other code ({code_hash()[:12]}) than this program "
            f"({code[:12]}). Install the same version of egov-sim on every machine and start "
            "its workers again."
        )
    return _perform_sent(key, data, None)


def facts() -> dict[str, str]:
    """Return what the numbers depend on, to be compared between machines."""
    from sim.manifest import code_hash, versions

    found = versions()
    python = ".".join(found["python"].split(".")[:2])
    return {
        "code": code_hash()[:16], "Python": python,
        "numpy": found["numpy"], "numba": found["numba"],
    }  # fmt: skip


def _perform_sent(key: str, data: bytes, on_month: Callable[[int], None] | None) -> Packed:
    try:
        return perform(pickle.loads(data), on_month)
    except BaseException as error:  # SystemExit and the like must not break the pool
        return failed(key, error)


def begin_worker(parent: int, months: Any) -> None:
    """Set up a fresh worker before anything heavy is imported.

    Parameters
    ----------
    parent : the id of the process that started it, which may be gone already.
    months : the months done by the runs in this worker's hands, shared with the parent.
    """
    global _months
    _months = months
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the parent, which ends us
    for name in THREAD_SETTINGS:
        os.environ[name] = "1"
    threading.Thread(target=_end_with_parent, args=(parent,), daemon=True).start()


def _end_with_parent(parent: int) -> None:
    """End this worker once its parent is gone, so that a killed program leaves no orphans."""
    process = multiprocessing.parent_process()
    while process is not None and process.is_alive():
        if os.name == "posix" and os.getppid() != parent:
            break
        process.join(timeout=WATCH_SECONDS)
    os._exit(1)

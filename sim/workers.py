"""Runs over processes: one worker a core, one thread a worker, nothing lost when one dies.

A worker never raises: a run that fails comes back as a record with its reason. A worker that is
killed breaks the pool of the standard library, so the pool is made anew and the runs that were in
flight are tried once more, each alone; one that kills its worker twice is recorded as failed.

Only light modules are imported here: a fresh process imports this file before it sets the number
of threads, and numpy and numba read that number when they are imported.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    import pandas as pd

    from sim.scenario import Scenario

__all__ = ["REAL_MODEL", "Record", "Task", "available_cores", "execute", "run_in_workers"]

REAL_MODEL = "sim.model:DistrictModel"
POLL_SECONDS = 0.2
WATCH_SECONDS = 1.0
NOT_STARTED = -1
THREAD_SETTINGS = (
    "NUMBA_NUM_THREADS",
    "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "MKL_NUM_THREADS",
)


@dataclass(frozen=True)
class Task:
    """One run to be done: which replicate, of what size, with which luck."""

    replicate: int
    kind: Literal["full size", "sample"]
    seed: int
    sample: int | None
    threads: int
    scenario: Scenario
    drawn: dict[str, Any] = field(default_factory=dict)
    model: str = REAL_MODEL


@dataclass
class Record:
    """One run that ended: its tables, or the reason why there are none."""

    task: Task
    status: Literal["ok", "failed"]
    reason: str = ""
    details: str = ""
    wall_seconds: float = 0.0
    tables: dict[str, pd.DataFrame] | None = None


def available_cores() -> int:
    """Return the number of cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return max(1, len(os.sched_getaffinity(0)))
    return os.cpu_count() or 1


def execute(task: Task, on_month: Callable[[int], None] | None = None) -> Record:
    """Do one run; an error becomes a record with status "failed", never an exception."""
    start = time.perf_counter()
    month = 0

    def note_month(now: int) -> None:
        nonlocal month
        month = now
        if on_month is not None:
            on_month(now)

    try:
        note_month(0)
        model = _model_class(task.model)(
            task.scenario, seed=task.seed, sample=task.sample, threads=task.threads
        )
        model.run(on_month=note_month)
        record = Record(task, "ok", tables=model.tables())
    except Exception as error:
        reason = f"after month {month}: {type(error).__name__}: {error}"
        record = Record(task, "failed", reason, traceback.format_exc())
    record.wall_seconds = time.perf_counter() - start
    return record


def _model_class(path: str) -> Any:
    module, name = path.split(":")
    return getattr(import_module(module), name)


# In the worker process -----------------------------------------------------------------------

_months_done: Any = None


def _begin_worker(parent: int, months_done: Any) -> None:
    """Set up a fresh worker before anything heavy is imported."""
    global _months_done
    _months_done = months_done
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the parent, which ends us
    for name in THREAD_SETTINGS:
        os.environ[name] = "1"
    threading.Thread(target=_end_with_parent, args=(parent,), daemon=True).start()


def _end_with_parent(parent: int) -> None:
    """End this worker once its parent is gone, so that a killed run leaves no orphans."""
    process = multiprocessing.parent_process()
    while process is not None and process.is_alive():
        if os.name == "posix" and os.getppid() != parent:
            break
        process.join(timeout=WATCH_SECONDS)
    os._exit(1)


def _execute_in_worker(slot: int, task: Task) -> Record:
    def note_month(month: int) -> None:
        _months_done[slot] = month

    try:
        return execute(task, note_month)
    except BaseException as error:  # SystemExit and the like must not break the pool
        return Record(task, "failed", f"{type(error).__name__}: {error}", traceback.format_exc())


# In the parent process -----------------------------------------------------------------------


def run_in_workers(
    tasks: Sequence[Task], workers: int, on_months: Callable[[Sequence[int]], None]
) -> Iterator[Record]:
    """Yield the record of each task as it ends, in any order.

    Parameters
    ----------
    tasks : the runs to do.
    workers : processes at a time, at least 1.
    on_months : called a few times a second with the months done by each task (-1: not begun).
    """
    context = multiprocessing.get_context("spawn")
    months = context.RawArray("i", [NOT_STARTED] * len(tasks))
    waiting = dict(enumerate(tasks))
    while waiting:
        for slot, record in _one_pool(context, months, waiting, workers, on_months):
            del waiting[slot]
            yield record
        for slot in [s for s in waiting if months[s] != NOT_STARTED]:
            yield _try_alone(context, months, slot, waiting.pop(slot), on_months)


def _one_pool(
    context: Any,
    months: Any,
    waiting: dict[int, Task],
    workers: int,
    on_months: Callable[[Sequence[int]], None],
) -> Iterator[tuple[int, Record]]:
    """Yield what one pool finishes; return early, leaving the rest, if a worker dies."""
    pool = ProcessPoolExecutor(
        min(workers, len(waiting)), context, _begin_worker, (os.getpid(), months)
    )
    broken = False
    pending: set[Future[Record]] = set()
    try:
        with _main_module_hidden():
            futures = {pool.submit(_execute_in_worker, s, t): s for s, t in waiting.items()}
        pending = set(futures)
        while pending and not broken:
            done, pending = wait(pending, POLL_SECONDS, FIRST_COMPLETED)
            on_months(months)
            for future in done:
                if isinstance(future.exception(), BrokenProcessPool):
                    broken = True
                else:
                    yield futures[future], _result_of(future, waiting[futures[future]])
    finally:
        _end_pool(pool, at_once=broken or bool(pending))


def _result_of(future: Future[Record], task: Task) -> Record:
    """Return the future's record; what could not be sent between processes is a failed run."""
    error = future.exception()
    if error is None:
        return future.result()
    return Record(task, "failed", f"{type(error).__name__}: {error}")


def _try_alone(
    context: Any, months: Any, slot: int, task: Task, on_months: Callable[[Sequence[int]], None]
) -> Record:
    """Try a run again by itself after its worker died, so that only the culprit is failed."""
    for _, record in _one_pool(context, months, {slot: task}, 1, on_months):
        return record
    reason = f"after month {max(0, months[slot])}: its process was killed (out of memory?)"
    return Record(task, "failed", reason)


def _end_pool(pool: ProcessPoolExecutor, at_once: bool) -> None:
    """End the pool's own processes, at once if a run is half done (Ctrl-C)."""
    processes = list((getattr(pool, "_processes", None) or {}).values()) if at_once else []
    pool.shutdown(wait=not at_once, cancel_futures=True)
    for process in processes:
        process.terminate()
    for process in processes:
        process.join(timeout=5)


@contextmanager
def _main_module_hidden() -> Iterator[None]:
    """Keep new processes from importing the user's main script again.

    Spawned processes would run a script without an `if __name__ == "__main__"` guard a second
    time. Ours need nothing from it: every object of a task lives in an importable module.
    """
    main = sys.modules["__main__"]
    hidden = {name: getattr(main, name) for name in ("__file__", "__spec__") if hasattr(main, name)}
    try:
        if "__file__" in hidden:
            del main.__file__
        main.__spec__ = None
        yield
    finally:
        for name, value in hidden.items():
            setattr(main, name, value)

"""Carrying a plan out: what is not in the store is run, what was run is kept at once.

A results folder is first claimed (its plan is written down), then its store fills, then its
tables are published. A crash at any moment leaves a folder that `egov resume` takes up, with the
same tables at the end.
"""

from __future__ import annotations

import shutil
import tempfile
import time
import weakref
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.execution.crew import Crew, OnError, SerialCrew, available_cores, carry, crew_for
from sim.experiments.ensemble import Ensemble
from sim.experiments.plan import Plan
from sim.experiments.published import (
    content_of,
    files_of,
    manifest_of,
    publish,
    read_ensemble,
    runs_table,
)
from sim.experiments.rows import STORE, StoredRuns
from sim.results_folder import ResultsFolder
from sim.store import Store

if TYPE_CHECKING:
    from sim.execution.task import Task
    from sim.progress import RunsProgress, Style

__all__ = ["Interrupted", "carry_out", "copy_to"]

WHOLE_WEIGHT = 16.0
"""How much longer a run of every resident takes than one of a sample of 20,000, on one thread."""


class Interrupted(KeyboardInterrupt):
    """Ctrl-C in mid-experiment; `ensemble` holds the runs that were finished, or None."""

    def __init__(self, ensemble: Ensemble | None) -> None:
        super().__init__("stopped by the user")
        self.ensemble = ensemble


@dataclass(frozen=True)
class _Manner:
    """How runs are to be done; nothing of it changes what comes out."""

    workers: int
    threads: int
    scheduler: str | None
    crew: Crew | None
    on_error: OnError
    progress: Style
    retry_failed: bool
    began: datetime = field(default_factory=lambda: datetime.now(UTC))
    start: float = field(default_factory=time.perf_counter)

    def clock(self) -> dict[str, Any]:
        """Return what the clock says, which has no part in any hash."""
        return {
            "started": self.began.isoformat(timespec="seconds"),
            "wall_seconds": round(time.perf_counter() - self.start, 3),
            "workers": self.workers,
            "threads": self.threads,
        }


def carry_out(
    plan: Plan,
    *,
    out: str | Path | None = None,
    workers: int | None = None,
    threads: int | None = None,
    scheduler: str | None = None,
    crew: Crew | None = None,
    on_error: OnError = "continue",
    progress: Style | None = None,
    force: bool = False,
    retry_failed: bool = False,
    rewrite: bool = False,
    identity: str | None = None,
    final: bool = True,
) -> Ensemble:
    """Do every run of a plan that has not been done yet, and return them all.

    Parameters
    ----------
    out : the results folder; without one the runs are kept for as long as the result lives.
    workers : processes at a time; the number of cores unless given. 1 stays in this process.
    threads : threads of a run of every resident; the number of cores unless given.
    scheduler : the address of a Dask cluster, as "tcp://host:8786".
    crew : who does the runs, if it is there already; else one is made of `workers`, `scheduler`.
    on_error : whether a failed run ends the rest.
    progress : "bar", "lines" or "none"; a bar where someone looks on, else nothing, unless given.
    force : do runs anew that the folder holds already.
    retry_failed : do failed runs again.
    rewrite : write the tables from the stored runs even if they are there.
    identity : the content hash of the plan that this one has grown out of; its folder is used.
    final : False for a plan that is still to grow: the folder stays unfinished, without tables.

    Raises
    ------
    OutputError : the folder cannot be written, or holds something else.
    Interrupted : Ctrl-C; its `ensemble` holds what was finished, and so does the folder.
    """
    from sim.progress import default_style

    cores = available_cores()
    manner = _Manner(workers or cores, threads or cores, scheduler, crew, on_error,
                     progress or default_style(), retry_failed)  # fmt: skip
    if out is None:
        return _kept_for_now(plan, manner)
    folder = ResultsFolder(Path(out), content_of(plan, identity), files_of(plan), force)
    with folder:
        if folder.found == "complete" and final and not (retry_failed or rewrite):
            return read_ensemble(folder.target)
        with Store.open(folder.work / STORE) as store:
            return _into_folder(plan, manner, folder, store, final)


def _into_folder(
    plan: Plan, manner: _Manner, folder: ResultsFolder, store: Store, final: bool
) -> Ensemble:
    status, stopped = "complete", False
    folder.keeps = len(store) > 0
    try:
        for _ in _do(plan, manner, store):
            folder.keeps = True
        status = "complete" if _is_whole(plan, store) else "stopped"
    except KeyboardInterrupt:
        if not folder.keeps:
            raise Interrupted(None) from None
        status, stopped = "interrupted", True
    if not final and not stopped:
        return _still_growing(plan, store, folder, manner)
    ensemble = publish(plan, store, folder, status, manner.clock())
    if stopped:
        raise Interrupted(ensemble)
    return ensemble


def _still_growing(plan: Plan, store: Store, folder: ResultsFolder, manner: _Manner) -> Ensemble:
    """Return the runs so far of a plan that is to grow, read from the store."""
    store.seal()
    manifest = manifest_of(plan, store, "running", manner.clock())
    seen = Store.open(store.folder, write=False, fully=False)
    runs = runs_table(plan, seen)
    return Ensemble(plan, runs, StoredRuns(plan, seen), manifest, folder.target)


def _kept_for_now(plan: Plan, manner: _Manner) -> Ensemble:
    """Do the runs, and keep them in a place that goes when the ensemble does."""
    place = tempfile.TemporaryDirectory(prefix="egov-")
    store = Store.open(Path(place.name) / STORE)
    stopped = False
    try:
        for _ in _do(plan, manner, store):
            pass
    except KeyboardInterrupt:
        stopped = True
    status = "interrupted" if stopped else "complete" if _is_whole(plan, store) else "stopped"
    manifest = manifest_of(plan, store, status, manner.clock())
    ensemble = Ensemble(plan, runs_table(plan, store), StoredRuns(plan, store), manifest)
    weakref.finalize(ensemble, _forget, store, place)
    if stopped:
        raise Interrupted(ensemble if len(store) else None)
    return ensemble


def _forget(store: Store, place: tempfile.TemporaryDirectory[str]) -> None:
    store.close()
    place.cleanup()


def _is_whole(plan: Plan, store: Store) -> bool:
    return all(plan.key(run) in store for run in plan.runs())


def _do(plan: Plan, manner: _Manner, store: Store) -> Iterator[str]:
    """Do the runs that are not in the store; yield the key of each once it is kept.

    Runs of every resident are done first, in this process with several threads.
    """
    tried = set(store.failed) if manner.retry_failed else set()
    missing = len({plan.key(run) for run in plan.runs()} - (set(store) - tried))
    if not missing:
        return
    with ExitStack() as stack:
        onlooker = _onlooker(plan, manner, store, missing)
        stack.callback(onlooker.close)
        for whole, crew in _crews(plan, manner, stack):
            onlooker.begin()
            tasks = _missing(plan, store, manner.threads, whole, tried)
            for packed in carry(tasks, crew, on_error=manner.on_error, onlooker=onlooker):
                store.add(packed)
                yield packed.key
            if manner.on_error == "stop" and store.failed:
                return


def _onlooker(plan: Plan, manner: _Manner, store: Store, missing: int) -> RunsProgress:
    """Return what tells the user how the runs get on."""
    from sim.progress import RunsProgress, Stage

    stages, whole = [], 0
    if plan.full_run:
        keys = [plan.key(run) for run in islice(plan.runs(), len(plan.points))]
        whole = sum(key not in store for key in keys)
        what = f"Running the whole district for {plan.months} months"
        stages.append(Stage(what, whole, WHOLE_WEIGHT / manner.threads))
    kind = "replications" if plan.verb == "run" else "runs"
    there = f" ({plan.size - missing:,} are there already)" if missing < plan.size else ""
    rest = missing - whole
    stages.append(Stage(f"Running {rest:,} {kind}{there}", rest, 1.0 / manner.workers))
    return RunsProgress(stages, plan.months, manner.progress)


def _crews(plan: Plan, manner: _Manner, stack: ExitStack) -> Iterator[tuple[bool, Crew]]:
    """Yield who does the runs of every resident, then who does the others."""
    if plan.full_run:
        yield True, SerialCrew()
    if manner.crew is not None:
        yield False, manner.crew
    else:
        yield False, stack.enter_context(crew_for(manner.workers, manner.scheduler))


def _missing(
    plan: Plan, store: Store, threads: int, whole: bool, tried: set[str]
) -> Iterator[Task]:
    """Yield the runs that are to be done, equal ones once, in the order of the plan."""
    begun: set[str] = set()
    for run in plan.runs():
        if whole and run.replicate > 0:
            return
        key = plan.key(run)
        if key in begun or (key in store and key not in tried):
            continue
        begun.add(key)
        tried.discard(key)
        yield plan.task(run, threads)


def copy_to(ensemble: Ensemble, target: Path, force: bool = False) -> None:
    """Write an ensemble into a results folder, and let it live there from now on."""
    plan = ensemble.plan
    with ResultsFolder(target, content_of(plan), files_of(plan), force) as folder:
        if folder.found == "complete":
            ensemble.settle(read_ensemble(folder.target))
            return
        place = folder.work / STORE
        shutil.copytree(ensemble.source.stored(), place, dirs_exist_ok=True,
                        ignore=shutil.ignore_patterns("lock"))  # fmt: skip
        with Store.open(place) as store:
            folder.keeps = True
            clock = ensemble.manifest["clock"]
            made = publish(plan, store, folder, ensemble.manifest["status"], clock)
    ensemble.settle(made)

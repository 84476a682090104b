"""Carrying out a plan that grows: what is tried next follows from what came out before.

Every stage is a plan that holds the one before it, in the same folder, so that finished runs are
never done again; the processes stay from one stage to the next.
"""

from __future__ import annotations

import tempfile
import weakref
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from sim.execution.crew import OnError, crew_for
from sim.experiments.carry import carry_out
from sim.experiments.published import read_ensemble
from sim.results_folder import stored_manifest

if TYPE_CHECKING:
    from sim.experiments.ensemble import Ensemble
    from sim.experiments.plan import Plan
    from sim.progress import Style

__all__ = ["carry_out_growing"]


def carry_out_growing(
    plan: Plan,
    next_plan: Callable[[Ensemble], Plan | None],
    *,
    identity: str | None = None,
    out: str | Path | None = None,
    workers: int | None = None,
    scheduler: str | None = None,
    on_error: OnError = "continue",
    threads: int | None = None,
    progress: Style | None = None,
    force: bool = False,
    retry_failed: bool = False,
) -> Ensemble:
    """Do the runs of a plan, and of those that follow from it, until none follows.

    Parameters
    ----------
    next_plan : returns the next plan from the runs so far, with every point of the last one in
        it, or None at the end. It must depend on the runs alone, so that a stopped experiment
        can be taken up.
    identity : the content hash of the first plan, when a later one is taken up.

    Raises
    ------
    OutputError, Interrupted : as `sim.experiments.carry.carry_out`.
    """
    identity = identity or plan.content_hash()
    if out is not None and not (force or retry_failed):
        finished = _finished(Path(out), identity, next_plan)
        if finished is not None:
            return finished
    with ExitStack() as stack:
        crew = stack.enter_context(crew_for(workers, scheduler))
        place = None if out is not None else tempfile.TemporaryDirectory(prefix="egov-")
        folder = Path(out or f"{place.name if place else ''}/results")
        do = partial(
            carry_out, out=folder, workers=workers, threads=threads, crew=crew, identity=identity,
            on_error=on_error, force=force and folder.exists(),
        )  # fmt: skip
        while True:
            ensemble = do(plan, progress=progress, retry_failed=retry_failed, final=False)
            retry_failed = False
            stopped = on_error == "stop" and len(ensemble.failed) > 0
            more = None if stopped else next_plan(ensemble)
            if more is None:
                break
            plan = more
        ensemble = do(plan, progress="none")
    if place is not None:
        ensemble.path = None
        weakref.finalize(ensemble, place.cleanup)
    return ensemble


def _finished(
    folder: Path, identity: str, next_plan: Callable[[Ensemble], Plan | None]
) -> Ensemble | None:
    """Return what is there already, if it is whole."""
    manifest = stored_manifest(folder) or {}
    if manifest.get("status") != "complete" or manifest.get("content_hash") != identity:
        return None
    ensemble = read_ensemble(folder)
    return ensemble if next_plan(ensemble) is None else None

"""Running a scenario: one run of the whole district, and replications on a sample of it.

The full-size run is replicate 0, in this process with several threads. The replications are
spread over processes, one thread each. Results do not depend on the number of either.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from sim.execution import task
from sim.progress import Style
from sim.seeds import replicate_seed

if TYPE_CHECKING:
    from sim.execution.crew import OnError
    from sim.experiments.plan import Plan
    from sim.result import RunResult
    from sim.scenario import Scenario

__all__ = ["RunInterrupted", "plan", "replicate_seed", "run", "run_scenario"]


class RunInterrupted(KeyboardInterrupt):
    """Ctrl-C in mid-run; `result` holds the runs that were finished, or None."""

    def __init__(self, result: RunResult | None) -> None:
        super().__init__("stopped by the user")
        self.result = result


def run(
    scenario: Scenario | str | Path,
    *,
    overrides: Sequence[str] = (),
    workers: int | None = None,
    threads: int | None = None,
    scheduler: str | None = None,
    on_error: OnError = "continue",
    progress: Style | None = None,
    out: str | Path | None = None,
    force: bool = False,
) -> RunResult:
    """Run a scenario and return its tables, figures and headline.

    Parameters
    ----------
    scenario : a scenario, or the path of its file.
    overrides : settings changed for this run, as in ["strategy.budget.grant_usd=2000000",
        "run.months=24"].
    workers : processes at a time; the number of cores unless given. 1 stays in this process.
    threads : threads of the full-size run; the number of cores unless given.
    scheduler : the address of a Dask cluster that does the replications, as "tcp://host:8786".
    on_error : whether a failed run ends the rest.
    progress : "bar", "lines" or "none"; a bar where someone looks on, else nothing, unless given.
    out : folder to write the results into; nothing is written unless given.
    force : replace results that are in that folder already.

    Returns
    -------
    result : a `RunResult`; a run that failed is a row of `result.runs` with its reason.

    Raises
    ------
    ScenarioError : the scenario is wrong; it lists every problem.
    OutputError : the folder cannot be written, or holds something else.
    RunInterrupted : Ctrl-C; its `result` holds what was finished, and so does the folder.
    """
    from sim.interrupt import first_interrupt
    from sim.progress import default_style

    style = progress or default_style()
    ready = _ready(scenario, overrides)
    with first_interrupt(say=out is not None and style != "none"):
        try:
            result = run_scenario(
                ready, workers=workers, threads=threads, scheduler=scheduler, on_error=on_error,
                progress=style, out=out, force=force,
            )  # fmt: skip
        except RunInterrupted as stopped:
            if stopped.result is not None:
                stopped.result.write_reports()
            raise
        result.write_reports()
    return result


def run_scenario(
    scenario: Scenario,
    *,
    workers: int | None = None,
    threads: int | None = None,
    scheduler: str | None = None,
    on_error: OnError = "continue",
    progress: Style = "none",
    out: str | Path | None = None,
    force: bool = False,
    model: str | None = None,
) -> RunResult:
    """Run a scenario that has been read already, without reports; see `run`.

    `model` names the model's class as "module:Class", so that tests can put a small one in.
    """
    from sim.experiments.carry import Interrupted, carry_out
    from sim.result import RunResult

    try:
        ensemble = carry_out(
            plan(scenario, model), out=out, workers=workers, threads=threads,
            scheduler=scheduler, on_error=on_error, progress=progress, force=force,
        )  # fmt: skip
    except Interrupted as stopped:
        kept = stopped.ensemble
        raise RunInterrupted(None if kept is None else RunResult(kept)) from None
    return RunResult(ensemble)


def plan(scenario: Scenario, model: str | None = None) -> Plan:
    """Return the runs that a scenario asks for: the full-size run first, if there is one.

    It has the luck of replicate 1, so that the band holds its twin on a sample.
    """
    from sim.experiments.plan import WITH_REPLICATE, Plan, Point

    settings = scenario.run
    return Plan(
        verb="run",
        name=scenario.name,
        bases=(scenario,),
        points=(Point(scenario.name),),
        replications=settings.replications,
        seed=settings.seed,
        sample=settings.sample,
        draws=WITH_REPLICATE,
        full_run=settings.sample is not None and settings.full_run,
        tables=task.ALL_TABLES,
        model=model or "",
    )


def _ready(scenario: Scenario | str | Path, overrides: Sequence[str]) -> Scenario:
    from sim.errors import UserError
    from sim.scenario import load_scenario

    if isinstance(scenario, str | Path):
        return load_scenario(scenario, overrides)
    if overrides:
        raise UserError(
            "overrides go with the path of a scenario file; change a scenario that is loaded "
            'already with scenario.with_values({"run.months": 24}).'
        )
    return scenario

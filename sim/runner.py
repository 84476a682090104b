"""Running a scenario: one run of the whole district, and replications on a sample of it.

The full-size run is replicate 0, in this process with several threads. The replications are
spread over processes, one thread each. Results do not depend on the number of either.
"""

from __future__ import annotations

import hashlib
import sys
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.progress import Progress, Style
from sim.seeds import TWIN, replicate_seed
from sim.workers import REAL_MODEL, Record, Task, available_cores, execute, run_in_workers

if TYPE_CHECKING:
    from sim.result import RunResult
    from sim.scenario import Scenario

__all__ = ["RunInterrupted", "plan", "replicate_seed", "run", "run_scenario"]

RESIDENTS = 540_000  # only to weigh the full-size run in the time left


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
    progress : "bar", "lines" or "none"; a bar on a terminal, else nothing, unless given.
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
    from sim.results_folder import ResultsFolder

    ready = _ready(scenario, overrides)
    style: Style = progress or ("bar" if sys.stderr.isatty() else "none")
    if out is None:
        return run_scenario(ready, workers=workers, threads=threads, progress=style)
    with ResultsFolder(Path(out), force=force) as folder, first_interrupt(style != "none"):
        try:
            result = run_scenario(ready, workers=workers, threads=threads, progress=style)
        except RunInterrupted as stopped:
            if stopped.result is not None:
                folder.write(stopped.result)
            raise
        return folder.write(result)


def run_scenario(
    scenario: Scenario,
    *,
    workers: int | None = None,
    threads: int | None = None,
    progress: Style = "none",
    model: str = REAL_MODEL,
) -> RunResult:
    """Run a scenario that has been read already; see `run`.

    `model` names the model's class as "module:Class", so that tests can put a small one in.
    """
    from sim.result import RunResult

    cores = available_cores()
    workers, threads = workers or cores, threads or cores
    tasks = plan(scenario, threads, model)
    bar = Progress(tasks, RESIDENTS, workers, progress)
    began, start = datetime.now(UTC), time.perf_counter()
    records: list[Record] = []

    def result(status: str) -> RunResult:
        clock = {
            "started": began.isoformat(timespec="seconds"),
            "wall_seconds": round(time.perf_counter() - start, 3),
            "workers": workers,
            "threads": threads,
        }
        return RunResult.from_records(
            scenario, records, len(tasks), status, clock, model, outcomes_of(model)
        )

    try:
        for record in _records(tasks, workers, bar):
            records.append(record)
        return result("complete")
    except KeyboardInterrupt:
        status = "complete" if len(records) == len(tasks) else "interrupted"
        raise RunInterrupted(result(status) if records else None) from None
    finally:
        bar.close()


def plan(scenario: Scenario, threads: int, model: str = REAL_MODEL) -> list[Task]:
    """Return the runs that a scenario asks for: the full-size run first, if there is one.

    It has the luck of replicate 1, so that the band holds its twin on a sample.
    """
    settings = scenario.run
    tasks = []
    if settings.sample is not None and settings.full_run:
        twin = replicate_seed(settings.seed, TWIN)
        tasks.append(Task(0, "full size", twin, None, threads, scenario, model=model))
    for replicate in range(1, settings.replications + 1):
        seed = replicate_seed(settings.seed, replicate)
        world = scenario.drawn({path: _luck(seed, path) for path in scenario.uncertain})
        drawn = {path: world.value(path) for path in scenario.uncertain}
        kind = "full size" if settings.sample is None else "sample"
        task = Task(replicate, kind, seed, settings.sample, 1, world, drawn, model)  # type: ignore[arg-type]
        tasks.append(task)
    return tasks


def _luck(seed: int, path: str) -> float:
    """Return the uniform draw, in (0, 1), for one uncertain parameter in one replicate.

    It depends on the parameter's name, so that adding another one leaves it as it was, and two
    scenarios with the same `uncertain:` see the same worlds.
    """
    digest = hashlib.sha256(f"uncertain/{seed}/{path}".encode()).digest()
    return (int.from_bytes(digest[:6], "big") + 0.5) / 2**48


def outcomes_of(model: str) -> list[dict[str, Any]]:
    """Return what is known of each outcome (name, label, unit ...), as plain data."""
    home = model.split(":")[0]
    outcomes = import_module("sim.outcomes" if home == "sim.model" else home).OUTCOMES
    names = ("name", "label", "unit", "kind", "better", "family", "formula")
    return [{name: getattr(outcome, name) for name in names} for outcome in outcomes]


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


def _records(tasks: Sequence[Task], workers: int, bar: Progress) -> Iterator[Record]:
    """Yield each finished run: the runs with several threads here, the rest over processes."""
    here = [t for t in tasks if t.replicate == 0]
    rest = list(tasks[len(here) :])
    for index, task in enumerate(here):
        bar.begin(f"Running the whole district for {task.scenario.run.months} months ...")
        record = execute(task, lambda month, index=index: bar.month(index, month))  # type: ignore[misc]
        bar.finished(index, record)
        yield record
    if rest:
        bar.begin(f"Running {len(rest)} replications ...")
    if workers == 1 or len(rest) == 1:
        for index, task in enumerate(rest, len(here)):
            record = execute(task, lambda month, index=index: bar.month(index, month))  # type: ignore[misc]
            bar.finished(index, record)
            yield record
        return
    index_of = {task.replicate: index for index, task in enumerate(tasks)}
    for record in run_in_workers(rest, workers, lambda months: bar.months(len(here), months)):
        bar.finished(index_of[record.task.replicate], record)
        yield record

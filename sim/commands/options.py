"""What the verbs that do many runs have in common: options, the size beforehand, the words after.

A verb makes a plan from its own options and hands it to `experiment`; all else is said here once.
"""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from sim.experiments.ensemble import Ensemble
    from sim.experiments.plan import Plan
    from sim.experiments.result import ExperimentResult

__all__ = ["MANY_RUNS", "announce", "experiment", "experiment_options", "overrides"]

MANY_RUNS = 10_000
"""More runs than this are not started without a word of confirmation."""
STOPPED, SOME_FAILED = 130, 1

_OPTIONS = (
    click.option("--replications", type=int, metavar="N", help="Runs that differ only in chance."),
    click.option("--set", "settings", multiple=True, metavar="PATH=VALUE",
                 help="Change one value in every scenario; may be given several times."),
    click.option("--seed", type=int, help="The seed; the same one gives the same numbers."),
    click.option("--sample", metavar="N", help='Citizens in each run, or "all".'),
    click.option("--months", type=int, metavar="N", help="Months to simulate."),
    click.option("--out", type=click.Path(path_type=Path), metavar="DIR",
                 help="The results folder, instead of outputs/NAME-HASH."),
    click.option("--workers", type=click.IntRange(1), metavar="N",
                 help="Processes at a time; default: the cores."),
    click.option("--scheduler", metavar="ADDRESS",
                 help='Run on a Dask cluster, as "tcp://host:8786".'),
    click.option("--on-error", type=click.Choice(["continue", "stop"]), default="continue",
                 show_default=True, help="Whether a failed run ends the rest."),
    click.option("--dry-run", is_flag=True, help="Say how many runs it would be, run nothing."),
    click.option("--yes", is_flag=True, help=f"Do not ask before more than {MANY_RUNS:,} runs."),
    click.option("--force", is_flag=True, help="Do finished runs anew."),
    click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON."),
    click.option("--quiet", is_flag=True, help="Print nothing but errors."),
)  # fmt: skip


def experiment_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options that all experiments share."""
    for option in reversed(_OPTIONS):
        function = option(function)
    return function


def overrides(options: Mapping[str, Any]) -> list[str]:
    """Return the options that change the scenario as `path=value`, after those of --set."""
    changes = list(options["settings"])
    for name in ("seed", "replications", "months"):
        if options[name] is not None:
            changes.append(f"run.{name}={options[name]}")
    if options["sample"] is not None:
        whole = options["sample"].lower() == "all"
        changes.append(f"run.sample={'null' if whole else options['sample']}")
    return changes


def experiment(
    plan: Plan,
    result_of: Callable[[Ensemble], ExperimentResult],
    options: Mapping[str, Any],
    *,
    carry: Callable[..., Ensemble] | None = None,
    at_most: Plan | None = None,
) -> int:
    """Do the runs of a plan, write and print what came out, and return the exit code.

    Parameters
    ----------
    carry : does the runs, for a plan that grows; `sim.experiments.carry.carry_out` unless given.
    at_most : the largest that such a plan can become, to say its size beforehand.
    """
    from sim.experiments.carry import carry_out
    from sim.interrupt import first_interrupt

    largest = at_most or plan
    folder = options["out"] or Path("outputs") / plan.folder_name
    if options["dry_run"]:
        return _dry_run(largest, folder, options)
    there = not options["force"] and _is_there(folder, plan)
    if not there:
        announce(largest, options)
    try:
        with first_interrupt(not options["quiet"]):
            ensemble = (carry or carry_out)(
                plan,
                out=folder,
                workers=options["workers"],
                scheduler=options["scheduler"],
                on_error=options["on_error"],
                progress=_style(options),
                force=options["force"],
            )
            result = result_of(ensemble)
            result.write_reports()
    except KeyboardInterrupt:
        click.echo(_stopped(folder), err=True)
        return STOPPED
    words = f"Results: {result.path} (open report.html there)."
    if there:
        words = (
            f"These results were there already ({folder}); nothing was run. To run anew: --force"
        )
    return finish(result, options, words)


def _is_there(folder: Path, plan: Plan) -> bool:
    from sim.results_folder import stored_manifest

    manifest = stored_manifest(folder) or {}
    same = manifest.get("content_hash") == plan.content_hash()
    return same and manifest.get("status") == "complete"


def _stopped(folder: Path) -> str:
    if not folder.exists():
        return "Stopped before a run was finished; nothing was written."
    return f"Stopped. Finished runs are kept, in {folder}. To go on: egov resume {folder}"


def finish(result: ExperimentResult, options: Mapping[str, Any], words: str) -> int:
    """Print a result, then `words`, and return the exit code."""
    if options["as_json"]:
        folder = result.path.as_posix() if result.path else None
        click.echo(json.dumps({"folder": folder, **result.summary}, indent=2))
    elif not options["quiet"]:
        width = shutil.get_terminal_size().columns if sys.stdout.isatty() else 100
        click.echo(result.text(max(60, min(100, width))))
        click.echo(f"\n{words}")
    return SOME_FAILED if len(result.ensemble.failed) else 0


def announce(plan: Plan, options: Mapping[str, Any]) -> None:
    """Say how many runs, minutes and megabytes are to come; ask before very many.

    Raises
    ------
    UserError : more than `MANY_RUNS` runs, and nobody there to ask.
    """
    from sim.errors import UserError

    if not (options["quiet"] or options["as_json"]):
        click.echo(size_words(plan, options["workers"]), err=True)
    if plan.size <= MANY_RUNS or options["yes"]:
        return
    question = f"These are {plan.size:,} runs."
    if not sys.stdin.isatty():
        raise UserError(
            f"{question} More than {MANY_RUNS:,} are not started unasked: add --yes if they are "
            "meant, or see --dry-run. Nothing was run."
        )
    click.confirm(f"{question} Start them?", abort=True, err=True)


def size_words(plan: Plan, workers: int | None) -> str:
    """Return the number of runs and what they take, in one sentence."""
    from sim.experiments.size import estimate

    return estimate(plan, workers).sentence


def _dry_run(plan: Plan, folder: Path, options: Mapping[str, Any]) -> int:
    from sim.experiments.size import estimate

    size = estimate(plan, options["workers"])
    if options["as_json"]:
        facts = {"runs": size.runs, "minutes": size.minutes, "megabytes": size.megabytes,
                 "folder": folder.as_posix()}  # fmt: skip
        click.echo(json.dumps(facts, indent=2))
    else:
        click.echo(f"{size.sentence}\nResults would go to {folder}. Nothing was run.")
    return 0


def _style(options: Mapping[str, Any]) -> Any:
    from sim.progress import RunsProgress

    return "none" if options["quiet"] else RunsProgress.style_for(sys.stderr)

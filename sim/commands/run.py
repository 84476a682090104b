"""`egov run`: one scenario, from its file to results, figures, report and headline."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sim.progress import RunsProgress, Style

if TYPE_CHECKING:
    from sim.result import RunResult
    from sim.scenario import Scenario

EPILOG = """\b
Examples:
  egov run scenarios/baseline.yaml
  egov run scenarios/baseline.yaml --months 36 --replications 10
  egov run scenarios/baseline.yaml --set strategy.budget.grant_usd=2000000
  egov run scenarios/baseline.yaml --dry-run
  egov run --explain-schedule

\b
Results go to outputs/NAME-HASH, where HASH stands for the scenario and the code.
If finished results are there already they are shown again; --force runs anew.
Ctrl-C keeps the runs that are finished (exit code 130).
Exit codes: 0 done, 1 some runs failed, 2 a file or option is wrong,
3 an expectation of the scenario (expect:) was not met.
"""
STOPPED = 130
UNMET = 3
SOME_FAILED = 1


@click.command(epilog=EPILOG)
@click.argument("scenario", required=False)
@click.option("--seed", type=int, help="The seed; the same one gives the same numbers.")
@click.option("--replications", type=int, metavar="N", help="Runs that differ only in chance.")
@click.option("--set", "settings", multiple=True, metavar="PATH=VALUE",
              help="Change one value; may be given several times.")  # fmt: skip
@click.option("--sample", metavar="N", help='Citizens in each replication, or "all".')
@click.option("--months", type=int, metavar="N", help="Months to simulate.")
@click.option("--out", type=click.Path(path_type=Path), metavar="DIR",
              help="The results folder, instead of outputs/NAME-HASH.")  # fmt: skip
@click.option("--workers", type=click.IntRange(1), metavar="N",
              help="Processes for the replications; default: the cores.")  # fmt: skip
@click.option("--threads", type=click.IntRange(1), metavar="N",
              help="Threads of the full-size run; default: the cores.")  # fmt: skip
@click.option("--scheduler", metavar="ADDRESS",
              help='Do the replications on a Dask cluster, as "tcp://host:8786".')  # fmt: skip
@click.option("--on-error", type=click.Choice(["continue", "stop"]), default="continue",
              show_default=True, help="Whether a failed run ends the rest.")  # fmt: skip
@click.option("--dry-run", is_flag=True, help="Check everything, run nothing.")
@click.option("--explain-schedule", is_flag=True, help="Print what happens in a month, and stop.")
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
@click.option("--force", is_flag=True, help="Replace finished results.")
@click.option("--quiet", is_flag=True, help="Print nothing but errors.")
def command(scenario: str | None, explain_schedule: bool, **options: Any) -> int:
    """Run SCENARIO: results folder, figures, one-page report, headline on screen."""
    if explain_schedule:
        click.echo(_schedule(options["as_json"]))
        return 0
    if scenario is None:
        raise click.UsageError(
            "Name a scenario file, for example: egov run scenarios/baseline.yaml",
            click.get_current_context(),
        )
    from sim.scenario import load_scenario

    ready = load_scenario(scenario, _overrides(options))
    if options["dry_run"]:
        return _dry_run(scenario, ready, options)
    return _run(ready, options)


def _schedule(as_json: bool) -> str:
    """Return what happens in a month, in words or as JSON."""
    from sim.schedule import SCHEDULE, explain_schedule

    if not as_json:
        return explain_schedule()
    names = ("name", "sentence", "owner", "reads", "writes", "rules")
    return json.dumps([{name: getattr(step, name) for name in names} for step in SCHEDULE],
                      indent=2)  # fmt: skip


def _overrides(options: dict[str, Any]) -> list[str]:
    """Return the options that change the scenario as `path=value`, after those of --set."""
    overrides = list(options["settings"])
    for name in ("seed", "replications", "months"):
        if options[name] is not None:
            overrides.append(f"run.{name}={options[name]}")
    if options["sample"] is not None:
        whole = options["sample"].lower() == "all"
        overrides.append(f"run.sample={'null' if whole else options['sample']}")
    return overrides


def _folder(scenario: Scenario, options: dict[str, Any]) -> Path:
    from sim.runner import plan

    chosen: Path | None = options["out"]
    return chosen or Path("outputs") / plan(scenario).folder_name


def _dry_run(path: str, scenario: Scenario, options: dict[str, Any]) -> int:
    """Say what would be done."""
    from sim.scenario import estimate_size, lint

    size, folder = estimate_size(scenario), _folder(scenario, options)
    findings = [finding for finding in lint(path) if finding.level != "note"]
    if options["as_json"]:
        plan = {"runs": size.runs, "minutes": size.minutes, "megabytes": size.megabytes,
                "folder": folder.as_posix(), "findings": [vars(f) for f in findings]}  # fmt: skip
        click.echo(json.dumps(plan, indent=2))
        return 0
    for finding in findings:
        click.echo(str(finding))
    click.echo(
        f"{scenario.name}: {size.runs} runs of {scenario.run.months} months, about "
        f"{size.minutes:.1f} minutes and {size.megabytes:.0f} MB.\n"
        f"Results would go to {folder}. Nothing was run."
    )
    return 0


def _run(scenario: Scenario, options: dict[str, Any]) -> int:
    from sim.interrupt import first_interrupt
    from sim.runner import RunInterrupted, run_scenario

    folder = _folder(scenario, options)
    stored = None if options["force"] else _stored(folder, scenario)
    if stored is not None:
        return _finish(stored, options, _there_already(stored))
    stopped = False
    say = not options["quiet"]
    with first_interrupt(say):
        try:
            result = run_scenario(
                scenario,
                workers=options["workers"],
                threads=options["threads"],
                scheduler=options["scheduler"],
                on_error=options["on_error"],
                progress=_progress(options),
                out=folder,
                force=options["force"],
            )
        except RunInterrupted as error:
            if error.result is None:
                click.echo("Stopped before a run was finished; nothing was written.", err=True)
                return STOPPED
            result, stopped = error.result, True
        try:
            result.write_reports()
        except KeyboardInterrupt:
            click.echo(_without_reports(result), err=True)
            return STOPPED
    code = _finish(result, options, _where(result))
    return STOPPED if stopped else code


def _there_already(result: RunResult) -> str:
    asked, there = result.manifest["runs_asked"], len(result.runs)
    more = f" They were extended to {there} runs." if there > asked else ""
    return (
        f"These results were there already ({result.path}); nothing was run.{more} "
        "To run anew: --force"
    )


def _stored(folder: Path, scenario: Scenario) -> RunResult | None:
    """Return finished results of the same content, with the scenario's present questions."""
    from sim.experiments.published import read_ensemble
    from sim.result import RunResult, about
    from sim.results_folder import stored_manifest
    from sim.runner import plan

    manifest = stored_manifest(folder)
    if manifest is None or manifest.get("status") != "complete":
        return None
    asked = plan(scenario)
    if manifest.get("content_hash") != asked.content_hash():
        return None
    result = RunResult(read_ensemble(folder))
    result.manifest["runs_asked"] = asked.size
    now = about(scenario) | {"run": result.manifest["about"]["run"]}
    if result.manifest["about"] != now or not (folder / "report.html").exists():
        result.manifest["about"] = now
        result.ensemble.write_manifest()
        result.write_reports()
    return result


def _progress(options: dict[str, Any]) -> Style:
    return "none" if options["quiet"] else RunsProgress.style_for(sys.stderr)


def _where(result: RunResult) -> str:
    counts, folder = result.summary["runs"], result.path
    seconds = result.manifest["clock"]["wall_seconds"]
    if result.manifest["status"] != "complete":
        return (
            f"Stopped. What was finished is complete and kept: {counts['finished']} of "
            f"{counts['planned']} runs, in {folder}. For the others: egov resume {folder}"
        )
    return f"Results: {folder} (open report.html there). The runs took {seconds:.1f} s."


def _without_reports(result: RunResult) -> str:
    """Say what a Ctrl-C has left when it came after the runs."""
    counts, folder = result.summary["runs"], result.path
    return (
        f"Stopped while the figures and the report were made. The tables of all "
        f"{counts['finished']} runs are kept, in {folder}. For figures and report: "
        f"egov report {folder}"
    )


def _finish(result: RunResult, options: dict[str, Any], last_words: str) -> int:
    """Print what came out and return the exit code."""
    if options["as_json"]:
        folder = result.path.as_posix() if result.path else None
        click.echo(json.dumps({"folder": folder, **result.summary}, indent=2))
    elif not options["quiet"]:
        width = shutil.get_terminal_size().columns if sys.stdout.isatty() else 80
        click.echo(result.headline.text(max(60, min(100, width))))
        for check in result.checks:
            click.echo(f"{_verdict(check.met)}: {check.sentence}. {check.found()}")
        click.echo(f"\n{last_words}")
    if result.summary["runs"]["failed"]:
        return SOME_FAILED
    return UNMET if any(check.met is False for check in result.checks) else 0


def _verdict(met: bool | None) -> str:
    return {True: "As expected", False: "NOT as expected", None: "Cannot be told"}[met]

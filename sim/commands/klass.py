"""`egov class`: hand-in codes, and a round of teams on the same twin worlds."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from sim.commands.options import experiment, experiment_options, overrides

EPILOG = """\b
Examples:
  egov class code scenarios/strategies/training_first.yaml
  egov class open 58MJ-8019-D6QW-WSMK-XAWH-7WPM --out team.yaml
  egov class collect handed-in/

\b
Each takes --help, and --json for programs.
"""
COLLECT_EPILOG = """\b
Examples:
  egov class collect handed-in/
  egov class collect handed-in/ --against scenarios/strategies/data_first.yaml --replications 50

\b
FOLDER holds TEAM.yaml (a strategy) or TEAM.txt (a code of `egov class code`) of each team, and
forecasts of `egov predict`, if any. class.yaml there may hold the rules of the round:
  against: FILE, months, replications, sample, seed, title
  locked: [LEVER, ...]     levers that may not be moved, besides the grant and the own funds
  most_levers: N           how many levers a team may move; default: no limit
  allowed: [...]           levers of these two, district, uncertain, shocks
  over_budget: allow       run plans whose levers cost more a year than there is
  roles: none              or a list of roles to be scored; default: all
Exit codes: 0 every team has run, 1 some were left out or some runs failed, 2 nothing could be run.
"""
LEFT_OUT = 1


@click.group(epilog=EPILOG)
def command() -> None:
    """A class round without a server: codes to hand in, one leaderboard, no accounts."""


@command.command("code", epilog="Example: egov class code my-plan.yaml")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the code as JSON.")
def code(file: Path, as_json: bool) -> int:
    """Print the code of a strategy: short enough to be read aloud and typed."""
    from sim.classroom.codes import changes_of, code_of
    from sim.scenario import load_scenario

    made = code_of(load_scenario(file))
    if as_json:
        click.echo(json.dumps({"code": made, "levers": changes_of(made)}, indent=2))
    else:
        click.echo(made)
    return 0


@command.command("open", epilog="Example: egov class open 58MJ-8019-D6QW-WSMK-XAWH-7WPM")
@click.argument("words", nargs=-1, required=True, metavar="CODE")
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE",
              help="Write the scenario here instead of printing it.")  # fmt: skip
@click.option("--force", is_flag=True, help="Overwrite the file.")
@click.option("--json", "as_json", is_flag=True, help="Print the levers as JSON.")
def open_(words: tuple[str, ...], out: Path | None, force: bool, as_json: bool) -> int:
    """Print the scenario of a code, typed with or without hyphens and capitals."""
    from sim.classroom.codes import changes_of, text_of

    typed = "".join(words)
    text = text_of(typed)
    if out is not None:
        _write(out, text, force)
    if as_json:
        click.echo(json.dumps({"levers": changes_of(typed), "file": str(out) if out else None},
                              indent=2))  # fmt: skip
    elif out is not None:
        click.echo(f"Written: {out}. Next: egov run {out}")
    else:
        click.echo(text, nl=False)
    return 0


def _write(path: Path, text: str, force: bool) -> None:
    from sim.errors import OutputError

    if path.exists() and not force:
        raise OutputError(f"{path} exists already and was left as it is; to replace it: --force.")
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise OutputError(f"{path} cannot be written ({error.strerror}).") from None


@command.command("collect", epilog=COLLECT_EPILOG)
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--against", type=click.Path(path_type=Path), metavar="FILE",
              help="What teams are compared with; default: as in class.yaml.")  # fmt: skip
@experiment_options
def collect(folder: Path, against: Path | None, **options: Any) -> int:
    """Run every team of FOLDER on the same twin worlds: leaderboard, role scores, debrief."""
    from sim.classroom.collect import class_plan
    from sim.classroom.result import ClassResult

    plan = class_plan(folder, against=against, overrides=overrides(options))
    if not (options["quiet"] or options["as_json"]):
        for line in _words(plan.settings):
            click.echo(line, err=True)
    done = experiment(plan, ClassResult, options)
    return done or (LEFT_OUT if any(out["is_team"] for out in plan.settings["left_out"]) else 0)


def _words(settings: Mapping[str, Any]) -> list[str]:
    """Return a sentence for each file that is not run."""
    from sim.classroom.names import said_of

    out = [f"Left out: {said_of(one['file'], one['why'])}" for one in settings["left_out"]]
    return out + [f"Not scored: {said_of(one['file'], one['why'])}"
                  for one in settings["forecasts"] if one["why"]]  # fmt: skip

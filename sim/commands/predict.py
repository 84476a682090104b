"""`egov predict`: say first what you expect, then see the runs, then see how well you knew."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sim.commands.options import announce, experiment_options, overrides

if TYPE_CHECKING:
    from sim.classroom.predict import Asked, Scored
    from sim.classroom.predictions import Belief, Forecast
    from sim.experiments.ensemble import Ensemble

EPILOG = """\b
Examples:
  egov predict 13
  egov predict scenarios/baseline.yaml scenarios/strategies/training_first.yaml --name alice
  egov predict A.yaml B.yaml --answers mine.yaml --results outputs/compare-A-B-1234abcd
  egov predict 13 --name alice --score

\b
The forecast goes to NAME.forecast.yaml, which is never overwritten, before anything is run;
the score to NAME.score.csv, .png and .svg beside it. A name that is taken is refused, unless
--score asks for the forecast of that name to be scored. A file for --answers holds, for each
outcome, percent and the ends of an 80 % range for B less A:
  adoption_share: {higher: 70, low: -1, high: 3}
Exit codes: 0 done, 1 some runs failed, 2 a file, an option or an answer is wrong.
"""
SOME_FAILED = 1
PLAIN = re.compile(r"[^A-Za-z0-9_.-]+")


@click.command(epilog=EPILOG)
@click.argument("asked", nargs=-1, metavar="NUMBER | A.yaml B.yaml")
@click.option("--name", metavar="NAME", help="Who forecasts; the name of the file.")
@click.option("--year", type=float, metavar="Y", help="When B and A are compared; default: 5.")
@click.option("--outcome", "outcomes", multiple=True, metavar="NAME",
              help="Forecast this instead of the usual; may be given several times.")  # fmt: skip
@click.option("--answers", type=click.Path(path_type=Path), metavar="FILE",
              help="Read the answers from a file instead of asking.")  # fmt: skip
@click.option("--results", type=click.Path(path_type=Path), metavar="DIR",
              help="Score against finished runs instead of running.")  # fmt: skip
@click.option("--folder", type=click.Path(path_type=Path, file_okay=False), default=Path(),
              metavar="DIR", help="Where the forecast is written; default: here.")  # fmt: skip
@click.option("--score", is_flag=True, help="Ask nothing: score the forecast of this name.")
@click.option("--only-ask", is_flag=True, help="Write the forecast, run and show nothing.")
@experiment_options
def command(asked: tuple[str, ...], **options: Any) -> int:
    """Forecast B against A before anything is shown; then run, and score the forecast."""
    what = _asked(asked, options)
    path = Path(options["folder"]) / f"{_name(what, options)}.forecast.yaml"
    forecast = _forecast(what, path, options)
    if options["only_ask"] or options["dry_run"]:
        _say(options, f"The forecast is in {path}. Nothing was run.")
        if options["as_json"]:
            click.echo(json.dumps({"forecast": str(path), "question": forecast.question.hash}))
        return 0
    ensemble = what.done or _run(what, options)
    from sim.classroom.predict import scored

    made = scored(what, forecast, ensemble)
    written = _write(made, path)
    if options["as_json"]:
        click.echo(json.dumps(_data(made, path), indent=2))
    elif not options["quiet"]:
        click.echo(f"\n{_table(made)}\n\n{made.sentence}\n")
        click.echo("An illustrative model, not a forecast of a real district.")
        where = f" Runs: {ensemble.path}." if ensemble.path else ""
        click.echo(f"Written: {', '.join(map(str, written))}.{where}")
    return SOME_FAILED if len(ensemble.failed) else 0


def _asked(asked: tuple[str, ...], options: dict[str, Any]) -> Asked:
    from sim.classroom.predict import asked_of, asked_of_results

    if options["results"] is not None:
        from sim.experiments.published import read_ensemble

        done = read_ensemble(options["results"])
        return asked_of_results(done, asked, options["year"], options["outcomes"])
    return asked_of(asked, year=options["year"], outcomes=options["outcomes"],
                    overrides=overrides(options))  # fmt: skip


def _name(what: Asked, options: dict[str, Any]) -> str:
    question = what.question
    usual = question.about.partition(",")[0] or f"{question.a}-{question.b}"
    name = PLAIN.sub("-", options["name"] or usual.lower()).strip(".-")
    if not name:
        from sim.errors import UserError

        raise UserError(f'--name is "{options["name"]}"; write letters and digits.')
    return name[:60]


def _say(options: dict[str, Any], text: str) -> None:
    if not (options["quiet"] or options["as_json"]):
        click.echo(text)


def _forecast(what: Asked, path: Path, options: dict[str, Any]) -> Forecast:
    """Return the forecast: the one that was made already, else what is answered now."""
    from sim.classroom.asking import ask, from_file
    from sim.classroom.predictions import Forecast
    from sim.errors import OutputError

    if options["score"]:
        found = _made(path, options)
        if found.question.hash != what.question.hash:
            raise OutputError(
                f"{path} holds a forecast of something else ({found.question.b} against "
                f"{found.question.a}, month {found.question.month}); it was left as it is. Give "
                "this one another name: --name NAME."
            )
        _say(options, f"{path} was made already and is taken as it is.")
        return found
    if path.exists():
        raise OutputError(
            f"{path}: a forecast was made already under this name, and is not changed. To make "
            "another one: --name NAME; to score that one: --score."
        )
    if options["answers"] is not None:
        beliefs = from_file(options["answers"], what.question, what.facts)
        _warn(beliefs, what, options)
    else:
        _say(options, f"B differs from A in: {'; '.join(what.moved) or 'nothing'}.\n")
        beliefs = ask(what.question, what.facts, _read, lambda text: click.echo(text, err=True))
    made = Forecast(path.name.removesuffix(".forecast.yaml"), what.question, beliefs)
    made.write(path)
    _say(options, f"\nLocked: {path}.")
    return made


def _made(path: Path, options: dict[str, Any]) -> Forecast:
    """Return the forecast that was made already."""
    from sim.classroom.predictions import Forecast
    from sim.errors import UserError

    if options["only_ask"] or options["answers"] is not None:
        other = "--only-ask" if options["only_ask"] else "--answers"
        raise UserError(f"--score takes the forecast that is there, so {other} cannot go with it.")
    if not path.exists():
        raise UserError(f"{path}: there is no such forecast; leave --score out to make it.")
    return Forecast.read(path)


def _warn(beliefs: Mapping[str, Belief], what: Asked, options: dict[str, Any]) -> None:
    """Say where a probability and a range of a file disagree."""
    from sim.classroom.asking import disagreement

    for name, belief in () if options["quiet"] else beliefs.items():
        if said := disagreement(belief):
            click.echo(f"{what.facts[name]['label']}. {said}", err=True)


def _read(prompt: str) -> str:
    """Return a line from the keyboard or the pipe."""
    from sim.errors import UserError

    click.echo(prompt, err=True, nl=False)
    line = sys.stdin.readline()
    if not line:
        raise UserError(
            "the answers ended before all was answered, so nothing was written and nothing was "
            "run. Each outcome takes three lines: percent, low end, high end; and a yes at the end."
        )
    if not sys.stdin.isatty():
        click.echo(line.rstrip("\n"), err=True)
    return line


def _run(what: Asked, options: dict[str, Any]) -> Ensemble:
    """Do the runs, and write the results folder that `egov compare` or `egov question` would."""
    from sim.experiments.carry import carry_out
    from sim.experiments.kinds import result_of
    from sim.progress import RunsProgress

    plan = what.plan
    assert plan is not None
    announce(plan, options)
    ensemble = carry_out(
        plan,
        out=options["out"] or Path("outputs") / plan.folder_name,
        workers=options["workers"],
        scheduler=options["scheduler"],
        on_error=options["on_error"],
        progress="none" if options["quiet"] else RunsProgress.style_for(sys.stderr),
        force=options["force"],
    )
    result_of(ensemble).write_reports()
    return ensemble


def _write(made: Scored, path: Path) -> list[Path]:
    """Write table and figure beside the forecast; they follow from it and from the runs."""
    stem = path.with_name(path.name.removesuffix(".forecast.yaml") + ".score")
    figure = made.figure()
    written = figure.save(stem)
    made.table.to_csv(written[-1], index=False, lineterminator="\n")
    return written


def _table(made: Scored) -> str:
    """Return the score as a table for a terminal."""
    from sim.classroom.asking import unit_of

    rows = [("", "you said", "came", "your range", "the runs", "", "Brier")]
    for row in made.table.to_dict("records"):
        unit = unit_of(made.facts[row["outcome"]])
        low, high, truth = (_number(row[key], unit.factor) for key in ("low", "high", "difference"))
        rows.append((
            row["outcome"], f"{100 * row['p']:.0f} %", f"{100 * row['higher']:.0f} %",
            f"{low} to {high}", truth, "inside" if row["held"] else "outside",
            f"{row['brier']:.2f}",
        ))  # fmt: skip
    widths = [max(len(row[k]) for row in rows) for k in range(len(rows[0]))]
    lines = [
        "  ".join([row[0].ljust(widths[0]), *map(str.rjust, row[1:], widths[1:])]) for row in rows
    ]
    return "\n".join(line.rstrip() for line in lines)


def _number(value: float | None, factor: float) -> str:
    return "-" if value is None else f"{value / factor:.3g}"


def _data(made: Scored, path: Path) -> dict[str, Any]:
    table = made.table.astype(object).where(made.table.notna(), None)
    return {
        "forecast": str(path),
        "question": made.forecast.question.as_dict(),
        "brier": float(made.table["brier"].mean()),
        "always_50": float(made.table["always_50"].mean()),
        "ranges_held": int(made.table["held"].sum()),
        "ranges": len(made.table),
        "outcomes": [{str(k): v for k, v in row.items()} for row in table.to_dict("records")],
        "sentence": made.sentence,
    }

"""`egov follow A B --citizen 42`: one person in two worlds, and where the lives part."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path
from typing import Any

import click

EPILOG = """\b
Examples:
  egov follow scenarios/baseline.yaml scenarios/strategies/training_first.yaml --find
  egov follow A.yaml B.yaml --citizen 42
  egov follow A.yaml B.yaml --employee 12 --out life.png
  egov follow A.yaml B.yaml --business 7 --replicate 3 --sample 5000 --months 36

\b
Both worlds are run here with the same luck. Numbers are those of the people simulated: with
--sample 2000, citizens 0 to 1,999.
Exit codes: 0 done, 2 a file or option is wrong.
"""
ENDINGS = (".png", ".svg", ".csv")


@click.command(epilog=EPILOG)
@click.argument("a")
@click.argument("b")
@click.option("--citizen", type=int, metavar="N", help="Follow a citizen.")
@click.option("--business", type=int, metavar="N", help="Follow a business.")
@click.option("--employee", type=int, metavar="N", help="Follow an employee of the district.")
@click.option("--find", is_flag=True, help="Name persons whose lives part.")
@click.option("--replicate", type=int, default=1, show_default=True, metavar="N",
              help="Which luck; the runs of other verbs count from 1.")  # fmt: skip
@click.option("--set", "settings", multiple=True, metavar="PATH=VALUE",
              help="Change one value in both; may be given several times.")  # fmt: skip
@click.option("--seed", type=int, help="The seed; the same one gives the same numbers.")
@click.option("--sample", metavar="N", help='Citizens in each world, or "all".')
@click.option("--months", type=int, metavar="N", help="Months to simulate.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
              help="Write the picture (.png, .svg) or its numbers (.csv).")  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Print what was found as JSON.")
def command(a: str, b: str, **options: Any) -> int:
    """Follow one person through the worlds A and B, and say where the lives part and why."""
    from sim.commands.options import overrides
    from sim.experiments.twins import follow

    out: Path | None = options["out"]
    _require_picture(out, options["find"])
    lives = follow(
        a, b, citizen=options["citizen"], business=options["business"],
        employee=options["employee"], find=options["find"], replicate=options["replicate"],
        overrides=overrides({**options, "replications": None}),
    )  # fmt: skip
    if out is not None:
        from sim.reports.lives import write_picture

        write_picture(lives, out)
    if options["as_json"]:
        click.echo(json.dumps(lives.summary, indent=2))
        return 0
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else 100
    click.echo(lives.text(max(60, min(100, width))))
    if out is not None:
        click.echo(f"\nPicture: {out}")
    return 0


def _require_picture(out: Path | None, find: bool) -> None:
    """Refuse, before anything is run, a picture that could not be written."""
    from sim.errors import OutputError, UserError

    if out is None:
        return
    if find:
        raise UserError("--find follows nobody, so there is no picture for --out: follow one of "
                        "those it names.")  # fmt: skip
    if out.suffix.lower() not in ENDINGS:
        raise OutputError(f"the picture {out} has to end in .png, .svg or .csv.")
    if not out.parent.is_dir():
        raise OutputError(f"the picture cannot be written: there is no folder {out.parent}.")

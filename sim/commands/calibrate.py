"""`egov calibrate`: the free parameters, fitted to dated figures."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from sim.commands.options import experiment

EPILOG = """\b
Examples:
  egov calibrate --dry-run                     (how many runs, how long)
  egov calibrate --out outputs/fitted
  egov calibrate --runs 600 --waves 2 --sample 2000
  egov calibrate --evidence my-figures.csv     (rows with "calibrate" in the column use)
  egov calibrate --smoke                       (the whole path in two minutes; no fit)

\b
Waves of points in the box of the priors are run; each is drawn from where the runs so far do not
rule it out. A posterior is sampled on emulators of the last wave, and its draws are run with the
model; at last each scenario runs once with every resident. docs/calibration.md states the
likelihood. Free parameters: egov params --free
Needs scikit-learn and emcee: pip install 'egov-sim[experiments]'
"""


@click.command(epilog=EPILOG)
@click.option(
    "--runs",
    type=click.IntRange(1),
    metavar="N",
    help="Runs in all, over waves and posterior; default: 2000.",
)
@click.option(
    "--sample", type=click.IntRange(100), metavar="N", help="Citizens in each run; default: 5000."
)
@click.option(
    "--waves", type=click.IntRange(1), metavar="N", help="Waves of history matching; default: 3."
)
@click.option(
    "--draws",
    type=click.IntRange(2),
    metavar="N",
    help="Draws of the posterior that are run; default: a fifth of the points, at most 200.",
)
@click.option(
    "--seed",
    type=click.IntRange(0, 2**32 - 1),
    metavar="N",
    help="The seed; the same one gives the same numbers.",
)
@click.option(
    "--set",
    "settings",
    multiple=True,
    metavar="PATH=VALUE",
    help="Change one value in every scenario; a free parameter is then held, not fitted. "
    "May be given several times.",
)
@click.option(
    "--evidence",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Figures of your own, instead of those of the package.",
)
@click.option("--smoke", is_flag=True, help="The whole path in two minutes; its fit is nothing.")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="The results folder, instead of outputs/calibration-HASH.",
)
@click.option(
    "--workers",
    type=click.IntRange(1),
    metavar="N",
    help="Processes at a time; default: the cores.",
)
@click.option("--scheduler", metavar="ADDRESS", help='Run on a Dask cluster, as "tcp://host:8786".')
@click.option(
    "--on-error",
    type=click.Choice(["continue", "stop"]),
    default="continue",
    show_default=True,
    help="Whether a failed run ends the rest.",
)
@click.option("--dry-run", is_flag=True, help="Say how many runs it would be, run nothing.")
@click.option("--yes", is_flag=True, help="Do not ask before very many runs.")
@click.option("--force", is_flag=True, help="Do finished runs anew.")
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
@click.option("--quiet", is_flag=True, help="Print nothing but errors.")
def command(**options: Any) -> int:
    """Fit the free parameters to the figures marked "calibrate", and say how well they fit."""
    from sim.experiments.calibrate import (
        Calibration,
        calibration_plan,
        carry_out_calibration,
        forecast,
    )

    asked = ("runs", "sample", "waves", "draws", "seed", "evidence", "smoke")
    plan = calibration_plan(
        **{name: options[name] for name in asked}, overrides=list(options["settings"])
    )
    return experiment(
        plan, Calibration, options, carry=carry_out_calibration, at_most=forecast(plan)
    )

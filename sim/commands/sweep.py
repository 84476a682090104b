"""`egov sweep`: a scenario at many points of its levers."""

from __future__ import annotations

from typing import Any

import click

from sim.commands.options import experiment, experiment_options, overrides

EPILOG = """\b
Examples:
  egov sweep my-plan.yaml                       (its `sweep:` says what is varied)
  egov sweep my-plan.yaml --vary strategy.budget.grant_usd=500000,1000000,2000000
  egov sweep my-plan.yaml --vary strategy.capacity.manuals=0:1:0.25 \\
      --vary strategy.capacity.job_guarantee=no,yes
  egov sweep my-plan.yaml --vary strategy.capacity.manuals=0:1 \\
      --vary strategy.budget.grant_usd=0:4000000 --design sobol --points 64
  egov sweep my-plan.yaml --dry-run

\b
Several --vary make a grid: every value with every other. With --design or --points, points are
spread over their ranges instead.
Replications differ only in luck; worlds (--draws) are drawn from `uncertain:`. The tables keep the
two apart: an interval for the first, a range for the second.
"""


@click.command(epilog=EPILOG)
@click.argument("scenario")
@click.option(
    "--vary",
    multiple=True,
    metavar="PATH=low:high",
    help="What is varied: low:high, low:high:step or a,b,c; may be given several times.",
)
@click.option(
    "--design",
    type=click.Choice(["latin_hypercube", "sobol", "random"]),
    help="Spread points over the ranges, instead of a grid.",
)
@click.option("--points", type=int, metavar="N", help="Points of such a design; default: 64.")
@click.option(
    "--draws",
    type=int,
    metavar="W",
    help="Worlds drawn from `uncertain:` for each point; default: 10 if there is any, "
    "0 for the values of the file.",
)
@click.option(
    "--outcome",
    "outcomes",
    multiple=True,
    metavar="NAME",
    help="What the tables hold; may be given several times.",
)
@click.option(
    "--year",
    "years",
    type=int,
    multiple=True,
    metavar="N",
    help="The years at whose end it is read; may be given several times.",
)
@experiment_options
def command(
    scenario: str,
    vary: tuple[str, ...],
    design: str | None,
    points: int | None,
    draws: int | None,
    outcomes: tuple[str, ...],
    years: tuple[int, ...],
    **options: Any,
) -> int:
    """Run SCENARIO at many points: a grid, a list, or points spread over ranges."""
    from sim.experiments.sweep import SweepResult, sweep_plan

    plan = sweep_plan(
        scenario, vary=vary, design=design, points=points, draws=draws, outcomes=outcomes,
        years=years, overrides=overrides(options),
    )  # fmt: skip
    return experiment(plan, SweepResult, options)

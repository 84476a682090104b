"""`egov sensitivity`: which of the values varied matter."""

from __future__ import annotations

from typing import Any

import click

from sim.commands.options import experiment, experiment_options, overrides

EPILOG = """\b
Examples:
  egov sensitivity my-plan.yaml                 (what stands under `uncertain:`)
  egov sensitivity my-plan.yaml --vary strategy.capacity.manuals=0:1 \\
      --vary strategy.budget.grant_usd=0:4000000 \\
      --vary strategy.capacity.job_guarantee=no,yes
  egov sensitivity my-plan.yaml --method sobol --n 256 --outcome adoption_share --year 5
  egov sensitivity my-plan.yaml --method sobol --dry-run

\b
Morris ranks K values with N x (K + 1) points; Sobol shares out the variance with N x (K + 2).
Each point has the same 2 replications, unless --replications says more.
Needs SALib: pip install 'egov-sim[experiments]'
"""


@click.command(epilog=EPILOG)
@click.argument("scenario")
@click.option(
    "--method",
    type=click.Choice(["morris", "sobol"]),
    default="morris",
    show_default=True,
    help="Rank values with few runs, or share out the variance.",
)
@click.option(
    "--n",
    type=int,
    metavar="N",
    help="Trajectories (morris; default 10) or base points (sobol; default 128).",
)
@click.option(
    "--vary",
    multiple=True,
    metavar="PATH=low:high",
    help="What is varied, instead of `uncertain:`; may be given several times.",
)
@click.option("--second-order", is_flag=True, help="Sobol indices of pairs too; twice the runs.")
@click.option(
    "--outcome",
    "outcomes",
    multiple=True,
    metavar="NAME",
    help="What is looked at; may be given several times.",
)
@click.option(
    "--year",
    "years",
    type=int,
    multiple=True,
    metavar="N",
    help="The years at whose end; default: the last month.",
)
@experiment_options
def command(
    scenario: str,
    method: str,
    n: int | None,
    vary: tuple[str, ...],
    second_order: bool,
    outcomes: tuple[str, ...],
    years: tuple[int, ...],
    **options: Any,
) -> int:
    """Say which of the values varied move the outcomes of SCENARIO, and how surely."""
    from sim.experiments.sensitivity import SensitivityResult, sensitivity_plan

    plan = sensitivity_plan(
        scenario, method=method, n=n, vary=vary, second_order=second_order, outcomes=outcomes,
        years=years, replications=options["replications"], overrides=overrides(options),
    )  # fmt: skip
    return experiment(plan, SensitivityResult, options)

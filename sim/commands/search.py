"""`egov search`: settings of the levers on the front, judged in worlds drawn anew."""

from __future__ import annotations

from functools import partial
from typing import Any

import click

from sim.commands.options import experiment, experiment_options, overrides

EPILOG = """\b
Examples:
  egov search scenarios/uncertain.yaml           (its `sweep:` says what may be set)
  egov search my-plan.yaml --vary strategy.capacity.training_hours_clerk=0:60 \\
      --vary strategy.participation.online_petitions=no,yes
  egov search my-plan.yaml --objective adoption_share --objective age_gap_points
  egov search my-plan.yaml --threshold adoption_share=0.2 --threshold trust=0.5
  egov search my-plan.yaml --trials 40 --replications 2 --worlds 20 --dry-run

\b
A setting is on the front when nothing tried is as good on every objective and better on one.
Those on the front are then run in worlds drawn from `uncertain:`, with fresh seeds: in how many
does each keep its promises? Without --threshold the promise is to be at least as good as the
scenario as it is, in the same world, on every objective.
"""


@click.command(epilog=EPILOG)
@click.argument("scenario")
@click.option(
    "--vary",
    multiple=True,
    metavar="PATH=low:high",
    help="What may be set: low:high, low:high:step or a,b,c; several times.",
)
@click.option(
    "--objective",
    "objectives",
    multiple=True,
    metavar="NAME",
    help="An outcome searched for; default: adoption_share, spending_cum_usd, "
    "satisfaction_citizens.",
)
@click.option(
    "--threshold",
    "thresholds",
    multiple=True,
    metavar="NAME=VALUE",
    help="The worst value of an outcome that will do; several times.",
)
@click.option(
    "--year",
    type=float,
    metavar="N",
    help="The year at whose end outcomes are read; default: the end of the run.",
)
@click.option("--trials", type=int, metavar="N", help="Settings tried; default: 200.")
@click.option("--batch", type=int, metavar="N", help="Settings tried at a time; default: 20.")
@click.option(
    "--worlds", type=int, metavar="W", help="Worlds in which the front is judged; default: 50."
)
@click.option(
    "--world-replications",
    type=int,
    metavar="N",
    help="Runs of a setting in each world; default: 2.",
)
@click.option(
    "--judged",
    type=int,
    metavar="N",
    help="Members of the front that are judged, at most; default: 20.",
)
@experiment_options
def command(scenario: str, **options: Any) -> int:
    """Search the levers of SCENARIO for the best trade-offs, and judge how robust they are.

    --replications counts the runs of each setting in the search; default: 4.
    """
    from sim.experiments.growing import carry_out_growing
    from sim.experiments.search import SearchResult, forecast, next_plan, search_plan

    counts = ("trials", "batch", "replications", "worlds", "world_replications", "judged")
    given = {name: options[name] for name in counts if options[name] is not None}
    plan = search_plan(
        scenario, vary=options["vary"], objectives=options["objectives"],
        thresholds=options["thresholds"], year=options["year"],
        overrides=overrides({**options, "replications": None}), **given,
    )  # fmt: skip
    carry = partial(carry_out_growing, next_plan=next_plan)
    return experiment(plan, SearchResult, options, carry=carry, at_most=forecast(plan))

"""`egov explain A B`: which levers made the difference."""

from __future__ import annotations

from typing import Any

import click

from sim.commands.options import experiment, experiment_options, overrides

EPILOG = """\b
Examples:
  egov explain scenarios/baseline.yaml scenarios/strategies/training_first.yaml
  egov explain A.yaml B.yaml --by lever --outcome adoption_share --year 5
  egov explain A.yaml B.yaml --by lever --orders 32 --sample 5000
  egov explain A.yaml B.yaml --dry-run

\b
Every set of what differs is run on top of A with the same seeds (up to 7 parts:
all sets; more: random orders). A part is what is added on average over the
orders; the parts add up to B less A exactly.
Exit codes: 0 done, 1 some runs failed, 2 a file or option is wrong.
"""


@click.command(epilog=EPILOG)
@click.argument("a")
@click.argument("b")
@click.option("--by", type=click.Choice(["pillar", "lever"]), default="pillar", show_default=True,
              help="Whether levers are taken together by pillar.")  # fmt: skip
@click.option("--outcome", multiple=True, metavar="NAME",
              help="An outcome to explain; may be given several times. Default: adoption, cost "
              "of a case, satisfaction of citizens.")  # fmt: skip
@click.option("--year", type=int, metavar="N", help="At the end of which year; default: the last.")
@click.option("--orders", type=int, metavar="N",
              help="Random orders, instead of every set of levers.")  # fmt: skip
@experiment_options
def command(a: str, b: str, **options: Any) -> int:
    """Say which levers of B make it differ from A, and by how much each."""
    from sim.experiments.explain import Explanation, explain_plan

    plan = explain_plan(
        a, b, by=options["by"], outcome=options["outcome"], year=options["year"],
        orders=options["orders"], overrides=overrides(options),
    )  # fmt: skip
    return experiment(plan, Explanation, options)

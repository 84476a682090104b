"""`egov compare A B [C ...]`: strategies side by side, on the same luck."""

from __future__ import annotations

from typing import Any

import click

from sim.commands.options import experiment, experiment_options, overrides

EPILOG = """\b
Examples:
  egov compare scenarios/baseline.yaml scenarios/strategies/training_first.yaml
  egov compare A.yaml B.yaml C.yaml --replications 50 --years 1,3,10
  egov compare A.yaml B.yaml --outcome +kiosk_share
  egov compare A.yaml B.yaml --until-settled adoption_share@10 --width 0.5% --at-most 200

\b
The first scenario is the one the others are compared with; its seed, sample and
replications count for all. Run r has the same luck in every scenario.
Exit codes: 0 done, 1 some runs failed, 2 a file or option is wrong.
"""


@click.command(epilog=EPILOG)
@click.argument("scenarios", nargs=-1, metavar="A B [C ...]")
@click.option("--outcome", "outcomes", multiple=True, metavar="NAME",
              help="An outcome to compare, instead of the usual ones; +NAME adds one to them. "
              "May be given several times.")  # fmt: skip
@click.option("--years", metavar="1,3,10",
              help="When to compare; default: years 1, 3, 5, 10 and the last.")  # fmt: skip
@click.option("--until-settled", metavar="OUTCOME[@YEAR]",
              help="Add twin runs until the interval of this outcome's difference excludes zero, "
              "or is narrower than --width.")  # fmt: skip
@click.option("--width", metavar="W", help="Narrow enough, in the outcome's unit, as in 0.5%.")
@click.option("--at-most", type=click.IntRange(2), metavar="N",
              help="Twin runs at which --until-settled gives up; default: 400.")  # fmt: skip
@experiment_options
def command(scenarios: tuple[str, ...], **options: Any) -> int:
    """Compare strategies in twin runs: by how much they differ, and how sure that is."""
    from sim.experiments.compare import Comparison, carried_out, compare_plan

    plan = compare_plan(
        scenarios,
        overrides=overrides(options),
        outcomes=options["outcomes"],
        years=options["years"].split(",") if options["years"] is not None else None,
        until_settled=options["until_settled"],
        width=options["width"],
        at_most=options["at_most"],
    )
    asked = plan.settings["until_settled"]
    largest = plan.with_more(asked["looks"][-1]) if asked else None
    return experiment(plan, Comparison, options, carry=carried_out, at_most=largest)

"""`egov validate`: a scorecard of the model against dated figures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from sim.commands.options import experiment, experiment_options, overrides

if TYPE_CHECKING:
    from sim.experiments.ensemble import Ensemble
    from sim.experiments.validate import Validation

EPILOG = """\b
Examples:
  egov validate
  egov validate --evidence my-figures.csv
  egov validate --replications 100 --out outputs/validation
  egov validate --dry-run

\b
Each figure is laid beside its counterpart in the runs: inside the 90 % band, or not. No row is
left out without saying why. --evidence takes a CSV file with the columns series, level, year,
value, unit and grade; docs/evidence.md lists the series and their units.
Exit codes: 0 done, whatever the scorecard says; 1 some runs failed; 2 a file or option is wrong;
3 with --strict, a fitted figure lies outside its band.
"""
OUTSIDE = 3


@click.command(epilog=EPILOG)
@click.option("--evidence", type=click.Path(), metavar="FILE",
              help="A CSV file of figures, instead of the package's own.")  # fmt: skip
@click.option("--scenario", "scenarios", multiple=True, metavar="PLACE=FILE",
              help="The scenario of a place, instead of the usual one.")  # fmt: skip
@click.option("--posterior/--no-posterior", default=None,
              help="Whether each run draws the fitted parameters anew; "
              "default: where a posterior is shipped.")  # fmt: skip
@click.option("--strict", is_flag=True,
              help="Exit with 3 when a fitted figure lies outside its band.")  # fmt: skip
@experiment_options
def command(
    evidence: str | None,
    scenarios: tuple[str, ...],
    posterior: bool | None,
    strict: bool,
    **options: Any,
) -> int:
    """Lay dated figures beside the model: observed, simulated, inside or not."""
    from sim.experiments.validate import Validation
    from sim.experiments.validation_plan import SAMPLE, outside_line, validation_plan

    plan = validation_plan(
        evidence,
        scenarios=_places(scenarios),
        replications=options["replications"],
        sample=options["sample"] or SAMPLE,
        seed=options["seed"],
        posterior=posterior,
        overrides=_overrides(options),
    )
    if (line := outside_line(plan)) and not options["quiet"]:
        click.echo(line, err=True)
    seen: list[Validation] = []

    def result_of(ensemble: Ensemble) -> Validation:
        seen.append(Validation(ensemble))
        return seen[-1]

    code = experiment(plan, result_of, options)
    failed = strict and code == 0 and seen and not seen[-1].passed
    return OUTSIDE if failed else code


def _overrides(options: dict[str, Any]) -> list[str]:
    """Return what changes every scenario; size and luck belong to the plan."""
    return overrides({**options, "seed": None, "replications": None, "sample": None})


def _places(given: Sequence[str]) -> dict[str, str]:
    """Return the scenario of each place that was named.

    Raises
    ------
    click.BadParameter : no equals sign.
    """
    found = {}
    for text in given:
        place, equals, file = text.partition("=")
        if not (place and equals and file):
            raise click.BadParameter(
                f"{text!r} names no place; write, for example, --scenario gangnam=my-history.yaml"
            )
        found[place] = file
    return found

"""Strategies side by side: the same luck in each, their differences, and how sure we are of them.

The first scenario is the one that the others are compared with. Replicate r has the same seed,
the same people and the same draw of everything uncertain in all of them: they are twins.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Unpack

from sim.errors import UserError
from sim.experiments.comparison import Comparison
from sim.experiments.plan import WITH_REPLICATE, Plan, Point

if TYPE_CHECKING:
    from sim.experiments.ensemble import Ensemble
    from sim.experiments.how import How
    from sim.scenario import Scenario

__all__ = ["AT_MOST", "Comparison", "carried_out", "compare", "compare_plan", "go_on", "next_plan"]

AT_MOST = 400
"""Twin runs at which `until_settled` gives up unless told otherwise."""
LONGEST_NAME = 60


def compare(
    scenarios: Sequence[Scenario | str | Path],
    *,
    overrides: Sequence[str] = (),
    outcomes: Sequence[str] = (),
    years: Sequence[float] | None = None,
    until_settled: str | None = None,
    width: float | str | None = None,
    at_most: int | None = None,
    model: str = "",
    **how: Unpack[How],
) -> Comparison:
    """Compare strategies in twin runs; the first is what the others are compared with.

    Parameters
    ----------
    scenarios : files or scenarios, at least two. The run settings (seed, sample, replications)
        of the first count for all; start and length must be the same.
    overrides : settings changed in all of them, as in ["run.replications=50"].
    outcomes : names of outcomes instead of the usual ones; "+name" adds one to them.
    years : [year]   When they are compared; the years 1, 3, 5, 10 and the last unless given.
    until_settled : an outcome, as "adoption_share" or "adoption_share@10" (the year): twin runs
        are added until the interval of its difference excludes zero, or is narrower than `width`,
        or there are `at_most` of them (400 unless given).
    width : in the outcome's unit.
    how : out, workers, scheduler, on_error, progress, force; see `sim.experiments.how.How`.

    Returns
    -------
    comparison : a `Comparison`: `.table`, `.sentences`, `.plot`.

    Raises
    ------
    ScenarioError : a file is wrong, or they differ in start or length; it lists every problem.
    UserError : an outcome, a year or a width that cannot be; fewer than two scenarios.
    OutputError : the folder cannot be written, or holds something else.
    """
    plan = compare_plan(
        scenarios, overrides=overrides, outcomes=outcomes, years=years,
        until_settled=until_settled, width=width, at_most=at_most, model=model,
    )  # fmt: skip
    ensemble = carried_out(plan, **how)
    result = Comparison(ensemble)
    result.write_reports()
    return result


def compare_plan(
    scenarios: Sequence[Scenario | str | Path],
    *,
    overrides: Sequence[str] = (),
    outcomes: Sequence[str] = (),
    years: Sequence[float | str] | None = None,
    until_settled: str | None = None,
    width: float | str | None = None,
    at_most: int | None = None,
    model: str = "",
    on_purpose: bool = False,
) -> Plan:
    """Return the plan of a comparison; see `compare` for what it takes and raises.

    With `on_purpose` worlds that differ are what is asked, and the notes say so.
    """
    from sim.experiments.alike import side_by_side
    from sim.experiments.asked import chosen_outcomes, months_of
    from sim.experiments.published import outcomes_of
    from sim.experiments.settle import settings_of
    from sim.summary import reporting_months

    sides = side_by_side(scenarios, overrides, on_purpose=on_purpose)
    run = sides.scenarios[0].run
    known = {facts["name"]: facts for facts in outcomes_of(model)}
    names, problems = chosen_outcomes(outcomes, known)
    months = reporting_months(run.months)
    if years is not None:
        months, wrong = months_of(years, run.months)
        problems += wrong
    if until_settled is None and (width is not None or at_most is not None):
        problems.append("--width and --at-most go with --until-settled OUTCOME.")
    if problems:
        raise UserError("\n".join(problems))
    settled = None
    replications = run.replications
    if until_settled is not None:
        settled = settings_of(
            until_settled, width, AT_MOST if at_most is None else at_most, replications,
            run.months, known,
        )  # fmt: skip
        replications = settled["looks"][0]
        names += [settled["outcome"]] if settled["outcome"] not in names else []
        months = sorted({*months, settled["month"]})
    return Plan(
        verb="compare",
        name=_folder_name(sides.names),
        bases=sides.scenarios,
        points=tuple(Point(name, base=place) for place, name in enumerate(sides.names)),
        replications=replications,
        seed=run.seed,
        sample=run.sample,
        draws=WITH_REPLICATE,
        settings={"outcomes": names, "months": months, "until_settled": settled,
                  "notes": list(sides.notes)},
        model=model,
    )  # fmt: skip


def _folder_name(names: Sequence[str]) -> str:
    rest = names[1] if len(names) == 2 else f"{len(names) - 1}-others"
    plain = re.sub(r"[^A-Za-z0-9_.]+", "-", f"compare-{names[0]}-{rest}").strip("-.")
    return plain[:LONGEST_NAME].rstrip("-.")


def next_plan(ensemble: Ensemble) -> Plan | None:
    """Return the plan of the next look, or None where nothing is left to be settled."""
    asked = ensemble.plan.settings["until_settled"]
    if not asked or Comparison(ensemble).is_settled:
        return None
    later = [count for count in asked["looks"] if count > ensemble.plan.replications]
    return ensemble.plan.with_more(later[0]) if later else None


def carried_out(plan: Plan, **how: Any) -> Ensemble:
    """Do the runs of a comparison, look after look if it is to be settled.

    `how` is what `sim.experiments.carry.carry_out` takes.
    """
    from sim.experiments.carry import carry_out
    from sim.experiments.growing import carry_out_growing

    if not plan.settings["until_settled"]:
        return carry_out(plan, **how)
    return carry_out_growing(plan, next_plan, **how)


def go_on(plan: Plan, folder: Path, identity: str, **how: Any) -> Ensemble:
    """Take up a comparison that was interrupted; its later looks follow from its runs."""
    from sim.experiments.carry import carry_out

    if plan.settings["until_settled"]:
        how.pop("threads", None)  # they are for runs of every resident, of which there are none
        if how.pop("retry_failed", False):
            carry_out(plan, out=folder, identity=identity, retry_failed=True, final=False, **how)
    return carried_out(plan, out=folder, identity=identity, **how)

"""`egov sweep`: the same scenario at many points of its levers, chance and worlds kept apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Unpack

from sim.errors import UserError
from sim.experiments.design import Design, design_of
from sim.experiments.names import Vary, as_options, asked_for, ready_scenario
from sim.experiments.plan import Plan
from sim.experiments.result import ExperimentResult
from sim.experiments.vary import parse_vary

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from sim.experiments.how import How
    from sim.reports.sweep import SweepPlots
    from sim.scenario import Scenario

__all__ = ["DRAWS", "SweepResult", "sweep", "sweep_plan"]

DRAWS = 10
"""Worlds drawn for each point where the scenario says what is uncertain, unless given."""


def sweep(
    scenario: Scenario | str | Path,
    *,
    vary: Vary = (),
    design: str | None = None,
    points: int | None = None,
    draws: int | None = None,
    outcomes: Sequence[str] = (),
    years: Sequence[int] = (),
    overrides: Sequence[str] = (),
    model: str = "",
    **how: Unpack[How],
) -> SweepResult:
    """Run a scenario at many points and return what each of them comes to.

    Parameters
    ----------
    scenario : a file, or a scenario that is loaded.
    vary : what is varied, as behind `--vary`, or {path: (low, high)} and {path: [a, b, c]};
        the scenario's `sweep:` unless given.
    design : "latin_hypercube", "sobol" or "random", to spread points over ranges.
    points : [count]   Points of such a design.
    draws : [count]   Worlds drawn from `uncertain:` for each point; 0 keeps the file's values.
    outcomes, years : what the tables hold; the usual ones unless given.
    overrides : as behind `--set`, for a scenario that is a file.
    how : out, workers, scheduler, on_error, progress, force; see `sim.experiments.how.How`.
    model : the model's class as "module:Class".

    Raises
    ------
    UserError : there is nothing to vary, or an option does not fit the scenario.
    """
    from sim.experiments.carry import carry_out

    plan = sweep_plan(
        scenario, vary=vary, design=design, points=points, draws=draws, outcomes=outcomes,
        years=years, overrides=overrides, model=model,
    )  # fmt: skip
    ensemble = carry_out(plan, **how)
    result = SweepResult(ensemble)
    result.write_reports()
    return result


def sweep_plan(
    scenario: Scenario | str | Path,
    *,
    vary: Vary = (),
    design: str | None = None,
    points: int | None = None,
    draws: int | None = None,
    outcomes: Sequence[str] = (),
    years: Sequence[int] = (),
    overrides: Sequence[str] = (),
    model: str = "",
) -> Plan:
    """Return the runs of a sweep; parameters as for `sweep`."""
    from sim.summary import reporting_months

    ready = ready_scenario(scenario, overrides)
    shown = ready.name if ready is scenario else str(scenario)
    variation = parse_vary(vary, ready, drawn=draws != 0)
    chosen = design_of(ready, variation, kind=design, n=points, shown=shown)
    worlds, said = _worlds(ready, chosen, draws)
    run = ready.run
    names, months = asked_for(model, outcomes, years, run.months, reporting_months(run.months))
    return Plan(
        verb="sweep",
        name=f"{ready.name}-sweep",
        bases=(ready,),
        points=chosen.numbered(ready.name),
        replications=run.replications,
        seed=run.seed,
        sample=run.sample,
        draws=worlds,
        settings={
            "design": chosen.kind,
            "paths": list(chosen.paths),
            "outcomes": names,
            "months": months,
            "notes": [*said, *chosen.notes],
            "options": as_options(
                vary, design=design, points=points, draws=draws, outcome=outcomes, year=years
            ),
        },
        model=model,
    )


def _worlds(scenario: Scenario, design: Design, asked: int | None) -> tuple[int, list[str]]:
    """Return the number of worlds for each point, and what is to be said of it."""
    if asked is not None and asked < 0:
        raise UserError(f"--draws is {asked}; write 0 for the values of the file, or more.")
    if design.of_uncertain:
        if asked:
            raise UserError(
                "--draws asks for worlds drawn from `uncertain:`, but the design spreads its "
                "points over the same parameters. Leave out --draws, or give ranges with --vary."
            )
        return 0, []
    if not scenario.uncertain:
        if asked:
            raise UserError(
                f"--draws is {asked}, but {scenario.name} has no `uncertain:` to draw worlds "
                "from. Add it to the file, or leave out --draws."
            )
        return 0, []
    if asked == 0:
        return 0, ["What is uncertain was kept at the values of the file (--draws 0)."]
    _refuse_both(scenario, design)
    if asked:
        return asked, []
    return DRAWS, [f"Every point was run in {DRAWS} worlds drawn from `uncertain:`, the usual "
                   "number; --draws says another one, and 0 none."]  # fmt: skip


def _refuse_both(scenario: Scenario, design: Design) -> None:
    both = [path for path in design.paths if path in scenario.uncertain]
    if both:
        raise UserError(
            f"{', '.join(both)} stands under both `sweep:` and `uncertain:`. Take it out of one "
            "of the two, or use --draws 0, so that only the sweep changes it."
        )


class SweepResult(ExperimentResult):
    """What a sweep came to; `tables` are points, results, extremes and effects.

    Its columns `low` and `high` are chance: the 95 % interval of the mean over replications.
    `worlds_low` and `worlds_high` are not: they are the range over worlds drawn.
    """

    verb = "sweep"
    captions: ClassVar[Mapping[str, str]] = {
        "points": "The values tried at each point",
        "results": "Each outcome at each point: mean, its interval, and the range over worlds",
        "extremes": "The points where each outcome is lowest and highest, and how far apart",
        "effects": "How far each value varied moves each outcome, the others being equal",
    }

    @property
    def title(self) -> str:
        """The scenario and what is varied, in a few words."""
        base, paths = self.ensemble.plan.bases[0], self.settings["paths"]
        what = self.names[paths[0]] if len(paths) == 1 else f"{len(paths)} values varied"
        return f"{base.title or base.name}: {what}, {len(self.ensemble.plan.points)} points"

    @property
    def command(self) -> str:
        """The command that does the same again."""
        return " ".join([super().command, *self.settings["options"]])

    @cached_property
    def names(self) -> dict[str, str]:
        """What a reader calls each path that is varied."""
        from sim.experiments.names import parameter_names

        return parameter_names(self.settings["paths"])

    @cached_property
    def points(self) -> pd.DataFrame:
        """One row a point: scenario, point, and the value of each path."""
        return self.ensemble.points

    @cached_property
    def cubes(self) -> dict[tuple[str, int], NDArray[np.float64]]:
        """Each outcome at each month, by point, draw and replicate; NaN where a run failed."""
        from sim.experiments.effects import cube_of

        outcomes, months = self.settings["outcomes"], self.settings["months"]
        values = self.ensemble.values(outcomes, months)
        numbers = [point.number for point in self.ensemble.plan.points]
        return {
            (name, month): cube_of(values[(name, month)], numbers)
            for name in outcomes
            for month in months
        }

    @cached_property
    def tables(self) -> dict[str, pd.DataFrame]:
        """The tables: points, results, extremes, and (where it can be told) effects."""
        from sim.experiments.sweep_tables import effects_table, extremes_table, results_table

        kind, paths = self.settings["design"], self.settings["paths"]
        found = {
            "points": self.points,
            "results": results_table(self.points, self.cubes, self.ensemble.plan.draws),
            "extremes": extremes_table(self.points, self.cubes),
            "effects": effects_table(self.points, self.cubes, kind, paths),
        }
        return {name: table for name, table in found.items() if len(table)}

    @cached_property
    def sentences(self) -> list[tuple[str, str]]:
        """What moved most, and the best and worst points, with their intervals."""
        from sim.experiments.sweep_words import sentences

        return sentences(self)

    @cached_property
    def notes(self) -> list[str]:
        """The axes, what interval and range are, and what went missing."""
        from sim.experiments.sweep_words import notes

        return notes(self)

    @property
    def plot(self) -> SweepPlots:
        """The figures, one an outcome."""
        from sim.reports.sweep import SweepPlots

        return SweepPlots(self)

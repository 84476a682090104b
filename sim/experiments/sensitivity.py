"""`egov sensitivity`: which of the values varied matter, by Morris screening or Sobol indices.

SALib makes the design and analyses it; the runs between are a plan like any other, so they are
stored, resumed and verified in the same way. SALib sees uniform numbers from 0 to 1, which the
spread of each parameter turns into values.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Unpack

from sim.errors import UserError
from sim.experiments.design_checks import check_points, notes_on, nothing_to_vary
from sim.experiments.names import Vary, as_options, asked_for, ready_scenario
from sim.experiments.plan import Plan
from sim.experiments.result import ExperimentResult
from sim.experiments.salib import Problem
from sim.experiments.vary import parse_vary

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from sim.experiments.how import How
    from sim.reports.sensitivity import SensitivityPlots
    from sim.scenario import Scenario

__all__ = ["METHODS", "SensitivityResult", "sensitivity", "sensitivity_plan"]

METHODS = {"morris": 10, "sobol": 128}
"""The methods, each with its usual size: trajectories, or base points."""
REPLICATIONS = 2
"""Replications of each point unless given: as few as tell chance from the rest."""


def sensitivity(
    scenario: Scenario | str | Path,
    *,
    method: str = "morris",
    n: int | None = None,
    vary: Vary = (),
    second_order: bool = False,
    outcomes: Sequence[str] = (),
    years: Sequence[int] = (),
    replications: int | None = None,
    overrides: Sequence[str] = (),
    model: str = "",
    **how: Unpack[How],
) -> SensitivityResult:
    """Say which of the values varied move the outcomes, and how surely that is known.

    Parameters
    ----------
    scenario : a file, or a scenario that is loaded.
    method : "morris" ranks with few runs; "sobol" shares out the variance with many.
    n : [count]   Morris trajectories (10), or Sobol base points (128), a power of two.
    vary : what is varied, as behind `--vary`; what stands under `uncertain:` unless given, or
        between the limits of `sweep: sample:`.
    second_order : whether Sobol indices of pairs are wanted too, for about twice the runs.
    outcomes, years : what is looked at; the usual outcomes and the last month unless given.
    replications : [count]   Runs of each point, the same luck at each of them; 2 unless given.
    overrides : as behind `--set`, for a scenario that is a file.
    how : out, workers, scheduler, on_error, progress, force; see `sim.experiments.how.How`.
    model : the model's class as "module:Class".

    Raises
    ------
    UserError : nothing to vary, an option that does not fit, or SALib is missing.
    RunFailed : runs of the design failed, or have an outcome that is no number; they are kept.
    """
    from sim.experiments.carry import carry_out

    plan = sensitivity_plan(
        scenario, method=method, n=n, vary=vary, second_order=second_order, outcomes=outcomes,
        years=years, replications=replications, overrides=overrides, model=model,
    )  # fmt: skip
    ensemble = carry_out(plan, **how)
    result = SensitivityResult(ensemble)
    result.write_reports()
    return result


def sensitivity_plan(
    scenario: Scenario | str | Path,
    *,
    method: str = "morris",
    n: int | None = None,
    vary: Vary = (),
    second_order: bool = False,
    outcomes: Sequence[str] = (),
    years: Sequence[int] = (),
    replications: int | None = None,
    overrides: Sequence[str] = (),
    model: str = "",
) -> Plan:
    """Return the runs that a sensitivity analysis needs; parameters as for `sensitivity`."""
    ready = ready_scenario(scenario, overrides)
    shown = ready.name if ready is scenario else str(scenario)
    problem = _problem(ready, method, n, vary, second_order, shown)
    design = problem.design(ready)
    check_points(design, ready, shown)
    run = ready.run
    names, months = asked_for(model, outcomes, years, run.months, [run.months])
    return Plan(
        verb="sensitivity",
        name=f"{ready.name}-{method}",
        bases=(ready,),
        points=design.numbered(ready.name),
        replications=REPLICATIONS if replications is None else replications,
        seed=run.seed,
        sample=run.sample,
        draws=0,
        settings={
            **problem.as_dict(),
            "outcomes": names,
            "months": months,
            "notes": [*design.notes, *notes_on(design, ready)],
            "options": as_options(
                vary,
                method=method,
                n=problem.n,
                second_order=second_order,
                outcome=outcomes,
                year=years,
            ),
        },
        model=model,
    )


def _problem(
    scenario: Scenario, method: str, n: int | None, vary: Vary, second_order: bool, shown: str
) -> Problem:
    """Return what SALib is asked, every part of it checked."""
    if method not in METHODS:
        raise UserError(f'There is no method "{method}". The methods are {", ".join(METHODS)}.')
    size = METHODS[method] if n is None else n
    if size < 2:
        raise UserError(f"--n is {size}; {method} needs at least 2, and usually {METHODS[method]}.")
    if method == "sobol" and size & (size - 1):
        below = 1 << (size.bit_length() - 1)
        raise UserError(
            f"--n is {size}, but Sobol indices need a power of two: write {below} or {2 * below}."
        )
    if second_order and method != "sobol":
        raise UserError("--second-order goes with --method sobol; Morris has no such indices.")
    spreads = _spreads(scenario, vary)
    if not spreads:
        raise UserError(nothing_to_vary(scenario, shown, "sensitivity"))
    return Problem(method, size, scenario.run.seed, second_order, spreads)


def _spreads(scenario: Scenario, vary: Vary) -> dict[str, Any]:
    """Return the spread of each path: of --vary, else of `uncertain:`, else of the sample."""
    from sim.experiments.design import between

    variation = parse_vary(vary, scenario, drawn=False)
    if variation.paths:
        return {path: variation.spread(path) for path in variation.paths}
    if scenario.uncertain:
        return dict(scenario.uncertain)
    sample = scenario.sweep.sample if scenario.sweep else None
    return {path: between(*ends) for path, ends in sample.between.items()} if sample else {}


class SensitivityResult(ExperimentResult):
    """What matters; `tables` are indices, chance, points, and pairs if they were asked for."""

    verb = "sensitivity"
    captions: ClassVar[Mapping[str, str]] = {
        "indices": "How far each value moves each outcome, with its interval",
        "pairs": "Variance that hangs on two values together",
        "chance": "How much of the differences is luck",
        "points": "The values tried at each point",
    }

    @property
    def title(self) -> str:
        """The scenario and the method, in a few words."""
        base, how = self.ensemble.plan.bases[0], self.problem.method.capitalize()
        return f"{base.title or base.name}: what matters, {how} on {len(self.problem.paths)} values"

    @property
    def command(self) -> str:
        """The command that does the same again."""
        return " ".join([super().command, *self.settings["options"]])

    @cached_property
    def problem(self) -> Problem:
        """What SALib is asked."""
        return Problem.from_dict(self.settings)

    @cached_property
    def names(self) -> dict[str, str]:
        """What a reader calls each path."""
        from sim.experiments.names import parameter_names

        return parameter_names(self.problem.paths)

    @cached_property
    def outcomes(self) -> dict[tuple[str, int], NDArray[np.float64]]:
        """Each outcome at each month, shape (points, replicates), in the order of the design.

        Raises
        ------
        RunFailed : a run failed, or an outcome is no number: SALib would give zeros for all.
        """
        from sim.experiments.effects import cube_of
        from sim.experiments.holes import refuse_holes

        refuse_holes(self.ensemble)
        self._refuse_other_design()
        names, months = self.settings["outcomes"], self.settings["months"]
        values = self.ensemble.values(names, months)
        numbers = [point.number for point in self.ensemble.plan.points]
        found = {
            (name, month): cube_of(values[(name, month)], numbers)[:, 0, :]
            for name in names
            for month in months
        }
        refuse_holes(self.ensemble, found)
        return found

    def _refuse_other_design(self) -> None:
        """Refuse runs of a design that the SALib installed here would not make."""
        plan = self.ensemble.plan
        expected = self.problem.points(plan.bases[0])
        if [dict(point.changes) for point in plan.points] != expected:
            raise UserError(
                f"The SALib installed here makes another design than that of {self.path}: its "
                "version has changed. Install the version named in the manifest, or run anew."
            )

    @cached_property
    def _analysed(self) -> dict[tuple[str, int], tuple[pd.DataFrame, pd.DataFrame]]:
        """Indices and pairs of each outcome that is not the same at every point."""
        from sim.experiments.holes import is_constant

        return {
            key: self.problem.analysed(values.mean(axis=1))
            for key, values in self.outcomes.items()
            if not is_constant(values.mean(axis=1))
        }

    @cached_property
    def tables(self) -> dict[str, pd.DataFrame]:
        """The tables: indices, chance, points, and pairs if they were asked for."""
        from sim.experiments.holes import chance_table

        found = {
            "indices": self._joined(0),
            "chance": chance_table(self.outcomes),
            "points": self.ensemble.points,
        }
        return found | ({"pairs": self._joined(1)} if self.problem.second_order else {})

    def _joined(self, part: int) -> pd.DataFrame:
        import pandas as pd

        tables = []
        for (name, month), both in self._analysed.items():
            table = both[part].copy()
            table.insert(0, "outcome", name)
            table.insert(1, "month", month)
            tables.append(table)
        return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame()

    @cached_property
    def sentences(self) -> list[tuple[str, str]]:
        """What matters for each outcome, and what makes no clear difference."""
        from sim.experiments.sensitivity_words import sentences

        return sentences(self)

    @cached_property
    def notes(self) -> list[str]:
        """The design, what the indices mean, and how much is chance."""
        from sim.experiments.sensitivity_words import notes

        return notes(self)

    @property
    def plot(self) -> SensitivityPlots:
        """The figures, one an outcome."""
        from sim.reports.sensitivity import SensitivityPlots

        return SensitivityPlots(self)

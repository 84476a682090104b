"""The model for EMA Workbench: uncertainties, levers, constants and outcomes, and who runs them.

    model = ema_model("scenarios/uncertain.yaml", outcomes=["adoption_share", "trust"], year=10)
    with ema_evaluator(model) as evaluator:
        experiments, outcomes = evaluator.perform_experiments(scenarios=200, policies=4)

Everything that EMA Workbench does with experiments works as it is: PRIM, CART, feature scoring,
`optimize`, `robust_optimize`. The runs are done by our own executors, because a run that raises
makes its MultiprocessingEvaluator wait for ever (version 2.5.3).

A parameter has the last word of its path as its name (`training_hours_clerk`), as EMA Workbench
wants names that Python could have; `variable_name` holds the whole path.

Works with EMA Workbench 2.5 (Python 3.11 and later) and 3.0 (Python 3.12 and later).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.errors import RunFailed, ScenarioError, UserError
from sim.experiments.plan import Plan, Point

if TYPE_CHECKING:
    from sim.experiments.ensemble import Ensemble
    from sim.scenario import Scenario

__all__ = ["Experiments", "ema_evaluator", "ema_model"]

NOTHING_VARIES = (
    "{name} has nothing under `uncertain:` and no levers were given, so every experiment would be "
    'the same. Give levers={{"strategy.capacity.manuals": (0, 1)}}, or a scenario with '
    "`uncertain:`, as scenarios/uncertain.yaml."
)


@dataclass(frozen=True)
class Experiments:
    """How one experiment is done: the scenario, how often it is run, and what is read where.

    Called with values by dotted path, it does one experiment in this process and returns the
    outcomes by name: what EMA Workbench calls the function of a model.
    """

    base: Scenario
    outcomes: tuple[str, ...]
    month: int
    replications: int
    model: str = ""

    def plan(self, settings: Mapping[int, Mapping[str, Any]]) -> Plan:
        """Return the runs of experiments, each given as values by path, by the point's number."""
        points = [Point(self.base.name, n, 0, dict(given)) for n, given in settings.items()]
        return Plan(
            verb="ema",
            name=f"{self.base.name}-ema",
            bases=(self.base,),
            points=tuple(points),
            replications=self.replications,
            seed=self.base.run.seed,
            sample=self.base.run.sample,
            draws=0,
            settings={"outcomes": list(self.outcomes), "month": self.month},
            model=self.model,
        )

    def values(self, ensemble: Ensemble) -> dict[int, dict[str, float]]:
        """Return the outcomes by point: means over replications, of experiments without a hole."""
        if not len(ensemble.runs):
            return {}
        table = ensemble.values(list(self.outcomes), [self.month]).droplevel("month", axis=1)
        whole = table.notna().all(axis=1).groupby(level="point").sum() == self.replications
        means = table.groupby(level="point").mean()[whole]
        return {
            int(point): dict(zip(self.outcomes, map(float, row), strict=True))
            for point, row in zip(means.index, means[list(self.outcomes)].to_numpy(), strict=True)
        }

    def refusal(self, given: Mapping[str, Any]) -> str:
        """Return why values do not go together, or nothing."""
        try:
            self.base.with_values(given)
        except ScenarioError as error:
            return str(error)
        return ""

    def __call__(self, **given: Any) -> dict[str, float]:
        """Do one experiment in this process.

        Raises
        ------
        RunFailed : a run of it failed.
        """
        from sim.experiments.carry import carry_out

        # Constants come by their short names here; the base has their values already.
        values = plain_values({path: value for path, value in given.items() if "." in path})
        ensemble = carry_out(self.plan({1: values}), workers=1, progress="none")
        found = self.values(ensemble).get(1)
        if found is None:
            raise RunFailed(f"The experiment {values} failed: {first_reason(ensemble)}")
        return found


def ema_model(
    scenario: Scenario | str | Path,
    *,
    levers: Iterable[str] | Mapping[str, Sequence[Any]] | None = None,
    uncertainties: Iterable[str] | Mapping[str, Sequence[Any]] = (),
    constants: Mapping[str, Any] | None = None,
    outcomes: Sequence[str] = (),
    year: float | None = None,
    replications: int | None = None,
    overrides: Sequence[str] = (),
    model: str = "",
) -> Any:
    """Return a scenario as a model of EMA Workbench.

    Parameters
    ----------
    scenario : a file, or a scenario; everything that is not varied has its values.
    levers : what may be set, as "PATH=low:high" or "PATH=a,b,c", or {path: (low, high)} and
        {path: [a, b, c]}; what the scenario's `sweep:` varies unless given.
    uncertainties : more of them in the same form, beside those of `uncertain:`. EMA Workbench
        spreads these evenly, and those of `uncertain:` as they say.
    constants : values by path that are the same in all experiments.
    outcomes : names; adoption, spending and citizens' satisfaction unless given. They are
        maximised, minimised or only noted, as their direction says.
    year : [year]     When outcomes are read; the end of the run unless given.
    replications : [count]   Runs of an experiment, on the same seeds for all; the outcome is
        their mean. Those of the scenario unless given.

    Returns
    -------
    model : an `ema_workbench.Model`. Run it with `ema_evaluator`.

    Raises
    ------
    UserError : EMA Workbench is missing, nothing varies, or a name or value is wrong.
    """
    from sim.experiments.ema_parts import model_of
    from sim.experiments.levers import levers_of
    from sim.experiments.names import ready_scenario
    from sim.experiments.objectives import DEFAULT_OBJECTIVES, chosen_month, known_outcomes

    workbench()
    fixed = dict(constants or {})
    base = ready_scenario(scenario, overrides).with_values(fixed)
    may_be_set = levers if levers is not None else {}
    found = levers_of(may_be_set, base) if may_be_set or (levers is None and base.sweep) else []
    more = levers_of(uncertainties, base) if uncertainties else []
    if not (found or more or base.uncertain):
        raise UserError(NOTHING_VARIES.format(name=base.name))
    names = tuple(outcomes or DEFAULT_OBJECTIVES)
    facts = known_outcomes(names, model)
    runs = base.run.replications if replications is None else replications
    if runs < 1:
        raise UserError(f"replications is {runs}; an experiment needs at least one run.")
    month = chosen_month(year, base.run.months)
    return model_of(Experiments(base, names, month, runs, model), found, more, fixed, facts)


def ema_evaluator(
    model: Any,
    *,
    workers: int | None = None,
    scheduler: str | None = None,
    out: str | Path | None = None,
    progress: str = "none",
) -> Any:
    """Return an evaluator for models of `ema_model`; use it in a `with` statement.

    Parameters
    ----------
    model : one model.
    workers, scheduler : as for `sim.experiments.carry.carry_out`.
    out : a folder that keeps every run, so that nothing is done twice when the same script is
        started again; without it they are kept while the evaluator lives.
    progress : "bar", "lines" or "none".

    Returns
    -------
    evaluator : an `ema_workbench` evaluator. `failures` lists (experiment, reason) of those that
        failed; their outcomes are masked, and `optimize` stops with the reason, because an
        optimiser would take a hole for a value.
    """
    workbench()
    from sim.experiments.ema_evaluator import Evaluator

    return Evaluator(model, workers=workers, scheduler=scheduler, out=out, progress=progress)


def workbench() -> Any:
    """Return the package `ema_workbench`.

    Raises
    ------
    UserError : it is not installed.
    """
    import warnings

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ImportWarning)  # of parts that it can do without
            import ema_workbench
    except ImportError:
        raise UserError(
            "the connector needs EMA Workbench: pip install 'egov-sim[experiments]'"
        ) from None
    return ema_workbench


def plain_values(given: Mapping[str, Any]) -> dict[str, Any]:
    """Return values as a scenario takes them: no numpy, whole numbers where only those will do."""
    from sim.parameters.catalogue import catalogue

    plain = {}
    for path, given_value in given.items():
        value = getattr(given_value, "value", given_value)  # a Category
        value = value.item() if hasattr(value, "item") else value
        declared = catalogue().get(path)
        if isinstance(value, float) and declared is not None:
            value = round(value) if declared.kind == "integer" else value
            value = value if declared.low is None else max(value, declared.low)
            value = value if declared.high is None else min(value, declared.high)
        plain[path] = value
    return plain


def first_reason(ensemble: Ensemble) -> str:
    """Return why the first failed run of an ensemble failed."""
    failed = ensemble.failed
    return str(failed["reason"].iloc[0]) if len(failed) else "an outcome is not a number"

"""`egov search`: settings of the levers on the front, then judged in worlds drawn anew.

Two stages share one plan. In the first, Optuna proposes settings batch by batch, each run with
the replicates 1 to R in the scenario's own world. In the second, members of the front and the
scenario as it is run in the worlds drawn from `uncertain:`, with replicates beyond R: luck that
had no part in finding them. Every world has luck of its own, the same for all settings, so that
worlds are independent of each other and a share of them has an honest interval.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Unpack

from sim.errors import ScenarioError, UserError
from sim.experiments.growing import carry_out_growing
from sim.experiments.levers import Lever, levers_of
from sim.experiments.names import ready_scenario
from sim.experiments.objectives import chosen_month, chosen_objectives, chosen_thresholds
from sim.experiments.plan import Plan, Point
from sim.experiments.propose import Proposals
from sim.experiments.published import outcomes_of
from sim.experiments.robust import holds, non_dominated, spread_out
from sim.experiments.search_result import SearchResult

if TYPE_CHECKING:
    import pandas as pd

    from sim.experiments.ensemble import Ensemble
    from sim.experiments.how import How
    from sim.scenario import Scenario

__all__ = ["SearchResult", "forecast", "go_on", "next_plan", "search", "search_plan"]

TRIALS, BATCH, REPLICATIONS = 200, 20, 4
WORLDS, WORLD_REPLICATIONS, JUDGED = 50, 2, 20


def search(
    scenario: Scenario | str | Path,
    *,
    vary: Iterable[str] | Mapping[str, Sequence[Any]] = (),
    objectives: Sequence[str] = (),
    thresholds: Mapping[str, float] | Iterable[str] = (),
    year: float | None = None,
    trials: int = TRIALS,
    batch: int = BATCH,
    replications: int = REPLICATIONS,
    worlds: int = WORLDS,
    world_replications: int = WORLD_REPLICATIONS,
    judged: int = JUDGED,
    overrides: Sequence[str] = (),
    model: str = "",
    **how: Unpack[How],
) -> SearchResult:
    """Search the levers for settings that nothing beats on every objective, and judge them.

    Parameters
    ----------
    vary : what may be set, as "PATH=low:high" or "PATH=a,b,c"; from Python also
        {path: (low, high)} and {path: [a, b, c]}. The scenario's `sweep:` unless given.
    objectives : names of outcomes; adoption, spending and citizens' satisfaction unless given.
    thresholds : the worst value of an outcome that will do; what the scenario as it is has in the
        same world unless given.
    year : [year]     When the outcomes are read; the end of the run unless given.
    trials, batch : [count]     Settings tried, and how many of them at a time.
    replications : [count]     Runs of each setting.
    worlds, world_replications : [count]     Worlds in which the front is judged, and runs in each.
    judged : [count]     Members of the front that are judged, at most.
    how : out, workers, scheduler, on_error, progress, force; see `sim.experiments.how.How`.

    Raises
    ------
    UserError : nothing to set, an outcome that is neither better high nor low, no Optuna.
    """
    plan = search_plan(
        scenario, vary=vary, objectives=objectives, thresholds=thresholds, year=year,
        trials=trials, batch=batch, replications=replications, worlds=worlds,
        world_replications=world_replications, judged=judged, overrides=overrides, model=model,
    )  # fmt: skip
    ensemble = carry_out_growing(plan, next_plan, **how)
    result = SearchResult(ensemble)
    result.write_reports()
    return result


def go_on(plan: Plan, folder: Path, identity: str, **how: Any) -> Ensemble:
    """Take up a search that was stopped; `identity` is the content hash of its first plan."""
    return carry_out_growing(plan, next_plan, out=folder, identity=identity, **how)


def search_plan(
    scenario: Scenario | str | Path,
    *,
    vary: Iterable[str] | Mapping[str, Sequence[Any]] = (),
    objectives: Sequence[str] = (),
    thresholds: Mapping[str, float] | Iterable[str] = (),
    year: float | None = None,
    trials: int = TRIALS,
    batch: int = BATCH,
    replications: int = REPLICATIONS,
    worlds: int = WORLDS,
    world_replications: int = WORLD_REPLICATIONS,
    judged: int = JUDGED,
    overrides: Sequence[str] = (),
    model: str = "",
) -> Plan:
    """Return the plan that a search begins with: the scenario as it is, and what is to be tried.

    Raises
    ------
    UserError : as `search`.
    """
    base = ready_scenario(scenario, overrides)
    known = {str(facts["name"]): facts for facts in outcomes_of(model)}
    counts = {"trials": trials, "batch": batch, "replications": replications, "worlds": worlds,
              "world_replications": world_replications, "judged": judged}  # fmt: skip
    _positive(counts)
    names = chosen_objectives(objectives, known)
    settings: dict[str, Any] = counts | {
        "levers": [lever.as_dict() for lever in levers_of(vary, base)],
        "objectives": names,
        "thresholds": chosen_thresholds(thresholds, names, known),
        "month": chosen_month(year, base.run.months),
    }
    return Plan(
        verb="search",
        name=f"{base.name}-search",
        bases=(base,),
        points=(_tried(base, 0, {}, replications),),
        replications=replications + worlds * world_replications,
        seed=base.run.seed,
        sample=base.run.sample,
        draws=0,
        settings=settings,
        model=model,
    )


def next_plan(ensemble: Ensemble) -> Plan | None:
    """Return the plan that follows from the runs so far; None when the search is at its end.

    It asks Optuna for the same batches again and tells it what came out, so that nothing but the
    runs has to be kept: a search that was stopped goes on as if it had not been.
    """
    plan = ensemble.plan
    settings, base = plan.settings, plan.bases[0]
    found = means(ensemble)
    objectives = found[settings["objectives"]]
    told = {
        int(point): list(row) for point, row in zip(found.index, objectives.to_numpy(), strict=True)
    }
    there = {point.number for point in plan.points}
    levers = [Lever.from_dict(data) for data in settings["levers"]]
    known = ensemble.outcomes
    directions = [known[name]["better"] for name in settings["objectives"]]
    proposals = Proposals(
        levers, directions, settings["batch"], plan.seed,
        {lever.path: base.value(lever.path) for lever in levers},
    )  # fmt: skip
    for first in range(1, settings["trials"] + 1, settings["batch"]):
        numbers = range(first, min(first + settings["batch"], settings["trials"] + 1))
        asked = dict(zip(numbers, proposals.ask(len(numbers)), strict=True))
        if there.isdisjoint(numbers):
            points = _allowed(base, asked, settings["replications"])
            if points:
                return _with_points(plan, points)
        proposals.tell([told.get(number) for number in numbers])
    return _with_judgement(plan, found, {n: known[n]["better"] for n in found.columns})


def means(ensemble: Ensemble) -> pd.DataFrame:
    """Return the mean of each outcome asked for by point, where every run is finished.

    A setting with a failed run has no row: a mean over the others would be of other luck.
    """
    values = searched(ensemble)
    finished = values.notna().all(axis=1).groupby(level="point").sum()
    whole = finished == ensemble.plan.settings["replications"]
    return values.groupby(level="point").mean()[whole]


def searched(ensemble: Ensemble) -> pd.DataFrame:
    """Return the outcomes asked for in the runs of the first stage (index point, replicate)."""
    settings = ensemble.plan.settings
    names = list(dict.fromkeys([*settings["objectives"], *settings["thresholds"]]))
    values = ensemble.values(names, [settings["month"]]).droplevel("month", axis=1)
    values = values[values.index.get_level_values("replicate") <= settings["replications"]]
    return values.droplevel(["scenario", "draw"])


def forecast(plan: Plan) -> Plan:
    """Return a plan as large as the search can become, for saying so beforehand."""
    settings, base = plan.settings, plan.bases[0]
    trials = [_tried(base, n, {}, settings["replications"]) for n in range(settings["trials"] + 1)]
    judged = [_judged(plan, point) for point in trials[: settings["judged"] + 1]]
    return replace(plan, points=(*trials, *judged), _digests={})


def _with_judgement(plan: Plan, found: pd.DataFrame, directions: Mapping[str, int]) -> Plan | None:
    """Return the plan with the second stage, or None if it has one, or nothing to judge."""
    import numpy as np

    by_number = {point.number: point for point in plan.points}
    if len(by_number) < len(plan.points):
        return None
    numbers = distinct([int(number) for number in found.index if number], by_number)
    if not numbers:
        return None
    better = [directions[name] for name in plan.settings["objectives"]]
    values = found.loc[numbers, plan.settings["objectives"]].to_numpy()
    front = np.flatnonzero(non_dominated(values, better))
    hopeful = _hopeful(found, [numbers[place] for place in front], directions, plan.settings)
    chosen = front[spread_out(values[front], better, plan.settings["judged"], hopeful)]
    judged = [by_number[0], *(by_number[numbers[place]] for place in chosen)]
    return _with_points(plan, [_judged(plan, point) for point in judged])


def _hopeful(
    found: pd.DataFrame,
    front: Sequence[int],
    directions: Mapping[str, int],
    settings: Mapping[str, Any],
) -> list[int]:
    """Return the places in the front of those that kept every promise in the search."""
    if 0 not in found.index:  # the scenario as it is has failed
        return []
    one_world = found.assign(world=0).set_index("world", append=True)
    kept = holds(one_world, directions, settings["thresholds"])
    return [place for place, number in enumerate(front) if kept.loc[(number, 0)]]


def _with_points(plan: Plan, points: Sequence[Point]) -> Plan:
    return replace(plan, points=(*plan.points, *points), _digests={})


def distinct(numbers: Sequence[int], points: Mapping[int, Point]) -> list[int]:
    """Return the numbers without those whose settings were tried before."""
    seen: dict[str, int] = {}
    for number in numbers:
        seen.setdefault(repr(sorted(points[number].changes.items())), number)
    return list(seen.values())


def _tried(base: Scenario, number: int, changes: Mapping[str, Any], replications: int) -> Point:
    return Point(base.name, number, 0, changes, draws=0, last=replications)


def _judged(plan: Plan, point: Point) -> Point:
    first = plan.settings["replications"] + 1
    return replace(point, draws=-plan.settings["world_replications"], first=first, last=None)


def _allowed(
    base: Scenario, asked: Mapping[int, Mapping[str, Any]], replications: int
) -> list[Point]:
    """Return the points of settings that go together; a scenario may forbid combinations."""
    points = []
    for number, changes in asked.items():
        try:
            base.with_values(changes)
        except ScenarioError:
            continue
        points.append(_tried(base, number, changes, replications))
    return points


def _positive(counts: Mapping[str, int]) -> None:
    wrong = [f"{name} is {count}" for name, count in counts.items() if count < 1]
    if wrong:
        raise UserError(f"A search needs at least one of each: {', '.join(wrong)}.")
    if counts["batch"] < 4:
        raise UserError(
            f"batch is {counts['batch']}; a generation takes at least 4 settings, 20 is usual."
        )

"""`egov calibrate`: the free parameters fitted to dated figures.

One plan that grows. Waves of points in the prior box are run, each drawn from where emulators of
the runs so far do not rule it out (history matching). The posterior is sampled on the last
emulators, and its draws are then run with the model, with luck that had no part in the fitting:
every band that is reported comes from these runs. What is tried next follows from the runs alone,
so a calibration that was stopped goes on as if it had not been.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Unpack

import numpy as np

from sim.errors import ScenarioError
from sim.experiments.calibrate_emulators import Emulators, require
from sim.experiments.calibrate_posterior import sample_posterior
from sim.experiments.calibrate_start import (
    DEFAULTS,
    SMOKE,
    bases_of,
    budget,
    free_parameters,
    months_needed,
    require_columns,
)
from sim.experiments.calibrate_targets import Target, fitted, simulated, targets_of
from sim.experiments.calibrate_waves import Goal, design, region, whole_box
from sim.experiments.calibrated import Calibration
from sim.experiments.growing import carry_out_growing
from sim.experiments.held import held_paths
from sim.experiments.names import as_options
from sim.experiments.plan import Plan, Point

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from sim.experiments.ensemble import Ensemble
    from sim.experiments.how import How
    from sim.scenario import Scenario

    Array = NDArray[np.float64]

__all__ = [
    "Calibration",
    "calibrate",
    "calibration_plan",
    "carry_out_calibration",
    "forecast",
    "go_on",
    "next_plan",
]

LUCKS = 50
"""Seeds that the points of the waves take in turn; the posterior's draws have 50 others."""
DIGITS = 6
STEPS_APART = 1000


def calibrate(
    *,
    runs: int | None = None,
    sample: int | None = None,
    waves: int | None = None,
    draws: int | None = None,
    seed: int | None = None,
    smoke: bool = False,
    evidence: str | Path | None = None,
    free: Mapping[str, tuple[float, float]] | None = None,
    scenarios: Mapping[str, Scenario | str | Path] | None = None,
    overrides: Sequence[str] = (),
    model: str = "",
    **how: Unpack[How],
) -> Calibration:
    """Fit the free parameters to the figures marked "calibrate".

    Parameters
    ----------
    runs : [count]     Runs in all, over waves and posterior; 2,000 unless given.
    sample : [citizens]     Citizens in a run; 5,000 unless given.
    waves : [count]     Waves of history matching; 3 unless given.
    draws : [count]     Draws of the posterior that are run; a fifth of the points, at most 200.
    seed : the seed of the luck and of every design; that of the scenario unless given.
    smoke : the whole path in two minutes, to see that it works; its fit is worth nothing.
    evidence : a file of figures, instead of those of the package.
    free : {path: (low, high)}, instead of the parameters declared with a prior.
    scenarios : {place: scenario or file}, instead of those in scenarios/.
    overrides : as behind `--set`, for every scenario; a parameter that they give is not fitted.
    how : out, workers, scheduler, on_error, progress, force; see `sim.experiments.how.How`.

    Raises
    ------
    UserError : nothing to fit or to fit with, too few runs, a library is missing.
    RunFailed : so many runs failed that nothing can be fitted; they are kept.
    """
    plan = calibration_plan(
        runs=runs, sample=sample, waves=waves, draws=draws, seed=seed, smoke=smoke,
        evidence=evidence, free=free, scenarios=scenarios, overrides=overrides, model=model,
    )  # fmt: skip
    ensemble = carry_out_calibration(plan, **how)
    result = Calibration(ensemble)
    result.write_reports()
    return result


def go_on(plan: Plan, folder: Path, identity: str, **how: Any) -> Ensemble:
    """Take up a calibration that was stopped; `identity` is the content hash of its first plan."""
    return carry_out_calibration(plan, out=folder, identity=identity, **how)


def carry_out_calibration(plan: Plan, **how: Any) -> Ensemble:
    """Do the runs of a calibration; then, into a folder, each scenario once at full size.

    A smoke test does without the latter.
    """
    from sim.experiments.calibrate_whole import check_whole

    ensemble = carry_out_growing(plan, next_plan, **how)
    result = Calibration(ensemble)
    if ensemble.path is not None and not plan.settings["smoke"] and result.is_finished:
        chosen = ("threads", "progress", "force")
        named = {name: how[name] for name in chosen if name in how}
        check_whole(result, ensemble.path, **named)
    return ensemble


def calibration_plan(
    *,
    runs: int | None = None,
    sample: int | None = None,
    waves: int | None = None,
    draws: int | None = None,
    seed: int | None = None,
    smoke: bool = False,
    evidence: str | Path | None = None,
    free: Mapping[str, tuple[float, float]] | None = None,
    scenarios: Mapping[str, Scenario | str | Path] | None = None,
    overrides: Sequence[str] = (),
    model: str = "",
) -> Plan:
    """Return the plan that a calibration begins with: its first wave.

    Raises
    ------
    UserError : as `calibrate`.
    """
    require()
    usual = SMOKE if smoke else DEFAULTS
    targets, left_out = fitted(evidence)
    require_columns(targets, model)
    places = list(dict.fromkeys(target.counterpart.place for target in targets))
    bases = bases_of(places, scenarios, overrides, seed, sample or usual["sample"])
    parameters = free_parameters(free, overrides)
    bases = [months_needed(base, targets) for base in bases]
    sizes = budget(runs or usual["runs"], waves or usual["waves"], draws, len(bases),
                   len(parameters), smoke)  # fmt: skip
    first = Plan(
        verb="calibrate",
        name="calibration-smoke" if smoke else "calibration",
        bases=tuple(bases),
        points=(),
        replications=2 * LUCKS,
        seed=bases[0].run.seed,
        sample=bases[0].run.sample,
        draws=0,
        tables=tuple(dict.fromkeys(["monthly", *(t.counterpart.table for t in targets)])),
        settings={
            "figures": [target.as_dict() for target in targets],
            "left_out": left_out,
            "places": places,
            "parameters": [
                {"path": p, "low": low, "high": high} for p, (low, high) in parameters.items()
            ],
            "sizes": sizes,
            "steps": usual["steps"],
            "smoke": smoke,
            "held": {
                path: bases[0].value(path) for path in held_paths(overrides, free_parameters(free))
            },
            "options": as_options({}, evidence=evidence, set=list(overrides), smoke=smoke),
            "stages": [],
        },
        model=model,
    )
    box = whole_box(len(parameters))
    return _with_wave(first, design(box, sizes[0], first.seed), box, 1.0, None)


def next_plan(ensemble: Ensemble) -> Plan | None:
    """Return the plan that follows from the runs so far; None at the end.

    Linear algebra has one thread: its matrices are small, and sums keep their order.
    """
    from threadpoolctl import threadpool_limits

    if len(ensemble.plan.settings["stages"]) == len(ensemble.plan.settings["sizes"]):
        return None
    with threadpool_limits(1, user_api="blas"):
        return _next_stage(ensemble)


def _next_stage(ensemble: Ensemble) -> Plan:
    plan = ensemble.plan
    stages, sizes = plan.settings["stages"], plan.settings["sizes"]
    targets = targets_of(plan.settings["figures"])
    goal = Goal(np.array([t.observed for t in targets]), np.array([t.variance for t in targets]))
    box = np.array(stages[-1]["box"])
    seed = plan.seed + STEPS_APART * len(stages)
    emulators = _emulators(ensemble, targets, box, seed)
    count = sizes[len(stages)]
    found = region(emulators, goal, box, count, seed)
    if len(stages) < len(sizes) - 1:
        return _with_wave(plan, found.points[:count], found.box, found.space_left, found.cutoff)
    chain = sample_posterior(
        emulators, goal, found.box, found.points, count, plan.settings["steps"], seed
    )
    mean, of_mean = emulators.predict(chain.draws)
    facts = {
        "kind": "posterior", "space_left": found.space_left, "cutoff": found.cutoff,
        "box": found.box.tolist(), "acceptance": chain.acceptance, "lengths": chain.lengths,
        "noise": emulators.noise.tolist(), "emulated": mean.mean(axis=0).tolist(),
        "emulator_variance": of_mean.mean(axis=0).tolist(),
    }  # fmt: skip
    return _with_points(plan, _values(plan, chain.draws), facts, LUCKS)


def forecast(plan: Plan) -> Plan:
    """Return a plan as large as the calibration becomes, for saying so beforehand."""
    points = [
        Point(base.name, number, place, {}, first=1, last=1)
        for number in range(1, sum(plan.settings["sizes"]) + 1)
        for place, base in enumerate(plan.bases)
    ]
    return replace(plan, points=tuple(points), _digests={})


def _emulators(ensemble: Ensemble, targets: Sequence[Target], box: Array, seed: int) -> Emulators:
    """Return emulators of every run within a box: the last wave, and earlier points near it."""
    plan = ensemble.plan
    values = simulated(ensemble, targets, plan.settings["places"])
    x = _shares(plan, list(values.index))
    near = ((x >= box[:, 0] - 1e-6) & (x <= box[:, 1] + 1e-6)).all(axis=1)
    y = np.column_stack([t.scaled(values[t.name].to_numpy(dtype=float)) for t in targets])
    return Emulators.fit(x[near], y[near], [t.name for t in targets], seed)


def _shares(plan: Plan, numbers: Sequence[int]) -> Array:
    """Return where points stand in the prior box, 0 to 1, (points, parameters)."""
    changes = {point.number: point.changes for point in plan.points}
    free = plan.settings["parameters"]
    rows = [
        [(changes[number][p["path"]] - p["low"]) / (p["high"] - p["low"]) for p in free]
        for number in numbers
    ]
    return np.array(rows, dtype=float)


def _values(plan: Plan, x: Array) -> list[dict[str, Any]]:
    """Return points of the box as values by path; what a scenario forbids is left out."""
    from sim.parameters.catalogue import catalogue

    rows = []
    for place in x:
        row: dict[str, Any] = {}
        for p, share in zip(plan.settings["parameters"], place, strict=True):
            value = float(f"{p['low'] + share * (p['high'] - p['low']):.{DIGITS}g}")
            row[p["path"]] = round(value) if catalogue()[p["path"]].kind == "integer" else value
        if _allowed(plan, row):
            rows.append(row)
    return rows


def _allowed(plan: Plan, changes: Mapping[str, Any]) -> bool:
    try:
        for base in plan.bases:
            base.with_values(changes)
    except ScenarioError:
        return False
    return True


def _with_wave(plan: Plan, x: Array, box: Array, space_left: float, cutoff: float | None) -> Plan:
    facts = {"kind": "wave", "space_left": space_left, "cutoff": cutoff, "box": box.tolist()}
    return _with_points(plan, _values(plan, x), facts, 0)


def _with_points(
    plan: Plan, rows: Sequence[Mapping[str, Any]], facts: Mapping[str, Any], lucks: int
) -> Plan:
    """Return the plan with another stage: the same values in every scenario, with one luck."""
    first = 1 + max((point.number for point in plan.points), default=0)
    points = []
    for number, changes in enumerate(rows, first):
        luck = lucks + 1 + (number - first) % LUCKS
        points += [
            Point(base.name, number, place, changes, first=luck, last=luck)
            for place, base in enumerate(plan.bases)
        ]
    stage = {**facts, "first": first, "count": len(rows)}
    settings = {**plan.settings, "stages": [*plan.settings["stages"], stage]}
    return replace(plan, points=(*plan.points, *points), settings=settings, _digests={})

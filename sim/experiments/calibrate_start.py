"""What a calibration begins with: scenarios, free parameters, how many points in each stage."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.errors import UserError
from sim.experiments.held import held_paths
from sim.parameters.catalogue import catalogue, nearest_path, number_text

if TYPE_CHECKING:
    from sim.experiments.calibrate_targets import Target
    from sim.scenario import Scenario

__all__ = [
    "DEFAULTS",
    "SMOKE",
    "bases_of",
    "budget",
    "free_parameters",
    "months_needed",
    "require_columns",
]

DEFAULTS = {"runs": 2000, "sample": 5000, "waves": 3, "steps": 1200}
SMOKE = {"runs": 64, "sample": 500, "waves": 2, "steps": 60}
MOST_DRAWS, FEWEST_DRAWS = 200, 8
LEAST = 10
"""Points in a wave, whatever the number of parameters."""
FOLDERS = (Path("scenarios"), Path(__file__).parents[2] / "scenarios")
"""Where the scenario of a place is looked for: here, then in the project's own folder."""


def bases_of(
    places: Sequence[str],
    scenarios: Mapping[str, Scenario | str | Path] | None,
    overrides: Sequence[str],
    seed: int | None,
    sample: int,
) -> list[Scenario]:
    """Return the scenario of each place, all with the same seed and sample.

    Raises
    ------
    UserError : a place has no scenario, or they begin in different months.
    ScenarioError : a file is missing or wrong.
    """
    from sim.evidence import PLACES
    from sim.experiments.names import ready_scenario

    given = dict(scenarios or {})
    ready = [
        ready_scenario(given.get(place) or _home(place, PLACES[place]), overrides)
        for place in places
    ]
    if len({base.run.start for base in ready}) > 1:
        starts = ", ".join(f"{base.name} in {base.run.start}" for base in ready)
        raise UserError(f"The scenarios begin in different months: {starts}. They must not.")
    if len({base.name for base in ready}) < len(ready):
        raise UserError("Each place needs a scenario of another name, by which its runs are known.")
    values = {"run.seed": ready[0].run.seed if seed is None else seed, "run.sample": sample,
              "run.full_run": False}  # fmt: skip
    return [base.with_values(values) for base in ready]


def _home(place: str, file: str) -> Path:
    """Return where the scenario of a place lies."""
    found = next((folder / file for folder in FOLDERS if (folder / file).is_file()), None)
    if found is None:
        raise UserError(
            f"scenarios/{file} is not there, in which the figures of {place} are fitted. Call egov "
            "in the project's folder, or take the figures of that place out."
        )
    return found


def months_needed(base: Scenario, targets: Iterable[Target]) -> Scenario:
    """Return a scenario that ends with the last month of the figures.

    Raises
    ------
    UserError : a figure is of a time before the scenario begins.
    """
    from sim.parameters.run import month_number

    start = base.run.start
    early = [t.name for t in targets if month_number(t.figure.period[0], start) < 1]
    if early:
        raise UserError(
            f"{', '.join(early)}: of a time before {base.name} begins ({start}). Begin it earlier, "
            "or take the figures out."
        )
    last = max(month_number(target.figure.period[1], start) for target in targets)
    return base.with_values({"run.months": last, "run.replications": 1})


def free_parameters(
    asked: Mapping[str, tuple[float, float]] | None, overrides: Sequence[str] = ()
) -> dict[str, tuple[float, float]]:
    """Return the intervals of the free parameters by path: those asked for, or those declared.

    What `overrides` give is not free: it holds in every run.

    Raises
    ------
    UserError : there are none, or an interval does not fit its parameter.
    """
    known = catalogue()
    declared = {path: item.prior for path, item in known.items() if item.prior is not None}
    chosen: Mapping[str, Sequence[float]] = declared if asked is None else asked
    if not chosen:
        raise UserError(
            "No parameter is free: none is declared with a prior in sim/parameters/, and none was "
            "given."
        )
    problems = [said for path, ends in chosen.items() if (said := _wrong(path, ends))]
    if problems:
        raise UserError("\n".join(problems))
    held = held_paths(overrides, chosen)
    if len(held) == len(chosen):
        raise UserError(
            f"No parameter is left to fit: --set gives all {len(held)} that are free, and so holds "
            "them. Leave out one of them."
        )
    return {
        path: (float(low), float(high)) for path, (low, high) in chosen.items() if path not in held
    }


def _wrong(path: str, ends: Sequence[float]) -> str:
    """Return what is wrong with a free parameter; nothing where it is right."""
    declared = catalogue().get(path)
    if declared is None:
        near = nearest_path(path)
        return f"There is no parameter {path}.{f' Did you mean {near}?' if near else ''}"
    if declared.kind not in ("number", "integer"):
        return f"{path} is no number, so it cannot be fitted."
    low, high = ends
    lowest = low if declared.low is None else declared.low
    highest = high if declared.high is None else declared.high
    if not lowest <= low < high <= highest:
        return (
            f"{path}: the prior is {number_text(low)} to {number_text(high)}; it must be an "
            f"interval of {declared.allowed()}."
        )
    return ""


def budget(
    runs: int, waves: int, draws: int | None, scenarios: int, parameters: int, smoke: bool
) -> list[int]:
    """Return the points of each wave, and at last those of the posterior.

    A smoke test may have fewer points a wave than its emulators need to be of use.

    Raises
    ------
    UserError : too few runs for so many scenarios, waves and parameters.
    """
    points = runs // scenarios
    last = draws or min(MOST_DRAWS, max(FEWEST_DRAWS, points // 5))
    each = (points - last) // max(1, waves)
    fewest = LEAST if smoke else max(LEAST, 2 * parameters + 2)
    if waves < 1 or each < fewest:
        least = scenarios * (fewest * max(1, waves) + last)
        raise UserError(
            f"{runs:,} runs are too few for {waves} waves: {parameters} free parameters need "
            f"{fewest} points a wave, each run in {scenarios} scenarios. Ask for {least:,} runs or "
            "more, and for one wave or more."
        )
    return [each] * waves + [last]


def require_columns(targets: Sequence[Target], model: str) -> None:
    """Refuse figures whose counterpart the model does not measure.

    Raises
    ------
    UserError : naming the figures and the outcomes.
    """
    from sim.experiments.published import outcomes_of

    known = {str(facts["name"]) for facts in outcomes_of(model)}
    missing: dict[str, Any] = {
        target.name: absent
        for target in targets
        if target.counterpart.table == "monthly"
        and (absent := [name for name in target.counterpart.columns if name not in known])
    }
    if missing:
        listed = "; ".join(f"{name} needs {', '.join(absent)}" for name, absent in missing.items())
        raise UserError(f"The model does not measure what these figures are read off: {listed}.")

"""A class round: every team's strategy on the same twin worlds, from a folder of hand-ins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Unpack

from sim.classroom.board import BOARD
from sim.classroom.names import said_of, slug
from sim.classroom.result import ClassResult
from sim.classroom.rules import Rules, read_rules
from sim.classroom.teams import HandIns, Team, base_name, changed_levers, read_hand_ins, shelves
from sim.errors import UserError
from sim.experiments.plan import Plan, Point

if TYPE_CHECKING:
    from sim.experiments.how import How
    from sim.scenario import Scenario

__all__ = ["ClassResult", "class_plan", "collect"]

BASELINE = Path("scenarios") / "baseline.yaml"


def collect(
    folder: str | Path,
    *,
    against: str | Path | None = None,
    overrides: Sequence[str] = (),
    model: str = "",
    **how: Unpack[How],
) -> ClassResult:
    """Run every team of a folder on the same twin worlds.

    Parameters
    ----------
    folder : holds NAME.yaml (a strategy) or NAME.txt (a code) of each team, NAME.forecast.yaml of
        those who made a forecast, and class.yaml with the instructor's rules, if there are any.
    against : what teams are compared with; else what class.yaml says, else the shipped baseline.
    overrides : as in ["run.replications=50"], before what class.yaml says.
    how : out, workers, scheduler, on_error, progress, force; see `sim.experiments.how.How`.

    Returns
    -------
    result : a `ClassResult`: `.leaderboard`, `.sentences`, `.left_out`, `.plot`.

    Raises
    ------
    UserError : no such folder, or no team in it that can run; it says why each was left out.
    ScenarioError : class.yaml or the scenario to compare with is wrong.
    OutputError : the results folder cannot be written, or holds something else.
    """
    from sim.experiments.carry import carry_out

    plan = class_plan(folder, against=against, overrides=overrides, model=model)
    ensemble = carry_out(plan, **how)
    result = ClassResult(ensemble)
    result.write_reports()
    return result


def class_plan(
    folder: str | Path,
    *,
    against: str | Path | None = None,
    overrides: Sequence[str] = (),
    model: str = "",
) -> Plan:
    """Return the plan of a class round; see `collect` for what it takes and raises."""
    from sim.classroom.pooled import read_forecasts
    from sim.scenario import load_scenario

    place = Path(folder)
    rules = read_rules(place) if place.is_dir() else Rules()
    file = _against_file(against, rules)
    rules = rules.changed(against=file)
    rest = [change for change in overrides if not change.startswith("run.")]
    written = load_scenario(file, rest)
    hand_ins = read_hand_ins(place, written, rules, shelves(file))
    if not hand_ins.teams:
        raise UserError(_nobody(place, hand_ins))
    base = load_scenario(file, [*_settings(rules, overrides), *rest])
    names = _names(base, hand_ins.teams)
    teams = [replace(_placed(team, base), name=base_name(k, team.name))
             for k, team in enumerate(hand_ins.teams, 1)]  # fmt: skip
    forecasts = read_forecasts(hand_ins.forecasts, [file], place)
    predicted = forecasts.further(base, teams)
    points = [Point(name, base=k) for k, name in enumerate(names)]
    points += [Point(f"forecast {k}", base=len(names) + k - 1)
               for k in range(1, len(predicted) + 1)]  # fmt: skip
    return Plan(
        verb="class",
        name=f"class-{slug(place.resolve().name) or 'round'}",
        bases=(replace(base, name=slug(base.name) or "against"), *teams, *predicted),
        points=tuple(points),
        replications=base.run.replications,
        seed=base.run.seed,
        sample=base.run.sample,
        tables=("monthly", "decisions"),
        settings=_told(rules, hand_ins, base, names) | {"forecasts": forecasts.placed(
            points, (base, *teams, *predicted))},
        model=model,
    )  # fmt: skip


def _against_file(asked: str | Path | None, rules: Rules) -> Path:
    """Return the scenario that teams are compared with."""
    import sim

    if asked is not None:
        return Path(asked)
    if rules.against is not None:
        return rules.against
    shipped = Path(sim.__file__).parent.parent / BASELINE
    return shipped if not BASELINE.exists() and shipped.exists() else BASELINE


def _settings(rules: Rules, overrides: Sequence[str]) -> list[str]:
    """Return the run settings as overrides: those of the rules, then those that were asked for."""
    said = {name: getattr(rules, name) for name in ("months", "replications", "sample", "seed")}
    own = [f"run.{name}={value}" for name, value in said.items() if value is not None]
    return [*own, *[change for change in overrides if change.startswith("run.")]]


def _placed(team: Team, base: Scenario) -> Scenario:
    """Return a team's scenario with the run settings of the round."""
    months = base.run.months
    kept = tuple(event for event in team.scenario.timeline if event.month <= months)
    return replace(team.scenario, run=base.run, timeline=kept)


def _names(base: Scenario, teams: Sequence[Team]) -> list[str]:
    """Return what each is called in the tables, the scenario of the round first; no two alike."""
    taken = {team.name.casefold() for team in teams}
    first = base.name if base.name.casefold() not in taken else f"{base.name} (not a team)"
    return [first, *[team.name for team in teams]]


def _told(rules: Rules, hand_ins: HandIns, base: Scenario, names: Sequence[str]) -> dict[str, Any]:
    """Return what the result needs to make its tables again, as plain data."""
    from sim.summary import reporting_months

    return {
        "outcomes": list(BOARD),
        "months": reporting_months(base.run.months),
        "until_settled": None,
        "notes": [],
        "rules": rules.as_dict(),
        "roles": list(rules.roles),
        "teams": [
            {"name": name, "file": team.file, "moved": changed_levers(team.scenario, base),
             "later": sorted({path for event in team.scenario.timeline for path in event.changes})}
            for name, team in zip(names[1:], hand_ins.teams, strict=True)
        ],
        "left_out": [vars(out) for out in hand_ins.left_out],
    }  # fmt: skip


def _nobody(folder: Path, hand_ins: HandIns) -> str:
    """Return why nothing can be run."""
    if not hand_ins.left_out:
        return (
            f"{folder}: no team has handed in anything. Each needs a file here: TEAM.yaml with its "
            "strategy, or TEAM.txt with the code that `egov class code` gave."
        )
    lines = [f"  {said_of(out.file, out.why)}" for out in hand_ins.left_out]
    return "\n".join([f"{folder}: no team can be run.", *lines])

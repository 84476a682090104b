"""Which scenarios may stand side by side, under which names, and what sets their worlds apart."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.errors import Problem, ScenarioError, UserError

if TYPE_CHECKING:
    from sim.scenario import Scenario

__all__ = ["SideBySide", "side_by_side"]

ONE_CLOCK = ("start", "months")
RUN_SETTINGS = ("seed", "sample", "replications")
PEOPLE = ("district.residents", "district.population_seed")
NAMED_AT_MOST = 4


@dataclass(frozen=True)
class SideBySide:
    """Scenarios that can be compared.

    Attributes
    ----------
    names : what each is called in the tables; no two alike.
    scenarios : with the seed, sample and replications of the first.
    notes : what sets their worlds apart, in sentences; empty where only strategies differ.
    """

    names: tuple[str, ...]
    scenarios: tuple[Scenario, ...]
    notes: tuple[str, ...]


def side_by_side(
    given: Sequence[Scenario | str | Path],
    overrides: Sequence[str] = (),
    *,
    on_purpose: bool = False,
) -> SideBySide:
    """Read scenarios and make them ready to be compared; the first one's run settings count.

    Parameters
    ----------
    given : files or scenarios, at least two.
    overrides : settings changed in every one of them, as "run.months=24".
    on_purpose : whether their worlds differ because that is what is asked; the notes say so.

    Raises
    ------
    ScenarioError : files that are wrong, or differ in start or length; it holds every problem.
    UserError : fewer than two, or overrides for a scenario that is read already.
    """
    if isinstance(given, str | Path) or len(given) < 2:
        raise UserError(
            "a comparison needs at least two scenarios, the first being the one that the others "
            "are compared with: egov compare A.yaml B.yaml."
        )
    scenarios = _read(given, overrides)
    names = _names(given, scenarios)
    _require_one_clock(names, given, scenarios)
    notes = _settings_notes(names, scenarios) + _world_notes(names, scenarios, on_purpose)
    settings = {f"run.{name}": getattr(scenarios[0].run, name) for name in RUN_SETTINGS}
    origin = f"run settings of {names[0]}"
    return SideBySide(
        tuple(names),
        tuple(_with_settings(scenario, settings, origin) for scenario in scenarios),
        tuple(notes),
    )


def _read(given: Sequence[Scenario | str | Path], overrides: Sequence[str]) -> list[Scenario]:
    from sim.scenario import load_scenario

    read: list[Scenario] = []
    problems: list[Problem] = []
    for one in given:
        if not isinstance(one, str | Path):
            if overrides:
                raise UserError(
                    "overrides go with the paths of scenario files; change a scenario that is "
                    'loaded already with scenario.with_values({"run.months": 24}).'
                )
            read.append(one)
            continue
        try:
            read.append(load_scenario(one, overrides))
        except ScenarioError as error:
            problems += error.problems
    if problems:
        raise ScenarioError(tuple(dict.fromkeys(problems)))
    return read


def _names(given: Sequence[Scenario | str | Path], scenarios: Sequence[Scenario]) -> list[str]:
    """Return a name for each: its own, with its folder where two are alike, else with a number."""
    plain = [scenario.name for scenario in scenarios]
    told = [
        f"{name} ({_folder(one)})" if plain.count(name) > 1 and _folder(one) else name
        for one, name in zip(given, plain, strict=True)
    ]
    if len(set(told)) < len(set(map(str, given))):
        told = plain
    names: list[str] = []
    for name in (plain[i] if told.count(told[i]) > 1 else told[i] for i in range(len(told))):
        count = 1
        while (numbered := name if count == 1 else f"{name} ({count})") in names:
            count += 1
        names.append(numbered)
    return names


def _folder(one: Scenario | str | Path) -> str:
    return Path(one).resolve().parent.name if isinstance(one, str | Path) else ""


def _require_one_clock(
    names: Sequence[str], given: Sequence[Scenario | str | Path], scenarios: Sequence[Scenario]
) -> None:
    problems = [
        Problem(_shown(given[k], names[k]), None, f"run.{key}", _clock_words(
            key, getattr(scenarios[k].run, key), _shown(given[0], names[0]),
            getattr(scenarios[0].run, key)))
        for k in range(1, len(scenarios))
        for key in ONE_CLOCK
        if getattr(scenarios[k].run, key) != getattr(scenarios[0].run, key)
    ]  # fmt: skip
    if problems:
        raise ScenarioError(problems)


def _clock_words(key: str, own: Any, first: str, firsts: Any) -> str:
    option = f"--months {firsts}" if key == "months" else f"--set run.start={firsts}"
    what = "has {} months" if key == "months" else "starts in {}"
    other = "has {}" if key == "months" else "starts in {}"
    return (
        f"{what.format(own)}, but {first} {other.format(firsts)}; runs are compared month by "
        f"month, so give both the same, as with {option}."
    )


def _shown(one: Scenario | str | Path, name: str) -> str:
    return str(one) if isinstance(one, str | Path) else name


def _with_settings(scenario: Scenario, settings: Mapping[str, Any], origin: str) -> Scenario:
    changed = {path: v for path, v in settings.items() if scenario.value(path) != v}
    return scenario.with_values(changed, origin=origin) if changed else scenario


def _settings_notes(names: Sequence[str], scenarios: Sequence[Scenario]) -> list[str]:
    first = scenarios[0].run
    others = [
        f"{name} ({', '.join(asks)})"
        for name, scenario in zip(names[1:], scenarios[1:], strict=True)
        if (asks := [f"{key} {getattr(scenario.run, key)}" for key in RUN_SETTINGS
                     if getattr(scenario.run, key) != getattr(first, key)])
    ]  # fmt: skip
    if not others:
        return []
    return [f"The run settings of {names[0]} count for all, not those of {', '.join(others)}."]


# Worlds ---------------------------------------------------------------------------------------


def _world_notes(
    names: Sequence[str], scenarios: Sequence[Scenario], on_purpose: bool
) -> list[str]:
    notes = []
    first = _world(scenarios[0])
    for name, scenario in zip(names[1:], scenarios[1:], strict=True):
        other = _world(scenario)
        paths = [p for p in {**first, **other} if first.get(p) != other.get(p)]
        if paths:
            notes.append(_apart(names[0], name, paths, first, other, on_purpose))
    return notes


def _apart(
    first_name: str, name: str, paths: Sequence[str], first: Mapping[str, Any],
    other: Mapping[str, Any], on_purpose: bool,
) -> str:  # fmt: skip
    shown = [
        f"{path} ({_value(first.get(path))} against {_value(other.get(path))})"
        if path.startswith("district.")
        else path
        for path in paths[:NAMED_AT_MOST]
    ]
    if len(paths) > NAMED_AT_MOST:
        shown.append(f"and {len(paths) - NAMED_AT_MOST} more")
    therefore = (
        "as is asked here" if on_purpose else
        "so their difference is not only the strategies' doing"
    )  # fmt: skip
    said = f"The worlds of {first_name} and {name} differ in {', '.join(shown)}, {therefore}."
    if set(paths) & set(PEOPLE):
        said += " Their people are not the same, so these runs are no twins person by person."
    return said


def _value(value: Any) -> str:
    return f"{value:,}" if isinstance(value, int | float) else str(value)


def _world(scenario: Scenario) -> dict[str, Any]:
    """Return what a strategy does not decide: district, spreads of what is uncertain, shocks."""
    from sim.scenario.resolved import determining

    data = determining(scenario)
    world = dict(_flat(data["district"], "district"))
    for path, spread in data["uncertain"].items():
        world[f"uncertain {path}"] = json.dumps(spread, sort_keys=True)
    shocks = [
        {name: event.get(name) for name in ("month", "shock", "size")}
        for event in data["timeline"]
        if event.get("shock")
    ]
    if shocks:
        world["the shocks of the timeline"] = json.dumps(shocks, sort_keys=True)
    return world


def _flat(data: Mapping[str, Any], path: str) -> list[tuple[str, Any]]:
    rows: list[tuple[str, Any]] = []
    for name, value in data.items():
        here = f"{path}.{name}"
        rows += _flat(value, here) if isinstance(value, Mapping) else [(here, value)]
    return rows

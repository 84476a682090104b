"""The hand-ins of a folder: who may run, and in one sentence each why somebody may not."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.classroom.names import file_name, slug, team_name, without_formula
from sim.classroom.rules import RULES_FILE, Rules
from sim.errors import Problem, ScenarioError, UserError

if TYPE_CHECKING:
    from sim.scenario import Scenario

__all__ = ["FORECAST", "HandIns", "LeftOut", "Team", "read_hand_ins", "shelves"]

FORECAST = ".forecast.yaml"
STRATEGY, CODE = (".yaml", ".yml"), ".txt"
STRATEGY_KEY = re.compile(r"^(schema|extends|strategy)[ \t]*:", re.MULTILINE)
LONGEST_CODE = 2000
SHOWN = 200
"""Characters of a sentence about a file at most, so that no hand-in fills the page."""


@dataclass(frozen=True)
class Team:
    """A team that runs.

    Attributes
    ----------
    name, file : as shown; the file's name.
    scenario : its strategy in the world of the round.
    """

    name: str
    file: str
    scenario: Scenario


@dataclass(frozen=True)
class LeftOut:
    """A file that is not run, and why; `is_team` where somebody will miss it."""

    file: str
    why: str
    is_team: bool = True

    def __post_init__(self) -> None:
        """Make both harmless."""
        object.__setattr__(self, "file", file_name(self.file))
        object.__setattr__(self, "why", without_formula(self.why))


@dataclass(frozen=True)
class HandIns:
    """What a folder holds."""

    teams: tuple[Team, ...]
    left_out: tuple[LeftOut, ...]
    forecasts: tuple[Path, ...]


def read_hand_ins(folder: Path, against: Scenario, rules: Rules, near: Sequence[Path]) -> HandIns:
    """Return the teams of a folder.

    Parameters
    ----------
    against : the scenario of the round, before the rules change its length.
    near : folders in which a parent is looked for that is not beside a team's file.

    Raises
    ------
    UserError : there is no such folder, or it cannot be read.
    """
    files, left_out, forecasts = _sorted_out(folder)
    named: dict[str, list[Path]] = {}
    for path in files:
        named.setdefault(team_name(path.stem).casefold(), []).append(path)
    teams: list[Team] = []
    for paths in named.values():
        if len(paths) > 1:
            left_out += _one_name(paths)
            continue
        made = _team(paths[0], against, rules, near)
        if isinstance(made, Team):
            teams.append(made)
        else:
            left_out.append(made)
    left_out.sort(key=lambda out: (not out.is_team, out.file.casefold()))
    return HandIns(tuple(teams), tuple(left_out), tuple(forecasts))


def _sorted_out(folder: Path) -> tuple[list[Path], list[LeftOut], list[Path]]:
    """Return the files of teams, what is none, and the forecasts, each in order of names."""
    teams, forecasts = list[Path](), list[Path]()
    others: list[LeftOut] = []
    for path in sorted(_entries(folder), key=lambda path: (path.name.casefold(), path.name)):
        ending = path.suffix.lower()
        if path.name.lower() == RULES_FILE:
            continue
        if path.is_dir():
            others += (
                []
                if path.name.startswith(".")
                else [
                    LeftOut(
                        path.name,
                        "is a folder; teams hand in files, so it was not looked into",
                        False,
                    )
                ]
            )
        elif path.name.startswith("."):
            if ending in (*STRATEGY, CODE):
                why = "has a name that begins with a dot, as hidden files have; rename it"
                others.append(LeftOut(path.name, why))
        elif path.name.lower().endswith(FORECAST):
            forecasts.append(path)
        elif ending in (*STRATEGY, CODE) and team_name(path.stem):
            teams.append(path)
        elif ending in (*STRATEGY, CODE):
            others.append(LeftOut(path.name, "has a name that cannot be shown; rename the file"))
        else:
            why = "is no hand-in: strategies end in .yaml, codes in .txt"
            others.append(LeftOut(path.name, why, False))
    return teams, others, forecasts


def _entries(folder: Path) -> Iterator[Path]:
    try:
        yield from folder.iterdir()
    except NotADirectoryError:
        raise UserError(
            f"{folder}: this is a file; give the folder that teams hand in to."
        ) from None
    except FileNotFoundError:
        raise UserError(f"{folder}: there is no such folder.") from None
    except OSError as error:
        raise UserError(f"{folder}: the folder cannot be read ({error.strerror}).") from None


def _one_name(paths: Sequence[Path]) -> list[LeftOut]:
    names = [file_name(path.name) for path in paths]
    others = {name: " and ".join(other for other in names if other != name) for name in names}
    said = "has the team name of {}, so that none of them was run; keep or rename one"
    return [LeftOut(name, said.format(others[name])) for name in names]


def _team(path: Path, against: Scenario, rules: Rules, near: Sequence[Path]) -> Team | LeftOut:
    """Return the team of a file, or why it is left out."""
    from sim.classroom.fitting import onto

    name = team_name(path.stem)
    try:
        own = _from_code(path) if path.suffix.lower() == CODE else _from_file(path, near)
        return Team(name, file_name(path.name), onto(own, against, rules, name))
    except ScenarioError as error:
        return LeftOut(path.name, _in_short(error.problems, path.name))
    except UserError as error:
        return LeftOut(path.name, _cut(str(error)))


def _in_short(problems: Sequence[Problem], file: str) -> str:
    first = problems[0]
    line = f"line {first.line}: " if first.line is not None else ""
    place = "" if first.file == file else f"{first.file}, "
    more = f" ({len(problems) - 1} more; egov lint shows them)" if len(problems) > 1 else ""
    return _cut(f"{place}{line}{first.message}") + more


def _cut(text: str) -> str:
    text = " ".join(text.split()).rstrip(".")
    return text if len(text) <= SHOWN else f"{text[:SHOWN].rstrip()}…"


def _from_code(path: Path) -> Scenario:
    from sim.classroom.codes import code_in, scenario_of

    try:
        raw = path.read_bytes()
    except OSError as error:
        raise UserError(f"cannot be read ({error.strerror})") from None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UserError("is not text in UTF-8; write the code into a plain text file") from None
    if STRATEGY_KEY.search(text):
        raise UserError(f"is a strategy, not a code; rename it to {_as_strategy(path)}")
    lines = [line.strip() for line in text.splitlines()]
    lines = [line for line in lines if line and not line.startswith("#")]
    if not lines:
        raise UserError("is empty; it should hold the code that `egov class code` gave")
    if sum(map(len, lines)) > LONGEST_CODE:
        raise UserError("is too long to be a code; a strategy goes into a file that ends in .yaml")
    return scenario_of(code_in(lines), path.stem)


def _as_strategy(path: Path) -> str:
    """Return the name that a strategy should have in place of one that ends as a code."""
    stem = path.name[: -len(CODE)]
    return file_name(stem if stem.lower().endswith(STRATEGY) else f"{stem}{STRATEGY[0]}")


def _from_file(path: Path, near: Sequence[Path]) -> Scenario:
    """Return the scenario of a team; its parent may be a shipped one, wherever the folder is."""
    from sim.scenario import load_scenario
    from sim.scenario.strict_yaml import read_file

    if path.exists() and not path.read_bytes().strip(b" \t\r\n\xef\xbb\xbf"):
        raise UserError("is empty; a strategy file is needed")
    parent = read_file(path, path.name).items.get("extends")
    found = None
    if parent is not None and isinstance(parent.value, str) and parent.line is not None:
        found = _elsewhere(path, parent.value, near)
    if found is None:
        return _renamed(path, path, load_scenario)
    with tempfile.TemporaryDirectory() as folder:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
        lines[parent.line - 1] = f"extends: {json.dumps(str(found))}"  # type: ignore[union-attr,operator]
        copy = Path(folder) / "team.yaml"
        copy.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return _renamed(copy, path, load_scenario)


def _renamed(read: Path, shown: Path, load: Callable[[Path], Scenario]) -> Scenario:
    """Load a file; what is wrong with it is said by the name it was handed in under."""
    try:
        return replace(load(read), name=shown.stem)
    except ScenarioError as error:
        raise ScenarioError([
            replace(p, file=shown.name if p.file == str(read) else Path(p.file).name)
            for p in error.problems
        ]) from None  # fmt: skip


def _elsewhere(path: Path, written: str, near: Sequence[Path]) -> Path | None:
    """Return where a parent is that is not beside the file; None if it is, or is nowhere."""
    if (path.parent / written).is_file():
        return None
    name = written.replace("\\", "/").rpartition("/")[2]
    names = [name] if name.endswith(STRATEGY) else [name, f"{name}.yaml"]
    places = (shelf / one for shelf in near for one in names)
    return next((place.resolve() for place in places if place.is_file()), None)


def shelves(against: Path) -> list[Path]:
    """Return the folders in which shipped scenarios are looked for."""
    import sim

    roots = [
        against.resolve().parent,
        Path("scenarios"),
        Path(sim.__file__).parent.parent / "scenarios",
    ]
    return [place for root in roots for place in (root, root / "strategies", root.parent)]


def base_name(place: int, name: str) -> str:
    """Return the name of a team's scenario file in the results folder."""
    return "-".join(part for part in (f"team-{place:02d}", slug(name)) if part)


def changed_levers(team: Scenario, against: Scenario) -> dict[str, Any]:
    """Return the levers that a team has moved, with their values, by dotted path."""
    from sim.classroom.codes import levers

    paths = [one.path for one in levers()]
    return {path: team.value(path) for path in paths if team.value(path) != against.value(path)}

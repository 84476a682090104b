"""A session as a file: a scenario that extends its base, with a line that says how far it went."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.errors import OutputError, UserError
from sim.session.record import NOTE, Record

if TYPE_CHECKING:
    from sim.scenario import Scenario
    from sim.scenario.schema import Event

__all__ = ["read", "text_of", "write"]

_LINE = re.compile(r"^# session: (\d{1,3}) rounds? of (\d{1,2}) months? played$", re.MULTILINE)
_HEAD = """\
# A session of `egov play`, half-year by half-year. It is a scenario like any other:
#   egov run {name}            the same levers over many worlds
#   egov play --load {name}    go on with the session
# session: {played} rounds of {each} months played
"""


def write(record: Record, path: Path, force: bool) -> Path:
    """Write a record as a scenario file, and return its path.

    Raises
    ------
    OutputError : the file is there already, is the session's own scenario, or cannot be written.
    """
    from sim.results_folder import clear_errors

    target = path if path.suffix in (".yaml", ".yml") else path.with_name(f"{path.name}.yaml")
    if record.file is not None and target.exists() and target.samefile(record.file):
        raise OutputError(f"{target}: the session starts from this file. Choose another name.")
    if target.is_dir():
        raise OutputError(f"{target}: this is a folder. Name a file.")
    if target.exists() and not force:
        raise OutputError(
            f"{target}: this file exists. Choose another name, or add force to replace it. "
            "Nothing was changed."
        )
    aside = target.with_name(f".{target.name}.{os.getpid()}")
    with clear_errors(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            aside.write_text(text_of(record, target), encoding="utf-8")
            os.replace(aside, target)
        finally:
            aside.unlink(missing_ok=True)
    return target


def text_of(record: Record, path: Path) -> str:
    """Return the file of a record, as it stands at a path."""
    head = _HEAD.format(
        name=path.as_posix(), played=len(record.played), each=record.months_per_round
    )
    if record.file is None:
        return head + record.scenario.resolved_yaml()
    from sim.scenario.resolved import as_yaml, resolved

    whole = resolved(record.scenario)
    data: dict[str, Any] = {
        "schema": whole["schema"],
        "extends": _relative(record.file, path),
        "title": f"Session: {record.base.title}",
        "about": {"role": "mayor"},
    }
    levers = _nested(record.first_levers())
    data |= {"strategy": levers} if levers else {}
    timeline = [_dated(event, record) for event in whole.get("timeline", [])]
    data |= {"timeline": timeline} if timeline else {}
    run = record.base.run
    data["run"] = {"months": run.months, "seed": run.seed, "sample": run.sample}
    data["expect"] = []  # those of the base are about the base
    return head + as_yaml(data)


def _dated(event: Mapping[str, Any], record: Record) -> dict[str, Any]:
    """Return an event with its month as a date, the month first."""
    from sim.parameters.run import month_text

    date = month_text(event["month"], record.base.run.start)
    usual = {"month"} if "shock" in event else {"month", "size"}  # only a shock has a size
    return {"month": date, **{key: value for key, value in event.items() if key not in usual}}


def _nested(values: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    groups: dict[str, dict[str, Any]] = {}
    for path, value in values.items():
        _, pillar, name = path.split(".")
        groups.setdefault(pillar, {})[name] = value
    return groups


def _relative(parent: Path, path: Path) -> str:
    try:
        return Path(os.path.relpath(parent.resolve(), path.parent.resolve())).as_posix()
    except ValueError:  # another drive
        return parent.resolve().as_posix()


def read(path: Path) -> Record:
    """Return the record of a saved session.

    Raises
    ------
    ScenarioError : the file is missing or no scenario; it lists every problem.
    UserError : it is a scenario, but no session, or its dates are not those of rounds.
    """
    from sim.scenario import load_scenario

    scenario = load_scenario(path)
    found = _LINE.search(path.read_text(encoding="utf-8"))
    if found is None:
        raise UserError(
            f"{path}: a scenario, but no saved session: it lacks the line `# session: ...`. To "
            f"start a session from it: egov play {path}"
        )
    played, each = int(found[1]), int(found[2])
    parent, file = _parent(path, scenario)
    own, others = _events(scenario, parent, file, path)
    base = replace(scenario, name=parent.name, title=parent.title, strategy=parent.strategy,
                   timeline=others, expect=(), sweep=None, about=parent.about)  # fmt: skip
    record = Record(base, file, each)
    if not 1 <= each <= 12 or played > record.rounds:
        raise UserError(f"{path}: {played} rounds of {each} months do not fit its term.")
    levers: list[dict[str, Any]] = [{} for _ in range(record.rounds + 1)]
    levers[0] = _differing(scenario, parent)
    for event in own:
        if (event.month - 1) % each:
            raise UserError(
                f"{path}: the change of month {event.month} is not at the start of a round of "
                f"{each} months, so this is no session any more. To run it: egov run {path}"
            )
        levers[(event.month - 1) // each].update(event.changes)
    if any(levers[played + 1 :]):
        raise UserError(f"{path}: levers are set for later than round {played + 1}, the next one.")
    return replace(record, played=tuple(levers[:played]), waiting=levers[played])


def _parent(path: Path, scenario: Scenario) -> tuple[Scenario, Path | None]:
    """Return the scenario that a session started from and its file; itself if it has no parent."""
    from sim.scenario import load_scenario
    from sim.scenario.strict_yaml import read_file

    extends = read_file(path, str(path)).items.get("extends")
    if extends is None or extends.value is None:
        return scenario, None
    file = Path(os.path.normpath(path.parent / extends.text))
    parent = load_scenario(file)
    if (parent.district, parent.uncertain) != (scenario.district, scenario.uncertain):
        raise _of_its_own(path)
    return parent, file


def _of_its_own(path: Path) -> UserError:
    return UserError(
        f"{path}: it changes more than levers, so it is a scenario of its own. To start a session "
        f"from it: egov play {path}"
    )


def _events(
    scenario: Scenario, parent: Scenario, file: Path | None, path: Path
) -> tuple[list[Event], tuple[Event, ...]]:
    """Return the dated changes of the session, and those of the scenario it started from."""
    if file is None:
        own = [event for event in scenario.timeline if event.note.startswith(NOTE)]
        return own, tuple(event for event in scenario.timeline if event not in own)
    own = [event for event in scenario.timeline if event not in parent.timeline]
    if not all(event.note.startswith(NOTE) and event.changes for event in own):
        raise _of_its_own(path)
    return own, parent.timeline


def _differing(scenario: Scenario, parent: Scenario) -> dict[str, Any]:
    from sim.session.levers import lever_paths

    return {
        path: scenario.value(path)
        for path in lever_paths().values()
        if scenario.value(path) != parent.value(path)
    }

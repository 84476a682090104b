"""The instructor's rules for a class round: `class.yaml` in the folder, every line optional."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.errors import Problem, ScenarioError
from sim.parameters.catalogue import catalogue, nearest

if TYPE_CHECKING:
    from sim.scenario.strict_yaml import Node

__all__ = ["LOCKED", "RULES_FILE", "WORLD", "Rules", "read_rules"]

RULES_FILE = "class.yaml"
LOCKED = ("strategy.budget.grant_usd", "strategy.budget.own_funds_usd_per_year")
"""Levers that teams may not move unless the instructor allows it: everybody has the same money."""
WORLD = ("district", "uncertain", "shocks")
"""What else a team's file may not change unless allowed."""
WHOLE = {"months": (1, 600), "replications": (2, 1000), "sample": (100, 1_000_000),
         "seed": (0, 2**31 - 1), "most_levers": (1, 100)}  # fmt: skip
DEFAULTS = {"replications": 30, "sample": 5000}


@dataclass(frozen=True)
class Rules:
    """What holds for all teams.

    Attributes
    ----------
    title : of the report; the folder's name unless given.
    against : the scenario that teams are compared with; the shipped baseline unless given.
    months, replications, sample, seed : run settings; None keeps those of `against`.
    locked : levers that may not be moved.
    allowed : of `WORLD`, what a team's file may change.
    most_levers : how many levers a team may move; None sets no limit.
    over_budget : whether a plan that costs more than there is may run.
    roles : names of the roles that are scored.
    """

    title: str = ""
    against: Path | None = None
    months: int | None = None
    replications: int = DEFAULTS["replications"]
    sample: int = DEFAULTS["sample"]
    seed: int | None = None
    locked: tuple[str, ...] = LOCKED
    allowed: tuple[str, ...] = ()
    most_levers: int | None = None
    over_budget: bool = False
    roles: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Return what a reader of the report should know, as plain data."""
        return {"title": self.title, "locked": list(self.locked), "allowed": list(self.allowed),
                "over_budget": self.over_budget, "most_levers": self.most_levers}  # fmt: skip

    def changed(self, **settings: Any) -> Rules:
        """Return the rules with what was said on the command line (None says nothing)."""
        return replace(self, **{key: v for key, v in settings.items() if v is not None})


def read_rules(folder: Path) -> Rules:
    """Return the rules of a folder; the usual ones where it has no `class.yaml`.

    Raises
    ------
    ScenarioError : the file is wrong; it holds every problem.
    """
    from sim.classroom.roles import roles

    usual = Rules(title=folder.resolve().name, roles=tuple(one.name for one in roles()))
    path = folder / RULES_FILE
    if not path.exists():
        return usual
    from sim.scenario.strict_yaml import read_file

    reader = _Reader(path)
    for key, node in read_file(path, str(path)).items.items():
        reader.take(key, node)
    if reader.problems:
        raise ScenarioError(reader.problems)
    return replace(usual, **reader.found, locked=reader.locked)


class _Reader:
    """Takes the lines of a rules file, and notes what is wrong with them."""

    def __init__(self, path: Path) -> None:
        self.path, self.found = path, dict[str, Any]()
        self.problems: list[Problem] = []
        self.also: list[str] = []
        self.free: list[str] = []
        self.keys: Mapping[str, Any] = {
            "title": self._title, "against": self._against, **dict.fromkeys(WHOLE, self._whole),
            "locked": self._locked, "allowed": self._allowed, "over_budget": self._switch,
            "roles": self._roles, "schema": lambda key, node: None,
        }  # fmt: skip

    @property
    def locked(self) -> tuple[str, ...]:
        """The levers that are locked: the usual ones and those named, less those allowed."""
        usual = [path for path in LOCKED if path not in self.free]
        return tuple(dict.fromkeys([*usual, *self.also]))

    def take(self, key: str, node: Node) -> None:
        """Read one line of the file."""
        if key in self.keys:
            self.keys[key](key, node)
            return
        near = nearest(key, list(self.keys))
        hint = f" Did you mean {near}?" if near else ""
        self._wrong(node, key, f"{key} is not known.{hint} Allowed here: {', '.join(self.keys)}.")

    def _wrong(self, node: Node, key: str, message: str) -> None:
        self.problems.append(Problem(str(self.path), node.line, key, message))

    def _title(self, key: str, node: Node) -> None:
        if isinstance(node.value, (dict, list)):
            self._wrong(node, key, "title is one line of text.")
        else:
            self.found["title"] = node.text

    def _against(self, key: str, node: Node) -> None:
        places = [self.path.parent / node.text, Path(node.text)]
        there = [place for place in places if node.text and place.is_file()]
        if there:
            self.found["against"] = there[0]
        else:
            self._wrong(node, key, f'against is "{node.text}", but there is no such file.')

    def _whole(self, key: str, node: Node) -> None:
        low, high = WHOLE[key]
        value = node.value
        if isinstance(value, int) and not isinstance(value, bool) and low <= value <= high:
            self.found[key] = value
        else:
            allowed = f"a whole number from {low:,} to {high:,}"
            self._wrong(node, key, f'{key} is "{node.text}", but must be {allowed}.')

    def _switch(self, key: str, node: Node) -> None:
        words = {"allow": True, "leave_out": False}
        if node.text in words:
            self.found[key] = words[node.text]
        else:
            self._wrong(node, key, f'{key} is "{node.text}"; write leave_out or allow.')

    def _names(self, key: str, node: Node) -> list[tuple[str, Node]]:
        if isinstance(node.value, list):
            return [(item.text, item) for item in node.value]
        if isinstance(node.value, dict):
            self._wrong(node, key, f"{key} is a list: one name a line, each with a dash.")
            return []
        return [(node.text, node)]

    def _locked(self, key: str, node: Node) -> None:
        found = []
        for name, item in self._names(key, node):
            levers = [path for path in catalogue() if path.startswith("strategy.")]
            paths = [path for path in levers if f"{path}.".startswith(f"{name}.")]
            if not paths:
                from sim.scenario.messages import unknown_parameter

                self._wrong(item, key, unknown_parameter(name))
            found += paths
        self.also = found

    def _allowed(self, key: str, node: Node) -> None:
        world = []
        for name, item in self._names(key, node):
            if name in WORLD:
                world.append(name)
            elif name in catalogue() and name.startswith("strategy."):
                self.free.append(name)
            else:
                near = nearest(name, [*WORLD, *LOCKED])
                hint = f" Did you mean {near}?" if near else ""
                takes = f"levers by their whole path, as {LOCKED[0]}, and {', '.join(WORLD)}"
                self._wrong(item, key, f'"{name}" cannot be allowed.{hint} It takes {takes}.')
        self.found["allowed"] = tuple(world)

    def _roles(self, key: str, node: Node) -> None:
        from sim.classroom.roles import roles

        known = [one.name for one in roles()]
        asked = self._names(key, node)
        if [name for name, _ in asked] in (["none"], ["no"], ["off"]):
            self.found["roles"] = ()
            return
        for name, item in asked:
            if name not in known and name != "all":
                near = nearest(name, known)
                hint = f" Did you mean {near}?" if near else ""
                self._wrong(item, key, f'there is no role "{name}".{hint} The roles are '
                            f"{', '.join(known)}; or write all or none.")  # fmt: skip
        names = [name for name, _ in asked]
        self.found["roles"] = tuple(known if "all" in names else names)

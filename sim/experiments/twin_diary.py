"""What is noted of one person in one world: state after every step, what each step read, cases."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from sim.experiments.twin_cases import Cases, cases_of
from sim.experiments.twin_inputs import Found, Person, inputs_of
from sim.model import DistrictModel
from sim.schedule import SCHEDULE, Step

__all__ = ["STEPS", "Diary", "State", "Watch"]

STEPS = tuple(step.name for step in SCHEDULE)
NEXT = dict(pairwise(STEPS))
"""The step that comes after each."""
State = dict[str, Any]


@dataclass
class Diary:
    """What was noted of one person in one world.

    Attributes
    ----------
    states : every column at the end of each month; the first is before month 1.
    noted : columns written by a step, by (month, step).
    read : what a step was about to read, by (month, step).
    cases : a user's cases by month, line by line, with the channel they took.
    levers, live, funded : by month: levers in force, names of live applications, shares paid.
    """

    states: list[State] = field(default_factory=list)
    noted: dict[tuple[int, str], State] = field(default_factory=dict)
    read: dict[tuple[int, str], Found] = field(default_factory=dict)
    cases: dict[int, list[Cases]] = field(default_factory=dict)
    levers: list[dict[str, Any]] = field(default_factory=list)
    live: list[tuple[str, ...]] = field(default_factory=list)
    funded: list[dict[str, float]] = field(default_factory=list)


class Watch:
    """Writes the diary of one person in one world; only looks on."""

    def __init__(self, world: DistrictModel, person: Person) -> None:
        self.world, self.person, self.diary = world, person, Diary()
        columns = person.population(world).columns
        self.owned = {
            step: [c.name for c in columns if c.owner == step] for step in STEPS
        }  # fmt: skip
        self.one = person.population(world)[person.number]
        self.diary.states.append(self.one.as_dict())
        world.after_step = self._after

    def _after(self, step: Step) -> None:
        month, diary = self.world.month, self.diary
        columns = self.owned[step.name]
        if columns:
            diary.noted[month, step.name] = {name: getattr(self.one, name) for name in columns}
        following = NEXT.get(step.name, "")
        if self.owned.get(following):
            diary.read[month, following] = inputs_of(self.world, self.person, following)
        if following == "needs" and self.person.kind != "employee":
            is_business = self.person.kind == "business"
            diary.cases[month] = cases_of(self.world, self.person.number, is_business)
        if step.name == "launches":
            projects = self.world.portfolio.projects
            diary.live.append(tuple(p.spec.name for p in projects if p.is_live))
            diary.levers.append(_levers(self.world))
            diary.funded.append(dict(self.world.funded))
        if step.name == STEPS[-1]:
            diary.states.append(self.one.as_dict())


def _levers(world: DistrictModel) -> dict[str, Any]:
    return {
        f"strategy.{pillar}.{name}": value
        for pillar, group in world.levers.model_dump().items()
        for name, value in group.items()
    }

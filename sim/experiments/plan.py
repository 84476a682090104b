"""What is to be run: points in the space of levers, worlds drawn, replications.

A plan has four axes, and they stay apart in every table:

    scenario     a strategy by name
    point        a combination of values tried on that scenario; 0 is the scenario as it is
    draw         a world: one draw of everything under `uncertain:`; 0 is the file's own values
    replicate    the luck: the same number has the same seed in every scenario, point and draw
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sim.execution import task as tasks
from sim.execution.task import Task
from sim.manifest import code_hash
from sim.scenario import Scenario
from sim.scenario.resolved import determining
from sim.seeds import TWIN, replicate_seed

__all__ = [
    "WITH_REPLICATE",
    "Plan",
    "PlannedRun",
    "Point",
    "luck_of_draw",
    "run_key",
    "world_digest",
]

WITH_REPLICATE = -1
"""`Plan.draws`: replicate r runs in world r, so that one band holds both kinds of chance."""
KEY_FORMAT = 1


@dataclass(frozen=True)
class Point:
    """One thing to be tried: a scenario with some of its values changed.

    Attributes
    ----------
    scenario : the name it goes by in the tables.
    number : [count]   Its place in the design; 0 where nothing is varied.
    base : the place of its scenario in `Plan.bases`.
    changes : values by dotted path, on top of the base.
    draws : worlds drawn for this point, or -n for a world of their own to every n replicates; as
        the plan says unless given.
    first, last : [count]   The replicates it runs with: from the first to the plan's last unless
        given. A search judges what it found with luck that had no part in finding it.
    """

    scenario: str
    number: int = 0
    base: int = 0
    changes: Mapping[str, Any] = field(default_factory=dict)
    draws: int | None = None
    first: int = 1
    last: int | None = None

    def replicates(self, replications: int) -> int:
        """Return how many of so many replications it runs with."""
        last = replications if self.last is None else min(self.last, replications)
        return max(0, last - self.first + 1)

    def runs_with(self, replicate: int) -> bool:
        """Say whether it has a run with this replicate."""
        return self.first <= replicate and (self.last is None or replicate <= self.last)


@dataclass(frozen=True)
class PlannedRun:
    """One row of the table of runs to come."""

    point: Point
    draw: int
    replicate: int
    seed: int


@dataclass(frozen=True)
class Plan:
    """Every run of an experiment, without holding them all.

    Attributes
    ----------
    verb : the command it belongs to: "run", "compare", "sweep" ...
    name : the name of its results folder, without the hash.
    bases : the scenarios that points start from; all with the same start and length, but for
        `validate`, whose places have records of their own length.
    points : what is tried.
    replications : runs of every point and draw, each with its own luck.
    seed : the plan's seed, whatever the bases say.
    sample : citizens in a run; None for all.
    draws : worlds drawn from `uncertain:`: 0 for none (the file's own values), n for the worlds
        1 to n with every replicate, `WITH_REPLICATE` for world r with replicate r.
    full_run : whether each point also runs once with every resident (replicate 0).
    tables : which tables of a run are kept.
    settings : what the verb needs to make its own tables again, as plain data.
    model : the model's class as "module:Class", the real one unless named.
    """

    verb: str
    name: str
    bases: tuple[Scenario, ...]
    points: tuple[Point, ...]
    replications: int
    seed: int
    sample: int | None
    draws: int = WITH_REPLICATE
    full_run: bool = False
    tables: tuple[str, ...] = ("monthly",)
    settings: Mapping[str, Any] = field(default_factory=dict)
    model: str = ""
    _digests: dict[tuple[int, int], str] = field(default_factory=dict, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Settle on the real model where none is named; looked up late, so that tests can patch."""
        object.__setattr__(self, "model", self.model or tasks.REAL_MODEL)

    @property
    def months(self) -> int:
        """Months in each run; the most of them where the bases differ."""
        return max(base.run.months for base in self.bases)

    @property
    def start(self) -> str:
        """The first month, as "YYYY-MM"."""
        return self.bases[0].run.start

    @property
    def varied(self) -> list[str]:
        """The dotted paths that the points change, in order of appearance."""
        return list(dict.fromkeys(path for point in self.points for path in point.changes))

    @property
    def size(self) -> int:
        """The number of runs, equal ones counted each."""
        each = (p.replicates(self.replications) * self._worlds(p) for p in self.points)
        return sum(each) + len(self.points) * int(self.full_run)

    def runs(self) -> Iterator[PlannedRun]:
        """Yield the runs in their one order: by replicate, then draw, then point.

        Whatever is finished when a run is stopped is therefore a set of whole twins.
        """
        if self.full_run:
            twin = replicate_seed(self.seed, TWIN)
            for point in self.points:
                yield PlannedRun(point, 0, 0, twin)
        for replicate in range(1, self.replications + 1):
            seed = replicate_seed(self.seed, replicate)
            points = [point for point in self.points if point.runs_with(replicate)]
            for place in range(max(map(self._worlds, points), default=0)):
                for point in points:
                    if place < self._worlds(point):
                        yield PlannedRun(
                            point, self._draw(point, place, replicate), replicate, seed
                        )

    def _worlds(self, point: Point) -> int:
        """Return the number of worlds in which a point runs with each replicate."""
        return max(1, self.draws if point.draws is None else point.draws)

    def _draw(self, point: Point, place: int, replicate: int) -> int:
        draws = self.draws if point.draws is None else point.draws
        if not draws or not self.bases[point.base].uncertain:
            return 0
        if draws < 0:  # `WITH_REPLICATE` is a world to every replicate
            return (replicate - point.first) // -draws + 1
        return place + 1

    def world(self, run: PlannedRun) -> Scenario:
        """Return the scenario that a run simulates: base, drawn values, changes."""
        base = self.bases[run.point.base]
        if run.draw:
            seed = replicate_seed(self.seed, run.draw)
            base = base.drawn({path: luck_of_draw(seed, path) for path in base.uncertain})
        return base.with_values(run.point.changes)

    def key(self, run: PlannedRun) -> str:
        """Return what a run is, as 64 hexadecimal digits; see `run_key`."""
        place = (id(run.point), run.draw)
        if place not in self._digests:
            self._digests[place] = world_digest(self.world(run))
        return run_key(self._digests[place], run.seed, self.sample_of(run), self.model)

    def task(self, run: PlannedRun, threads: int = 1) -> Task:
        """Return a run as something that can be done; `threads` is for runs of every resident."""
        label = f"{run.point.scenario}, replicate {run.replicate}"
        if run.point.number:
            label = f"{run.point.scenario}, point {run.point.number}, replicate {run.replicate}"
        return Task(
            self.key(run), label, self.world(run), run.seed, self.sample_of(run),
            threads if run.replicate == 0 else 1, self.tables, self.model,
        )  # fmt: skip

    def sample_of(self, run: PlannedRun) -> int | None:
        """Return the citizens simulated in a run; None for all of them."""
        return None if run.replicate == 0 else self.sample

    def with_more(self, replications: int) -> Plan:
        """Return the plan with so many replications; those it has keep their seeds."""
        bases = tuple(
            base.with_values({"run.replications": replications}) if self.verb == "run" else base
            for base in self.bases
        )
        return replace(self, replications=replications, bases=bases, _digests={})

    @property
    def folder_name(self) -> str:
        """The name of the results folder: the plan's name and eight digits of its content."""
        return f"{self.name}-{self.content_hash()[:8]}"

    def content_hash(self) -> str:
        """Return the sha256 of what determines the results, as hexadecimal digits."""
        worlds = [determining(base) for base in self.bases]
        data = self.as_dict() | {"worlds": worlds, "code": code_hash()}
        text = json.dumps(data, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

    def as_dict(self) -> dict[str, Any]:
        """Return the plan as plain data, without the text of its scenarios."""
        return {
            "verb": self.verb,
            "name": self.name,
            "bases": [base.name for base in self.bases],
            "points": [_as_list(point) for point in self.points],
            "replications": self.replications,
            "seed": self.seed,
            "sample": self.sample,
            "draws": self.draws,
            "full_run": self.full_run,
            "tables": list(self.tables),
            "settings": dict(self.settings),
            "model": self.model,
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any], bases: Sequence[Scenario]) -> Plan:
        """Return the plan that `as_dict` was made of."""
        points = [Point(*entry) for entry in data["points"]]
        rest = {name: value for name, value in data.items() if name not in ("bases", "points")}
        rest["tables"] = tuple(rest["tables"])
        return cls(bases=tuple(bases), points=tuple(points), **rest)


def _as_list(point: Point) -> list[Any]:
    """Return a point as plain data, without what is as usual at its end."""
    whole = [point.scenario, point.number, point.base, dict(point.changes), point.draws,
             point.first, point.last]  # fmt: skip
    return whole[:4] if whole[4:] == [None, 1, None] else whole


def run_key(world: str, seed: int, sample: int | None, model: str) -> str:
    """Return what a run is, as 64 hexadecimal digits; equal runs have equal keys.

    It stands for every value of the world (its digest), the seed, the size, the model and the
    program's code, and for nothing else: how many replications were asked for has no part in it.
    """
    text = f"{world}\n{seed}\n{sample}\n{model}\n{code_hash()}\n{KEY_FORMAT}"
    return hashlib.sha256(text.encode()).hexdigest()


def world_digest(world: Scenario) -> str:
    """Return the sha256 of everything in a world that a single run can feel."""
    data = determining(world)
    data.pop("uncertain")  # already drawn
    data["run"] = {name: data["run"][name] for name in ("start", "months")}
    text = json.dumps(data, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def luck_of_draw(seed: int, path: str) -> float:
    """Return the uniform draw, in (0, 1), for one uncertain parameter in one world.

    It depends on the parameter's name, so that adding another one leaves it as it was, and two
    scenarios with the same `uncertain:` see the same worlds.
    """
    digest = hashlib.sha256(f"uncertain/{seed}/{path}".encode()).digest()
    return (int.from_bytes(digest[:6], "big") + 0.5) / 2**48

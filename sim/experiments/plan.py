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
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from sim.execution.task import ALL_TABLES, REAL_MODEL, Task
from sim.manifest import code_hash
from sim.scenario import Scenario
from sim.scenario.resolved import determining
from sim.seeds import TWIN, replicate_seed

__all__ = ["WITH_REPLICATE", "Plan", "PlannedRun", "Point", "luck_of_draw", "run_key"]

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
    """

    scenario: str
    number: int = 0
    base: int = 0
    changes: Mapping[str, Any] = field(default_factory=dict)


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
    bases : the scenarios that points start from; all with the same start and length.
    points : what is tried.
    replications : runs of every point and draw, each with its own luck.
    seed : the plan's seed, whatever the bases say.
    sample : citizens in a run; None for all.
    draws : worlds drawn from `uncertain:`: 0 for none (the file's own values), n for the worlds
        1 to n with every replicate, `WITH_REPLICATE` for world r with replicate r.
    full_run : whether each point also runs once with every resident (replicate 0).
    tables : which tables of a run are kept.
    settings : what the verb needs to make its own tables again, as plain data.
    model : the model's class as "module:Class", so that tests can put a small one in.
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
    model: str = REAL_MODEL

    @property
    def months(self) -> int:
        """Months in each run."""
        return self.bases[0].run.months

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
        return len(self.points) * (self.replications * max(1, self.draws) + int(self.full_run))

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
            for draw in self._draws_of(replicate):
                for point in self.points:
                    yield PlannedRun(point, draw if self._drawn(point) else 0, replicate, seed)

    def _drawn(self, point: Point) -> bool:
        return self.draws != 0 and bool(self.bases[point.base].uncertain)

    def _draws_of(self, replicate: int) -> range:
        if self.draws == WITH_REPLICATE:
            return range(replicate, replicate + 1)
        return range(1, self.draws + 1) if self.draws else range(1)

    def world(self, run: PlannedRun) -> Scenario:
        """Return the scenario that a run simulates: base, drawn values, changes."""
        base = self.bases[run.point.base]
        if run.draw:
            seed = replicate_seed(self.seed, run.draw)
            base = base.drawn({path: luck_of_draw(seed, path) for path in base.uncertain})
        return base.with_values(run.point.changes)

    def task(self, run: PlannedRun, threads: int = 1) -> Task:
        """Return a run as something that can be done; `threads` is for runs of every resident."""
        world = self.world(run)
        sample = None if run.replicate == 0 else self.sample
        key = run_key(world, run.seed, sample, self.model)
        label = f"{run.point.scenario}, replicate {run.replicate}"
        if run.point.number:
            label = f"{run.point.scenario}, point {run.point.number}, replicate {run.replicate}"
        return Task(
            key, label, world, run.seed, sample, threads if run.replicate == 0 else 1,
            self.tables, self.model,
        )  # fmt: skip

    def with_more(self, replications: int) -> Plan:
        """Return the plan with so many replications; those it has keep their seeds."""
        return replace(self, replications=replications)

    def content_hash(self) -> str:
        """Return the sha256 of what determines the results, as hexadecimal digits."""
        data = {
            "verb": self.verb,
            "bases": [determining(base) for base in self.bases],
            "points": [[p.scenario, p.number, p.base, dict(p.changes)] for p in self.points],
            "axes": [self.replications, self.seed, self.sample, self.draws, self.full_run],
            "tables": list(self.tables),
            "settings": dict(self.settings),
            "model": self.model,
            "code": code_hash(),
        }
        text = json.dumps(data, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


def run_key(world: Scenario, seed: int, sample: int | None, model: str) -> str:
    """Return what a run is, as 64 hexadecimal digits; equal runs have equal keys.

    It stands for every value of the world, the seed, the size, the model and the program's code,
    and for nothing else: how many replications were asked for has no part in it.
    """
    digest = hashlib.sha256(_world_text(world).encode())
    digest.update(f"\n{seed}\n{sample}\n{model}\n{code_hash()}\n{KEY_FORMAT}".encode())
    return digest.hexdigest()


def _world_text(world: Scenario) -> str:
    data = determining(world)
    data.pop("uncertain")
    data["run"] = {name: data["run"][name] for name in ("start", "months")}
    return json.dumps(data, sort_keys=True, separators=(",", ":"))


def luck_of_draw(seed: int, path: str) -> float:
    """Return the uniform draw, in (0, 1), for one uncertain parameter in one world.

    It depends on the parameter's name, so that adding another one leaves it as it was, and two
    scenarios with the same `uncertain:` see the same worlds.
    """
    digest = hashlib.sha256(f"uncertain/{seed}/{path}".encode()).digest()
    return (int.from_bytes(digest[:6], "big") + 0.5) / 2**48

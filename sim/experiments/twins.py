"""Twin lives: one person followed through two worlds with the same luck.

Both worlds are run here side by side, a month of one, then a month of the other. Every state
column is written by one step only, so its value at the end of the month is its value after that
step; who parts from their twin, and at which step, is therefore known for everyone at once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.errors import UserError
from sim.experiments.twin_diary import STEPS, Diary, Watch
from sim.experiments.twin_inputs import Person
from sim.experiments.twin_pairs import Census, People
from sim.model import DistrictModel
from sim.seeds import TWIN, replicate_seed

if TYPE_CHECKING:
    import pandas as pd

    from sim.reports.style import Drawing
    from sim.scenario import Scenario

__all__ = ["Parting", "TwinLives", "follow"]

KINDS = ("citizen", "business", "employee")
START = "start"


@dataclass(frozen=True)
class Parting:
    """Where two lives part.

    Attributes
    ----------
    month : [month]   0 before the first month.
    step : the step of the month, or "start".
    columns : what differs after it, in the order of declaration; the first is the first.
    """

    month: int
    step: str
    columns: tuple[str, ...]


@dataclass(frozen=True)
class TwinLives:
    """One person in two worlds, or those whose lives part, if nobody was named.

    Attributes
    ----------
    names : of the two scenarios.
    person : who is followed; None if nobody was named.
    a, b : the diaries of the person in the two worlds; None without a person.
    replicate, seed, sample, months, start : of the two runs.
    census : who parts from their twin, and when, of all three populations.
    who : the person in words.
    notes : what else sets the two worlds apart.
    """

    names: tuple[str, str]
    person: Person | None
    a: Diary | None
    b: Diary | None
    replicate: int
    seed: int
    sample: int | None
    months: int
    start: str
    census: Census
    who: str
    owners: dict[str, str]
    notes: tuple[str, ...] = ()

    @cached_property
    def parting(self) -> Parting | None:
        """The first month and step after which anything differs; None if the lives never part."""
        return self._first(lambda value: True)

    @cached_property
    def deed(self) -> Parting | None:
        """The same for whole numbers and yes or no: what is known and done, not only felt."""
        return self._first(lambda value: not isinstance(value, float))

    def _first(self, counts: Callable[[Any], bool]) -> Parting | None:
        if self.a is None or self.b is None:
            return None
        for month, (one, other) in enumerate(zip(self.a.states, self.b.states, strict=True)):
            apart = [k for k, v in one.items() if v != other[k] and counts(v)]
            if apart:
                steps = [START] if month == 0 else [self.owners[name] for name in apart]
                first = min(steps, key=([START, *STEPS]).index)
                here = [k for k in apart if month == 0 or self.owners[k] == first]
                return Parting(month, first, tuple(here))
        return None

    @cached_property
    def table(self) -> pd.DataFrame:
        """One row a month, from 0, and world: month, world ("A", "B") and every column."""
        import pandas as pd

        rows = [
            {"month": month, "world": side, **state}
            for side, diary in (("A", self.a), ("B", self.b))
            if diary is not None
            for month, state in enumerate(diary.states)
        ]
        return pd.DataFrame(rows)

    @cached_property
    def reasons(self) -> list[str]:
        """Why the lives part, in sentences: what the step read in the two worlds."""
        from sim.experiments.twin_why import reasons

        return reasons(self, self.parting)

    def text(self, width: int = 100) -> str:
        """Return all of it in words."""
        from sim.experiments.twin_words import text

        return text(self, width)

    @property
    def summary(self) -> dict[str, Any]:
        """Return the main facts as plain data, for JSON."""
        from sim.experiments.twin_found import summary

        return summary(self)

    def picture(self, narrow: bool = False) -> Drawing:
        """Draw satisfaction, trust and use over the months in both worlds.

        Raises
        ------
        UserError : nobody was named.
        """
        from sim.reports.lives import lives

        if self.person is None:
            raise UserError("nobody is followed here, so there is no life to draw: name a citizen, "
                            "a business or an employee.")  # fmt: skip
        return lives(self, narrow)

    def __repr__(self) -> str:
        return self.text()


def follow(
    a: Scenario | str | Path,
    b: Scenario | str | Path,
    *,
    citizen: int | None = None,
    business: int | None = None,
    employee: int | None = None,
    find: bool = False,
    replicate: int = TWIN,
    overrides: Sequence[str] = (),
    on_month: Callable[[int], None] | None = None,
) -> TwinLives:
    """Follow one person through two worlds with the same luck, and say where the lives part.

    Parameters
    ----------
    a, b : scenarios, or the paths of their files; same start, length and people.
    citizen, business, employee : the person's number; exactly one of the three.
    find : name nobody, and find persons whose lives part.
    replicate : [count]   Which luck; as in the other experiments, 1 is the first.
    overrides : settings changed in both, as in ["run.sample=2000"].
    on_month : is told each month that both worlds have finished.

    Raises
    ------
    ScenarioError : different start or length, or a file that is wrong.
    UserError : nobody or several named, no such person, other people in the two worlds.
    """
    from sim.experiments.alike import side_by_side
    from sim.experiments.twin_words import who_words

    named = _named({"citizen": citizen, "business": business, "employee": employee}, find)
    if isinstance(replicate, bool) or replicate < 0:
        raise UserError(f"replicate {replicate} is no run: 1 is the first, and 0 has the seed as "
                        "it stands.")  # fmt: skip
    side = side_by_side([a, b], overrides)
    run = side.scenarios[0].run
    seed = replicate_seed(run.seed, replicate)
    worlds = [DistrictModel(s, seed=seed, sample=run.sample) for s in side.scenarios]
    _same_people(worlds, side.names)
    if named is not None:
        _require(named, worlds[0])
    watches = [] if named is None else [Watch(world, named) for world in worlds]
    census = _live(worlds, on_month)
    diaries: list[Diary | None] = [watch.diary for watch in watches]
    diaries = diaries or [None, None]
    columns = named.population(worlds[0]).columns if named else ()
    return TwinLives(
        (side.names[0], side.names[1]), named, diaries[0], diaries[1], replicate, seed,
        run.sample, run.months, run.start, census,
        who_words(worlds[0], named) if named else "",
        {c.name: c.owner for c in columns}, _notes(side.notes, side.scenarios),
    )  # fmt: skip


def _named(given: dict[str, int | None], find: bool) -> Person | None:
    """Return who is to be followed; None to find somebody."""
    who = [Person(kind, number) for kind, number in given.items() if number is not None]
    if len(who) == 1 and not find:
        return who[0]
    if find and not who:
        return None
    said = "; ".join(f"--{person.kind} {person.number}" for person in who) or "nobody was named"
    if find:
        said = f"--find looks for somebody, but somebody was named ({said})"
    elif who:
        said = f"one life at a time can be followed, not {len(who)} ({said})"
    raise UserError(
        f"{said}: give one of --citizen, --business and --employee with a number, as in "
        "--citizen 42, or --find alone to be told whose lives part."
    )


def _require(person: Person, world: DistrictModel) -> None:
    population = person.population(world)
    if not 0 <= person.number < len(population):
        plural = {"citizen": "citizens", "business": "businesses", "employee": "employees"}
        raise UserError(
            f"there is no {person.kind} {person.number}: the {len(population):,} "
            f"{plural[person.kind]} of this run have the numbers 0 to {len(population) - 1:,}. "
            "Choose one of them, or raise --sample."
        )


def _same_people(worlds: Sequence[DistrictModel], names: Sequence[str]) -> None:
    """Refuse worlds in which the same number is somebody else."""
    one, other = worlds
    for kind in KINDS:
        first, second = (Person(kind, 0).population(world) for world in (one, other))
        fixed = [column.name for column in first.columns if column.is_fixed]
        if len(first) != len(second):
            apart = f"{len(first):,} against {len(second):,} rows"
        else:
            unlike = [k for k in fixed if not np.array_equal(first.arrays[k], second.arrays[k])]
            if not unlike:
                continue
            apart = f"they differ in {', '.join(unlike[:4])}"
        raise UserError(
            f"{names[0]} and {names[1]} have other people (the {kind} table: {apart}), so nobody "
            "has a twin. Give both the same district.residents, businesses, employees and "
            "district.population_seed."
        )


def _live(worlds: Sequence[DistrictModel], on_month: Callable[[int], None] | None) -> Census:
    """Run both worlds to the end, a month of one and then of the other; note who parts."""
    pairs = {
        kind: People(*(Person(kind, 0).population(world) for world in worlds)) for kind in KINDS
    }
    for people in pairs.values():
        people.compare(0)
    for month in range(1, worlds[0].months + 1):
        for world in worlds:
            world.step()
        for people in pairs.values():
            people.compare(month)
        if on_month is not None:
            on_month(month)
    return Census({kind: people.partings() for kind, people in pairs.items()})


def _notes(notes: Sequence[str], scenarios: Sequence[Scenario]) -> tuple[str, ...]:
    drawn = any(scenario.uncertain for scenario in scenarios)
    said = "The values written in the files count; nothing is drawn from `uncertain:` here."
    return (*notes, said) if drawn else tuple(notes)

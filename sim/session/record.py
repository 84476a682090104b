"""The record of a session: what was set before each half-year. It is a scenario, and no more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.scenario import Scenario
    from sim.scenario.schema import Event

__all__ = ["NOTE", "NOTHING", "Record"]

NOTE = "session, round"
"""How the note of a dated change begins that was made in a session."""
Levers = Mapping[str, Any]
NOTHING: Levers = MappingProxyType({})


@dataclass(frozen=True)
class Record:
    """Everything that a session is: its world, and what the mayor set when.

    Attributes
    ----------
    base : the scenario it starts from, with the session's months, seed and sample.
    file : where that scenario was read from; None where it was made in Python.
    months_per_round : [months]
    played : levers by path that were set before each round that is over, in order.
    waiting : levers that are set for the round to come.
    """

    base: Scenario
    file: Path | None
    months_per_round: int
    played: tuple[Levers, ...] = ()
    waiting: Levers = field(default_factory=lambda: NOTHING)

    @property
    def months(self) -> int:
        """Months in the whole term."""
        return self.base.run.months

    @property
    def month(self) -> int:
        """The last month that has been played; 0 at the start."""
        return min(len(self.played) * self.months_per_round, self.months)

    @property
    def rounds(self) -> int:
        """Rounds in the whole term; the last may be shorter."""
        return -(-self.months // self.months_per_round)

    @property
    def months_to_come(self) -> int:
        """Months in the next round; 0 when the term is over."""
        return min(self.months_per_round, self.months - self.month)

    def first_month(self, number: int) -> int:
        """Return the month with which a round begins, both counted from 1."""
        return (number - 1) * self.months_per_round + 1

    def with_levers(self, values: Levers) -> Record:
        """Return the record with levers set for the round to come."""
        return replace(self, waiting={**self.waiting, **values})

    def gone_on(self) -> Record:
        """Return the record with the round to come played."""
        return replace(self, played=(*self.played, self.waiting), waiting=NOTHING)

    def steps(self) -> list[Record]:
        """Return the records that led to this one, the start first: what can be undone."""
        steps = [replace(self, played=(), waiting=NOTHING)]
        for levers in self.played:
            if levers:
                steps.append(steps[-1].with_levers(levers))
            steps.append(steps[-1].gone_on())
        if self.waiting:
            steps.append(steps[-1].with_levers(self.waiting))
        return steps[:-1]

    def events(self) -> list[Event]:
        """Return the session's own dated changes, in order."""
        from sim.scenario.schema import Event

        events = []
        for number, levers in enumerate((*self.played, self.waiting), 1):
            kept = self._dated_at_once(levers) if number == 1 else levers
            if kept:
                month = self.first_month(number)
                event = {"month": month, "set": dict(kept), "note": f"{NOTE} {number}"}
                events.append(Event.model_validate(event))
        return events

    def first_levers(self) -> Levers:
        """Return what was set before the first round and stands in `strategy:`."""
        levers = self.played[0] if self.played else self.waiting
        dated = self._dated_at_once(levers)
        return {path: value for path, value in levers.items() if path not in dated}

    def _dated_at_once(self, levers: Levers) -> Levers:
        """Return first levers that the base itself dates to month 1, which would undo them."""
        taken = {path for e in self.base.timeline if e.month == 1 for path in e.changes}
        return {path: value for path, value in levers.items() if path in taken}

    @property
    def scenario(self) -> Scenario:
        """What was played, as a scenario: the first levers as its strategy, the others dated."""
        ready = self.base.with_values(self.first_levers(), origin=f"{NOTE} 1")
        timeline = sorted((*self.base.timeline, *self.events()), key=lambda event: event.month)
        return replace(ready, timeline=tuple(timeline))

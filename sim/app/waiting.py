"""Jobs that wait, by how pressing they are; within a kind the sessions take turns."""

from __future__ import annotations

import asyncio
from collections import OrderedDict, deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

from sim.app.hands import Hand

__all__ = ["RUN", "Job", "Queue", "Rank", "Work"]

RUN = "sim.app.jobs:do_run"


class Rank(IntEnum):
    """What goes first."""

    MOVE = 0
    ASK = 1
    LONG = 2
    REFINE = 3
    AHEAD = 4


@dataclass(frozen=True)
class Work:
    """What is to be called in a worker process.

    Attributes
    ----------
    function : as "module:name".
    arguments : in front of the function that is called with each month done.
    seconds : [s]   After which it is given up.
    may_be_left : whether it looks up each month, and can be begun anew without harm.
    """

    function: str
    arguments: tuple[Any, ...]
    seconds: float
    may_be_left: bool = False

    @property
    def is_run(self) -> bool:
        """Whether it is one run of the model, and nothing else."""
        return self.function == RUN


@dataclass(eq=False)
class Job:
    """One piece of work, and those who wait for it.

    Attributes
    ----------
    number : of this attempt, which tells a process what to leave.
    key : equal work has an equal key.
    deaths : how often its process has died.
    is_left : whether its process has been told to leave it.
    times_left : how often it has made room for others.
    hand : who does it; None while it waits.
    """

    key: str
    work: Work
    rank: Rank
    session: str
    result: asyncio.Future[Any]
    number: int = 0
    waiters: int = 0
    deaths: int = 0
    is_left: bool = False
    times_left: int = 0
    hand: Hand | None = None


@dataclass
class Queue:
    """Jobs by rank; within a rank the sessions take turns."""

    by_rank: dict[Rank, OrderedDict[str, deque[Job]]] = field(
        default_factory=lambda: {rank: OrderedDict() for rank in Rank}
    )

    def put(self, job: Job, first: bool = False) -> None:
        """Let a job wait, behind the session's others unless `first`."""
        waiting = self.by_rank[job.rank].setdefault(job.session, deque())
        if first:
            waiting.appendleft(job)
        else:
            waiting.append(job)

    def take(self, without: Sequence[Rank] = ()) -> Job | None:
        """Return the job that is next, leaving out some kinds; None where there is none."""
        for rank, sessions in self.by_rank.items():
            if sessions and rank not in without:
                session, waiting = next(iter(sessions.items()))
                job = waiting.popleft()
                sessions.move_to_end(session)
                if not waiting:
                    del sessions[session]
                return job
        return None

    def remove(self, job: Job) -> None:
        """Let a job go that nobody waits for any more."""
        waiting = self.by_rank[job.rank].get(job.session)
        if waiting is not None and job in waiting:
            waiting.remove(job)
            if not waiting:
                del self.by_rank[job.rank][job.session]

    def count(self, *ranks: Rank) -> int:
        """Return how many jobs of some kinds wait."""
        return sum(len(jobs) for rank in ranks for jobs in self.by_rank[rank].values())

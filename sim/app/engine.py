"""Who computes what next: runs wait in a fair queue for a few warm processes, and are remembered.

    MOVE    a lever was moved, and somebody looks at the page
    ASK     a comparison, a round of the game, a file to take away
    LONG    a report, an attribution: seconds in one process, which cannot be left half-way
    REFINE  more seeds and a larger sample of what is shown already
    AHEAD   the neighbours of a lever in hand, which nobody has asked for yet; never beside a move

A job of an earlier kind goes first, and takes the place of a later one that is under way: runs
look up each month and can be left, and so can rounds of the game, for a move. Within a kind the
sessions take turns. The same run is done once for all who wait for it, and dropped when nobody
does.
"""

from __future__ import annotations

import asyncio
import logging
import math
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from typing import Any

from sim.app.crew import DIED, Crew
from sim.app.hands import Died, Hand
from sim.app.jobs import Kept
from sim.app.limits import Limits
from sim.app.lru import Lru
from sim.app.refusals import Refused
from sim.app.waiting import RUN, Job, Rank, Work
from sim.app.worker import DROPPED, OK, REFUSED
from sim.execution.task import Task

__all__ = ["Engine", "Rank"]

MOST_DEATHS = 3
MOST_AHEAD = 64
_log = logging.getLogger("sim.app")


@dataclass
class Ahead:
    """What a session may want next, and when it said so."""

    asked: float
    jobs: list[Job] = field(default_factory=list)


class Engine:
    """Does runs and other jobs in `workers` processes, and keeps the runs it has done.

    Parameters
    ----------
    workers : [count]   Processes, one thread each.
    """

    def __init__(self, workers: int = 2, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self.kept: Lru[Kept] = Lru(self.limits.results_bytes)
        self.runs_done = 0
        self._crew = Crew(workers, self._ended, self._too_long)
        self._jobs: dict[str, Job] = {}
        self._ahead: OrderedDict[str, Ahead] = OrderedDict()
        self._numbers = count(1)
        self._closed = False

    @property
    def hands(self) -> Sequence[Hand]:
        """The processes, as the server sees them."""
        return self._crew.hands

    # Asking ---------------------------------------------------------------------------------

    async def runs(self, tasks: Sequence[Task], rank: Rank, session: str) -> list[Kept]:
        """Return what is kept of some runs, done now or before; in the order of `tasks`.

        Raises
        ------
        Refused : a run failed, took too long, or lost its process several times (503).
        """
        each = {task.key: task for task in tasks}  # a state may be its own baseline
        found = {key: self.kept.get(key) for key in each}
        jobs = {
            key: self._wanted(task, rank, session)
            for key, task in each.items()
            if found[key] is None
        }
        self._crew.begin()
        try:
            for key, job in jobs.items():
                found[key] = await asyncio.shield(job.result)
        finally:
            for job in jobs.values():
                self._let_go(job)
        return [kept for task in tasks if (kept := found[task.key]) is not None]

    def one_alone(self) -> AbstractContextManager[None]:
        """Leave all processes but one asleep meanwhile: beginning takes a core for a second."""
        return self._crew.one_alone()

    def has(self, tasks: Iterable[Task]) -> bool:
        """Say whether all these runs are kept, so that an answer is at hand."""
        return all(task.key in self.kept for task in tasks)

    def expects(self, tasks: Iterable[Task]) -> bool:
        """Say whether each of these runs is kept, under way or waiting."""
        return all(task.key in self.kept or task.key in self._jobs for task in tasks)

    async def call(
        self, function: str, *arguments: Any, session: str, rank: Rank = Rank.ASK,
        key: str | None = None, seconds: float | None = None, may_be_left: bool = False,
    ) -> Any:  # fmt: skip
        """Return what a function gives, called in a worker process.

        Parameters
        ----------
        function : as "module:name"; it takes the arguments, and after them a function to be
            called with each month done, so that it can be left when nobody waits any more.
        key : equal calls of one key that wait at the same time are done once.
        seconds : after which it is given up.
        may_be_left : whether it looks up each month, and can be begun anew without harm, so that
            more pressing work may take its place.

        Raises
        ------
        UserError : what the function raised.
        Refused : it failed, took too long, or lost its process several times (503).
        """
        limit = self.limits.call_seconds if seconds is None else seconds
        named = f"{function} {next(self._numbers)}" if key is None else f"{function} {key}"
        job = self._jobs.get(named) or self._add(
            named, Work(function, arguments, limit, may_be_left), rank, session
        )
        self._join(job, rank, session)
        self._crew.begin()
        try:
            return await asyncio.shield(job.result)
        finally:
            self._let_go(job)

    def ahead(self, session: str, tasks: Sequence[Task], asked: float = math.inf) -> None:
        """Do runs that a session may want next, when there is nothing else to do.

        They take the place of those that the session named before.

        Parameters
        ----------
        asked : [s]   When they were asked for; what was asked for later is left as it is.
        """
        stale = self._ahead.pop(session, Ahead(-math.inf))
        if stale.asked > asked:
            self._ahead[session] = stale
            return
        jobs = [
            self._wanted(task, Rank.AHEAD, session) for task in tasks if task.key not in self.kept
        ]
        self._ahead[session] = Ahead(asked, jobs)
        for job in jobs:  # what is done is remembered elsewhere
            job.result.add_done_callback(partial(self._is_done, session, job))
        for job in stale.jobs:
            self._let_go(job)
        self._crew.begin()
        while len(self._ahead) > MOST_AHEAD:
            for job in self._ahead.popitem(last=False)[1].jobs:
                self._let_go(job)

    def _is_done(self, session: str, job: Job, result: asyncio.Future[Any]) -> None:
        if session in self._ahead and job in self._ahead[session].jobs:
            self._ahead[session].jobs.remove(job)

    @property
    def is_ready(self) -> bool:
        """Whether a process has done a run, so that the next one is quick."""
        return any(hand.is_warm for hand in self.hands)

    @property
    def load(self) -> dict[str, int]:
        """How many jobs wait, by kind, and how many are under way."""
        waiting = {rank.name.lower(): self._crew.queue.count(rank) for rank in Rank}
        return waiting | {"under_way": len(self._crew.under_way), "kept": len(self.kept)}

    async def close(self) -> None:
        """End the processes; whoever still waits is told so."""
        self._closed = True
        for job in list(self._jobs.values()):
            self._settle(job, error=Refused("The server is being stopped.", 503, retry_after=5))
        await self._crew.close()

    # Jobs -----------------------------------------------------------------------------------

    def _wanted(self, task: Task, rank: Rank, session: str) -> Job:
        """Return the job of a run, with one more who waits for it."""
        work = Work(RUN, (task,), self.limits.run_seconds, may_be_left=True)
        job = self._jobs.get(task.key) or self._add(task.key, work, rank, session)
        self._join(job, rank, session)
        return job

    def _add(self, key: str, work: Work, rank: Rank, session: str) -> Job:
        result = asyncio.get_running_loop().create_future()
        result.add_done_callback(_look_at)
        job = Job(key, work, rank, session, result)
        if self._closed:
            self._settle(job, error=Refused("The server is being stopped.", 503, retry_after=5))
            return job
        self._jobs[key] = job
        self._crew.queue.put(job)
        return job

    def _join(self, job: Job, rank: Rank, session: str) -> None:
        """Let one more wait for a job, which may make it more pressing."""
        job.waiters += 1
        if rank < job.rank:
            waits = job.hand is None and not job.result.done()
            if waits:
                self._crew.queue.remove(job)
            job.rank, job.session = rank, session
            if waits:
                self._crew.queue.put(job)

    def _let_go(self, job: Job) -> None:
        """Let one who waited go; what nobody waits for is dropped."""
        job.waiters -= 1
        if job.waiters > 0 or job.result.done():
            return
        self._jobs.pop(job.key, None)
        if job.hand is None:
            self._crew.queue.remove(job)
            job.result.cancel()
        else:
            self._crew.leave(job)

    # What came of them ----------------------------------------------------------------------

    def _ended(self, job: Job, status: str, value: Any) -> None:
        if status == OK:
            if isinstance(value, Kept):
                self.runs_done += 1
                self.kept.put(job.key, value, value.size)
            self._settle(job, value)
        elif status == DIED:
            self._mourn(job, value)
        elif status == DROPPED:
            if job.waiters > 0 and not job.result.done():  # it only made room
                self._crew.queue.put(job, first=True)
        elif status == REFUSED:
            self._settle(job, error=value)
        else:
            words, details = value
            _log.error("a job of the page failed: %s\n%s", words, details)
            self._settle(job, error=Refused(f"This could not be computed. {words}", 503))

    def _mourn(self, job: Job, death: Died) -> None:
        """Put the job of a dead process back, unless it has killed too often."""
        job.deaths += 1
        if job.result.done() or job.waiters <= 0:
            return
        if job.deaths < MOST_DEATHS:
            self._crew.queue.put(job, first=True)
            return
        when = "while it worked on this" if death.begun else "before it began"
        self._settle(job, error=Refused(
            f"The computing process ended {when}, {job.deaths} times. Try a smaller run; if it "
            "happens again, start the server anew.", 503, retry_after=10))  # fmt: skip

    def _too_long(self, job: Job) -> None:
        self._settle(job, error=Refused(
            f"This took longer than {job.work.seconds:g} seconds and was given up. Try fewer "
            "months, a smaller sample, or values nearer to the usual ones.", 503))  # fmt: skip
        if job.hand is not None:
            job.hand.kill()

    def _settle(self, job: Job, value: Any = None, error: BaseException | None = None) -> None:
        if self._jobs.get(job.key) is job:
            del self._jobs[job.key]
        if job.result.done():
            return
        if error is None:
            job.result.set_result(value)
        else:
            job.result.set_exception(error)


def _look_at(future: asyncio.Future[Any]) -> None:
    """Take note of an error that nobody waits for, so that none is reported as lost."""
    if not future.cancelled():
        future.exception()

"""The worker processes together: which job begins, which makes room, and how many threads it has.

All of it happens on the event loop of the server, so that nothing needs a lock.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from itertools import count
from typing import Any

from sim.app.hands import Died, Hand
from sim.app.waiting import Job, Queue, Rank
from sim.app.worker import FAILED
from sim.execution.crew import available_cores
from sim.execution.task import Task

__all__ = ["DIED", "Crew"]

DIED = "died"
COLD_SECONDS = 240.0
"""A fresh process may have to compile the model first, once after an installation."""

Ended = Callable[[Job, str, Any], None]


class Crew:
    """Gives jobs that wait to processes that are idle.

    Parameters
    ----------
    workers : [count]   Processes.
    ended : told what came of a job: status and value, as `sim.app.worker` has them, or DIED.
    too_long : told of a job that has taken longer than its seconds.

    Attributes
    ----------
    queue : the jobs that wait.
    under_way : the jobs in hand.
    cores : [count]   What a single run may spread over at most.
    """

    def __init__(self, workers: int, ended: Ended, too_long: Callable[[Job], None]) -> None:
        self.hands = [Hand(place) for place in range(workers)]
        self.queue = Queue()
        self.under_way: dict[Job, asyncio.Task[None]] = {}
        self.cores = min(workers, available_cores())
        self._ended, self._too_long = ended, too_long
        self._idle = list(self.hands)
        self._numbers = count(1)
        self._closed = False

    def begin(self) -> None:
        """Begin what can be begun, and let what can wait make room for the rest."""
        while self._idle and not self._closed:
            job = self.queue.take(self._not_now())
            if job is None:
                break
            if job.rank == Rank.MOVE:
                self._leave_what_is_ahead()
            hand = self._idle.pop()
            job.hand, job.is_left, job.number = hand, False, next(self._numbers)
            work = self._do(job, hand, self._threads_of(job))
            self.under_way[job] = asyncio.get_running_loop().create_task(work)
        pressing = self.queue.count(Rank.MOVE, Rank.ASK)
        if pressing:
            self._make_room(pressing)

    def leave(self, job: Job) -> None:
        """Let the process of a job leave it at its next month."""
        job.is_left = True
        if job.hand is not None:
            job.hand.give_up(job.number)

    async def close(self) -> None:
        """End the processes, and wait until their threads have seen it."""
        self._closed = True
        for hand in self.hands:
            hand.kill()
        if self.under_way:
            await asyncio.wait(self.under_way.values(), timeout=5)
        loop = asyncio.get_running_loop()
        await asyncio.gather(*(loop.run_in_executor(None, hand.close) for hand in self.hands))

    def _not_now(self) -> list[Rank]:
        """Return the kinds that must wait, though a process is idle."""
        ranks = [job.rank for job in self.under_way]
        full = ranks.count(Rank.LONG) >= max(1, len(self.hands) - 1)  # one for those who look on
        long = [Rank.LONG] if full else []
        return long + ([Rank.AHEAD] if Rank.MOVE in ranks else [])

    def _threads_of(self, job: Job) -> int:
        """Return how many threads a run has: the cores that nobody else needs, for a move.

        The numbers are the same whatever it is, and so is the key of the run. Runs of few agents
        use one thread all the same (`sim.users.SMALL`): at 5,000 citizens two were slower.
        """
        if job.rank != Rank.MOVE or self.queue.count(Rank.MOVE, Rank.ASK, Rank.LONG):
            return 1
        others = sum(not one.is_left for one in self.under_way)
        return max(1, self.cores - others)

    def _make_room(self, pressing: int) -> None:
        """Leave runs that can wait, so that those which somebody looks for go first."""
        coming = sum(job.is_left for job in self.under_way)
        for job in sorted(self.under_way, key=lambda job: -job.rank):
            if coming >= pressing or job.rank < Rank.REFINE:
                return
            if job.work.may_be_left and not job.is_left:
                self.leave(job)
                coming += 1

    def _leave_what_is_ahead(self) -> None:
        """Leave what nobody has asked for yet: beside a move it would only take from it."""
        for job in self.under_way:
            if job.rank == Rank.AHEAD and not job.is_left:
                self.leave(job)

    async def _do(self, job: Job, hand: Hand, threads: int) -> None:
        """Do a job at a hand, and tell what came of it."""
        seconds = job.work.seconds + (0 if hand.is_warm else COLD_SECONDS)
        alarm = asyncio.get_running_loop().call_later(seconds, self._too_long, job)
        arguments = _with_threads(job.work.arguments, threads)
        status: str
        value: Any
        try:
            status, value = await hand.do(job.number, job.work.function, arguments)
        except Died as death:
            status, value = DIED, death
        except Exception as error:  # what cannot be sent to another process
            status, value = FAILED, (str(error), "")
        finally:
            alarm.cancel()
            del self.under_way[job]
            job.hand = None
            self._idle.append(hand)
        hand.is_warm = hand.is_warm or (status != DIED and job.work.is_run)
        self._ended(job, status, value)
        self.begin()


def _with_threads(arguments: tuple[Any, ...], threads: int) -> tuple[Any, ...]:
    return tuple(
        replace(one, threads=threads) if isinstance(one, Task) else one for one in arguments
    )

"""The worker processes together: which job begins, and which makes room.

All of it happens on the event loop of the server, so that nothing needs a lock.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any

from sim.app.hands import Died, Hand
from sim.app.waiting import Job, Queue, Rank
from sim.app.worker import FAILED

__all__ = ["DIED", "Crew"]

DIED = "died"
MOST_TIMES_LEFT = 3
"""So often what somebody has asked for is left for a move; after that it is done to its end."""
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
    """

    def __init__(self, workers: int, ended: Ended, too_long: Callable[[Job], None]) -> None:
        self.hands = [Hand(place) for place in range(workers)]
        self.queue = Queue()
        self.under_way: dict[Job, asyncio.Task[None]] = {}
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
            hand = self._idle.pop()
            job.hand, job.is_left, job.number = hand, False, next(self._numbers)
            work = self._do(job, hand)
            self.under_way[job] = asyncio.get_running_loop().create_task(work)
        moves = self.queue.count(Rank.MOVE)
        asks = min(self.queue.count(Rank.ASK), self._places_for(Rank.ASK))
        if moves or asks:
            self._make_room(moves, asks)

    @contextmanager
    def one_alone(self) -> Iterator[None]:
        """Leave all processes but one asleep meanwhile, for that one to begin sooner."""
        asleep, self._idle = self._idle[1:], self._idle[:1]
        try:
            yield
        finally:
            self._idle += asleep
            self.begin()

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
        """Return the kinds that must wait, though a process is idle.

        One process is kept from each kind of long work, so that whoever looks on is not kept
        waiting by it, and from what nobody has asked for yet, so that a move begins at once and
        the browser has a core to draw with.
        """
        return [rank for rank in (Rank.ASK, Rank.LONG, Rank.AHEAD) if not self._places_for(rank)]

    def _places_for(self, rank: Rank) -> int:
        """Return how many more processes a kind may take; runs that are asked for may take all."""
        most = max(1, len(self.hands) - 1)
        held = sum(
            job.rank == rank and not (rank == Rank.ASK and job.work.is_run)
            for job in self.under_way
        )
        return max(0, most - held)

    def _make_room(self, moves: int, asks: int) -> None:
        """Leave work that can wait, so that what somebody looks for goes first.

        What is asked for makes room for moves only, and not for ever.
        """
        coming = sum(job.is_left for job in self.under_way)
        for job in sorted(self.under_way, key=lambda job: -job.rank):
            pressing = moves + (asks if job.rank >= Rank.REFINE else 0)
            if coming >= pressing or job.rank == Rank.MOVE:
                return
            has_waited = job.rank < Rank.REFINE and job.times_left >= MOST_TIMES_LEFT
            if job.work.may_be_left and not job.is_left and not has_waited:
                self.leave(job)
                job.times_left += 1
                coming += 1

    async def _do(self, job: Job, hand: Hand) -> None:
        """Do a job at a hand, and tell what came of it."""
        seconds = job.work.seconds + (0 if hand.is_warm else COLD_SECONDS)
        alarm = asyncio.get_running_loop().call_later(seconds, self._too_long, job)
        status: str
        value: Any
        try:
            status, value = await hand.do(job.number, job.work.function, job.work.arguments)
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

"""Runs over the workers of a Dask cluster that is there already; it is never started by us.

The scheduler does the runs of a lost worker again. What it cannot mend, its own end, is noticed
here: if nothing answers, or no worker is left, for `LOST_SECONDS`, the crew says so and stops. A
scheduler that is started anew before that is given the runs again.

Several runs may share a process, if a worker has several threads: the model keeps nothing at
module level but caches of what never changes.
"""

from __future__ import annotations

import asyncio
import pickle
import time
import uuid
from collections import deque
from collections.abc import Mapping
from concurrent.futures import FIRST_COMPLETED, Future, wait
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace
from typing import Any

from sim.errors import RunFailed, UserError
from sim.execution.connection import (
    checked_threads,
    connected,
    quiet_dask,
    threads_by_worker,
    usable,
    within,
)
from sim.execution.crew import Crew, OnMonths
from sim.execution.task import Packed, Task
from sim.execution.worker import failed, perform_at_cluster

__all__ = ["DaskCrew"]

CONNECT_SECONDS = 5.0
LOST_SECONDS = 30.0
BEAT_SECONDS = 2.0
POLL_SECONDS = 0.2
LAST_SECONDS = 3.0
RUNS_A_THREAD = 3


@dataclass(frozen=True)
class _Flight:
    """A run that was taken and has not ended; `alone` when nothing of ours runs beside it."""

    key: str
    data: bytes
    alone: bool = False


class DaskCrew(Crew):
    """Does runs at a Dask cluster.

    Parameters
    ----------
    scheduler : its address, as "tcp://host:8786".
    lost_seconds : [s]   How long it may be silent before it counts as lost.

    Raises
    ------
    UserError : Dask is not installed; the address is none, or nothing answers there; the workers
        have other code, another Python or other packages that numbers depend on.
    """

    def __init__(self, scheduler: str, lost_seconds: float = LOST_SECONDS) -> None:
        self._address, self._limit = scheduler, lost_seconds
        self._flights: dict[Future[Packed], _Flight] = {}
        self._again: deque[_Flight] = deque()
        self._suspects: deque[_Flight] = deque()
        self._unsent: list[Packed] = []
        self._beat: Any = None
        self._beat_due = 0.0
        self._heard = self._listened = time.monotonic()
        self._workers_gone = False
        usable(scheduler)
        with ExitStack() as quiet:
            quiet.enter_context(quiet_dask())
            self._connect(CONNECT_SECONDS)
            self._quiet = quiet.pop_all()

    def _connect(self, seconds: float) -> None:
        from sim.manifest import code_hash

        self._code = code_hash()
        client = connected(self._address, seconds)
        try:
            self._threads = checked_threads(client, self._address)
        except BaseException:
            within(LAST_SECONDS, client.close)
            raise
        self._client, self._executor = client, client.get_executor(pure=False)
        self._beat = None  # a question to the client before this one is never answered
        self._heard = time.monotonic()

    @property
    def room(self) -> int:
        """How many more runs it takes now: a few for each thread of the cluster."""
        return max(2, RUNS_A_THREAD * self._threads) - self.busy

    @property
    def busy(self) -> int:
        """How many runs it has taken and not given back."""
        held = (self._flights, self._again, self._suspects, self._unsent)
        return sum(len(runs) for runs in held)

    def begin(self, task: Task) -> None:
        """Take a run; one that cannot be sent to another process is a failed one."""
        try:
            data = pickle.dumps(task)
        except Exception as error:
            self._unsent.append(failed(task.key, error))
            return
        self._again.append(_Flight(task.key, data))

    def _hand_over(self, flight: _Flight) -> None:
        name = f"egov-run-{uuid.uuid4().hex}"  # never shared with what somebody else asked for
        call = (perform_at_cluster, flight.key, flight.data, self._code)
        self._flights[self._executor.submit(*call, key=name)] = flight

    def _hand_over_all(self) -> None:
        if self._client.status != "running":
            return
        while self._again:
            self._hand_over(self._again.popleft())
        if not self._flights and self._suspects:
            self._hand_over(replace(self._suspects.popleft(), alone=True))

    def ended(self, on_months: OnMonths) -> list[Packed]:
        """Wait a moment for runs to end, and return those that did; perhaps none."""
        self._listen()
        self._hand_over_all()
        found, self._unsent = self._unsent, []
        if not found:
            if self._flights:
                wait(self._flights, POLL_SECONDS, FIRST_COMPLETED)
            else:
                time.sleep(POLL_SECONDS)
        for future in [future for future in self._flights if future.done()]:
            found += self._brought_in(future)
        on_months([])
        return found

    def _brought_in(self, future: Future[Packed]) -> list[Packed]:
        flight = self._flights.pop(future)
        if future.cancelled():  # the scheduler forgot it: it was started anew, or is gone
            self._again.append(flight)
            return []
        error = future.exception()
        if isinstance(error, UserError):  # a worker with other code
            raise error
        if type(error).__name__ != "KilledWorker":
            return [future.result() if error is None else failed(flight.key, error)]
        if not flight.alone:  # Dask blames all that the worker held: it may be innocent
            self._suspects.append(flight)
            return []
        reason = "its process was killed each time it was tried (out of memory?)"
        return [Packed(flight.key, "failed", reason, str(error))]

    def _listen(self) -> None:
        """Ask now and then for a sign of life, and give up when there has been none for long."""
        now = time.monotonic()
        if now - self._listened > BEAT_SECONDS:  # nobody listened: that is no silence of theirs
            self._heard += now - self._listened
        self._listened = now
        self._ask()
        if self._quiet_seconds < self._limit:
            return
        what = "has no worker left" if self._workers_gone else "does not answer"
        raise RunFailed(
            f"The Dask scheduler at {self._address} {what} (for {self._limit:.0f} s). What was "
            "finished is kept. Start the cluster again; `egov resume` then does the rest."
        )

    def _ask(self) -> None:
        if self._client.status == "closed" and self._quiet_seconds < self._limit:
            with suppress(UserError):
                self._connect(min(CONNECT_SECONDS, self._limit - self._quiet_seconds))
            self._listened = time.monotonic()
        elif self._beat is None and time.monotonic() > self._beat_due:
            self._beat = self._asked()
        elif self._beat is not None and self._beat.done():
            self._note(self._beat)
            self._beat, self._beat_due = None, time.monotonic() + BEAT_SECONDS

    @property
    def _quiet_seconds(self) -> float:
        return time.monotonic() - self._heard

    def _asked(self) -> Any:
        """Ask the scheduler for its workers, without waiting for the answer."""
        question = threads_by_worker(self._client)
        return asyncio.run_coroutine_threadsafe(question, self._client.loop.asyncio_loop)

    def _note(self, beat: Future[Mapping[str, int]]) -> None:
        with suppress(Exception):  # whatever goes wrong, it is not a sign of life
            threads = sum(beat.result().values())
            self._workers_gone = threads == 0
            if threads:
                self._threads, self._heard = threads, time.monotonic()

    def abandon(self) -> None:
        """Drop the runs that were taken; those that a worker has begun go on there unheeded."""
        if self._flights:
            within(LAST_SECONDS, self._executor.shutdown, False)
            self._executor = self._client.get_executor(pure=False)
        for runs in (self._flights, self._again, self._suspects, self._unsent):
            runs.clear()

    def close(self) -> None:
        """Leave the cluster as it was found."""
        self.abandon()
        within(LAST_SECONDS, self._client.close)
        self._quiet.close()

"""Runs over processes of this machine: one thread each, nothing lost when one of them dies.

A worker that is killed breaks its executor of the standard library, and with it every run that was
handed to it. So each worker has an executor of its own: only the run that it was doing is in
doubt, and only that one is charged. It is done again, and becomes a failed record when it has lost
its process `MOST_DEATHS` times.
"""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
import sys
from collections import deque
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sim.errors import RunFailed
from sim.execution.crew import Crew, OnMonths
from sim.execution.task import Packed, Task
from sim.execution.worker import NOT_BEGUN, begin_worker, failed, perform_in_worker
from sim.interrupt import held_back

__all__ = ["LocalCrew", "main_module_hidden", "no_interrupts"]

POLL_SECONDS = 0.2
SHORT_SECONDS = 2.0
DEPTH = 2
MOST_DEATHS = 3
MOST_STILLBORN = 5


@dataclass
class _Flight:
    """A run that was taken and has not ended."""

    key: str
    data: bytes
    deaths: int = 0
    slot: int = 0


class LocalCrew(Crew):
    """Does runs in processes of this machine, `workers` at a time.

    The processes are begun as runs come, and kept until the crew is closed. They are spawned, not
    forked, because compiled threads do not survive a fork. They do not import the user's main
    script, so that one without `if __name__ == "__main__"`, a notebook or `python -c` all work.
    """

    def __init__(self, workers: int) -> None:
        self._workers = [_Worker() for _ in range(workers)]
        self._again: deque[_Flight] = deque()
        self._unsent: list[Packed] = []
        self._short = False
        self._stillborn = 0

    @property
    def room(self) -> int:
        """How many more runs it takes now: two a worker if runs are short, else one.

        A second run waiting at a worker keeps it at work while this process writes results; a
        long one would wait there while another worker has nothing to do.
        """
        free = sum(max(0, self._depth - len(worker.flights)) for worker in self._workers)
        return free - len(self._again)

    @property
    def busy(self) -> int:
        """How many runs it has taken and not given back."""
        under_way = sum(len(worker.flights) for worker in self._workers)
        return under_way + len(self._again) + len(self._unsent)

    @property
    def _depth(self) -> int:
        return DEPTH if self._short else 1

    def begin(self, task: Task) -> None:
        """Take a run; one that cannot be sent to another process is a failed one."""
        try:
            data = pickle.dumps(task)
        except Exception as error:
            self._unsent.append(failed(task.key, error))
            return
        self._hand_over(_Flight(task.key, data))

    def _hand_over(self, flight: _Flight) -> None:
        worker = min(self._workers, key=lambda worker: len(worker.flights))
        try:
            worker.take(flight)
        except BrokenProcessPool:  # it has just died; if it was doing a run, that will show
            self._again.append(flight)
            if not worker.flights:
                worker.end(at_once=True)
        except OSError as error:
            raise RunFailed(
                f"A worker process could not be started ({error}). What was finished is kept. "
                "Ask for fewer with --workers."
            ) from error

    def ended(self, on_months: OnMonths) -> list[Packed]:
        """Wait a moment for runs to end, and return those that did; perhaps none."""
        for _ in range(len(self._again)):
            self._hand_over(self._again.popleft())
        found, self._unsent = self._unsent, []
        futures = {f for worker in self._workers for f in worker.flights}
        if futures and not found:
            wait(futures, POLL_SECONDS, FIRST_COMPLETED)
        for worker in self._workers:
            ended, broken = worker.collect()
            found += ended
            if broken:
                found += self._replace(worker)
        if found:
            self._stillborn = 0
            self._short = 0 < found[-1].wall_seconds < SHORT_SECONDS
        on_months([month for worker in self._workers for month in worker.under_way()])
        return found

    def _replace(self, worker: _Worker) -> list[Packed]:
        """Put the runs of a dead worker back; return those that have killed too often."""
        how = worker.end(at_once=True)
        given_up = []
        begun_any = False
        for flight in worker.forget():
            month = worker.months[flight.slot]
            begun_any = begun_any or month != NOT_BEGUN
            flight.deaths += month != NOT_BEGUN
            if flight.deaths < MOST_DEATHS:
                self._again.append(flight)
            else:
                reason = f"after month {month}: its process {how}, {flight.deaths} times"
                given_up.append(Packed(flight.key, "failed", reason))
        self._stillborn = 0 if begun_any else self._stillborn + 1
        if self._stillborn >= MOST_STILLBORN:
            raise RunFailed(
                f"Worker processes end before they begin a run (the last one {how}). What was "
                "finished is kept. Try --workers 1, which stays in this process."
            )
        return given_up

    def abandon(self) -> None:
        """Drop the runs that were taken, at once, with the processes that do them."""
        for worker in self._workers:
            if worker.flights:
                worker.end(at_once=True)
                worker.forget()
        self._again.clear()
        self._unsent.clear()

    def close(self) -> None:
        """End the processes."""
        self.abandon()
        for worker in self._workers:
            worker.end(at_once=False)


class _Worker:
    """One process, behind an executor of its own; begun anew at the first run it is given."""

    def __init__(self) -> None:
        self.flights: dict[Future[Packed], _Flight] = {}
        self._context = multiprocessing.get_context("spawn")
        self.months = self._context.RawArray("i", [NOT_BEGUN] * DEPTH)
        self._executor: ProcessPoolExecutor | None = None

    def take(self, flight: _Flight) -> None:
        flight.slot = min(set(range(DEPTH)) - {f.slot for f in self.flights.values()})
        self.months[flight.slot] = NOT_BEGUN
        if self._executor is None:
            arguments = (os.getpid(), self.months)
            self._executor = ProcessPoolExecutor(1, self._context, begin_worker, arguments)
            with held_back(), no_interrupts(), main_module_hidden():
                self._submit(self._executor, flight)
        else:
            self._submit(self._executor, flight)

    def _submit(self, executor: ProcessPoolExecutor, flight: _Flight) -> None:
        future = executor.submit(perform_in_worker, flight.slot, flight.key, flight.data)
        self.flights[future] = flight

    def collect(self) -> tuple[list[Packed], bool]:
        """Return the runs that have ended, and whether the process is dead."""
        found, broken = [], False
        for future in [future for future in self.flights if future.done()]:
            error = future.exception()
            if isinstance(error, BrokenProcessPool):
                broken = True
                continue
            flight = self.flights.pop(future)
            found.append(future.result() if error is None else failed(flight.key, error))
        return found, broken

    def under_way(self) -> list[int]:
        """Return the months done by the runs that have begun."""
        months = [self.months[flight.slot] for flight in self.flights.values()]
        return [month for month in months if month != NOT_BEGUN]

    def forget(self) -> list[_Flight]:
        flights, self.flights = list(self.flights.values()), {}
        return flights

    def end(self, at_once: bool) -> str:
        """End the process, in mid-run if need be; return how it ended, in words."""
        executor, self._executor = self._executor, None
        if executor is None:
            return ""
        processes = list((getattr(executor, "_processes", None) or {}).values())
        executor.shutdown(wait=not at_once, cancel_futures=True)
        for process in processes:
            if at_once:
                process.kill()
            process.join(timeout=5)
        return _how_it_ended(processes)


def _how_it_ended(processes: list[Any]) -> str:
    code = processes[0].exitcode if processes else None
    if code is None or code == -signal.SIGTERM:
        return "was killed"
    if code < 0:
        return f"was killed by {signal.Signals(-code).name} (out of memory?)"
    return f"ended itself with exit code {code}"


@contextmanager
def no_interrupts() -> Iterator[None]:
    """Start processes that do not hear Ctrl-C, not even before their first line of ours."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def main_module_hidden() -> Iterator[None]:
    """Keep new processes from importing the user's main script again.

    Spawned processes would run a script without an `if __name__ == "__main__"` guard a second
    time. Ours need nothing from it: every object of a task lives in an importable module.
    """
    main = sys.modules["__main__"]
    hidden = {name: getattr(main, name) for name in ("__file__", "__spec__") if hasattr(main, name)}
    try:
        if "__file__" in hidden:
            del main.__file__
        main.__spec__ = None
        yield
    finally:
        for name, value in hidden.items():
            setattr(main, name, value)

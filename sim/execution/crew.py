"""Who does runs, and the one loop that hands runs out and brings them in.

    SerialCrew      this process, one run after the other
    LocalCrew       processes on this machine, one thread each          (sim/execution/local.py)
    DaskCrew        the workers of a Dask cluster that is there already (sim/execution/cluster.py)

The loop never holds more runs than the crew has room for, whatever their number.
"""

from __future__ import annotations

import os
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Sequence
from types import TracebackType
from typing import Literal, Protocol, Self

from sim.execution.task import Packed, Task
from sim.execution.worker import perform_here

__all__ = ["Crew", "OnError", "Onlooker", "SerialCrew", "available_cores", "carry", "crew_for"]

OnError = Literal["stop", "continue"]
OnMonths = Callable[[Sequence[int]], None]


def available_cores() -> int:
    """Return the number of cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return max(1, len(os.sched_getaffinity(0)))
    return os.cpu_count() or 1


class Onlooker(Protocol):
    """Who is told how the runs get on; see `sim.progress.RunsProgress`."""

    def under_way(self, months: Sequence[int]) -> None:
        """Note the months done by each run under way; called a few times a second."""

    def ended(self, packed: Packed, label: str) -> None:
        """Note that a run has ended; `label` is the run in a few words."""


class Crew(ABC):
    """Takes runs and gives back their records, in any order; each run's record exactly once.

    A crew may be used for several calls of `carry`, one after the other: its processes stay. Use
    it in a `with` statement, which ends them.
    """

    @property
    @abstractmethod
    def room(self) -> int:
        """How many more runs it takes now."""

    @property
    @abstractmethod
    def busy(self) -> int:
        """How many runs it has taken and not given back."""

    @abstractmethod
    def begin(self, task: Task) -> None:
        """Take a run."""

    @abstractmethod
    def ended(self, on_months: OnMonths) -> list[Packed]:
        """Wait a moment for runs to end, and return those that did; perhaps none."""

    @abstractmethod
    def abandon(self) -> None:
        """Drop the runs that were taken, at once; the crew can take others afterwards."""

    def close(self) -> None:
        """End the crew's processes or connections."""
        self.abandon()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


class SerialCrew(Crew):
    """Does one run after the other in this process.

    It cannot survive a run that kills its process; a `LocalCrew` of one worker can.
    """

    def __init__(self) -> None:
        self._task: Task | None = None

    @property
    def room(self) -> int:
        """How many more runs it takes now."""
        return 1 - self.busy

    @property
    def busy(self) -> int:
        """How many runs it has taken and not given back."""
        return int(self._task is not None)

    def begin(self, task: Task) -> None:
        """Take a run."""
        self._task = task

    def ended(self, on_months: OnMonths) -> list[Packed]:
        """Do the run."""
        task, self._task = self._task, None
        if task is None:
            return []
        packed = perform_here(task, lambda month: on_months([month]))
        on_months([])
        return [packed]

    def abandon(self) -> None:
        """Drop the run that was taken."""
        self._task = None


def carry(
    tasks: Iterable[Task],
    crew: Crew,
    *,
    on_error: OnError = "continue",
    onlooker: Onlooker | None = None,
) -> Iterator[Packed]:
    """Have runs done, and yield the record of each as it ends, in any order.

    Parameters
    ----------
    tasks : the runs; drawn one by one as there is room for them, so a generator will do.
    crew : who does them.
    on_error : "stop" hands out no further run after the first that failed; those under way are
        finished and yielded.
    onlooker : who is told how they get on.

    Raises
    ------
    UserError, RunFailed : the crew cannot work: no such cluster, or it is lost. Whatever was
        yielded before is whole.
    """
    waiting: Iterator[Task] = iter(tasks)
    labels: dict[str, str] = {}
    more, whole = True, False
    try:
        while True:
            if more:
                more = _fill(crew, waiting, labels)
            if not crew.busy:
                break
            for packed in crew.ended(onlooker.under_way if onlooker else _unseen):
                label = labels.pop(packed.key, "")
                if onlooker is not None:
                    onlooker.ended(packed, label)
                more = more and not (on_error == "stop" and packed.status == "failed")
                yield packed
        whole = True
    finally:
        if not whole:  # Ctrl-C, an error, or a caller who has seen enough
            crew.abandon()


def _fill(crew: Crew, waiting: Iterator[Task], labels: dict[str, str]) -> bool:
    """Hand out runs while there is room; return whether there may be more of them."""
    while crew.room > 0:
        task = next(waiting, None)
        if task is None:
            return False
        labels[task.key] = task.label
        crew.begin(task)
    return True


def _unseen(months: Sequence[int]) -> None:
    pass


def crew_for(workers: int | None = None, scheduler: str | None = None) -> Crew:
    """Return the crew that a user asked for.

    Parameters
    ----------
    workers : processes at a time; the number of cores unless given. 1 stays in this process.
    scheduler : the address of a Dask cluster, as "tcp://host:8786"; it has its own workers.

    Raises
    ------
    UserError : the cluster does not answer, has other code, or Dask is not installed.
    """
    if scheduler is not None:
        from sim.execution.cluster import DaskCrew

        return DaskCrew(scheduler)
    count = workers or available_cores()
    if count == 1:
        return SerialCrew()
    from sim.execution.local import LocalCrew

    return LocalCrew(count)

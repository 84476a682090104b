"""What the user sees while runs are under way: months done and time left."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal, TextIO

if TYPE_CHECKING:
    from sim.workers import Record, Task

__all__ = ["Progress", "Style"]

Style = Literal["bar", "lines", "none"]
BAR = "{desc} |{bar}| {percentage:3.0f} %, {remaining} left"
FIXED_COST = 15_000  # building a run costs about as much as this many citizens for one month


class Progress:
    """A bar on a terminal, a line a stage elsewhere, or nothing.

    Parameters
    ----------
    tasks : the runs to come.
    residents : people in a full-size run, to weigh it against a sample in the time left.
    workers : processes that share the replications.
    style : "bar", "lines" or "none"; `Progress.style_for(stream)` chooses.
    """

    def __init__(
        self,
        tasks: Sequence[Task],
        residents: int,
        workers: int,
        style: Style,
        stream: TextIO | None = None,
    ) -> None:
        self._tasks = tasks
        self._style = style
        self._stream = stream or sys.stderr
        self._months = tasks[0].scenario.run.months if tasks else 1
        self._weights = [
            ((t.sample or residents) + FIXED_COST) / (t.threads if t.replicate == 0 else workers)
            for t in tasks
        ]
        self._done = [0] * len(tasks)
        self._finished = 0
        self._bar: Any = None
        if style == "bar":
            self._bar = self._new_bar()

    @staticmethod
    def style_for(stream: TextIO) -> Style:
        """Return "bar" for a terminal and "lines" for a file or pipe."""
        return "bar" if stream.isatty() else "lines"

    def begin(self, what: str) -> None:
        """Say what starts now (not on a terminal: the bar says it there)."""
        if self._style == "lines":
            print(what, file=self._stream, flush=True)

    def month(self, index: int, month: int) -> None:
        """Note that one run has reached a month."""
        self._done[index] = max(0, month)
        self._draw()

    def months(self, first: int, months: Sequence[int]) -> None:
        """Note the months reached by all runs from number `first` on."""
        for offset, month in enumerate(months):
            self._done[first + offset] = max(0, month)
        self._draw()

    def finished(self, index: int, record: Record) -> None:
        """Note that a run has ended."""
        self._finished += 1
        self._done[index] = self._months
        if self._style == "lines" and record.status == "failed":
            self.begin(f"  replicate {record.task.replicate} failed {record.reason}")
        self._draw()

    def close(self) -> None:
        """Leave the terminal as it was found."""
        if self._bar is not None:
            self._bar.close()

    def _draw(self) -> None:
        if self._bar is None:
            return
        done = sum(w * m for w, m in zip(self._weights, self._done, strict=True))
        self._bar.set_description_str(self._words(), refresh=False)
        self._bar.update(done - self._bar.n)

    def _words(self) -> str:
        first = self._tasks[0]
        if self._finished == 0 and first.replicate == 0:
            return f"Full-size run: month {self._done[0]} of {self._months}"
        runs = f"{self._finished} of {len(self._tasks)} runs"
        return f"{runs}, month {sum(self._done):,} of {self._months * len(self._tasks):,}"

    def _new_bar(self) -> Any:
        from tqdm import tqdm

        total = sum(self._weights) * self._months
        return tqdm(total=total, bar_format=BAR, file=self._stream, leave=False, dynamic_ncols=True)

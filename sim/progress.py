"""What the user sees while runs are under way: runs done and failed, and time left."""

from __future__ import annotations

import sys
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING, Any, Literal, TextIO

if TYPE_CHECKING:
    from sim.execution.task import Packed

__all__ = ["RunsProgress", "Stage", "Style", "default_style"]

Style = Literal["bar", "lines", "none"]
BAR = "{desc} |{bar}| {percentage:3.0f} %, {remaining} left"
LINE_SECONDS = 1.0
STEPS = 10  # lines a stage, at most, but for failures
QUIET_SECONDS = 60.0
QUIET_TIMES = 20
FAILURES_SHOWN = 5
RECENT = 200


def default_style() -> Style:
    """Return how progress is shown unless the user says: a bar where someone looks on."""
    style = RunsProgress.style_for(sys.stderr)
    return style if style == "bar" else "none"


@dataclass(frozen=True)
class Stage:
    """Runs of one kind that are done together.

    Attributes
    ----------
    what : what the user reads when it begins: "Running 20 replications".
    runs : [count]   How many.
    weight : how long one run takes against one of the other stages.
    """

    what: str
    runs: int
    weight: float = 1.0


class RunsProgress:
    """A bar on a terminal or in a notebook, a line now and then elsewhere, or nothing.

    It is an `Onlooker` of `sim.execution.crew.carry`. The bar moves with the months of the runs
    under way, so that a few long runs fill it smoothly; it keeps nothing of a run that has ended.

    Parameters
    ----------
    stages : what is to be done, in order; `begin` goes to the next one.
    months : months in each run.
    style : "bar", "lines" or "none"; `RunsProgress.style_for(stream)` chooses.
    stream : where to; standard error unless given.
    clock : seconds since whenever.
    """

    def __init__(
        self,
        stages: Sequence[Stage],
        months: int,
        style: Style,
        stream: TextIO | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._waiting = deque(stages)
        self._months, self._style, self._clock = months, style, clock
        self._stream = stream or sys.stderr
        self._total = months * sum(stage.runs * stage.weight for stage in stages)
        self._before = 0.0
        self._stage = Stage("", 0)
        self._reached: Sequence[int] = ()
        self._seconds: deque[float] = deque(maxlen=RECENT)
        self._failed = 0
        self._all_failed = 0
        self._bar: Any = None
        self._reset()

    def _reset(self) -> None:
        self._done = self._failed = self._step = 0
        self._began = self._heard = self._line_at = self._clock()
        self._said_quiet = QUIET_SECONDS / 2

    @staticmethod
    def style_for(stream: TextIO) -> Style:
        """Return "bar" for a terminal or notebook, and "lines" for a file or pipe."""
        in_notebook = type(stream).__module__.startswith("ipykernel")
        return "bar" if in_notebook or stream.isatty() else "lines"

    def begin(self) -> None:
        """Go to the next stage."""
        self._before += self._done * self._months * self._stage.weight
        self._stage = self._waiting.popleft()
        self._reached = ()
        self._reset()
        if self._style == "lines" and self._stage.runs:
            self._say(f"{self._stage.what} ...")
        elif self._style == "bar" and self._bar is None:
            self._bar = self._new_bar()
        self._draw()

    def under_way(self, months: Sequence[int]) -> None:
        """Note the months done by each run under way."""
        if not self._seconds and sum(months) > sum(self._reached):
            self._heard = self._clock()  # nothing has ended yet, but something moves
        self._reached = months
        self._draw()
        quiet = self._clock() - self._heard
        usual = median(self._seconds) if self._seconds else 0.0
        if quiet > max(QUIET_SECONDS, QUIET_TIMES * usual, 2 * self._said_quiet):
            self._said_quiet = quiet
            self._say(self._quiet_words(quiet, usual))

    def ended(self, packed: Packed, label: str) -> None:
        """Note that a run has ended."""
        self._done += 1
        self._heard = self._clock()
        self._said_quiet = QUIET_SECONDS / 2
        self._seconds.append(packed.wall_seconds)
        if packed.status == "failed":
            self._failed += 1
            self._all_failed += 1
            if self._all_failed <= FAILURES_SHOWN:
                self._say(f"  {label} failed {packed.reason}")
        self._draw()
        self._line()

    def close(self) -> None:
        """Leave the terminal as it was found."""
        if self._bar is not None:
            self._bar.close()
            self._bar = None

    def _line(self) -> None:
        """Say how far it is, at each tenth and at most once a second."""
        now, step = self._clock(), STEPS * self._done // max(1, self._stage.runs)
        if self._style != "lines" or step <= self._step or self._done == self._stage.runs:
            return
        if now - self._line_at < LINE_SECONDS:
            return
        self._step, self._line_at = step, now
        left = (now - self._began) * (self._stage.runs - self._done) / self._done
        self._say(f"  {self._words()}, about {_duration(left)} left")

    def _words(self) -> str:
        stage = self._stage
        if stage.runs == 1:
            return f"{stage.what}: month {sum(self._reached)} of {self._months}"
        failed = f", {self._failed:,} failed" if self._failed else ""
        return f"{self._done:,} of {stage.runs:,} runs{failed}"

    def _quiet_words(self, quiet: float, usual: float) -> str:
        words = f"  No run has ended for {_duration(quiet)}"
        words += f" (they take about {_duration(usual)})" if usual else ""
        if self._reached:
            words += f"; under way: {len(self._reached)}, at month {max(self._reached)} at most"
        return f"{words}. Ctrl-C keeps what is finished."

    def _say(self, words: str) -> None:
        if self._bar is not None:
            self._bar.write(words, file=self._stream)
        elif self._style != "none":
            print(words, file=self._stream, flush=True)

    def _draw(self) -> None:
        if self._bar is None:
            return
        months = self._done * self._months + sum(self._reached)
        work = min(self._total, self._before + months * self._stage.weight)
        self._bar.set_description_str(self._words(), refresh=False)
        self._bar.update(work - self._bar.n)

    def _new_bar(self) -> Any:
        from tqdm import tqdm

        form: dict[str, Any] = {"bar_format": BAR, "leave": False, "dynamic_ncols": True}
        return tqdm(total=self._total, file=self._stream, **form)


def _duration(seconds: float) -> str:
    """Return a length of time as a person would say it."""
    for size, unit in ((3600, "h"), (60, "min")):
        if seconds >= 2 * size:
            return f"{seconds / size:.0f} {unit}"
    return f"{seconds:.0f} s" if seconds >= 9.5 else f"{seconds:.1f} s"

"""What the user is told while runs are under way, by a clock of the test's own."""

from __future__ import annotations

import io

from sim.execution.task import Packed
from sim.progress import RunsProgress, Stage


class Scene:
    """A progress that writes into text, and the time it believes."""

    def __init__(self, *stages: Stage, style="lines", months=12, terminal=False) -> None:
        self.now = 0.0
        self.stream = io.StringIO()
        if terminal:
            self.stream.isatty = lambda: True
        self.progress = RunsProgress(stages, months, style, self.stream, lambda: self.now)
        self.progress.begin()

    @property
    def lines(self) -> list[str]:
        return self.stream.getvalue().splitlines()

    def end(self, number=0, reason="", seconds=1.0) -> None:
        status = "failed" if reason else "ok"
        self.progress.ended(Packed(f"k{number}", status, reason, "", seconds), f"run {number}")


def test_a_line_at_each_tenth_with_the_time_left():
    scene = Scene(Stage("Running 1,000 runs", 1000))
    for number in range(1000):
        scene.now += 0.5
        scene.end(number, "after month 3: no" if number == 10 else "")
    assert scene.lines == [
        "Running 1,000 runs ...",
        "  run 10 failed after month 3: no",
        "  100 of 1,000 runs, 1 failed, about 8 min left",
        "  200 of 1,000 runs, 1 failed, about 7 min left",
        "  300 of 1,000 runs, 1 failed, about 6 min left",
        "  400 of 1,000 runs, 1 failed, about 5 min left",
        "  500 of 1,000 runs, 1 failed, about 4 min left",
        "  600 of 1,000 runs, 1 failed, about 3 min left",
        "  700 of 1,000 runs, 1 failed, about 2 min left",
        "  800 of 1,000 runs, 1 failed, about 100 s left",
        "  900 of 1,000 runs, 1 failed, about 50 s left",
    ]


def test_never_more_than_a_line_a_second():
    scene = Scene(Stage("Running 50 runs", 50))
    for number in range(50):
        scene.now += 0.05
        scene.end(number)
    assert len(scene.lines) == 1 + 2


def test_a_thousand_failures_do_not_fill_the_screen():
    scene = Scene(Stage("Running 1,000 runs", 1000))
    for number in range(1000):
        scene.end(number, "after month 3: no")
    assert len(scene.lines) == 1 + 5


def test_a_stage_without_runs_says_nothing():
    assert Scene(Stage("Running the whole district", 0)).lines == []


def test_silence_for_long_is_said_once_and_then_less_and_less():
    scene = Scene(Stage("Running 9 runs", 9))
    for number in range(3):
        scene.now += 2
        scene.end(number, seconds=2.0)
    before = len(scene.lines)
    for _ in range(1000):
        scene.now += 0.5
        scene.progress.under_way([4, 7])
    said = scene.lines[before:]
    assert said[0] == (
        "  No run has ended for 60 s (they take about 2.0 s); under way: 2, at month 7 at most. "
        "Ctrl-C keeps what is finished."
    )
    assert len(said) == 4  # at 60, 121, 242 and 484 seconds


def test_long_runs_are_not_called_silent():
    scene = Scene(Stage("Running 9 runs", 9))
    scene.end(seconds=60.0)
    for _ in range(1000):
        scene.now += 1
        scene.progress.under_way([1])
    assert "No run has ended" not in scene.stream.getvalue()


def test_a_first_run_that_moves_is_not_called_silent():
    scene = Scene(Stage("Running 9 runs", 9))
    for month in range(1, 12):
        scene.now += 50
        scene.progress.under_way([month])
    assert len(scene.lines) == 1
    for _ in range(10):
        scene.now += 10
        scene.progress.under_way([11])
    assert "No run has ended for 70 s; under way: 1" in scene.lines[-1]


def test_the_bar_moves_with_months_and_stages_by_weight():
    scene = Scene(Stage("Whole district", 1, 6.0), Stage("Rest", 4, 1.0), style="bar")
    bar = scene.progress._bar
    scene.progress.under_way([6])
    assert bar.n / bar.total == 0.3
    assert bar.desc == "Whole district: month 6 of 12"
    scene.end()
    scene.progress.begin()
    assert bar.n / bar.total == 0.6
    scene.progress.under_way([6, 6])
    assert bar.n / bar.total == 0.7
    scene.end(1)
    scene.progress.under_way([6])
    assert bar.desc == "1 of 4 runs"
    assert round(bar.n / bar.total, 6) == 0.75
    scene.progress.under_way([0])  # its worker was killed; the run is done again
    assert round(bar.n / bar.total, 6) == 0.7
    scene.progress.close()


def test_none_says_nothing():
    scene = Scene(Stage("Running", 3), style="none")
    scene.end(1, "after month 3: no")
    scene.now = 1000
    scene.progress.under_way([1])
    scene.progress.close()
    assert scene.lines == []


def test_the_style_follows_the_stream():
    assert RunsProgress.style_for(Scene(Stage("", 1)).stream) == "lines"
    assert RunsProgress.style_for(Scene(Stage("", 1), terminal=True).stream) == "bar"

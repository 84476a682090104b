"""How fast the page answers: `python -m benchmarks.page`, from the project's folder.

Starts the server in a process of its own and asks it as the page does: somebody clicks, hovers,
steps with the keyboard, drags, goes back; then many sessions at once.
Nothing is asserted here: a measurement depends on the machine and on what else it does.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from benchmarks.page_browser import HANDS, chromium_of_this_machine, first_views, in_browser
from benchmarks.page_people import (
    STATE,
    Client,
    again,
    crowd,
    drag,
    first_time,
    hovered,
    keyboard,
    server,
    walk,
    while_refining,
)
from benchmarks.speed import RESULTS, machine

VIEWS = 5
"""First views are measured so often."""
KINDS = {
    "first time": "to a place where nobody has been",
    "hovered": "a click where the pointer was for 300 ms",
    "ahead": "steps of the keyboard, three a second",
    "drag": "over 20 values in a second: from the last to its answer",
    "again": "back to where it was",
    "while refining": "first time, while another session refines",
}


def main(arguments: list[str] | None = None) -> None:
    options = _options(arguments)
    found: dict[str, Any] = {"machine": machine()}
    with server(options.workers) as (port, pid):
        one = Client(port, "benchmark-alone")
        found["moves"] = {
            "first time": first_time(one, walk(random.Random(1)), options.moves),
            "hovered": hovered(one, options.moves),
            "ahead": keyboard(one, options.moves),
            "drag": drag(one, max(3, options.moves // 3)),
            "again": again(one, walk(random.Random(1)), options.moves),
            "while refining": while_refining(port, options.moves),
        }
        found["browser"] = _in_browser(port, options)
        found["sessions"] = crowd(port, pid, options.sessions, options.seconds, options.think)
    found["parts"] = _parts()
    text = table(found)
    print(text)
    if options.out is not None:
        options.out.mkdir(parents=True, exist_ok=True)
        (options.out / "page.json").write_text(json.dumps(found, indent=2) + "\n", "utf-8")
        (options.out / "page.md").write_text(text + "\n", "utf-8")


def _in_browser(port: int, options: argparse.Namespace) -> dict[str, Any]:
    """Return what a Chromium shows; nothing where there is no playwright."""
    try:
        import playwright  # noqa: F401
    except ImportError:
        return {}
    with chromium_of_this_machine() as chromium:
        warm = first_views(chromium, port, VIEWS)
        return in_browser(chromium, port, options.moves) | {
            "first view": warm,
            "first view cold": _first_view_cold(chromium, options.workers),
        }


def _first_view_cold(chromium: Any, workers: int) -> float:
    """Return the ms to the first answer of a server that has only just begun; the median."""
    times = []
    for _ in range(VIEWS):
        with server(workers, warm=False) as (port, _):
            times.append(first_views(chromium, port, 1))
    return statistics.median(times)


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.page", description=__doc__)
    add = parser.add_argument
    add("--moves", type=int, default=40, help="moves of one session, of each kind (40)")
    add("--sessions", type=int, default=30, help="sessions at once (30)")
    add("--seconds", type=float, default=60.0, help="for how long they move levers (60)")
    add("--think", type=float, default=2.0, help="seconds between answer and next move (2)")
    add("--workers", type=int, default=2, help="processes of the server (2)")
    add("--out", type=Path, default=RESULTS, help="folder of the results")
    add("--no-out", dest="out", action="store_const", const=None, help="write no results")
    return parser.parse_args(arguments)


# Where the milliseconds go --------------------------------------------------------------------


def _parts() -> dict[str, float]:
    """Return what the server itself does for a move, in ms; the median of many times."""
    import pickle

    from sim.app.api_run import answer
    from sim.app.jobs import do_run
    from sim.app.limits import strict_json
    from sim.app.state import parse
    from sim.app.twins import all_tasks, run_task, worlds_of
    from sim.experiments.asked import MAIN_OUTCOMES

    moves = walk(random.Random(3))
    bodies = [json.dumps({"state": STATE | {"set": next(moves)}}).encode() for _ in range(21)]
    states = [parse(strict_json(body)["state"]) for body in bodies[:1]]
    tasks = all_tasks(list(worlds_of(states[0]).values()), _first_stage())
    kept = {task.key: do_run(task, lambda month: None) for task in tasks}
    fresh = iter(bodies[1:])
    parsed = []

    def read() -> None:
        parsed.append(parse(strict_json(next(fresh))["state"]))

    found = {"read and check the state": _median(read, 20)}
    rest = iter(list(parsed))
    found["name the run (digest of its world)"] = _median(lambda: run_task(next(rest)), 20)
    task, one = tasks[-1], next(iter(kept.values()))
    found["send the run to a process"] = _median(lambda: pickle.loads(pickle.dumps(task)), 20)
    found["get its results back"] = _median(lambda: pickle.loads(pickle.dumps(one)), 20)

    def make() -> None:
        kept[task.key] = replace(kept[task.key])  # a run that is new, beside a known baseline
        answer(states[0], 0, MAIN_OUTCOMES, kept)

    found["make the answer"] = _median(make, 20)
    return found


def _first_stage() -> Any:
    from sim.app.twins import STAGES

    return STAGES[0]


def _median(work: Callable[[], Any], times: int) -> float:
    took = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        took.append(1000 * (time.perf_counter() - began))
    return statistics.median(took)


# The table ------------------------------------------------------------------------------------


def table(found: dict[str, Any]) -> str:
    """Return the figures as a Markdown page."""
    lines = ["# How fast the page answers", "", "A lever is moved: 5,000 citizens, 120 months.", "",
             "| move | n | median ms | p95 ms | of it the model | on top |",
             "|---|---|---|---|---|---|"]  # fmt: skip
    for name, row in found["moves"].items():
        cells = [f"{row[key]:.0f}" for key in ("n", "median", "p95")]
        known = "model" in row
        cells += [f"{row['model']:.0f}", f"{row['on_top']:.1f}"] if known else ["-", "-"]
        lines.append(f"| {name}: {KINDS[name]} | {' | '.join(cells)} |")
    lines += _browser_lines(found["browser"])
    crowd = found["sessions"]
    lines += ["", f"{crowd['sessions']} sessions for {crowd['seconds']:g} s, about "
              f"{crowd['think']:g} s between answer and next move: "
              f"median {crowd['median']:.0f} ms, "
              f"p95 {crowd['p95']:.0f} ms, {crowd['moves_a_second']:.1f} moves a second, "
              f"{crowd['refused']} refused; memory {_mb(crowd['megabytes_before'])} before, "
              f"{_mb(crowd['megabytes_after'])} after.", "", "| the server's own work | ms |",
              "|---|---|"]  # fmt: skip
    lines += [f"| {name} | {ms:.2f} |" for name, ms in found["parts"].items()]
    about = found["machine"]
    lines += ["", ", ".join(f"{key} {about[key]}" for key in about)]
    return "\n".join(lines)


def _browser_lines(found: dict[str, Any]) -> list[str]:
    if not found:
        return ["", "Not measured in a browser: playwright is not installed."]
    rows = [
        f"| {name}: {words} | {found[name]['n']} | {found[name]['median']:.0f} | "
        f"{found[name]['p95']:.0f} |"
        for name, (_, words) in HANDS.items()
    ]
    return ["", f"First view in a Chromium: {found['first view']:.0f} ms; of a server that has "
            f"only just begun {found['first view cold']:.0f} ms.", "",
            "In a Chromium, from the event of the lever to the charts painted:", "",
            "| hand | n | median ms | p95 ms |",
            "|---|---|---|---|", *rows]  # fmt: skip


def _mb(value: float | None) -> str:
    return "unknown" if value is None else f"{value:.0f} MB"


if __name__ == "__main__":
    main()

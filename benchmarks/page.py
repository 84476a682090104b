"""How fast the page answers: `python -m benchmarks.page`, from the project's folder.

Starts the server in a process of its own and asks it as the page does: a lever moved for the first
time, to a place that was computed ahead, and back to where it was; then many sessions at once.
Nothing is asserted here: a measurement depends on the machine and on what else it does.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.speed import RESULTS, ROOT, machine

PROGRAM = "from sim.commands.app import command; command()"
LEVERS = {
    "strategy.accessibility.outreach": (0.0, 5.0, 0.05),
    "strategy.accessibility.kiosks": (0, 500, 5),
    "strategy.capacity.training_hours_clerk": (0.0, 120.0, 1.0),
    "strategy.budget.grant_usd": (0.0, 5e6, 1e5),
    "strategy.participation.academy_seats": (0, 2000, 50),
    "strategy.collaboration.coalition_posts": (0.0, 10.0, 0.1),
}
STATE = {"v": 1, "base": "baseline", "months": 120, "sample": 5000, "seed": 20020805}
REACHED = 0.95
REST = 0.1
"""Seconds that a hand rests between two steps of a lever, at least."""


def main(arguments: list[str] | None = None) -> None:
    options = _options(arguments)
    found: dict[str, Any] = {"machine": machine()}
    with _server(options.workers) as (port, pid):
        one = Client(port, "benchmark-alone")
        found["moves"] = {
            "first time": _timed(one, _walk(random.Random(1)), options.moves),
            "ahead": _ahead(one, options.moves),
            "again": _timed(one, _walk(random.Random(1)), options.moves),
            "while refining": _while_refining(port, options.moves),
        }
        found["sessions"] = _crowd(port, pid, options)
    found["parts"] = _parts()
    text = table(found)
    print(text)
    if options.out is not None:
        options.out.mkdir(parents=True, exist_ok=True)
        (options.out / "page.json").write_text(json.dumps(found, indent=2) + "\n", "utf-8")
        (options.out / "page.md").write_text(text + "\n", "utf-8")


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


# The server and its clients -------------------------------------------------------------------


@contextmanager
def _server(workers: int) -> Iterator[tuple[int, int]]:
    """Run the server; yield its port and process, once it is warm."""
    command = [sys.executable, "-c", PROGRAM, "--port", "0", "--no-browser",
               "--workers", str(workers)]  # fmt: skip
    process = subprocess.Popen(
        command, cwd=ROOT, env=os.environ | {"PYTHONUNBUFFERED": "1"}, stdout=subprocess.PIPE,
        text=True,
    )  # fmt: skip
    try:
        assert process.stdout is not None
        address = process.stdout.readline().split("http://")[1].split()[0]
        port = int(address.rsplit(":", 1)[1])
        _until_idle(Client(port, "benchmark-waits"), at_least=workers)
        yield port, process.pid
    finally:
        process.terminate()
        process.wait(30)


class Client:
    """One session, with a connection that is kept."""

    def __init__(self, port: int, session: str) -> None:
        self._http = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        self._headers = {"Content-Type": "application/json", "X-Session": session}

    def get(self, path: str) -> Any:
        """Return the JSON at an address."""
        self._http.request("GET", path, headers=self._headers)
        return json.loads(self._http.getresponse().read())

    def move(self, changes: dict[str, Any], **more: Any) -> tuple[int, float, dict[str, Any]]:
        """Return status, milliseconds and answer."""
        body = json.dumps({"state": STATE | {"set": changes}, "stage": 0} | more).encode()
        began = time.perf_counter()
        self._http.request("POST", "/api/run", body, self._headers)
        response = self._http.getresponse()
        data = response.read()
        took = 1000 * (time.perf_counter() - began)
        return response.status, took, json.loads(data)


def _until_idle(client: Client, at_least: int = 0) -> None:
    while True:
        load = client.get("/healthz")["load"]
        if load["kept"] >= at_least and not load["under_way"] and not load["ahead"]:
            return
        time.sleep(0.02)


def _walk(draw: random.Random) -> Iterator[dict[str, Any]]:
    """Yield states of somebody who moves one lever after the other."""
    changes: dict[str, Any] = {}
    while True:
        path = draw.choice(list(LEVERS))
        low, high, step = LEVERS[path]
        place = low + step * draw.randint(0, round((high - low) / step))
        changes = {**changes, path: place if isinstance(low, int) else round(place, 6)}
        yield changes


# One session ----------------------------------------------------------------------------------


def _timed(client: Client, moves: Iterator[dict[str, Any]], count: int) -> dict[str, Any]:
    rows = [client.move(next(moves)) for _ in range(count)]
    model = [answer["model_ms"] for _, _, answer in rows]
    return _summary([ms for _, ms, _ in rows]) | {
        "model": statistics.median(model),
        "server": statistics.median(answer["ms"] for _, _, answer in rows),
        "on_top": statistics.median(ms - answer["model_ms"] for _, ms, answer in rows),
    }


def _ahead(client: Client, count: int) -> dict[str, Any]:
    """Drag one lever slowly: each step was computed while the hand rested on the one before."""
    path = "strategy.accessibility.usability_effort"
    times = []
    for step in range(count):
        value = round(0.01 * step, 2)
        near = {path: round(value + 0.01, 2)}
        status, took, _ = client.move({path: value}, ahead=[near])
        assert status == 200
        times.append(took)
        time.sleep(REST)
        _until_idle(client)
    return _summary(times[1:])


def _while_refining(port: int, count: int) -> dict[str, Any]:
    """Move levers while another session has more seeds and larger samples computed."""
    other, one = Client(port, "benchmark-refines"), Client(port, "benchmark-alone")
    busy = threading.Thread(target=lambda: other.move({"strategy.budget.grant_usd": 7e5}, stage=3))
    busy.start()
    found = _timed(one, _walk(random.Random(2)), count)
    busy.join()
    return found


def _summary(times: list[float]) -> dict[str, float]:
    ordered = sorted(times)
    late = ordered[min(len(ordered) - 1, int(REACHED * len(ordered)))]
    return {"n": len(times), "median": statistics.median(times), "p95": late, "max": ordered[-1]}


# Many sessions --------------------------------------------------------------------------------


def _crowd(port: int, pid: int, options: argparse.Namespace) -> dict[str, Any]:
    """Let many sessions move levers; each waits for its answer, thinks, and moves again."""
    before = _megabytes(pid)
    end = time.monotonic() + options.seconds
    rows: list[tuple[int, float]] = []

    def one(number: int) -> None:
        draw = random.Random(1000 + number)
        client, moves = Client(port, f"benchmark-{number:04d}"), _walk(draw)
        time.sleep(draw.uniform(0, options.think))
        while time.monotonic() < end:
            status, took, _ = client.move(next(moves))
            rows.append((status, took))
            time.sleep(draw.uniform(0.5, 1.5) * options.think)

    threads = [threading.Thread(target=one, args=(k,)) for k in range(options.sessions)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    _until_idle(Client(port, "benchmark-waits"))
    good = [took for status, took in rows if status == 200]
    return _summary(good) | {
        "sessions": options.sessions, "seconds": options.seconds, "think": options.think,
        "moves_a_second": len(good) / options.seconds, "refused": len(rows) - len(good),
        "megabytes_before": before, "megabytes_after": _megabytes(pid),
    }  # fmt: skip


def _megabytes(pid: int) -> float | None:
    """Return the memory of a process and its children; None where the system does not tell."""
    try:
        threads = Path(f"/proc/{pid}/task").iterdir()
        children = [p for t in threads for p in (t / "children").read_text().split()]
        texts = [Path(f"/proc/{p}/status").read_text() for p in (pid, *children)]
    except OSError:
        return None
    lines = [line for text in texts for line in text.splitlines() if line.startswith("VmRSS")]
    return sum(int(line.split()[1]) for line in lines) / 1024


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

    moves = _walk(random.Random(3))
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
    found["make the answer"] = _median(lambda: answer(states[0], 0, MAIN_OUTCOMES, kept), 20)
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
        known = "model" in row and name != "again"
        cells += [f"{row['model']:.0f}", f"{row['on_top']:.1f}"] if known else ["-", "-"]
        lines.append(f"| {name} | {' | '.join(cells)} |")
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


def _mb(value: float | None) -> str:
    return "unknown" if value is None else f"{value:.0f} MB"


if __name__ == "__main__":
    main()

"""People who move levers, and a server that they ask, for `benchmarks.page`.

They ask as the page does (sim/app/static/runner.js): one request on its way, the latest waiting.
"""

from __future__ import annotations

import http.client
import json
import os
import random
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.speed import ROOT

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
REST, HOVER, KEY, DRAG = 0.25, 0.3, 1 / 3, 1.0
"""Seconds: between two moves; of a pointer over a place; between two keys; of a whole drag."""
DRAGGED = 20


# The server and its clients -------------------------------------------------------------------


@contextmanager
def server(workers: int, *, warm: bool = True) -> Iterator[tuple[int, int]]:
    """Run the server; yield its port and process, once it is warm unless told otherwise."""
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
        if warm:
            until_idle(Client(port, "benchmark-waits"), at_least=workers)
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

    def ahead(self, changes: dict[str, Any], near: list[dict[str, Any]]) -> None:
        """Name what may be asked for next."""
        body = json.dumps({"state": STATE | {"set": changes}, "ahead": near}).encode()
        self._http.request("POST", "/api/ahead", body, self._headers)
        self._http.getresponse().read()

    def move(self, changes: dict[str, Any], **more: Any) -> tuple[int, float, dict[str, Any]]:
        """Return status, milliseconds and answer."""
        body = json.dumps({"state": STATE | {"set": changes}, "stage": 0} | more).encode()
        began = time.perf_counter()
        self._http.request("POST", "/api/run", body, self._headers)
        response = self._http.getresponse()
        data = response.read()
        took = 1000 * (time.perf_counter() - began)
        return response.status, took, json.loads(data)


def until_idle(client: Client, at_least: int = 0) -> None:
    while True:
        load = client.get("/healthz")["load"]
        if load["kept"] >= at_least and not load["under_way"] and not load["ahead"]:
            return
        time.sleep(0.02)


def walk(draw: random.Random) -> Iterator[dict[str, Any]]:
    """Yield states of somebody who moves one lever after the other."""
    changes: dict[str, Any] = {}
    while True:
        path = draw.choice(list(LEVERS))
        low, high, step = LEVERS[path]
        place = low + step * draw.randint(0, round((high - low) / step))
        changes = {**changes, path: place if isinstance(low, int) else round(place, 6)}
        yield changes


# One session ----------------------------------------------------------------------------------


def first_time(client: Client, moves: Iterator[dict[str, Any]], count: int) -> dict[str, Any]:
    """Move levers to places that nobody has been to; nothing is computed ahead."""
    rows = []
    for _ in range(count):
        time.sleep(REST)
        rows.append(client.move(next(moves)))
    model = [answer["model_ms"] for _, _, answer in rows]
    return summary([ms for _, ms, _ in rows]) | {
        "model": statistics.median(model),
        "on_top": statistics.median(ms - answer["model_ms"] for _, ms, answer in rows),
    }


def again(client: Client, moves: Iterator[dict[str, Any]], count: int) -> dict[str, Any]:
    """Move levers to where they have been."""
    return summary([client.move(next(moves))[1] for _ in range(count)])


def hovered(client: Client, count: int) -> dict[str, Any]:
    """Click on a place of a lever over which the pointer has been for a moment."""
    times, draw = [], random.Random(4)
    for _ in range(count):
        near = {"strategy.accessibility.outreach": round(draw.uniform(0, 5), 4)}
        client.ahead({}, [near])
        time.sleep(HOVER)
        times.append(client.move(near)[1])
        time.sleep(REST)
    return summary(times)


def keyboard(client: Client, count: int) -> dict[str, Any]:
    """Step a lever with the arrow keys; the next steps are named with each one."""
    path, times = "strategy.accessibility.usability_effort", []
    for step in range(count):
        near = [{path: round(0.01 * (step + k), 2)} for k in (1, 2)]
        began = time.monotonic()
        times.append(client.move({path: round(0.01 * step, 2)}, ahead=near)[1])
        time.sleep(max(0.0, KEY - (time.monotonic() - began)))
    return summary(times[1:])


def drag(client: Client, count: int) -> dict[str, Any]:
    """Drag a lever over twenty values in a second; from the last one to its answer.

    As the page does: one request on its way, and the latest value waiting.
    """
    times, draw = [], random.Random(6)
    for _ in range(count):
        path, low = "strategy.capacity.training_hours_clerk", draw.uniform(0, 60)
        values = [round(low + 0.731 * k, 4) for k in range(DRAGGED)]
        began, asked = time.monotonic(), -1
        while asked < len(values) - 1:
            place = min(len(values) - 1, int((time.monotonic() - began) / DRAG * DRAGGED))
            if place == asked:
                time.sleep(0.002)
                continue
            client.move({path: values[place]})
            asked = place
        last = began + DRAG * (DRAGGED - 1) / DRAGGED
        times.append(1000 * (time.monotonic() - last))
        time.sleep(REST)
    return summary(times)


def while_refining(port: int, count: int) -> dict[str, Any]:
    """Move levers while another session has more seeds and larger samples computed."""
    other, one = Client(port, "benchmark-refines"), Client(port, "benchmark-alone")
    busy = threading.Thread(target=lambda: other.move({"strategy.budget.grant_usd": 7e5}, stage=3))
    busy.start()
    found = first_time(one, walk(random.Random(2)), count)
    busy.join()
    return found


def summary(times: list[float]) -> dict[str, float]:
    """Return number, median, 95 % quantile and largest of some times."""
    ordered = sorted(times)
    late = ordered[min(len(ordered) - 1, int(REACHED * len(ordered)))]
    return {"n": len(times), "median": statistics.median(times), "p95": late, "max": ordered[-1]}


# Many sessions --------------------------------------------------------------------------------


def crowd(port: int, pid: int, sessions: int, seconds: float, think: float) -> dict[str, Any]:
    """Let many sessions move levers; each waits for its answer, thinks, and moves again."""
    before = _megabytes(pid)
    end = time.monotonic() + seconds
    rows: list[tuple[int, float]] = []

    def one(number: int) -> None:
        draw = random.Random(1000 + number)
        client, moves = Client(port, f"benchmark-{number:04d}"), walk(draw)
        time.sleep(draw.uniform(0, think))
        while time.monotonic() < end:
            status, took, _ = client.move(next(moves))
            rows.append((status, took))
            time.sleep(draw.uniform(0.5, 1.5) * think)

    threads = [threading.Thread(target=one, args=(k,)) for k in range(sessions)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    until_idle(Client(port, "benchmark-waits"))
    good = [took for status, took in rows if status == 200]
    return summary(good) | {
        "sessions": sessions, "seconds": seconds, "think": think,
        "moves_a_second": len(good) / seconds, "refused": len(rows) - len(good),
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

"""Runs of the stand-in models, and programs that have them done in processes of their own."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from sim.execution.task import Packed, Task
from sim.scenario import Scenario

ROOT = Path(__file__).parents[2]
TROUBLE = (6, 7, 8)
"""Seeds that make `TroubledModel` raise, kill its process and end it."""


def task(seed: int, model: str = "FakeModel", months: int = 6) -> Task:
    """Return one run; seeds are its key and label as well."""
    scenario = Scenario.defaults().with_values({"run.months": months})
    name = f"tests.fakes:{model}"
    return Task(f"key {seed}", f"run {seed}", scenario, seed, 100, 1, ("monthly",), name)


def tasks(seeds: Iterable[int], model: str = "FakeModel", months: int = 6) -> Iterator[Task]:
    """Yield a run for each seed."""
    return (task(seed, model, months) for seed in seeds)


def harmless(count: int) -> list[int]:
    """Return seeds that trouble nobody."""
    return [10 * (number + 1) for number in range(count)]


def digest(found: Iterable[Packed]) -> str:
    """Return a hash of all that came back but the time it took, in the order of the keys."""
    total = hashlib.sha256()
    for packed in sorted(found, key=lambda packed: packed.key):
        total.update(f"{packed.key} {packed.status} {packed.reason}".encode())
        for name, data in packed.tables.items():
            total.update(name.encode() + data)
    return total.hexdigest()


def begin(command: list[str], folder: Path, **settings: Any) -> subprocess.Popen[str]:
    """Start a program in a session of its own, with this project to import from."""
    return subprocess.Popen(
        [sys.executable, *command], cwd=folder, env={**os.environ, "PYTHONPATH": str(ROOT)},
        text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
        **settings,
    )  # fmt: skip


def in_session(session: int) -> dict[int, str]:
    """Return the processes of a session that are not dead, with their commands."""
    listed = subprocess.run(
        ["ps", "-ww", "-eo", "pid=,sess=,stat=,args="], capture_output=True, text=True, check=True
    )
    found = {}
    for line in listed.stdout.splitlines():
        pid, sess, stat, args = line.split(None, 3)
        if int(sess) == session and not stat.startswith("Z"):
            found[int(pid)] = args
    return found


def workers_of(session: int) -> list[int]:
    """Return the worker processes of a session."""
    return [pid for pid, args in in_session(session).items() if "spawn_main" in args]


def until(condition: Any, seconds: float = 30) -> float:
    """Wait until something is so, and return the seconds it took."""
    begun = time.monotonic()
    while not condition():
        assert time.monotonic() - begun < seconds, "waited in vain"
        time.sleep(0.05)
    return time.monotonic() - begun

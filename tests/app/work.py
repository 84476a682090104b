"""Work for the worker processes of the page: quick, slow, wrong and deadly."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from sim.errors import UserError

HERE = "tests.app.work"


def add(a, b, on_month):
    return a + b


def note(path, word, on_month):
    with Path(path).open("a") as file:
        file.write(word + "\n")
    return word


def steps(count, path, on_month):
    """Do many short months; say so at the begin, and at the end if it gets there."""
    note(path, "begun", on_month)
    for month in range(count):
        on_month(month)
        time.sleep(0.01)
    note(path, "ended", on_month)
    return count


def wait_for(path, on_month):
    """Hold the process until a file is there."""
    end = time.monotonic() + 60
    while not Path(path).exists() and time.monotonic() < end:
        time.sleep(0.005)
    return "held"


def mistake(on_month):
    raise UserError("kiosks is -1, but it must be 0 or more.")


def fault(on_month):
    raise ZeroDivisionError("division by zero")


def leaves(on_month):
    raise SystemExit(3)


def dies(path, times, on_month):
    """Be killed so many times, and then live."""
    note(path, "begun", on_month)
    if len(Path(path).read_text().splitlines()) <= times:
        os.kill(os.getpid(), signal.SIGKILL)
    return "lived"


def hangs(on_month):
    time.sleep(600)

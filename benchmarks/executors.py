"""What it costs to have many runs done: `python -m benchmarks.executors`.

It measures how much quicker two workers are than one, the overhead a run with the store, the peak
of memory against the number of runs, and how long processes outlive a killed program. Every
measurement has a process of its own. The figures are written to benchmarks/results/executors.md.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.measure import BASELINE, peak_memory_mb

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "benchmarks" / "results" / "executors.md"
BASELINE_MODEL = "sim.model:DistrictModel"
SAMPLE, MONTHS = 5_000, 120
QUICK_SECONDS = 0.05
PARTS = ("speed", "overhead", "memory", "kill")
BARS = {"ratio": 1.7, "overhead_ms": 5.0, "growth": 1.2, "kill_s": 5.0}


def speed(runs: int, workers: int, own_process: bool = True) -> dict[str, Any]:
    """Time runs of the model with the store; `own_process` keeps one worker out of this one."""
    from sim.execution.crew import SerialCrew
    from sim.execution.local import LocalCrew
    from sim.experiments.carry import carry_out

    warm = _plan(BASELINE_MODEL, 2 * workers, 2, 1_000)
    plan = _plan(BASELINE_MODEL, runs, MONTHS, SAMPLE)
    crew = LocalCrew(workers) if own_process else SerialCrew()
    with crew, tempfile.TemporaryDirectory() as folder:
        carry_out(warm, crew=crew, progress="none")
        begin = time.perf_counter()
        ensemble = carry_out(plan, out=Path(folder) / "o", crew=crew, progress="none")
        seconds = time.perf_counter() - begin
    assert len(ensemble.failed) == 0
    return {"seconds": seconds, "run_seconds": float(ensemble.runs["wall_seconds"].sum())}


def overhead(runs: int, workers: int) -> dict[str, Any]:
    """Time runs that only wait, against the time that the waiting alone would take."""
    from sim.execution.local import LocalCrew
    from sim.experiments.carry import carry_out

    plan = _plan("benchmarks.quick_model:WaitingModel", runs, MONTHS, 100)
    warm = _plan("benchmarks.quick_model:WaitingModel", 4 * workers, 2, 100)
    with LocalCrew(workers) as crew, tempfile.TemporaryDirectory() as folder:
        carry_out(warm, crew=crew, progress="none")
        begin = time.perf_counter()
        ensemble = carry_out(plan, out=Path(folder) / "o", crew=crew, progress="none")
        seconds = time.perf_counter() - begin
    ideal = runs / workers * QUICK_SECONDS
    own = float(ensemble.runs["wall_seconds"].sum()) / workers
    return {
        "seconds": seconds,
        "ideal_seconds": ideal,
        "overhead_ms": 1e3 * (seconds - ideal) / runs,
        "beyond_runs_ms": 1e3 * (seconds - own) / runs,
    }


def memory(runs: int) -> dict[str, Any]:
    """Return the peak of memory of the program that has quick runs done and publishes them."""
    from sim.experiments.carry import carry_out

    plan = _plan("benchmarks.quick_model:QuickModel", runs, MONTHS, 100)
    with tempfile.TemporaryDirectory() as folder:
        begin = time.perf_counter()
        carry_out(plan, out=Path(folder) / "o", workers=2, progress="none")
    return {"peak_mb": peak_memory_mb(), "seconds": time.perf_counter() - begin}


def victim() -> dict[str, Any]:
    """Have long runs done, until somebody kills this program."""
    from sim.experiments.carry import carry_out

    plan = _plan("benchmarks.quick_model:LongModel", 20, MONTHS, 100)
    with tempfile.TemporaryDirectory() as folder:
        carry_out(plan, out=Path(folder) / "o", workers=2, progress="none")
    return {}


def _plan(model: str, runs: int, months: int, sample: int) -> Any:
    from sim import load_scenario
    from sim.experiments.plan import Plan, Point

    base = load_scenario(BASELINE).with_values({"run.months": months})
    return Plan(
        verb="sweep", name="executors", bases=(base,), points=(Point(base.name, 1),),
        replications=runs, seed=1, sample=sample, draws=0, tables=("monthly",), model=model,
    )  # fmt: skip


def kill() -> dict[str, Any]:
    """Kill a program whose two workers are in mid-run; return how long they outlive it."""
    process = _begin({"what": "victim"}, start_new_session=True)
    until = time.monotonic() + 60
    while len(_in_session(process.pid, "spawn_main")) < 2 and time.monotonic() < until:
        time.sleep(0.1)
    time.sleep(2)
    workers = len(_in_session(process.pid, "spawn_main"))
    process.kill()
    begin = time.monotonic()
    process.wait()
    while _in_session(process.pid, "") and time.monotonic() < begin + 30:
        time.sleep(0.02)
    return {"workers": workers, "seconds": time.monotonic() - begin}


def _in_session(session: int, words: str) -> list[str]:
    """Return the commands in a session that are not dead and contain some words."""
    command = ["ps", "-ww", "-eo", "sess=,stat=,args="]
    listed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    found = [line.split(None, 2) for line in listed.splitlines()]
    return [
        args for sess, stat, args in found
        if int(sess) == session and not stat.startswith("Z") and words in args
    ]  # fmt: skip


def _begin(asked: dict[str, Any], **settings: Any) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "benchmarks.executors", "--measure", json.dumps(asked)]
    return subprocess.Popen(command, cwd=ROOT, text=True, stdout=subprocess.PIPE, **settings)


def _measured(**asked: Any) -> dict[str, Any]:
    """Return a measurement made in a process of its own."""
    process = _begin(asked)
    out, _ = process.communicate()
    if process.returncode:
        raise SystemExit(f"the measurement {asked} failed")
    found: dict[str, Any] = json.loads(out.splitlines()[-1])
    return found


def _speed_rows(runs: int) -> list[tuple[str, ...]]:
    ways: tuple[tuple[str, int, bool], ...] = (
        ("this process", 1, False), ("1 worker process", 1, True), ("2 worker processes", 2, True),
    )  # fmt: skip
    found = {
        name: _measured(what="speed", runs=runs, workers=workers, own_process=own)
        for name, workers, own in ways
    }
    two = found["2 worker processes"]["seconds"]
    what = f"{runs} runs of {SAMPLE:,} citizens, {MONTHS} months"
    rows: list[tuple[str, ...]] = []
    rows += [(f"{what}: {name}", f"{f['seconds']:.1f} s", "") for name, f in found.items()]
    bar = f"at least {BARS['ratio']}"
    for name in ("this process", "1 worker process"):
        ratio = found[name]["seconds"] / two
        rows.append((f"{name} against two", f"{ratio:.2f} times", bar))
    return rows


def _overhead_rows(runs: int) -> list[tuple[str, ...]]:
    found = _measured(what="overhead", runs=runs, workers=2)
    what = f"{runs} runs of {1e3 * QUICK_SECONDS:.0f} ms on 2 workers"
    took = f"{found['seconds']:.2f} s (ideal {found['ideal_seconds']:.2f} s)"
    return [
        (f"{what}, store and tables included", took, ""),
        ("overhead a run, against the ideal", f"{found['overhead_ms']:.1f} ms",
         f"at most {BARS['overhead_ms']:.0f} ms"),
        ("of it outside the runs' own time", f"{found['beyond_runs_ms']:.1f} ms", ""),
    ]  # fmt: skip


def _memory_rows(few: int, many: int) -> list[tuple[str, ...]]:
    peaks = {runs: _measured(what="memory", runs=runs)["peak_mb"] for runs in (few, many)}
    rows = [(f"peak of the program, {n:,} quick runs", f"{p:.0f} MB", "") for n, p in peaks.items()]
    growth = 100 * (peaks[many] / peaks[few] - 1)
    return [*rows, ("growth", f"{growth:+.0f} %", f"at most {100 * (BARS['growth'] - 1):.0f} %")]


def _kill_rows() -> list[tuple[str, ...]]:
    found = kill()
    what = f"until no process is left after kill -9 of the program ({found['workers']} workers)"
    return [(what, f"{found['seconds']:.2f} s", f"at most {BARS['kill_s']:.0f} s")]


def _text(rows: list[tuple[str, ...]]) -> str:
    import platform

    load = f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"
    where = f"Python {platform.python_version()}, {os.cpu_count()} cores, load at the end {load}"
    lines = [("what", "measured", "bar"), ("---", "---:", "---:"), *rows]
    table = "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
    return f"# Many runs\n\n`python -m benchmarks.executors`; {where}.\n\n{table}\n"


def main() -> None:
    """Measure what was asked for, print it and write it down."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--runs", type=int, default=200, help="runs of the model (200)")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=list(PARTS))
    parser.add_argument("--no-out", action="store_true", help="write nothing")
    parser.add_argument("--measure", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.measure:
        measures: dict[str, Callable[..., dict[str, Any]]] = {
            "speed": speed, "overhead": overhead, "memory": memory, "victim": victim,
        }  # fmt: skip
        how = json.loads(asked.measure)
        print(json.dumps(measures[how.pop("what")](**how)))
        return
    parts: dict[str, Callable[[], list[tuple[str, ...]]]] = {
        "speed": lambda: _speed_rows(asked.runs),
        "overhead": lambda: _overhead_rows(200),
        "memory": lambda: _memory_rows(200, 2_000),
        "kill": _kill_rows,
    }
    text = _text([row for name in asked.only for row in parts[name]()])
    print(text)
    if not asked.no_out:
        RESULTS.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()

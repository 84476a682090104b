"""How fast the model is: `python -m benchmarks.speed`, from the project's folder.

Prints a table, and writes it with every figure to benchmarks/results/. Nothing is asserted here:
a measurement depends on the machine and on what else it does.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
RESULTS = Path(__file__).resolve().parent / "results"
NANO = 1e9
PACKAGES = ("mesa", "numba", "numpy", "pandas")


def main(arguments: list[str] | None = None) -> None:
    options = _options(arguments)
    found: dict[str, Any] = {"machine": machine()}
    for name, measure in PLAN.items():
        if name in options.only:
            _say(f"{name} ...")
            found[name] = measure(options)
    found["machine"]["load_after"] = _load()
    text = table(found)
    print(text)
    if options.out is not None:
        options.out.mkdir(parents=True, exist_ok=True)
        (options.out / "speed.json").write_text(json.dumps(found, indent=2) + "\n", "utf-8")
        (options.out / "speed.md").write_text(text + "\n", "utf-8")
        _say(f"Written to {options.out}: speed.json, speed.md")


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed", description=__doc__)
    add = parser.add_argument
    add("--months", type=int, default=120, help="months of the full and the sample run (120)")
    add("--sample", type=int, default=20_000, help="citizens of the sample run (20,000)")
    add("--threads", type=int, nargs="+", default=[1, 2], help="threads of the full runs (1 2)")
    add("--repeats", type=int, default=3, help="runs of each; the quickest counts (3)")
    add("--plain-sample", type=int, default=20_000, help="citizens against plain Mesa (20,000)")
    add("--plain-months", type=int, default=24, help="months against plain Mesa (24)")
    add("--only", nargs="+", choices=list(PLAN), default=list(PLAN), help="leave the others out")
    add("--out", type=Path, default=RESULTS, help="folder of the results")
    add("--no-out", dest="out", action="store_const", const=None, help="write no results")
    return parser.parse_args(arguments)


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


# Measurements, each in fresh processes --------------------------------------------------------


def help_time(options: argparse.Namespace) -> dict[str, float]:
    """Return the seconds of `egov --help`, the quickest of several."""
    command = [sys.executable, "-m", "sim", "--help"]
    seconds = []
    for _ in range(max(5, options.repeats)):
        begin = time.perf_counter()
        subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.DEVNULL)
        seconds.append(time.perf_counter() - begin)
    return {"help_s": min(seconds), "slowest_s": max(seconds)}


def first_run(options: argparse.Namespace) -> dict[str, Any]:
    """Return the seconds of a first run with nothing compiled, and in a second process."""
    with tempfile.TemporaryDirectory() as folder:
        cold = _child({"what": "first", "months": 12, "sample": 2000}, EGOV_CACHE_DIR=folder)
        warm = _child({"what": "first", "months": 12, "sample": 2000}, EGOV_CACHE_DIR=folder)
    return {
        "compile_s": cold["first_run_s"] - cold["second_run_s"],
        "load_compiled_s": warm["first_run_s"] - warm["second_run_s"],
        "import_s": warm["import_s"],
    }


def full_district(options: argparse.Namespace) -> list[dict[str, Any]]:
    """Return a run of everyone for each number of threads."""
    return [_runs(options, None, threads) for threads in options.threads]


def sample_run(options: argparse.Namespace) -> dict[str, Any]:
    """Return a run of the sample on one thread."""
    return _runs(options, options.sample, 1)


def plain_mesa(options: argparse.Namespace) -> dict[str, Any]:
    """Return the model and plain Mesa on the same sample and months, taken in turns."""
    return _child(
        {
            "what": "side_by_side", "months": options.plain_months,
            "sample": options.plain_sample, "repeats": options.repeats,
        }
    )  # fmt: skip


PLAN = {
    "help": help_time,
    "first_run": first_run,
    "full_district": full_district,
    "sample": sample_run,
    "plain_mesa": plain_mesa,
}


def _runs(options: argparse.Namespace, sample: int | None, threads: int) -> dict[str, Any]:
    asked = {
        "what": "runs", "months": options.months, "sample": sample, "threads": threads,
        "repeats": options.repeats,
    }  # fmt: skip
    found = _child(asked)
    each = found["citizens"] * found["months"]
    found["ns_per_citizen_month"] = found["run_s"] * NANO / each
    found["kernel_ns_per_citizen_month"] = found["kernels_s"] * NANO / each
    return found


def _child(asked: dict[str, Any], **environment: str) -> dict[str, Any]:
    """Return what a measurement in a process of its own printed."""
    command = [sys.executable, "-m", "benchmarks.measure", json.dumps(asked)]
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, **environment}, stdout=subprocess.PIPE, check=True
    )
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


# The table ------------------------------------------------------------------------------------


def machine() -> dict[str, Any]:
    """Return what the figures depend on: processor, cores, versions, how busy it was."""
    return {
        "processor": _processor(),
        "cores": os.cpu_count(),
        "system": platform.system(),
        "python": platform.python_version(),
        "versions": {name: version(name) for name in PACKAGES},
        "load_before": _load(),
    }


def _processor() -> str:
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        for line in cpuinfo.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def _load() -> float | None:
    """Return how many processes wanted a core in the last minute, where it can be asked."""
    return round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else None


def table(found: dict[str, Any]) -> str:
    """Return the figures as Markdown."""
    facts = found["machine"]
    versions = ", ".join(f"{name} {number}" for name, number in facts["versions"].items())
    parts = [
        f"{facts['processor']}, {facts['cores']} cores, {facts['system']}; "
        f"Python {facts['python']}, {versions}. Processes at work on the machine: "
        f"{facts['load_before']} before, {facts['load_after']} after."
    ]
    makers: dict[str, Callable[[Any], list[tuple[str, ...]]]] = {
        "help": _help_rows, "first_run": _first_rows, "full_district": _full_rows,
        "sample": lambda run: [_run_row("sample", run)],
    }  # fmt: skip
    rows = [row for name, make in makers.items() if name in found for row in make(found[name])]
    if rows:
        parts.append(_markdown(("what", "seconds", "ns a citizen-month", "peak MB"), rows))
    if "plain_mesa" in found:
        parts.append(_plain_table(found["plain_mesa"]))
    return "\n\n".join(parts)


def _help_rows(found: dict[str, Any]) -> list[tuple[str, ...]]:
    return [("`egov --help`", f"{found['help_s']:.2f}", "", "")]


def _first_rows(found: dict[str, Any]) -> list[tuple[str, ...]]:
    labels = {
        "compile_s": "compiling, once for these sources",
        "load_compiled_s": "loading compiled code, each process",
        "import_s": "importing the model, each process",
    }
    return [(label, f"{found[name]:.2f}", "", "") for name, label in labels.items()]


def _full_rows(found: list[dict[str, Any]]) -> list[tuple[str, ...]]:
    return [_run_row("whole district", run) for run in found]


def _run_row(name: str, run: dict[str, Any]) -> tuple[str, ...]:
    threads = "1 thread" if run["threads"] == 1 else f"{run['threads']} threads"
    memory = run["peak_memory_mb"]
    return (
        f"{name}: {run['citizens']:,} citizens, {run['businesses']:,} businesses, "
        f"{run['months']} months, {threads}",
        f"{run['run_s']:.2f} (building {run['build_s']:.2f}, months {run['months_s']:.2f}, "
        f"of these kernels {run['kernels_s']:.2f})",
        f"{run['ns_per_citizen_month']:.0f} (kernels {run['kernel_ns_per_citizen_month']:.0f})",
        "" if memory is None else f"{memory:.0f}",
    )


def _plain_table(found: dict[str, Any]) -> str:
    """Return each form of plain Mesa against the model: kernels alone, and all the months."""
    ours = found["egov-sim"]
    each = ours["citizens"] * ours["months"] / NANO
    rows = [
        (
            name,
            f"{run['kernels_s'] / each:,.0f}",
            f"{run['kernels_s'] / ours['kernels_s']:.0f}",
            f"{run['months_s'] / each:,.0f}",
            f"{run['months_s'] / ours['months_s']:.0f}",
        )
        for name, run in found.items()
    ]
    heads = ("", "people, ns", "times ours", "whole model, ns", "times ours")
    title = (
        f"Side by side, {ours['citizens']:,} citizens and {ours['businesses']:,} businesses, "
        f"{ours['months']} months, one thread; ns a citizen-month:"
    )
    return f"{title}\n\n{_markdown(heads, rows)}"


def _markdown(heads: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    lines = [heads, tuple("---" if k == 0 else "---:" for k in range(len(heads))), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


if __name__ == "__main__":
    main()

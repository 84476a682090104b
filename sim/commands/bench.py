"""`egov bench`: how fast the model is on this machine."""

from __future__ import annotations

import json
import sys
import time
from typing import Any

import click

EPILOG = """\b
Examples:
  egov bench
  egov bench --months 24 --threads 1 --json
"""
SAMPLE = 20_000
NANO = 1e9


@click.command(epilog=EPILOG)
@click.option("--months", type=click.IntRange(1, 480), default=120, show_default=True)
@click.option("--threads", type=click.IntRange(1), help="Threads; default: the cores.")
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON.")
def command(months: int, threads: int | None, as_json: bool) -> int:
    """Measure a sample run and a run of the whole district, after a first one that compiles."""
    from sim.execution.crew import available_cores

    threads = threads or available_cores()
    begin = time.perf_counter()
    scenario = _scenario(months)
    figures: dict[str, Any] = {"months": months, "threads": threads}
    figures["import_s"] = round(time.perf_counter() - begin, 2)
    figures["first_sample_run_s"] = _seconds(scenario, SAMPLE, 1)[0]
    figures["sample_run_s"] = _seconds(scenario, SAMPLE, 1)[0]
    figures["first_full_run_s"], people = _seconds(scenario, None, threads)
    figures["full_run_s"] = _seconds(scenario, None, threads)[0]
    figures["citizens"] = people
    figures["ns_per_citizen_month"] = round(
        figures["full_run_s"] * NANO / max(1, people * months), 1
    )
    figures["peak_memory_mb"] = _peak_memory_mb()
    click.echo(json.dumps(figures, indent=2) if as_json else _table(figures))
    return 0


def _scenario(months: int) -> Any:
    """Return the scenario of all defaults: every scenario file may leave everything out."""
    import tempfile
    from pathlib import Path

    from sim.scenario import load_scenario

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.yaml"
        path.write_text(f"schema: 1\nrun:\n  months: {months}\n", encoding="utf-8")
        return load_scenario(path)


def _seconds(scenario: Any, sample: int | None, threads: int) -> tuple[float, int]:
    """Return the seconds of one run, building included, and the number of its citizens."""
    from sim.model import DistrictModel

    begin = time.perf_counter()
    model = DistrictModel(scenario, seed=1, sample=sample, threads=threads)
    model.run()
    model.tables()
    return round(time.perf_counter() - begin, 3), len(model.citizens)


def _peak_memory_mb() -> int | None:
    try:
        import resource
    except ImportError:  # Windows
        return None
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(peak / (2**20 if sys.platform == "darwin" else 2**10))


def _table(figures: dict[str, Any]) -> str:
    labels = {
        "months": "months a run",
        "threads": "threads of the full-size run",
        "import_s": "loading and checking, s",
        "first_sample_run_s": f"first run of {SAMPLE:,} citizens (compiles if need be), s",
        "sample_run_s": f"run of {SAMPLE:,} citizens, s",
        "first_full_run_s": "first run of the whole district, s",
        "full_run_s": "run of the whole district, s",
        "citizens": "citizens in it",
        "ns_per_citizen_month": "ns a citizen and month",
        "peak_memory_mb": "peak memory, MB",
    }
    return "\n".join(f"{label:<55}{figures[name]!s:>12}" for name, label in labels.items())

"""One measurement, in a process of its own: `python -m benchmarks.measure '{"what": ...}'`.

It prints one line of JSON. A fresh process gives an honest peak of memory, and an honest first run.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

BASELINE = Path(__file__).resolve().parent.parent / "scenarios" / "baseline.yaml"
FORMS: dict[str, dict[str, Any]] = {
    "plain": {"luck": "keyed", "exact": True},
    "plain, compiled draws": {"luck": "keyed, compiled", "exact": True},
    "plain, own random numbers": {"luck": "stream", "exact": False},
}
"""Plain Mesa as identical twin, the same with a quick generator, and as it is usually written."""


def model_run(
    months: int, sample: int | None, threads: int = 1, form: dict[str, Any] | None = None
) -> dict[str, Any]:
    """Run the baseline once; return seconds of building, stepping, kernels and tables."""
    from sim import load_scenario

    forget_populations()
    scenario = load_scenario(BASELINE)
    settings = {"seed": 1, "sample": sample, "months": months, "threads": threads}
    begin = time.perf_counter()
    model = _made(scenario, settings, form)
    built = time.perf_counter()
    watch = Stopwatch()
    for users in (model.citizens_users, model.business_users):
        for step in ("notice", "have_needs", "feel"):
            setattr(users, step, watch.timed(getattr(users, step)))
    model.run()
    stepped = time.perf_counter()
    model.tables()
    end = time.perf_counter()
    return {
        "citizens": len(model.citizens),
        "businesses": len(model.businesses),
        "months": months,
        "threads": threads,
        "build_s": built - begin,
        "months_s": stepped - built,
        "kernels_s": watch.seconds,
        "tables_s": end - stepped,
        "run_s": end - begin,
    }


def forget_populations() -> None:
    """Let the next run build its people anew: replications share them, a first run cannot."""
    from sim.population import businesses, citizens

    citizens._built.cache_clear()
    businesses._built.cache_clear()


def _made(scenario: Any, settings: dict[str, Any], form: dict[str, Any] | None) -> Any:
    if form is None:
        from sim.model import DistrictModel

        return DistrictModel(scenario, **settings)
    from benchmarks.plain_mesa import PlainMesaModel

    return PlainMesaModel(scenario, **settings, **form)


class Stopwatch:
    """Adds up the seconds spent in the functions that it times."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def timed(self, function: Callable[..., None]) -> Callable[..., None]:
        """Return the function with its time added to `seconds`."""

        def measured(*values: Any) -> None:
            begin = time.perf_counter()
            function(*values)
            self.seconds += time.perf_counter() - begin

        return measured


def first(months: int, sample: int) -> dict[str, Any]:
    """Time the imports, a first run and a second one."""
    begin = time.perf_counter()
    import sim.model

    imported = time.perf_counter() - begin
    assert sim.model is not None
    runs = [model_run(months, sample)["run_s"] for _ in range(2)]
    return {"import_s": imported, "first_run_s": runs[0], "second_run_s": runs[1]}


def runs(months: int, sample: int | None, threads: int, repeats: int) -> dict[str, Any]:
    """Return the quickest of several runs after a short one that loads the code."""
    model_run(2, 1000)
    found = [model_run(months, sample, threads) for _ in range(repeats)]
    best = min(found, key=lambda figures: figures["run_s"])
    return {**best, "all_run_s": [f["run_s"] for f in found], "peak_memory_mb": peak_memory_mb()}


def side_by_side(months: int, sample: int, repeats: int) -> dict[str, Any]:
    """Return the quickest run of the model and of each plain form, taken in turns."""
    model_run(2, 1000)
    forms: dict[str, dict[str, Any] | None] = {"egov-sim": None, **FORMS}
    found: dict[str, list[dict[str, Any]]] = {name: [] for name in forms}
    for _ in range(repeats):
        for name, form in forms.items():
            found[name].append(model_run(months, sample, 1, form))
    parts = ("build_s", "months_s", "kernels_s", "run_s", "tables_s")
    return {
        name: {**figures[0], **{part: min(f[part] for f in figures) for part in parts}}
        for name, figures in found.items()
    }


def peak_memory_mb() -> float | None:
    """Return the most memory this process has held, in MB; None where it cannot be asked."""
    try:
        import resource
    except ImportError:  # Windows
        return None
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (2**20 if sys.platform == "darwin" else 2**10)


def main() -> None:
    """Make the measurement asked for, and print it."""
    asked = json.loads(sys.argv[1])
    measures: dict[str, Callable[..., dict[str, Any]]] = {
        "first": first,
        "runs": runs,
        "side_by_side": side_by_side,
    }
    print(json.dumps(measures[asked.pop("what")](**asked)))


if __name__ == "__main__":
    main()

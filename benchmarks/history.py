"""How long history takes, and a calibration: `python -m benchmarks.history`.

A run of the whole district over the 240 months of scenarios/history.yaml (bar: 20 s), and a
calibration of 2,000 sample runs on two cores (bar: 30 minutes). The calibration is measured by
some of its runs and by the emulators and the sampler on made-up values of full size; `--whole`
does all of it instead.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "benchmarks" / "results"
BAR_RUN_S, BAR_CALIBRATION_MIN = 20.0, 30.0


def main(arguments: list[str] | None = None) -> None:
    options = _options(arguments)
    rows = [whole_district(options), *calibration(options)]
    text = page(rows, options)
    print(text)
    if not options.no_out:
        options.out.mkdir(parents=True, exist_ok=True)
        (options.out / "history.md").write_text(text, "utf-8")
    if not all(row["holds"] for row in rows if row["holds"] is not None):
        sys.exit(1)


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.history", description=__doc__)
    add = parser.add_argument
    add("--repeats", type=int, default=2, help="runs of the whole district, the best counts (2)")
    add("--runs", type=int, default=100, help="sample runs that are timed (100)")
    add("--sample", type=int, default=5000, help="citizens in a sample run (5,000)")
    add("--workers", type=int, default=2, help="processes, and threads of the whole district (2)")
    add("--whole", action="store_true", help="do the whole calibration, not a part of it")
    add("--keep", type=Path, help="with --whole: keep its results in this folder")
    add("--out", type=Path, default=RESULTS, help="folder of the results (benchmarks/results)")
    add("--no-out", action="store_true", help="write nothing")
    return parser.parse_args(arguments)


def whole_district(options: argparse.Namespace) -> dict[str, Any]:
    """Time runs of every resident, after a small one that loads the compiled code."""
    from benchmarks.measure import forget_populations
    from sim import DistrictModel, load_scenario

    scenario = load_scenario(ROOT / "scenarios" / "history.yaml")
    DistrictModel(scenario.with_values({"run.months": 2}), seed=1, sample=500).run()
    seconds = []
    for _ in range(options.repeats):
        forget_populations()
        begin = time.perf_counter()
        model = DistrictModel(scenario, seed=1, sample=None, threads=options.workers)
        model.run()
        model.tables()
        seconds.append(time.perf_counter() - begin)
    best = min(seconds)
    return {
        "what": f"history, every resident, {scenario.run.months} months, {options.workers} threads",
        "took": f"{best:.1f} s", "bar": f"{BAR_RUN_S:.0f} s", "holds": best <= BAR_RUN_S,
    }  # fmt: skip


def calibration(options: argparse.Namespace) -> list[dict[str, Any]]:
    """Time a calibration: all of it, or its parts."""
    from sim.experiments.calibrate import calibration_plan, forecast

    plan = calibration_plan(sample=options.sample)
    total = forecast(plan).size
    bar = {"bar": f"{BAR_CALIBRATION_MIN:.0f} min"}
    if options.whole:
        seconds = _all_of_it(options)
        what = f"calibration, {total:,} runs of {options.sample:,} citizens, all done"
        return [{"what": what, "took": f"{seconds / 60:.1f} min",
                 "holds": seconds <= 60 * BAR_CALIBRATION_MIN, **bar}]  # fmt: skip
    each = _a_run(plan, options)
    fits = _fits(plan)
    seconds = each * total + fits
    free, figures = len(plan.settings["parameters"]), len(plan.settings["figures"])
    return [
        {"what": f"a run of {options.sample:,} citizens, by {options.runs} of them",
         "took": f"{each:.2f} s", "bar": "", "holds": None},
        {"what": f"emulators and sampler, {free} parameters, {figures} figures, made-up values",
         "took": f"{fits / 60:.1f} min", "bar": "", "holds": None},
        {"what": f"calibration, {total:,} runs, from these two",
         "took": f"{seconds / 60:.1f} min", "holds": seconds <= 60 * BAR_CALIBRATION_MIN, **bar},
    ]  # fmt: skip


def _a_run(plan: Any, options: argparse.Namespace) -> float:
    """Return seconds a run, with all workers, tables kept; processes are there already."""
    from dataclasses import replace

    from sim.execution.crew import crew_for
    from sim.experiments.carry import carry_out

    some = replace(plan, points=plan.points[: options.runs], _digests={})
    warm = replace(plan, points=plan.points[-4 * options.workers :], _digests={})
    with crew_for(options.workers, None) as crew:
        carry_out(warm, crew=crew, progress="none")
        begin = time.perf_counter()
        carry_out(some, crew=crew, progress="none")
        return (time.perf_counter() - begin) / some.size


def _fits(plan: Any) -> float:
    """Return seconds of the emulators of every stage and of the sampler, on made-up values."""
    import numpy as np
    from threadpoolctl import threadpool_limits

    from sim.experiments.calibrate_emulators import Emulators
    from sim.experiments.calibrate_posterior import sample_posterior
    from sim.experiments.calibrate_waves import Goal, design, region, whole_box

    free, names = len(plan.settings["parameters"]), [f["id"] for f in plan.settings["figures"]]
    luck, box = np.random.default_rng(1), whole_box(free)
    slopes = luck.normal(size=(free, len(names)))
    goal = Goal(np.sin(np.ones(free)) @ slopes, np.full(len(names), 0.01))
    *waves, draws = plan.settings["sizes"]
    begin = time.perf_counter()
    with threadpool_limits(1, user_api="blas"):
        for stage in range(1, len(waves) + 1):
            x = design(box, sum(waves[:stage]), stage)
            y = np.sin(2 * x) @ slopes + 0.1 * luck.normal(size=(len(x), len(names)))
            emulators = Emulators.fit(x, y, names, stage)
            found = region(emulators, goal, box, waves[0], stage)
        sample_posterior(emulators, goal, box, found.points, draws, plan.settings["steps"], 1)
    return time.perf_counter() - begin


def _all_of_it(options: argparse.Namespace) -> float:
    from sim import calibrate

    with tempfile.TemporaryDirectory() as place:
        out = options.keep or Path(place) / "results"
        begin = time.perf_counter()
        calibrate(sample=options.sample, workers=options.workers, out=out)
        return time.perf_counter() - begin


def page(rows: list[dict[str, Any]], options: argparse.Namespace) -> str:
    """Return the table as Markdown, with the machine it was measured on."""
    from benchmarks.speed import machine

    facts = machine()
    lines = ["| what | took | bar | holds |", "|---|---:|---:|---|"]
    words = {True: "yes", False: "no", None: ""}
    lines += [f"| {r['what']} | {r['took']} | {r['bar']} | {words[r['holds']]} |" for r in rows]
    return (
        "# History and calibration\n\n"
        f"Made by `python -m benchmarks.history`. {facts['processor']}, {os.cpu_count()} cores; "
        f"Python {facts['python']}; processes at work when it ended: {facts['load_before']}.\n\n"
        + "\n".join(lines)
        + "\n"
    )


if __name__ == "__main__":
    main()

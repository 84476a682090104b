"""Whether the 95 % interval of a comparison is one: `python -m benchmarks.coverage`.

Many small comparisons of two equal strategies: the same scenario on both sides, with different
seeds. The true difference is zero, so that a 95 % interval must cover zero in about 95 % of them.
The interval is that of `egov compare`, from the very function. No run is used twice.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).resolve().parent / "results"
SCENARIO = Path(__file__).resolve().parent.parent / "scenarios" / "baseline.yaml"
OUTCOMES = (
    "adoption_share",
    "cost_per_case_usd",
    "satisfaction_citizens",
    "trust",
    "backlog_cases",
)
BAR = (0.92, 0.98)


def main(arguments: list[str] | None = None) -> None:
    options = _options(arguments)
    start = time.perf_counter()
    values = pool(options)
    rows = [covered(values, name, options) for name in OUTCOMES]
    text = page(rows, options, time.perf_counter() - start)
    print(text)
    if not options.no_out:
        options.out.mkdir(parents=True, exist_ok=True)
        (options.out / "coverage.md").write_text(text, "utf-8")
    if not all(BAR[0] <= row["share"] <= BAR[1] for row in rows):
        sys.exit(1)


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.coverage", description=__doc__)
    add = parser.add_argument
    add("--comparisons", type=int, default=400, help="how many comparisons (400)")
    add("--replications", type=int, default=12, help="runs of each side in one of them (12)")
    add("--sample", type=int, default=500, help="citizens in a run (500)")
    add("--months", type=int, default=24, help="months in a run (24)")
    add("--seed", type=int, default=1, help="the seed of the runs (1)")
    add("--workers", type=int, default=2, help="processes (2)")
    add("--out", type=Path, default=RESULTS, help="folder of the results (benchmarks/results)")
    add("--no-out", action="store_true", help="write nothing")
    return parser.parse_args(arguments)


def pool(options: argparse.Namespace) -> Any:
    """Do all the runs once; return their outcomes at the end, one row a run."""
    from sim.experiments.carry import carry_out
    from sim.experiments.plan import Plan, Point
    from sim.scenario import load_scenario

    size = [f"run.months={options.months}", f"run.sample={options.sample}"]
    runs = 2 * options.comparisons * options.replications
    scenario = load_scenario(SCENARIO, size)
    point = Point(scenario.name)
    plan = Plan("sweep", "pool", (scenario,), (point,), runs, options.seed, options.sample)
    ensemble = carry_out(plan, workers=options.workers, on_error="stop")
    return ensemble.values(list(OUTCOMES), [options.months])


def covered(values: Any, outcome: str, options: argparse.Namespace) -> dict[str, Any]:
    """Return in what share of the comparisons the interval covers zero, for one outcome."""
    from sim.experiments.paired import paired

    column = values[(outcome, options.months)].to_numpy()
    sides = column.reshape(options.comparisons, 2, options.replications)
    found = [paired(a, b) for a, b in sides]
    return {
        "outcome": outcome,
        "share": sum(not one.excludes_zero for one in found) / len(found),
        "above": sum(one.low is not None and one.low > 0 for one in found),
        "below": sum(one.high is not None and one.high < 0 for one in found),
        "unique": len(set(column.tolist())),
    }


def page(rows: list[dict[str, Any]], options: argparse.Namespace, seconds: float) -> str:
    """Return what was found, as Markdown."""
    from benchmarks.speed import machine

    runs = 2 * options.comparisons * options.replications
    about = machine()
    lines = [
        "# How often the interval of a comparison covers the truth",
        "",
        f"{options.comparisons} comparisons of `scenarios/baseline.yaml` with itself under other "
        f"seeds; {options.replications} runs on each side, {options.sample:,} citizens, "
        f"{options.months} months, seed {options.seed}; {runs:,} runs, none used twice. The true "
        "difference is zero. The 95 % interval (`sim.experiments.paired.paired`) should cover it "
        f"in {BAR[0]:.0%} to {BAR[1]:.0%} of the comparisons.",
        "",
        "| outcome | interval covers zero | wholly above | wholly below | different values |",
        "|---|---:|---:|---:|---:|",
        *[
            f"| {row['outcome']} | {row['share']:.1%} | {row['above']} | {row['below']} | "
            f"{row['unique']:,} of {runs:,} |"
            for row in rows
        ],
        "",
        f"Repeat with `python -m benchmarks.coverage`; it took {seconds / 60:.1f} minutes with "
        f"{options.workers} processes ({about['processor']}, Python {about['python']}).",
        "",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    main()

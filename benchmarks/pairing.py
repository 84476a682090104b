"""What twin runs save: `python -m benchmarks.pairing`, from the project's folder.

Training first is compared with the baseline, on the same seeds in both. Printed is the variance
that the difference in adoption would have with seeds of its own on each side (the sum of both
variances), divided by its variance between twins, after 1, 3, 5 and 10 years.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.experiments.compare import Comparison

RESULTS = Path(__file__).resolve().parent / "results"
SCENARIOS = Path(__file__).resolve().parent.parent / "scenarios"
BASE = SCENARIOS / "baseline.yaml"
OTHER = SCENARIOS / "strategies" / "training_first.yaml"
YEARS = (1, 3, 5, 10)
OUTCOME = "adoption_share"
LEVEL = 0.95


def main(arguments: list[str] | None = None) -> None:
    from sim.experiments.compare import compare

    options = _options(arguments)
    start = time.perf_counter()
    size = "null" if options.sample == "all" else options.sample
    found = compare(
        [BASE, OTHER],
        overrides=[
            f"run.sample={size}",
            f"run.replications={options.replications}",
            f"run.months={12 * YEARS[-1]}",
            f"run.seed={options.seed}",
        ],
        outcomes=[OUTCOME],
        years=YEARS,
        out=options.runs,
        workers=options.workers,
        on_error="stop",
    )
    text = page(found, options, time.perf_counter() - start)
    print(text)
    if not options.no_out:
        options.out.mkdir(parents=True, exist_ok=True)
        (options.out / "pairing.md").write_text(text, "utf-8")


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.pairing", description=__doc__)
    add = parser.add_argument
    add("--sample", default="all", metavar="N|all", help="citizens in a run (all)")
    add("--replications", type=int, default=20, help="twin runs (20)")
    add("--seed", type=int, default=1, help="the seed (1)")
    add("--workers", type=int, default=2, help="processes (2)")
    add("--runs", type=Path, help="keep the runs in this folder, and go on with those it has")
    add("--out", type=Path, default=RESULTS, help="folder of the results (benchmarks/results)")
    add("--no-out", action="store_true", help="write nothing")
    return parser.parse_args(arguments)


def page(found: Comparison, options: argparse.Namespace, seconds: float) -> str:
    """Return what was found, as Markdown."""
    from benchmarks.speed import machine

    about = machine()
    whom = "every resident" if options.sample == "all" else f"{int(options.sample):,} citizens"
    rows = [_row(found, int(row["month"]), row.to_dict()) for _, row in found.table.iterrows()]
    lines = [
        "# What twin runs save",
        "",
        f"`{BASE.name}` and `{OTHER.name}`, {len(found.twins)} twin runs of {whom}, seed "
        f"{options.seed}. Differences in adoption, in points. The ratio is the variance with "
        "independent seeds (the sum of both variances) to that of the twins; its interval is "
        f"at {LEVEL:.0%}, from the correlation r of the twins by Fisher's transform.",
        "",
        "| after | difference | 95 % interval | sd of the twins' difference | sd, independent | "
        "r | variance ratio | 95 % interval of the ratio | independent runs instead |",
        "|---|---:|---:|---:|---:|---:|---:|---:|---:|",
        *rows,
        "",
        f"Repeat with `python -m benchmarks.pairing --sample {options.sample} --replications "
        f"{options.replications}`; it took {seconds / 60:.1f} minutes with {options.workers} "
        f"processes ({about['processor']}, Python {about['python']}).",
        "",
    ]
    return "\n".join(lines)


def _row(found: Comparison, month: int, row: Mapping[Any, Any]) -> str:
    import numpy as np

    from sim.reports.numbers import month_words

    a, b = found.values(OUTCOME, month).T
    r = float(np.corrcoef(a, b)[0, 1])
    low, high = _ratio_interval(a.var(ddof=1), b.var(ddof=1), r, len(a))
    points = [100 * row[name] for name in ("difference", "low", "high")]
    sds = [100 * row[name] ** 0.5 for name in ("variance_paired", "variance_independent")]
    return (
        f"| {month_words(month)} | {points[0]:+.2f} | {points[1]:+.2f} to {points[2]:+.2f} | "
        f"{sds[0]:.3f} | {sds[1]:.3f} | {r:.4f} | {row['variance_ratio']:.1f} | "
        f"{low:.1f} to {high:.1f} | {int(row['independent_runs_needed']):,} |"
    )


def _ratio_interval(var_a: float, var_b: float, r: float, n: int) -> tuple[float, float]:
    """Return the interval of the ratio that the uncertainty of r gives."""
    from math import atanh, nan, sqrt, tanh

    from scipy.special import ndtri

    if n <= 3:
        return nan, nan
    reach = float(ndtri(0.5 + LEVEL / 2)) / sqrt(n - 3)
    ends = [tanh(atanh(r) + side * reach) for side in (-1, 1)]
    total, twice = var_a + var_b, 2 * sqrt(var_a * var_b)
    low, high = (total / (total - twice * end) for end in ends)
    return low, high


if __name__ == "__main__":
    main()

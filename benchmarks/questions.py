"""How long each question of the case takes: `python -m benchmarks.questions`.

Each is asked in a process of its own, as a user would ask it, with a sample of 20,000 citizens:
reading, runs, tables, figures and report. Nothing is asserted; a busy machine can double a time.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.speed import machine

ROOT = Path(__file__).resolve().parent.parent
RESULTS = Path(__file__).resolve().parent / "results" / "questions.md"
LIMIT_SECONDS = 60


def main(arguments: list[str] | None = None) -> None:
    """Time the questions and write a table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.questions", description=__doc__)
    parser.add_argument("--only", type=int, nargs="*", default=list(range(1, 15)), metavar="N")
    parser.add_argument("--sample", type=int, default=20_000, help="citizens in each run (20,000)")
    parser.add_argument("--no-out", action="store_true", help="print the table, write nothing")
    asked = parser.parse_args(arguments)
    facts = machine()
    rows = []
    for number in asked.only:
        seconds, runs = seconds_of(number, asked.sample)
        rows.append(f"| {number} | {runs} | {seconds:.1f} |")
        print(rows[-1], file=sys.stderr, flush=True)
    text = "\n".join([
        "# Seconds of each question", "",
        f"`python -m benchmarks.questions`: `egov question N --sample {asked.sample}` from start "
        f"to report, compiled code there already. {facts['processor']}, {facts['cores']} cores, "
        f"Python {facts['python']}, load before {facts['load_before']}. The bar is "
        f"{LIMIT_SECONDS} s.", "",
        "| question | runs | seconds |", "|---|---|---|", *rows, "",
    ])  # fmt: skip
    print(text)
    if not asked.no_out:
        RESULTS.write_text(text, encoding="utf-8")


def seconds_of(number: int, sample: int) -> tuple[float, int]:
    """Return the seconds that a question takes, and how many runs it is."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out"
        command = [sys.executable, "-m", "sim", "question", str(number), "--sample", str(sample),
                   "--out", str(out), "--quiet"]  # fmt: skip
        begin = time.perf_counter()
        subprocess.run(command, check=True, cwd=ROOT)
        seconds = time.perf_counter() - begin
        import pandas as pd

        return seconds, len(pd.read_parquet(out / "runs.parquet"))


if __name__ == "__main__":
    main()

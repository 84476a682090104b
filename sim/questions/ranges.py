"""Fill docs/teaching/answers.md from runs: each question with two seeds, dated and versioned.

    python -m sim.questions.ranges [FOLDER]

Results go to FOLDER (outputs/questions unless given) and are not done again if they are there. A
headline counts as decided only if both seeds decide it with the same sign.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

import sim
from sim.questions.pairs import DECIDED, HANGS, NO_DIFFERENCE, UNDECIDED
from sim.questions.words import shown
from sim.reports.difference import difference_scale, difference_words, is_known, signed
from sim.reports.numbers import month_words

if TYPE_CHECKING:
    from sim.questions.answer import Answer

__all__ = ["SEEDS", "agreed", "block", "filled", "main"]

SEEDS = (20020805, 19950701)
PAGE = Path(__file__).resolve().parents[2] / "docs" / "teaching" / "answers.md"
MARKED = re.compile(r"(<!-- answer: (\d+) -->\n).*?(<!-- end -->)", re.DOTALL)


def agreed(rows: Sequence[Mapping[str, Any]]) -> str:
    """Return what several runs of one headline say together.

    Returns
    -------
    verdict : "decided" if each decides it with the same sign, "no difference" if none differs,
        "hangs on the world" if each finds that, else "undecided".
    """
    verdicts = {str(row["verdict"]) for row in rows}
    signs = {float(row["difference"]) > 0 for row in rows if is_known(row["difference"])}
    if verdicts == {DECIDED} and len(signs) == 1:
        return DECIDED
    alike = verdicts in ({NO_DIFFERENCE}, {HANGS})
    return verdicts.pop() if alike else UNDECIDED


def block(answers: Sequence[Answer], day: str) -> str:
    """Return what stands in the page for one question: the range, and the five sentences."""
    rows = [answer.headline for answer in answers]
    first, row = answers[0], rows[0]
    ends = [float(row[name]) for row in rows for name in ("low", "high") if is_known(row[name])]
    scale = difference_scale({**row, "low": min(ends), "high": max(ends)} if ends else row)
    label = str(first.comparison.facts[row["outcome"]]["label"])
    span = " to ".join(signed(end, scale) for end in (min(ends), max(ends))) if ends else "none"
    plan = first.ensemble.plan
    lines = [
        f"Measured on {day}, version {sim.__version__}: {plan.replications} twin runs of "
        f"{len(plan.points)} scenarios, {plan.sample or 'all':,} citizens, with each of "
        f"{len(answers)} seeds. An illustrative model, not a forecast.",
        "",
        f"- **Headline**: {label}, {shown(row['scenario'])} against {shown(row['against'])}, after "
        f"{month_words(row['month'])}.",
        *[f"- Seed {answer.ensemble.plan.seed}: {difference_words(one)}; {one['verdict']}."
          for answer, one in zip(answers, rows, strict=True)],
        f"- **Answer range**: {span} {scale.unit}".rstrip() + f" ({agreed(rows)}).",
        "",
        *[f"> **{topic}.** {said}\n>" for topic, said in first.sentences],
    ]  # fmt: skip
    return "\n".join(lines).removesuffix("\n>") + "\n"


def filled(page: str, blocks: Mapping[int, str]) -> str:
    """Return the page with the blocks of the questions given put in their places."""

    def put(found: re.Match[str]) -> str:
        new = blocks.get(int(found[2]))
        return found[0] if new is None else f"{found[1]}{new}{found[3]}"

    return MARKED.sub(put, page)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the questions with both seeds and fill the page."""
    from sim.questions.catalogue import NUMBERS

    parser = argparse.ArgumentParser(prog="python -m sim.questions.ranges", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=Path("outputs/questions"))
    parser.add_argument("--only", type=int, nargs="*", default=list(NUMBERS), metavar="N")
    asked = parser.parse_args(arguments)
    day = datetime.now(tz=UTC).date().isoformat()
    blocks = {}
    for number in asked.only:
        answers = [_answered(number, seed, asked.folder) for seed in SEEDS]
        blocks[number] = block(answers, day)
        rows = [answer.headline for answer in answers]
        click.echo(f"Question {number}: {agreed(rows)} ({', '.join(r['verdict'] for r in rows)})")
    PAGE.write_text(filled(PAGE.read_text(encoding="utf-8"), blocks), encoding="utf-8")


def _answered(number: int, seed: int, folder: Path) -> Answer:
    """Return an answer from its results folder, or ask for it."""
    from sim.experiments.published import read_ensemble
    from sim.questions.answer import Answer
    from sim.results_folder import stored_manifest

    out = folder / f"q{number:02d}-seed-{seed}"
    if (stored_manifest(out) or {}).get("status") == "complete":
        return Answer(read_ensemble(out))
    return sim.question(number, overrides=[f"run.seed={seed}"], out=out, progress="lines")


if __name__ == "__main__":
    main()

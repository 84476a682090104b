"""From runs to what the page draws: lines with bands, differences with intervals, sentences.

The numbers are those of `egov compare` with the same seed, sample and replications: a band is the
5 % and 95 % quantile over seeds (`sim.summary.BAND`), a difference is that of twins with its
95 % interval (`sim.experiments.paired`).
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.app.jobs import Kept, outcome_names
from sim.experiments.asked import MAIN_OUTCOMES
from sim.experiments.paired import LEVEL, Paired, paired
from sim.reports.difference import (
    difference_words,
    is_better,
    is_clear,
    is_known,
    is_nothing,
    scales_of,
)
from sim.reports.numbers import Scale, month_words
from sim.summary import BAND, FEWEST_FOR_A_BAND, WINDOW, is_amount, is_averaged, unit_over

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Line", "course_words", "facts_of", "headline", "row_of", "short", "verdict_of"]

DIGITS = 5
"""Significant digits of the lines, which are there to be drawn; differences have them all."""
MOST_NAMED = 5
"""So many unknown outcomes get their nearest name."""


@cache
def facts_of() -> Mapping[str, dict[str, Any]]:
    """Return name, label, unit, kind, better, family and formula of each outcome, by name."""
    from sim.outcomes import OUTCOMES

    keys = ("name", "label", "unit", "kind", "better", "family", "formula")
    return {one.name: {key: getattr(one, key) for key in keys} for one in OUTCOMES}


@dataclass(frozen=True)
class Line:
    """The runs of one scenario with several seeds.

    Attributes
    ----------
    monthly : shape (seeds, outcomes, months).
    """

    monthly: NDArray[np.float64]
    _known: dict[Any, Any] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def of(cls, runs: Sequence[Kept]) -> Line:
        """Return the line of some runs, in the order of their seeds."""
        return cls(np.stack([run.monthly for run in runs]))

    @property
    def seeds(self) -> int:
        """How many runs there are."""
        return len(self.monthly)

    def course(self, outcome: str) -> NDArray[np.float64]:
        """Return an outcome month by month, shape (seeds, months)."""
        return self.monthly[:, outcome_names().index(outcome), :]

    def band(self, outcome: str) -> tuple[list[float], list[float] | None, list[float] | None]:
        """Return median, low and high by month; no band below five seeds."""
        course = self.course(outcome)
        with np.errstate(all="ignore"):
            middle = course[0] if self.seeds == 1 else np.nanmedian(course, axis=0)
            if self.seeds < FEWEST_FOR_A_BAND:
                return middle.tolist(), None, None
            low, high = np.nanquantile(course, BAND, axis=0)
        return middle.tolist(), low.tolist(), high.tolist()

    def at(self, outcomes: Sequence[str], month: int) -> dict[str, NDArray[np.float64]]:
        """Return outcomes at a month in each run, as `sim.summary.value_at` reads them.

        All of them in two passes of pandas, where `value_at` takes one for each.
        """
        asked = (tuple(outcomes), month)
        if asked not in self._known:
            self._known[asked] = self._at(outcomes, month)
        found: dict[str, NDArray[np.float64]] = self._known[asked]
        return found

    def _at(self, outcomes: Sequence[str], month: int) -> dict[str, NDArray[np.float64]]:
        import pandas as pd

        first = max(0, month - WINDOW)
        rows = self.monthly[:, [outcome_names().index(name) for name in outcomes], first:month]
        length = rows.shape[2]
        table = rows.transpose(0, 2, 1).reshape(self.seeds * length, len(outcomes))
        grouped = pd.DataFrame(table, columns=list(outcomes)).groupby(
            np.repeat(np.arange(self.seeds), length)
        )
        total, mean = grouped.sum(), grouped.mean()
        found = {}
        for place, name in enumerate(outcomes):
            facts = facts_of()[name]
            found[name] = (
                total[name].to_numpy() if is_amount(facts)
                else mean[name].to_numpy() if is_averaged(facts)
                else rows[:, place, -1]
            )  # fmt: skip
        return found

    def as_json(self, outcomes: Sequence[str]) -> str:
        """Return the outcomes as JSON text: {outcome: {median, low, high}}."""
        asked = tuple(outcomes)
        if asked not in self._known:
            self._known[asked] = self._as_json(asked)
        text: str = self._known[asked]
        return text

    def _as_json(self, outcomes: Sequence[str]) -> str:
        parts = []
        for name in outcomes:
            words = (
                f'"{key}":{short(values)}'
                for key, values in zip(("median", "low", "high"), self.band(name), strict=True)
            )
            parts.append(f'"{name}":{{{",".join(words)}}}')
        return "{" + ",".join(parts) + "}"


def short(values: Sequence[float] | None) -> str:
    """Return numbers as a JSON list with a few significant digits; null where there is none."""
    if values is None:
        return "null"
    return "[" + ",".join(f"{v:.{DIGITS}g}" if math.isfinite(v) else "null" for v in values) + "]"


# Differences ----------------------------------------------------------------------------------


def row_of(found: Paired, outcome: str, month: int) -> dict[str, Any]:
    """Return a difference as the table of `egov compare` has it."""
    facts = facts_of()[outcome]
    signs = {1: (found.n_higher, found.n_lower), -1: (found.n_lower, found.n_higher)}
    n_better, n_worse = signs.get(facts["better"], (None, None))
    keys = ("n", "mean_a", "mean_b", "difference", "low", "high", "level", "n_equal", "n_higher",
            "n_lower")  # fmt: skip
    return {key: getattr(found, key) for key in keys} | {
        "outcome": outcome, "unit": unit_over(facts, min(WINDOW, month)), "month": month,
        "better": facts["better"], "n_better": n_better, "n_worse": n_worse,
    }  # fmt: skip


def verdict_of(row: Mapping[str, Any]) -> str:
    """Return a difference in one word.

    equal, one_run, unclear; better or worse where the outcome has a good side; else higher, lower.
    """
    if not is_known(row["difference"]):
        return "unknown"
    if is_nothing(row):
        return "equal"
    if row["n"] < 2:
        return "one_run"
    if not is_clear(row):
        return "unclear"
    if row["better"] == 0:
        return "higher" if row["difference"] > 0 else "lower"
    return "better" if is_better(row, row["better"]) else "worse"


def headline(
    baseline: Line, yours: Line, outcomes: Sequence[str], month: int, level: float = LEVEL
) -> list[dict[str, Any]]:
    """Return the differences of twins at a month, one an outcome, with a sentence each."""
    found = []
    before, after = baseline.at(outcomes, month), yours.at(outcomes, month)
    for outcome in outcomes:
        pair = paired(before[outcome], after[outcome], level)
        row = row_of(pair, outcome, month)
        found.append({
            "outcome": outcome,
            "label": facts_of()[outcome]["label"],
            "unit": row["unit"],
            "at_month": month,
            "baseline": row["mean_a"],
            "yours": row["mean_b"],
            "difference": row["difference"],
            "low": row["low"],
            "high": row["high"],
            "n": row["n"],
            "n_better": row["n_better"],
            "n_equal": row["n_equal"],
            "verdict": verdict_of(row),
            "sentence": _difference_sentence(row),
        })  # fmt: skip
    return found


def _difference_sentence(row: Mapping[str, Any]) -> str:
    label = facts_of()[row["outcome"]]["label"]
    when = f"{label}, after {month_words(row['month'])}"
    if not is_known(row["difference"]):
        return f"{when}: no number on both sides."
    level, _ = scales_of(row)
    if is_nothing(row):
        return f"{when}: {level.text(row['mean_b'])} in both, no difference."
    often = ""
    if row["n"] > 1:
        word, times = (
            ("higher", row["n_higher"]) if row["n_better"] is None else ("better", row["n_better"])
        )
        often = f"; {word} in {times} of {row['n']} twin runs"
    return (
        f"{when}: yours {level.text(row['mean_b'])} against {level.text(row['mean_a'])}: "
        f"{difference_words(row)}{often}."
    )


def course_words(outcome: str, lines: Mapping[str, Line]) -> str:
    """Return a chart in a sentence: where each line begins and where it ends, with its band."""
    facts = facts_of()[outcome]
    ends = {name: _ends(line, outcome) for name, line in lines.items()}
    seen = [value for end in ends.values() for value in end[:2]]
    scale = Scale.of(str(facts["unit"]), seen)
    months = next(iter(lines.values())).monthly.shape[2]
    said = []
    for name, (first, last, low, high) in ends.items():
        band = f" (90 % band {scale.band(low, high)})" if low is not None else ""
        who = {"baseline": "the baseline", "assumption": "the baseline in the changed world",
               "yours": "yours"}.get(name, name)  # fmt: skip
        said.append(f"{who} from {scale.text(first)} to {scale.text(last)}{band}")
    label = facts["label"]
    return f"{label}, month 1 to {months}: {'; '.join(said)}."


def _ends(line: Line, outcome: str) -> tuple[float, float, float | None, float | None]:
    middle, low, high = line.band(outcome)
    return (
        middle[0],
        middle[-1],
        None if low is None else low[-1],
        None if high is None else high[-1],
    )


def chosen(given: Any) -> tuple[str, ...]:
    """Return the outcomes that a request asks for, or the usual ones.

    Raises
    ------
    Refused : a name that is no outcome, or too many of them.
    """
    from sim.app.refusals import Refused
    from sim.experiments.asked import require_outcomes

    if given is None:
        return MAIN_OUTCOMES
    if not isinstance(given, list) or not 0 < len(given) <= len(facts_of()):
        raise Refused("outcomes must be a list of names of outcomes.")
    names = [name[:80] if isinstance(name, str) else json.dumps(name)[:80] for name in given]
    unknown = [name for name in names if name not in facts_of()]
    if unknown:  # finding a nearest name takes a while
        problems = require_outcomes(unknown[:MOST_NAMED], facts_of())
        problems += [f"there is no outcome {name!r}." for name in unknown[MOST_NAMED:]]
        raise Refused(problems[0], problems=[("outcomes", text) for text in problems])
    return tuple(dict.fromkeys(names))

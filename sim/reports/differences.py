"""Differences as a person would write them: a scale, a sign, more or less, better or worse."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from math import floor, isfinite, log10
from typing import Any

from sim.reports.numbers import OF_100, Scale

__all__ = ["gap_scale", "gap_text", "level_words", "mean_scale", "signed", "topic_of", "wins"]

TOPICS = {
    "adoption_share": "Adoption",
    "online_transaction_share": "Cases online",
    "spending_cum_usd": "Spending",
    "cost_per_case_usd": "Cost of a case",
    "satisfaction_citizens": "Citizens",
    "satisfaction_employees": "Employees",
    "satisfaction_businesses": "Businesses",
    "age_gap_points": "Age divide",
    "trust": "Trust",
    "backlog_cases": "Backlog",
}
MOST_DECIMALS = 6
DIGITS = 4
"""Significant digits of the largest number of a difference and its interval, at most."""


def topic_of(outcome: str, label: str) -> str:
    """Return what a sentence about an outcome begins with."""
    return TOPICS.get(outcome, label)


def gap_scale(unit: str, gaps: Iterable[tuple[float, float, float]]) -> Scale:
    """Return how differences of a unit are written; shares become percentage points.

    Parameters
    ----------
    gaps : difference, low and high of each; low and high may be missing (NaN). The decimals are
        enough to see the width of the narrowest interval, within reason.
    """
    rows = [[float(v) for v in gap if v is not None and isfinite(v)] for gap in gaps]
    values = [value for row in rows for value in row]
    scale = Scale.of(unit, values)
    if unit.partition("/")[0] == "share":
        scale = Scale(100.0, "points", 1)
    elif unit in OF_100:
        scale = Scale(1.0, "points", 1)
    top = max((abs(value) for value in values), default=0.0) * scale.factor
    spans = [max(row) - min(row) or abs(row[0]) for row in rows if row]
    finest = min((span for span in spans if span > 0), default=0.0) * scale.factor
    if not top or not finest:
        return scale
    wanted = min(1 - floor(log10(finest)), DIGITS - 1 - floor(log10(top)), MOST_DECIMALS)
    return replace(scale, decimals=max(scale.decimals, wanted))


def mean_scale(unit: str, means: Iterable[float], gap: Scale) -> Scale:
    """Return how the means behind a difference are written: as fine as the difference itself."""
    scale = Scale.of(unit, list(means))
    if scale.factor != gap.factor:
        return scale
    return replace(scale, decimals=max(scale.decimals, gap.decimals))


def gap_text(value: float, scale: Scale) -> str:
    """Return a difference in words, as in "2.7 points more" and "0.20 USD less"."""
    word = "more" if value > 0 else "less"
    return f"{scale.text(abs(value))} {word}"


def signed(value: float, scale: Scale) -> str:
    """Return a difference with its sign and without its unit, as in "+2.7"; zero is "0"."""
    if value == 0:
        return "0"
    text = scale.bare(value)
    return f"+{text}" if value > 0 else text


def level_words(level: float) -> str:
    """Return what an interval is called, as in "95 % interval"."""
    return f"{100 * level:.3g} % interval"


def wins(row: Any) -> str:
    """Return in how many twin runs one is better, as in "better in 47 of 50 twin runs".

    Parameters
    ----------
    row : a row of the comparison. Ties are said apart; of an outcome that is neither good nor bad
        it is said in how many runs it is higher.
    """
    n, equal = int(row.n), int(row.n_equal)
    if row.better == 0:
        ups, downs, words = int(row.n_higher), int(row.n_lower), ("higher", "lower")
    else:
        ups, downs, words = int(row.n_better), int(row.n_worse), ("better", "worse")
    word, count = (words[0], ups) if ups >= downs else (words[1], downs)
    ties = f", equal in {equal}" if equal else ""
    return f"{word} in {count} of {n} twin runs{ties}"

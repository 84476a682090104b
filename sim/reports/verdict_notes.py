"""What a reader of a comparison must know, and its differences as a table for a person."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from sim.experiments.paired import ENOUGH, STRONG_SKEW
from sim.reports.difference import common_scale, in_short, level_words
from sim.reports.numbers import Scale, listed, month_words
from sim.reports.verdict import rows_at, short_name

if TYPE_CHECKING:
    from sim.experiments.comparison import Comparison

__all__ = ["key_section", "notes"]

ONE_TABLE_EACH = 3
"""Up to so many strategies against the first, each has a table of its own on the page."""


def notes(result: Comparison) -> list[str]:
    """Return what the twin runs are, how the worlds differ, and where intervals are shaky."""
    said = [_twin_note(result), *result.settings["notes"], *_left_out(result)]
    if len(result.twins) == 1:
        said.append("With one twin run there is no interval: ask for more by --replications.")
    if len(result.twins) > 1:
        said += _shaky_note(result)
        said.append(
            f"Each interval is at {level_words(result.level)} for itself: of many intervals some "
            "miss by chance. It holds the luck of these runs and what is drawn from uncertain:, "
            "not what the model leaves out."
        )
    return said


def _twin_note(result: Comparison) -> str:
    sample = result.ensemble.plan.sample
    whom = "every resident" if sample is None else f"a sample of {sample:,} citizens"
    count = len(result.twins)
    runs = f"{count} twin run{'s' if count != 1 else ''}"
    return (
        f"{runs} of each scenario on {whom}: a replicate has the same seed and the same draw of "
        "what is uncertain in all scenarios."
    )


def _left_out(result: Comparison) -> list[str]:
    planned = result.ensemble.plan.replications
    missing = planned - len(result.twins)
    if not missing:
        return []
    failed = result.ensemble.failed
    why = "they were not all run"
    if len(failed):
        reasons = [str(reason) for reason in dict.fromkeys(failed["reason"])]
        why = f"{len(failed)} run{'s' if len(failed) > 1 else ''} failed ({reasons[0]}"
        why += f", and {len(reasons) - 1} other reasons)" if len(reasons) > 1 else ")"
    return [f"{missing} of {planned} replicates are left out of every comparison, because {why}."]


def _shaky_note(result: Comparison) -> list[str]:
    shaky = result.shaky()
    if shaky.empty:
        return []
    said = []
    if (shaky["n"] < ENOUGH).any():
        said.append(
            f"Fewer than {ENOUGH} twin runs: Student's interval takes their differences to be "
            "about normal, and may be too narrow where they are not."
        )
    skewed = shaky[shaky["skewness"].abs() > STRONG_SKEW]
    if len(skewed):
        names = [short_name(result, str(name)) for name in dict.fromkeys(skewed["outcome"])]
        said.append(
            f"The differences in {listed(names)} are skewed (skewness beyond {STRONG_SKEW:g}), "
            "so that their intervals may be too narrow on one side; see the column skewness."
        )
    return said


# The page -------------------------------------------------------------------------------------


def key_section(result: Comparison) -> str:
    """Return the differences as tables that a person would read, as HTML."""
    from sim.reports.sections import section

    others = result.names[1:]
    if len(others) <= ONE_TABLE_EACH:
        made = [_over_the_years(result, name) for name in others]
    else:
        made = [_all_at_the_end(result)]
    return section("differences", "Side by side", *made)


def _over_the_years(result: Comparison, name: str) -> str:
    from sim.reports.sections import table

    months = result.settings["months"]
    rows = []
    for outcome in result.settings["outcomes"]:
        found = [row for month in months for row in rows_at(result, outcome, month)
                 if row["scenario"] == name]  # fmt: skip
        scale = common_scale(found)
        head = escape(_label(result, outcome))
        head += f", {escape(scale.unit)}" if scale.unit else ""
        rows.append([head, *[_cell(row, scale) for row in found]])
    caption = (
        f"{_said(name)} less {_said(result.names[0])}: the mean difference of twin runs, its "
        f"{level_words(result.level)} interval, and in how many it is better"
    )
    return table(["After", *map(month_words, months)], rows, caption, kind="key")


def _all_at_the_end(result: Comparison) -> str:
    from sim.reports.sections import table

    outcomes, last = result.settings["outcomes"], int(result.settings["months"][-1])
    rows = []
    for outcome in outcomes:
        found = rows_at(result, outcome, last)
        scale = common_scale(found)
        head = escape(_label(result, outcome))
        head += f", {escape(scale.unit)}" if scale.unit else ""
        rows.append([head, *[_cell(row, scale) for row in found]])
    heads = ["Outcome", *map(_said, result.names[1:])]
    caption = (
        f"Each scenario less {_said(result.names[0])} after {month_words(last)}: difference, "
        "interval, how often it is better"
    )
    return table(heads, rows, caption, kind="key" if len(rows[0]) <= 5 else "wide")


def _label(result: Comparison, outcome: str) -> str:
    return str(result.facts[outcome]["label"])


def _said(name: str) -> str:
    return name.replace("_", " ")


def _cell(row: dict[str, Any], scale: Scale | None = None) -> str:
    """Return a difference with its interval and how often it is better, as HTML."""
    said, band, often = in_short(row, scale)
    small = "".join(f'<br><span class="band">{escape(text)}</span>' for text in (band, often)
                    if text)  # fmt: skip
    return escape(said) + small

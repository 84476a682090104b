"""Pairs of scenarios of a question: differences of twins, between any two of the set."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sim.experiments.paired import LEVEL, paired
from sim.reports.difference import is_better, is_clear, is_nothing

if TYPE_CHECKING:
    from sim.experiments.comparison import Comparison
    from sim.questions.answer import Answer

__all__ = [
    "DECIDED", "HANGS", "NO_DIFFERENCE", "UNDECIDED", "clear_on", "headline_of", "in_worlds",
    "pair_row", "verdict_of",
]  # fmt: skip

DECIDED, NO_DIFFERENCE, UNDECIDED = "decided", "no difference", "undecided"
HANGS = "hangs on the world"
"""Clear in two worlds, and in one of them the other way round: see the view `ends`."""
NUMBERS = ("n", "mean_a", "mean_b", "difference", "low", "high", "level", "n_higher", "n_lower",
           "n_equal", "skewness")  # fmt: skip


def pair_row(
    result: Comparison, outcome: str, month: int, scenario: str, against: str
) -> dict[str, Any]:
    """Return the paired difference of two scenarios of a comparison.

    Returns
    -------
    row : scenario, against, outcome, unit, better, month, and the numbers of `Paired`.
    """
    values = result.values(outcome, month)
    sides = [values[:, result.names.index(name)] for name in (against, scenario)]
    found, facts = paired(sides[0], sides[1], LEVEL), result.facts[outcome]
    return {
        "scenario": scenario, "against": against, "outcome": outcome,
        "unit": result.unit(outcome, month), "better": facts["better"], "month": month,
        **{name: getattr(found, name) for name in NUMBERS},
    }  # fmt: skip


def headline_of(answer: Answer) -> dict[str, Any]:
    """Return the row that the answer begins with; `verdict` says whether its sign is decided.

    Decided means that the 95 % interval of the paired difference leaves out zero. Where the same
    change is asked in several worlds (the view `ends`), all of them have a say: see `verdict_of`.
    """
    asked = answer.settings["headline"]
    row = pair_row(
        answer.comparison, asked["outcome"], asked["month"], asked["scenario"], asked["against"]
    )
    worlds = [found for _, found in in_worlds(answer)]
    return row | {"verdict": verdict_of(worlds or [row])}


def in_worlds(answer: Answer) -> list[tuple[str, dict[str, Any]]]:
    """Return the headline's change in every world of the view `ends`: its name, and the row.

    It is empty where the view is another, or holds no such change.
    """
    asked, view = answer.settings["headline"], answer.settings["view"]
    if view["kind"] != "ends":
        return []
    wanted = [asked["scenario"], asked["against"]]
    pairs: list[list[str]] = next(
        (one["pairs"] for one in view["changes"] if wanted in one["pairs"]), []
    )
    return [
        (world, pair_row(answer.comparison, asked["outcome"], asked["month"], *pair))
        for world, pair in zip(view["worlds"], pairs, strict=bool(pairs))
    ]


def verdict_of(rows: Sequence[Mapping[str, Any]]) -> str:
    """Return whether the sign of one change is decided, seen in one world or more.

    Returns
    -------
    verdict : "decided" if it is clear and the same in each, "no difference" if each twin run is the
        same in each, "hangs on the world" if it is clear both ways, else "undecided".
    """
    if all(is_nothing(row) for row in rows):
        return NO_DIFFERENCE
    signs = [row["difference"] > 0 for row in rows if is_clear(row) and not is_nothing(row)]
    if len(set(signs)) == 2:
        return HANGS
    return DECIDED if len(signs) == len(rows) else UNDECIDED


def clear_on(
    result: Comparison, month: int, scenario: str, against: str
) -> tuple[list[str], list[str], list[str]]:
    """Return the outcomes on which one scenario is clearly better, clearly worse, and not clear.

    Outcomes of which neither more nor less is better, or that are the same in every twin run, are
    left out.
    """
    better: list[str] = []
    worse: list[str] = []
    unclear: list[str] = []
    for outcome in result.settings["outcomes"]:
        if not result.facts[outcome]["better"]:
            continue
        row = pair_row(result, outcome, month, scenario, against)
        if is_nothing(row):
            continue
        kind = unclear
        if is_clear(row):
            kind = better if is_better(row, row["better"]) else worse
        kind.append(outcome)
    return better, worse, unclear

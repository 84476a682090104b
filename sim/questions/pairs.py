"""Pairs of scenarios of a question: differences of twins, between any two of the set."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.experiments.paired import LEVEL, paired
from sim.reports.difference import is_better, is_clear, is_nothing

if TYPE_CHECKING:
    from sim.experiments.comparison import Comparison
    from sim.questions.answer import Answer

__all__ = ["DECIDED", "UNDECIDED", "clear_on", "headline_of", "pair_row"]

DECIDED, NO_DIFFERENCE, UNDECIDED = "decided", "no difference", "undecided"
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

    Decided means that the 95 % interval of the paired difference leaves out zero.
    """
    asked = answer.settings["headline"]
    row = pair_row(
        answer.comparison, asked["outcome"], asked["month"], asked["scenario"], asked["against"]
    )
    verdict = NO_DIFFERENCE if is_nothing(row) else DECIDED if is_clear(row) else UNDECIDED
    return row | {"verdict": verdict}


def clear_on(
    result: Comparison, month: int, scenario: str, against: str
) -> tuple[list[str], list[str], list[str]]:
    """Return the outcomes on which one scenario is clearly better, clearly worse, and not clear.

    Outcomes of which neither more nor less is better are left out.
    """
    better: list[str] = []
    worse: list[str] = []
    unclear: list[str] = []
    for outcome in result.settings["outcomes"]:
        if not result.facts[outcome]["better"]:
            continue
        row = pair_row(result, outcome, month, scenario, against)
        kind = unclear
        if is_clear(row) and not is_nothing(row):
            kind = better if is_better(row, row["better"]) else worse
        kind.append(outcome)
    return better, worse, unclear

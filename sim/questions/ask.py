"""Asking a question: its scenarios in twin runs, and the answer that follows from them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Unpack

from sim.questions.answer import Answer

if TYPE_CHECKING:
    from sim.experiments.how import How
    from sim.experiments.plan import Plan

__all__ = ["Answer", "question", "question_plan"]


def question(
    number: int,
    *,
    overrides: Sequence[str] = (),
    model: str = "",
    **how: Unpack[How],
) -> Answer:
    """Answer one of the case's fourteen questions with its set of twin runs.

    Parameters
    ----------
    number : [1-14]
    overrides : settings changed in all of its scenarios, as in ["run.replications=50"].
    how : out, workers, scheduler, on_error, progress, force; see `sim.experiments.how.How`.

    Returns
    -------
    answer : an `Answer`: `.sentences`, `.table`, `.plot.answer()`.

    Raises
    ------
    UserError : there is no such question.
    ScenarioError : a scenario is wrong; it lists every problem.
    OutputError : the folder cannot be written, or holds something else.
    """
    from sim.experiments.carry import carry_out

    ensemble = carry_out(question_plan(number, overrides, model), **how)
    answer = Answer(ensemble)
    answer.write_reports()
    return answer


def question_plan(number: int, overrides: Sequence[str] = (), model: str = "") -> Plan:
    """Return the plan of a question; see `question` for what it takes and raises."""
    from dataclasses import replace

    from sim.experiments.asked import months_of
    from sim.experiments.compare import compare_plan
    from sim.questions.catalogue import find
    from sim.questions.views import tables_of

    asked = find(number)
    plan = compare_plan(
        asked.files, overrides=overrides, outcomes=asked.outcomes, years=None, model=model,
        on_purpose=True,
    )  # fmt: skip
    years = [year for year in asked.years if year * 12 <= plan.months] or [plan.months / 12]
    months, _ = months_of(years, plan.months)
    headline = asked.headline.model_dump()
    headline["month"] = min(round(12 * headline.pop("year")), plan.months)
    headline["against"] = headline["against"] or plan.points[0].scenario
    settings = {
        **plan.settings,
        "months": sorted({*months, headline["month"]}),
        "question": number,
        "overrides": list(overrides),
        "title": asked.title,
        "texts": asked.texts,
        "headline": headline,
        "view": asked.view,
    }
    return replace(
        plan, verb="question", name=f"question-{number:02d}", settings=settings,
        tables=tables_of(asked.view["kind"]),
    )  # fmt: skip

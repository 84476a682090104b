"""From a question to a scored forecast: what is asked, the runs, and what is written."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.classroom.predictions import OUTCOMES, Forecast, Question, question_of, score, truth_of
from sim.errors import UserError

if TYPE_CHECKING:
    import pandas as pd

    from sim.experiments.ensemble import Ensemble
    from sim.experiments.plan import Plan
    from sim.reports.style import Drawing
    from sim.scenario import Scenario

__all__ = ["Asked", "Scored", "asked_of", "asked_of_results", "scored"]

YEAR = 5.0
"""When B and A are compared unless said otherwise."""
HOW = ("Give a question of the case (egov predict 13) or two scenarios "
       "(egov predict A.yaml B.yaml).")  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """A question, and the runs that will answer it.

    Attributes
    ----------
    plan : the runs, which `egov compare` or `egov question` would do too; None where they are done.
    done : the runs that are done already.
    names : what A and B are called in the runs.
    facts : of each outcome: name, label, unit ...
    moved : what B changes against A, for the forecaster; in words.
    """

    question: Question
    names: tuple[str, str]
    facts: Mapping[str, Mapping[str, Any]]
    moved: tuple[str, ...]
    plan: Plan | None = None
    done: Ensemble | None = None


@dataclass(frozen=True)
class Scored:
    """A forecast with what came out.

    Attributes
    ----------
    table : one row an outcome; see `sim.classroom.predictions.score`.
    sentence : what it means, one paragraph.
    """

    forecast: Forecast
    table: pd.DataFrame
    facts: Mapping[str, Mapping[str, Any]]
    source: str = ""

    @property
    def sentence(self) -> str:
        """What the score means."""
        from sim.classroom.debrief import forecast_words

        return forecast_words(self.table)

    def figure(self, narrow: bool = False) -> Drawing:
        """Draw the ranges with the differences that came out."""
        from sim.classroom.calibration_figure import forecast_drawing

        return forecast_drawing(self.table, self.facts, narrow).signed(self.source)


def asked_of(
    given: Sequence[str], *, year: float | None = None, outcomes: Sequence[str] = (),
    overrides: Sequence[str] = (), model: str = "",
) -> Asked:  # fmt: skip
    """Return what is asked: a question of the case, or two scenarios.

    Raises
    ------
    UserError : neither; or a year or an outcome that there is not.
    ScenarioError : a file is wrong.
    """
    if len(given) == 1 and re.fullmatch(r"[+-]?\d+", given[0]):
        return _of_the_case(int(given[0]), year, outcomes, overrides, model)
    if len(given) != 2:
        raise UserError(f"{len(given)} given, but a forecast is about two scenarios. {HOW}")
    from sim.experiments.compare import compare_plan

    plan = compare_plan(list(given), overrides=overrides, model=model)
    a, b = plan.bases
    names = (plan.points[0].scenario, plan.points[1].scenario)
    return _asked(plan, names, (a, b), tuple(given), year, outcomes, OUTCOMES)


def _of_the_case(
    number: int, year: float | None, outcomes: Sequence[str], overrides: Sequence[str], model: str
) -> Asked:
    """Return what is asked of a question of the case: the pair that its answer begins with."""
    from sim.questions.ask import question_plan

    plan = question_plan(number, overrides, model)
    head = plan.settings["headline"]
    names = (str(head["against"]), str(head["scenario"]))
    at = {point.scenario: point for point in plan.points}
    pair = (plan.bases[at[names[0]].base], plan.bases[at[names[1]].base])
    files = (f"question {number}", f"question {number}")
    usual = tuple(dict.fromkeys([str(head["outcome"]), *OUTCOMES]))
    when = year if year is not None else float(head["month"]) / 12
    asked = _asked(plan, names, pair, files, when, outcomes, usual)
    about = f"Question {number}, {plan.settings['title']}"
    return replace(asked, question=replace(asked.question, about=about))


def asked_of_results(
    ensemble: Ensemble, given: Sequence[str], year: float | None = None,
    outcomes: Sequence[str] = (),
) -> Asked:  # fmt: skip
    """Return what is asked about runs that are done: two of their scenarios, or the first two.

    Raises
    ------
    UserError : the runs hold fewer than two scenarios, or not those.
    """
    from sim.parameters.catalogue import nearest

    plan = ensemble.plan
    at = {point.scenario: plan.bases[point.base] for point in plan.points if not point.changes}
    names = [Path(one).stem for one in given] or list(at)[:2]
    for name in names:
        if name not in at:
            near = nearest(name, list(at))
            hint = f" Did you mean {near}?" if near else ""
            raise UserError(f"{ensemble.path} holds no {name}.{hint} It holds {', '.join(at)}.")
    if len(names) != 2:
        raise UserError(f"{ensemble.path}: a forecast is about two scenarios of these runs. {HOW}")
    pair, files = (at[names[0]], at[names[1]]), (f"{names[0]}.yaml", f"{names[1]}.yaml")
    asked = _asked(plan, (names[0], names[1]), pair, files, year, outcomes, OUTCOMES)
    return replace(asked, plan=None, done=ensemble)


def _asked(
    plan: Plan, names: tuple[str, str], pair: tuple[Scenario, Scenario], files: tuple[str, ...],
    year: float | None, outcomes: Sequence[str], usual: Sequence[str],
) -> Asked:  # fmt: skip
    from sim.experiments.asked import months_of, require_outcomes
    from sim.experiments.published import outcomes_of

    facts = {one["name"]: one for one in outcomes_of(plan.model)}
    chosen = list(dict.fromkeys(outcomes)) or [name for name in usual if name in facts]
    problems = require_outcomes(chosen, facts)
    months = [min(round(12 * YEAR), plan.months)]
    if year is not None:
        months, wrong = months_of([year], plan.months)
        problems += wrong
    if problems:
        raise UserError("\n".join(problems))
    question = question_of(*pair, months[0], chosen, files=files, names=names)
    if question.worlds[0] == question.worlds[1]:
        raise UserError(
            f"{names[0]} and {names[1]} are the same world, so there is nothing to forecast: B "
            "less A is 0 in every twin run. Give two scenarios that differ."
        )
    return Asked(question, names, facts, _moved(*pair), plan=plan)


def _moved(a: Scenario, b: Scenario) -> tuple[str, ...]:
    """Return what B sets otherwise than A, in words."""
    from sim.classroom.codes import levers

    said = []
    for one in levers():
        first, second = a.value(one.path), b.value(one.path)
        if first != second:
            said.append(f"{one.label} {_word(second)} (A: {_word(first)})")
    if a.timeline != b.timeline:
        said.append("what happens later, by its timeline")
    if a.district != b.district or a.place != b.place:
        said.append("the district itself")
    return tuple(said)


def _word(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:,.6g}" if isinstance(value, int | float) else str(value).replace("_", " ")


def scored(asked: Asked, forecast: Forecast, ensemble: Ensemble) -> Scored:
    """Return a forecast with its score from the runs.

    Raises
    ------
    UserError : no twin run of both scenarios was finished.
    """
    truth = truth_of(ensemble, forecast.question, asked.names)
    if not any(len(values) for values in truth.values()):
        raise UserError("no twin run of both scenarios was finished, so nothing can be scored.")
    source = str(ensemble.manifest.get("content_hash", ""))[:8]
    return Scored(forecast, score(forecast, truth), asked.facts, source)

"""The answer to a question: tables, one figure, and five sentences filled from the tables."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from sim.experiments.result import ExperimentResult
from sim.reports.style import Signed

if TYPE_CHECKING:
    import pandas as pd

    from sim.experiments.comparison import Comparison
    from sim.experiments.ensemble import Ensemble
    from sim.questions.views.base import View
    from sim.reports.style import Drawing

__all__ = ["Answer", "AnswerPlots"]


class Answer(ExperimentResult):
    """What the model shows, and does not show, on one question of the case.

    Attributes
    ----------
    number : [1-14]
    comparison : the set of scenarios compared in twin runs, as `egov compare` would have it.
    headline : one row: the difference that the answer begins with, and whether it is decided.
    table : the comparison's table: one row a scenario (but the first), outcome and month.
    """

    verb: ClassVar[str] = "question"
    captions: ClassVar[Mapping[str, str]] = {
        "headline": "The difference that the answer begins with",
        "answer": "The numbers behind the figure that answers",
        "comparison": "Each scenario against the first: differences of twin runs",
        "best": "Chance of being best of all, and regret: the shortfall against the best",
    }

    def __init__(self, ensemble: Ensemble) -> None:
        super().__init__(ensemble)
        self.number = int(self.settings["question"])
        self.texts: Mapping[str, Any] = self.settings["texts"]

    @property
    def title(self) -> str:
        """Number and title of the question."""
        return f"Question {self.number}: {self.settings['title']}"

    @cached_property
    def comparison(self) -> Comparison:
        """The scenarios of the question compared in twin runs."""
        from sim.experiments.comparison import Comparison

        return Comparison(self.ensemble)

    @cached_property
    def view(self) -> View:
        """What the question's own figure is made of."""
        from sim.questions.views import view_of

        return view_of(self)

    @property
    def table(self) -> pd.DataFrame:
        """The paired differences; `.tables["comparison"]`."""
        return self.comparison.table

    @cached_property
    def headline(self) -> dict[str, Any]:
        """The difference that the answer begins with, with its interval and verdict."""
        from sim.questions.pairs import headline_of

        return headline_of(self)

    @cached_property
    def tables(self) -> dict[str, pd.DataFrame]:
        """The tables: headline, answer (the figure's), comparison, best."""
        import pandas as pd

        return {
            "headline": pd.DataFrame([self.headline]),
            "answer": self.view.table,
            **self.comparison.tables,
        }

    @cached_property
    def sentences(self) -> list[tuple[str, str]]:
        """Five sentences on what the model shows and does not show, filled from the tables."""
        from sim.questions.words import five_sentences

        return five_sentences(self)

    @property
    def notes(self) -> list[str]:
        """What the twin runs are, how their worlds differ, and where intervals are shaky."""
        return self.comparison.notes

    @property
    def plot(self) -> AnswerPlots:
        """The figures, as in `answer.plot.answer()`; each gives back its `.data`."""
        return AnswerPlots(self)

    @property
    def command(self) -> str:
        """The command that does the same again."""
        plan = self.ensemble.plan
        size = "all" if plan.sample is None else plan.sample
        changed = [one for one in self.settings["overrides"] if not one.startswith("run.")]
        parts = [
            f"egov question {self.number} --replications {plan.replications} --seed {plan.seed} "
            f"--sample {size} --months {plan.months}",
            *[f"--set {shlex.quote(one)}" for one in changed],
        ]
        return " ".join(parts)

    def page_sections(self) -> list[str]:
        """Return the question, what the case says and the differences, as pieces of HTML."""
        from sim.questions.page import question_section
        from sim.reports.verdict_notes import key_section

        return [question_section(self), *([key_section(self.comparison)] if self.has_twins else [])]

    @property
    def has_twins(self) -> bool:
        """Whether there is a twin run to answer from."""
        return bool(self.comparison.twins)

    def text(self, width: int = 80) -> str:
        """Return the question, the table and the five sentences as text for a terminal."""
        from sim.questions.page import text_of_answer

        return text_of_answer(self, width)


class AnswerPlots(Signed):
    """The figures of an answer: the one that answers, and those of the comparison."""

    def __init__(self, answer: Answer) -> None:
        self._result = answer

    def all(self, narrow: bool = False) -> dict[str, Drawing]:
        """Return every figure by name, the one that answers first."""
        if not self._result.has_twins:
            return {}
        return {"answer": self.answer(narrow), "differences": self.differences(narrow)}

    def answer(self, narrow: bool = False) -> Drawing:
        """Draw the figure that answers the question."""
        return self._result.view.draw(narrow)

    def differences(self, narrow: bool = False) -> Drawing:
        """Draw each scenario's differences from the first, with intervals."""
        asked = self._result.headline
        return self._result.comparison.plot.differences(
            narrow, month=asked["month"], first=[asked["outcome"]]
        )

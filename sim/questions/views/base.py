"""What each view gives: a table, two sentences that follow from it, and a figure of it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    import pandas as pd

    from sim.questions.answer import Answer
    from sim.reports.style import Drawing

__all__ = ["View"]


class View(ABC):
    """The part of an answer that is made for its question.

    A view is given its settings from `view:` in question.yaml as keywords.
    """

    needs: ClassVar[tuple[str, ...]] = ("monthly",)
    """Which tables of a run it reads."""

    leads: ClassVar[bool] = False
    """Whether its sentences answer more of the question than the headline, and so come first."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        self.result = answer.comparison

    @property
    @abstractmethod
    def table(self) -> pd.DataFrame:
        """The numbers that the figure draws and the sentences say, one row each."""

    @property
    @abstractmethod
    def sentences(self) -> tuple[str, str]:
        """Two sentences; each is one sentence, and every number in them is in a table."""

    @abstractmethod
    def draw(self, narrow: bool = False) -> Drawing:
        """Draw the figure; its title states what was found, or the quantity."""

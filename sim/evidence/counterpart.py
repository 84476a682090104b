"""The simulated counterpart of a series of figures: what it is, and how it is measured."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from sim.evidence.places import Place
from sim.evidence.window import Window

__all__ = ["Counterpart"]

PeriodKind = Literal["sum", "mean", "end"]


@dataclass(frozen=True)
class Counterpart:
    """The simulated counterpart of a series.

    Attributes
    ----------
    series : base name of the series, without the suffix of a period.
    unit : the unit of `value`: %, cases, documents/day, bn KRW, persons, trainees per month, ...
    definition : population, period and definition, in a sentence.
    period_kind : over the months of a figure: their sum, their mean (or a share over all of
        them), or the state at their end.
    columns : the columns needed of the table `table`.
    value : the counterpart in `unit`, from the months of the figure.
    """

    series: str
    place: Place
    unit: str
    label: str
    definition: str
    period_kind: PeriodKind
    columns: tuple[str, ...]
    value: Callable[[Window], float]
    table: Literal["monthly", "groups"] = "monthly"

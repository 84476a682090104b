"""Which figures are laid beside the model, in what order, and when they are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.evidence import Figure

__all__ = ["USES", "base_series", "ends_of", "in_order", "in_year", "is_compared", "place_of",
           "time_of"]  # fmt: skip

USES = {"calibrate": "fitted", "held apart": "held apart", "compare": "compared"}
"""What a reader calls each use of a figure that is laid beside the model."""


def is_compared(figure: Figure) -> bool:
    """Return whether a figure is laid beside the model: fitted, held apart or compared."""
    from sim.evidence import counterpart_of

    return figure.use in USES and counterpart_of(figure) is not None


def place_of(figure: Figure) -> str:
    """Return the place of a figure; empty where it has no counterpart."""
    from sim.evidence import counterpart_of

    counterpart = counterpart_of(figure)
    return counterpart.place if counterpart else ""


def base_series(figure: Figure) -> str:
    """Return the series that a figure belongs to, without the suffix of its period."""
    from sim.evidence import counterpart_of

    counterpart = counterpart_of(figure)
    return counterpart.series if counterpart else figure.series


def in_order(figures: Iterable[Figure]) -> list[Figure]:
    """Return the figures to be compared by place, series as they come, and time."""
    from sim.evidence import PLACES

    shown = [figure for figure in figures if is_compared(figure)]
    places, series = list(PLACES), list(dict.fromkeys(map(base_series, shown)))
    return sorted(shown, key=lambda figure: (
        places.index(place_of(figure)), series.index(base_series(figure)), figure.period,
    ))  # fmt: skip


def in_year(figure: Figure, year: int) -> Figure:
    """Return a figure of the same series for a whole calendar year."""
    from sim.evidence.units import read_unit

    unit = read_unit(figure.unit).text  # without months in its brackets
    return replace(figure, series=base_series(figure), year=str(year), unit=unit)


def time_of(figure: Figure) -> float:
    """Return when a figure is, in years: the middle of its period, or its end where read there."""
    from sim.evidence import counterpart_of

    begin, end = ends_of(figure)
    counterpart = counterpart_of(figure)
    is_end = counterpart is not None and counterpart.period_kind == "end"
    return end if is_end else (begin + end) / 2


def ends_of(figure: Figure) -> tuple[float, float]:
    """Return begin and end of a figure's period as years with decimals."""
    first, last = ([int(part) for part in month.split("-")] for month in figure.period)
    return first[0] + (first[1] - 1) / 12, last[0] + last[1] / 12

"""The scorecard as a table for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.experiments.validation_words import (
    band_text,
    figure_number,
    label_with_unit,
    place_words,
    verdict_word,
    when_words,
)
from sim.reports.numbers import DASH

if TYPE_CHECKING:
    from sim.experiments.validate import Validation

__all__ = ["scorecard_text"]

HEADS = ("Observed", "Simulated", "90 % band", "", "Grade, use")
WIDTHS = (9, 9, 18, 7, 12)
LEAST_NAME = 15


def scorecard_text(result: Validation, width: int = 100) -> str:
    """Return the scorecard as a table, grouped by place and series; at least 80 columns wide."""
    name_width = max(LEAST_NAME, min(30, width - sum(WIDTHS) - 2 * len(WIDTHS)))
    head = _line("", HEADS, name_width)
    lines = [head, "-" * (name_width + sum(WIDTHS) + 2 * len(WIDTHS))]
    place = series = None
    for row in result.table.to_dict("records"):
        if row["place"] != place:
            place = row["place"]
            lines += ["", place_words(str(place)).upper()]
        if row["base"] != series:
            series = row["base"]
            lines.append(label_with_unit(row))
        lines.append(_line(f" {when_words(row)}", _cells(row), name_width))
    return "\n".join(lines)


def _cells(row: dict[Any, Any]) -> tuple[str, ...]:
    verdict = DASH if row["inside"] is None else verdict_word(row["inside"])
    return (
        figure_number(row["observed"]), figure_number(row["median"]), band_text(row), verdict,
        f"{row['grade']} {row['use']}",
    )  # fmt: skip


def _line(name: str, cells: tuple[str, ...], name_width: int) -> str:
    right = [f"{cell:>{size}}" for cell, size in zip(cells[:3], WIDTHS[:3], strict=True)]
    left = [f"{cell:<{size}}" for cell, size in zip(cells[3:], WIDTHS[3:], strict=True)]
    return "  ".join([f"{name:<{name_width}}", *right, *left]).rstrip()

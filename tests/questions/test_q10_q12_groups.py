"""Questions 10 and 12: differences by group, and what becomes of the gaps."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from sim.groups import DIMENSIONS
from sim.questions.views.groups import Groups, gap_moves

LUCK = (-0.002, 0.0, 0.001, 0.002)


def view(ahead: float, behind: float, scenarios: tuple[str, ...] = ("open",)) -> Groups:
    """Return a view where the young and the rest gain so much trust; they had 0.5 and 0.4."""
    rows = [
        {"scenario": name, "replicate": twin, "month": 12, "dimension": dimension, "group": group,
         "trust": _trust(name, group, ahead, behind) + luck * (1 + (name == "open")),
         "adoption_share": 0.3 + luck}
        for name in ("closed", *scenarios) for twin, luck in enumerate(LUCK, 1)
        for dimension, groups in DIMENSIONS.items() for group in groups
    ]  # fmt: skip
    answer: Any = SimpleNamespace(
        comparison=SimpleNamespace(twins=[1, 2, 3, 4], names=["closed", *scenarios]),
        ensemble=SimpleNamespace(table=lambda name: pd.DataFrame(rows)),
        settings={"headline": {"scenario": "open", "against": "closed", "month": 12}},
    )
    return Groups(answer, ["trust", "adoption_share"], list(scenarios))


def _trust(scenario: str, group: str, ahead: float, behind: float) -> float:
    start, gain = (0.5, ahead) if group == "20s" else (0.4, behind)
    return start + gain * (scenario != "closed")


@pytest.mark.parametrize(
    ("before", "after", "word"),
    [(0.1, 0.2, "widens"), (-0.1, -0.2, "widens"), (0.2, 0.1, "closes"), (0.1, -0.1, "turns round"),
     (0.1, 0.0, "closes"), (0.0, 0.1, "widens")],
)  # fmt: skip
def test_what_becomes_of_a_gap(before, after, word):
    assert gap_moves(before, after) == word


def test_the_gap_is_a_difference_of_differences():
    table = view(0.10, 0.04).table
    row = table[(table["kind"] == "gap") & (table["dimension"] == "age")
                & (table["measure"] == "trust")].iloc[0]  # fmt: skip
    assert row["mean_a"] == pytest.approx(0.1)
    assert row["mean_b"] == pytest.approx(0.16)
    assert row["difference"] == pytest.approx(0.06)


def test_the_sentences_follow_the_table():
    reach, gaps = view(0.10, 0.04).sentences
    assert "changes trust clearly for 14 of 14 groups, by +0.04" in reach
    assert "(the 20s)" in reach
    assert "The gap in trust widens between the 20s and those of 60 and over (from +0.1" in gaps
    assert " to +0.16" in gaps
    assert "the gap in adoption does not move clearly between the 20s" in gaps
    assert "closes between the 20s" in view(0.04, 0.10).sentences[1]


def test_no_difference_is_said():
    assert "makes no clear difference to the trust" in view(0.0, 0.0).sentences[0]


@pytest.mark.parametrize("narrow", [False, True])
def test_the_figure_gives_back_its_numbers(narrow):
    found = view(0.10, 0.04, ("open", "wide"))
    drawing = found.draw(narrow)
    groups = sum(len(names) + 1 for names in DIMENSIONS.values())
    assert len(drawing.data) == groups * 2 * 2
    assert "differences from closed" in drawing.title
    assert np.isfinite(drawing.data["difference"]).all()

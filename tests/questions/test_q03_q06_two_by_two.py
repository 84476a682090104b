"""Questions 3 and 6: two changes alone, together, and beyond their sum."""

from __future__ import annotations

import numpy as np
import pytest

from sim.questions.views.two_by_two import TwoByTwo
from tests.questions.standins import Result, answer_of

NAMES = ["neither", "one", "other", "both"]


def view(beyond: float, noise: float = 0.01, outcome: str = "satisfaction_employees") -> TwoByTwo:
    luck = np.arange(10.0)[:, None]
    wobble = noise * np.array([[(-1) ** (k * (k + 1) // 2) for k in range(10)]]).T
    start = np.hstack([0 * luck, 2 + wobble, 3 - wobble, 5 + beyond + wobble]) + 50 + luck
    result = Result(NAMES, {outcome: start[:, :, None]})
    return TwoByTwo(answer_of(result), *NAMES, "training", "a promise", [outcome])


def test_the_interaction_is_what_goes_beyond_the_sum():
    table = view(beyond=1.5).table.set_index("effect")
    assert table.loc["one", "difference"] == pytest.approx(2.0, abs=0.01)
    assert table.loc["other", "difference"] == pytest.approx(3.0, abs=0.01)
    assert table.loc["both", "difference"] == pytest.approx(6.5, abs=0.01)
    assert table.loc["beyond", "difference"] == pytest.approx(1.5, abs=0.01)
    assert table.loc["beyond", "low"] < 1.5 < table.loc["beyond", "high"]


def test_pairing_takes_the_luck_of_the_worlds_out():
    row = view(beyond=1.5).table.set_index("effect").loc["both"]
    assert row["high"] - row["low"] < 0.1, "the worlds differ by 9 points, the twins do not"


@pytest.mark.parametrize(
    ("beyond", "outcome", "says"),
    [
        (1.5, "satisfaction_employees", "better than their sum"),
        (-1.5, "satisfaction_employees", "worse than their sum"),
        (1.5, "insecurity", "worse than their sum"),
        (1.5, "employees", "away from their sum"),
        (0.0, "satisfaction_employees", "not clearly off their sum"),
    ],
)
def test_the_sentence_follows_the_interaction(beyond: float, outcome: str, says: str):
    assert says in view(beyond, noise=0.3, outcome=outcome).sentences[1]


def test_the_figure_gives_its_rows_back():
    drawing = view(1.5).draw(narrow=True)
    assert list(drawing.data["effect"]) == ["one", "other", "both", "beyond"]
    assert "neither" in drawing.title

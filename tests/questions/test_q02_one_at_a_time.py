"""Question 2: what each no costs, and projects against their plans."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest

from sim.questions.views.one_at_a_time import OneAtATime, project_ratios
from tests.questions.standins import Result, answer_of

NAMES = ["vision", "vision_without_law", "vision_without_money", "as_granted"]


def starts(month: int, name: str, usd: float, months: int) -> tuple[int, str, str]:
    return month, f"starts '{name}'", json.dumps({"planned_usd": usd, "planned_months": months})


def launches(month: int, name: str, usd: float) -> tuple[int, str, str]:
    return month, f"launches '{name}'", json.dumps({"cost_usd": usd})


def test_projects_are_weighed_by_their_plans():
    ratios = project_ratios([
        starts(1, "Tax", 30_000, 10), starts(2, "Land", 10_000, 5), starts(3, "Never", 9e9, 5),
        launches(16, "Tax", 36_000), launches(7, "Land", 10_000), launches(9, "No start", 1),
    ])  # fmt: skip
    assert ratios["cost"] == pytest.approx(46 / 40)
    assert ratios["months"] == pytest.approx(20 / 15)


def test_no_finished_project_is_no_number():
    assert all(math.isnan(value) for value in project_ratios([starts(1, "Tax", 1, 1)]).values())


def view(costs: tuple[float, float, float]) -> OneAtATime:
    luck = np.linspace(0, 0.1, 6)[:, None]
    wobble = 0.001 * np.array([1, -1, 0.5, -0.5, 0.2, -0.2])[:, None]
    values = (
        0.5 + luck - np.array([[0.0, *costs]]) + np.hstack([0 * wobble, wobble, -wobble, wobble])
    )
    lines = [
        (name, twin, month, "IT committee", decision, numbers)
        for name in NAMES for twin in range(1, 7)
        for month, decision, numbers in (starts(1, "Tax", 100, 5), launches(11, "Tax", 120))
    ]  # fmt: skip
    result = Result(NAMES, {"adoption_share": values[:, :, None]}, lines)
    return OneAtATime(answer_of(result), "as_granted", ["adoption_share"])


def test_the_single_costs_are_added_up_and_set_beside_all_at_once():
    table = view((0.08, 0.04, 0.10)).table
    rows = table[table["shows"] == "outcome"].set_index("scenario")
    assert rows.loc["sum", "difference"] == pytest.approx(-0.12, abs=1e-3)
    assert rows.loc["as_granted", "difference"] == pytest.approx(-0.10, abs=1e-3)


def test_the_sentences_begin_with_the_dearest_no():
    first, second = view((0.08, 0.04, 0.10)).sentences
    assert first.index("without law") < first.index("without money")
    assert "the sum of these is 12.0 points less" in first
    assert "1.20 times the money" in second
    assert "2.00 times the months" in second


def test_the_figure_has_costs_and_ratios():
    drawing = view((0.08, 0.04, 0.10)).draw()
    assert set(drawing.data["shows"]) == {"outcome", "projects"}

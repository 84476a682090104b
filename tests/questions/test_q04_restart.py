"""Question 4: whether growth had slowed, and what brings it back."""

from __future__ import annotations

import numpy as np

from sim.questions.views.restart import Restart
from tests.questions.standins import Result, answer_of

OUTCOME = "adoption_share"


def view(before: tuple[float, float], after: tuple[float, float], months: int = 48) -> Restart:
    """Return two scenarios: growth a year early and late, then after the change of each."""
    month = np.arange(1, months + 1)
    base = np.interp(month, [0, 12, 24], [0, before[0], sum(before)])
    course = np.stack([base + rate * np.maximum(0, month - 24) / 12 for rate in after])
    twins = np.stack([(1 + 0.01 * (twin - 2)) * course for twin in range(5)])
    return Restart(answer_of(Result(["nothing", "services"], {OUTCOME: twins})), OUTCOME, 25)


def test_growth_is_compared_with_its_best_year():
    slowed = view((0.06, 0.02), (0.0, 0.05)).slowed
    assert slowed is not None
    assert (slowed["best_year"], slowed["last_year"]) == (1, 2)
    assert abs(slowed["difference"] + 0.035) < 0.001, "year 1 is counted from its first month"


def test_the_sentences_follow_the_courses():
    first, second = view((0.06, 0.02), (0.0, 0.05)).sentences
    assert "growth had slowed" in first
    assert "services 10.0 points more" in second
    assert "not clearly slowed" in view((0.02, 0.06), (0.0, 0.05)).sentences[0]


def test_a_run_that_ends_before_the_change_says_so():
    short = view((0.06, 0.02), (0.0, 0.0), months=20)
    assert "too soon" in short.sentences[0]
    assert "none adds" in short.draw(narrow=True).title


def test_nothing_is_added_before_the_change():
    table = view((0.06, 0.02), (0.0, 0.05)).table
    early = table[(table["scenario"] == "services") & (table["month"] <= 24)]
    assert (early["added"] == 0).all()


def test_the_title_names_what_adds_most():
    assert "services adds most" in view((0.06, 0.02), (0.0, 0.05)).draw().title


def test_what_was_spent_stands_beside_what_was_added():
    twins = np.ones((4, 2, 48)) * np.linspace(0.1, 0.3, 48)
    money = np.stack([np.zeros((4, 48)), np.full((4, 48), 300_000.0)], axis=1)
    result = Result(["nothing", "services"], {OUTCOME: twins, "spending_cum_usd": money})
    found = Restart(answer_of(result), OUTCOME, 25, spent="spending_cum_usd")
    assert "spent by then" in found.sentences[1]
    assert "with services" in found.sentences[1].partition("spent by then")[2]
    drawing = found.draw(narrow=True)
    assert set(drawing.data["outcome"]) == {OUTCOME, "spending_cum_usd"}
    assert len(drawing.figure.axes) == 3

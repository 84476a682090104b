"""Question 8: courses without the season."""

from __future__ import annotations

import numpy as np

from sim.questions.views.yearly import Yearly, over_twelve_months
from tests.questions.standins import Result, answer_of

OUTCOME = "expectation_gap"


def test_twelve_months_take_the_season_out():
    season = np.tile([6.0, *[0.0] * 11], 3)
    found = over_twelve_months(season)
    assert found[0] == 6.0
    assert np.allclose(found[11:], 0.5), "one month of twelve holds 6"
    assert np.allclose(over_twelve_months(np.ones((2, 30))), 1.0)


def test_the_sentence_and_the_figure_end_at_the_mean_of_the_last_year():
    month = np.arange(1, 37)
    swings = np.where(month % 12 == 0, 0.12, 0.0)
    twins = np.stack([np.stack([swings, swings + 0.1])] * 3)
    view = Yearly(answer_of(Result(["calm", "loud"], {OUTCOME: twins})), [OUTCOME])
    assert "11.0 % with loud and 1.0 % with calm" in view.sentences[0]
    drawing = view.draw(narrow=True)
    assert list(drawing.data.columns) == ["outcome", "scenario", "month", "mean", "low", "high"]
    assert "means of twelve months" in drawing.title

"""Question 8: courses without the season."""

from __future__ import annotations

import numpy as np

from sim.questions.catalogue import find
from sim.questions.views.yearly import Yearly, year_ends
from tests.questions.standins import Result, answer_of

OUTCOME = "expectation_gap"


def test_the_years_end_every_twelve_months_and_the_run_at_its_end():
    assert year_ends(36) == [1, 12, 24, 36]
    assert year_ends(30) == [1, 12, 24, 30]
    assert year_ends(1) == [1]


def test_the_sentence_and_the_figure_hold_the_numbers_of_the_tables():
    month = np.arange(1, 37)
    swings = np.where(month % 12 == 0, 0.12, 0.0)
    twins = np.stack([np.stack([swings, swings + 0.1])] * 3)
    view = Yearly(answer_of(Result(["calm", "loud"], {OUTCOME: twins})), [OUTCOME])
    assert "22.0 % with loud and 12.0 % with calm" in view.sentences[0]
    drawing = view.draw(narrow=True)
    assert set(drawing.data["month"]) == {1, 12, 24, 36}
    at_end = drawing.data[drawing.data["month"] == 36].set_index("scenario")["mean"]
    assert at_end["calm"] == view.result.values(OUTCOME, 36)[:, 0].mean()
    assert list(drawing.data.columns) == ["outcome", "scenario", "month", "mean", "low", "high"]
    assert "at the end of each year" in drawing.title


def test_a_caution_stands_below_the_figure_and_in_its_text():
    twins = np.full((3, 2, 24), 1.0)
    result = Result(["late", "first"], {"petitions_answered_14d_share": twins})
    said = "Where no petition comes in, all count as answered."
    drawing = Yearly(answer_of(result), list(result.outcomes), caution=said).draw()
    assert said in drawing.alt
    assert drawing.figure.get_supxlabel() == said


def test_question_8_shows_the_petitions_beside_the_share_answered():
    shown = find(8).view["outcomes"]
    assert "petitions" in shown
    assert find(8).view["caution"]
    assert "petitions_answered_14d_share" not in find(12).outcomes, "nothing can be sent in there"

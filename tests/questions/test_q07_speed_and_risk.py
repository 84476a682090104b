"""Question 7: what is saved against what is risked."""

from __future__ import annotations

import numpy as np

from sim.questions.views.speed_and_risk import SpeedAndRisk, undominated
from tests.questions.standins import Result, answer_of

SAVED, RISKED = "documents_carried", "incident_hazard_per_year"


def view(points: list[tuple[float, float]], leaks: float = 0.1) -> SpeedAndRisk:
    wobble = np.array([-1.0, 0.0, 1.0, 0.5, -0.5])[:, None]
    saved, risked = (np.array([[point[k] for point in points]]) for k in (0, 1))
    outcomes = {
        SAVED: (saved + 0.001 * wobble * saved)[:, :, None],
        RISKED: (risked + 0.0001 * wobble)[:, :, None],
        "leaks": np.full((5, len(points), 1), leaks),
    }
    names = ["on_request", "shared", "central"][: len(points)]
    return SpeedAndRisk(answer_of(Result(names, outcomes)), SAVED, RISKED, ["leaks"])


def test_a_point_is_beaten_by_one_that_is_better_on_both():
    assert undominated([(1, 3), (2, 2), (3, 1), (3, 3)]) == [0, 1, 2]
    assert undominated([(1, 1), (1, 1)]) == [0, 1], "equals do not beat each other"
    assert undominated([(1, 1), (1, 2)]) == [0]


def test_the_table_marks_who_is_beaten():
    table = view([(7e6, 0.03), (6e6, 0.09), (5e6, 0.04)]).table.set_index("scenario")
    assert list(table["beaten_by_none"]) == [True, False, True]


def test_the_sentences_name_what_saves_most_and_what_it_risks():
    first, second = view([(7e6, 0.03), (6e6, 0.09), (5e6, 0.04)]).sentences
    assert "central spares most" in first
    assert "0.010 a year more" in first or "0.01 a year more" in first
    assert "on request and central" in second
    assert "too few" in second
    assert "too few" not in view([(7e6, 0.03), (5e6, 0.04)], leaks=2.0).sentences[1]


def test_question_7_compares_ways_of_sharing_that_are_guarded_alike():
    from sim.questions.catalogue import find
    from sim.scenario import load_scenario

    asked = find(7)
    where = "strategy.consolidation.security_usd_per_year"
    usd = {path.stem: load_scenario(path).value(where) for path in asked.files}
    first = asked.headline.against or asked.files[0].stem
    assert usd[asked.headline.scenario] == usd[first] == 80_000
    assert [name for name, one in usd.items() if one != usd[first]] == ["shared"]


def test_the_figure_gives_a_row_a_scenario_back():
    drawing = view([(7e6, 0.03), (6e6, 0.09), (5e6, 0.04)]).draw(narrow=True)
    assert len(drawing.data) == 3

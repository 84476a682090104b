"""Question 5: the odds of the second million by tactic."""

from __future__ import annotations

import numpy as np
import pytest

from sim.questions.catalogue import find
from sim.questions.views.odds import Odds, share_interval, twin_test
from tests.questions.standins import Result, answer_of


def view(first: list[float], second: list[float], apart: tuple[str, ...] = ()) -> Odds:
    """Return the view of two tactics: what each twin was granted by the second year."""
    end = np.array([first, second], dtype=float).T
    course = np.zeros((len(first), 2, 24))
    course[:, :, 13:] = end[:, :, None]
    refused = np.ones_like(course)
    result = Result(["ask_all", "coalition"],
                    {"supplementary_usd": course, "requests_refused": refused})  # fmt: skip
    return Odds(answer_of(result), 1_000_000, [1, 2, 8], apart)


def test_wilsons_interval_is_that_of_the_books():
    # Brown, Cai and DasGupta 2001: 0 of 10 and 5 of 10 at 95 %.
    assert share_interval(0, 10) == pytest.approx((0.0, 0.2775), abs=1e-3)
    assert share_interval(5, 10) == pytest.approx((0.2366, 0.7634), abs=1e-3)
    assert share_interval(0, 0) == (0.0, 1.0)


def test_mcnemar_asks_the_twins_that_differ():
    assert twin_test(0, 0) == 1.0
    assert twin_test(0, 6) == pytest.approx(2 * 0.5**6)
    assert twin_test(3, 3) == 1.0


def test_odds_are_shares_of_runs_by_month():
    table = view([0, 0, 0, 6e5], [6e5, 6e5, 5e5, 0]).table
    half = table[table["share_of_sum"] == 0.5].set_index(["scenario", "month"])
    assert half.loc[("ask_all", 12), "odds"] == 0
    assert half.loc[("ask_all", 24), "odds"] == 0.25
    assert half.loc[("coalition", 24), "odds"] == 0.75
    assert half.loc[("coalition", 24), "only_here"] == 3
    assert half.loc[("coalition", 24), "only_first"] == 1
    assert half.loc[("coalition", 24), "mean_usd"] == pytest.approx(425_000)
    assert sorted(table["month"].unique()) == [12, 24], "no year beyond the run"


def test_it_says_that_tactic_matters_only_where_the_twins_do():
    assert "Tactic matters" in view([0] * 12, [6e5] * 12).sentences[1]
    same = view([0] * 12, [6e5] + [0] * 11).sentences
    assert "no tactic clearly changes" in same[1]
    assert "nobody gets nearly all" in same[0]


def test_what_is_no_tactic_is_told_apart():
    said = view([0] * 12, [6e5] * 12, apart=("coalition",)).sentences[1]
    assert "no tactic clearly changes" in said
    assert "apart from tactics, coalition got it and ask all did not in 12 of 12" in said
    assert "(clear)" in said
    assert "(not clear)" in view([0], [0], apart=("coalition",)).sentences[1]


def test_in_question_5_only_the_tactic_differs_and_the_posts_stand_apart():
    from sim.scenario import load_scenario

    asked = find(5)
    first, *others = (load_scenario(path) for path in asked.files)
    for one in others:
        posts = {"strategy.collaboration.coalition_posts": 2}
        tactic = {"strategy.budget.tactic": first.value("strategy.budget.tactic")}
        changed = posts if one.name in asked.view["apart"] else tactic
        assert one.strategy != first.strategy
        assert one.with_values(changed).strategy == first.strategy, one.name


def test_all_of_the_sum_is_told_where_it_is_granted():
    assert "nearly all of it at most in 50 %" in view([0, 0], [1e6, 0]).sentences[0]


def test_the_figure_has_a_dot_a_tactic_and_year():
    drawing = view([0, 0], [6e5, 0]).draw()
    assert len(drawing.data) == 2 * 2 * 3, "tactics, years, and half, all or any of it"

"""Every second survey of Internet use left out: how well the curves predict it."""

from __future__ import annotations

import numpy as np

from sim.evidence.internet_ages import left_out_surveys, predicted_ages
from sim.population.national import access_by_group, access_of_age, month_number


def test_every_second_survey_within_the_first_and_the_last() -> None:
    assert left_out_surveys(7) == [1, 3, 5]
    assert left_out_surveys(2) == []


def test_each_age_group_has_surveys_left_out() -> None:
    table = predicted_ages()
    assert table["age_group"].nunique() == 6
    assert np.allclose(table["error_points"], table["predicted"] - table["observed"])


def test_most_are_predicted_within_three_points() -> None:
    errors = predicted_ages()["error_points"].abs()
    assert (errors <= 3.0).mean() >= 0.75
    assert errors.mean() < 2.5


def test_all_surveys_give_the_curve_of_the_model() -> None:
    months = month_number("2000-12") + np.arange(120, dtype=np.float64)
    for group in range(6):
        whole = access_by_group("2000-12", 120)[:, group]
        assert np.allclose(access_of_age(group, months), whole)

"""`expect:` against what was found."""

from __future__ import annotations

import pytest

from tests.reports.conftest import SCENARIO


def test_each_expectation_is_judged(result):
    assert [check.met for check in result.checks] == [True, False, True, True, True]
    assert [check.runs for check in result.checks] == [8] * 5
    assert result.checks[0].runs_met == 8
    assert result.checks[1].runs_met == 0


def test_a_flow_at_a_year_is_that_years_sum(result):
    year, month = result.checks[3], result.checks[4]
    assert (year.unit, month.unit) == ("USD/year", "USD/month")
    assert year.observed > 10 * month.observed


def test_sentences_say_what_was_expected_and_found(result):
    check = result.checks[2]
    assert "of 60+" in check.sentence
    assert "is below 50.0 %" in check.sentence
    assert "and so in 8 of 8" in check.found()


@pytest.mark.parametrize(
    ("item", "words"),
    [
        ("{outcome: adoption_share, at: year 9, above: 0}", "ends with month 60"),
        ("{outcome: adoption_share, at: year 5, group: young, above: 0}", "groups are"),
        ("{outcome: spending_usd, at: year 5, group: 60+, above: 0}", "for groups"),
    ],
)
def test_what_cannot_be_told_says_why(run_small, item, words):
    text = SCENARIO[: SCENARIO.index("expect:")] + f"expect: [{item}]\n"
    (check,) = run_small("run.replications=1", text=text).checks
    assert check.met is None
    assert words in check.note

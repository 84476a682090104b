"""Numbers as a person would write them."""

from __future__ import annotations

import pytest

from sim.reports.numbers import Scale, month_words, number, whole_usd, with_unit


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (0.1234, "share", "12.3 %"),
        (0.0, "share", "0.0 %"),
        (-0.0001, "share", "0.0 %"),
        (1_234_567, "USD", "1.23 million USD"),
        (420_000, "USD", "0.42 million USD"),
        (4_210.4, "USD", "4,210 USD"),
        (3.104, "USD", "3.10 USD"),
        (-2_000_000, "USD", "-2.00 million USD"),
        (54.07, "0-100", "54.1 of 100"),
        (0.485, "0-1", "0.48"),
        (12.34, "points", "12.3 points"),
        (9_908.4, "cases", "9,908 cases"),
        (25, "count", "25"),
        (3_672_711, "hours/year", "3.67 million hours a year"),
        (6.95, "days", "7.0 days"),
        (float("nan"), "share", "– %"),
    ],
)
def test_a_value_is_written_with_its_unit(value, unit, words):
    assert with_unit(value, unit) == words


def test_a_row_shares_its_scale():
    scale = Scale.of("USD", [494_000, 6_290_000])
    assert [scale.bare(v) for v in (494_000, 6_290_000)] == ["0.49", "6.29"]
    assert scale.label("Spending") == "Spending, million USD"
    assert scale.band(6_210_000, 6_300_000) == "6.21 to 6.30"
    assert scale.band(None, None) == ""
    assert scale.span(6_210_000, 6_300_000) == "6.21-6.30"
    assert scale.span(-6_210_000, 6_300_000) == "-6.21 to 6.30"


def test_a_unit_that_the_label_says_is_not_said_again():
    assert Scale.of("days", [4.0]).label("Days to complete") == "Days to complete"
    assert Scale.of("points", [4.0]).label("Gap") == "Gap, points"


@pytest.mark.parametrize(
    ("month", "words"), [(1, "1 month"), (12, "1 year"), (30, "30 months"), (120, "10 years")]
)
def test_months_in_words(month, words):
    assert month_words(month) == words


def test_plain_numbers():
    assert number(0.4213) == "0.421"
    assert number(1_234_567.8) == "1,234,568"
    assert number(0) == "0"
    assert whole_usd(1_234_567.4) == "1,234,567"

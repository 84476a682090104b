"""Numbers with units."""

from __future__ import annotations

import pytest

from sim.scenario.units import parse_quantity


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("40 hours/year", "hours/year", 40),
        ("40 hours per year", "hours/year", 40),
        ("1.5 million USD", "USD", 1.5e6),
        ("$", "USD", None),
        ("250 thousand USD a year", "USD/year", 2.5e5),
        ("2 billion dollars", "USD", 2e9),
        ("3 %", "share", 0.03),
        ("2 % a month", "1/month", 0.02),
        ("2 %", "1/month", 0.02),
        ("2 % a year", "1/month", None),
        ("0.02 1/month", "1/month", 0.02),
        ("6 months", "months", 6),
        ("1 month", "months", 1),
        ("2 years", "months", None),
        ("-1.5", "logit", -1.5),
        ("+3", "count", 3),
        ("12", "USD", 12),
        ("40 hours", "hours/year", None),
        ("2e3 USD", "USD", 2000),
        ("", "USD", None),
        ("1 2", "USD", None),
        ("1.000.000", "USD", None),
        ("million", "USD", None),
        ("٣", "USD", None),
    ],
)
def test_quantity(text: str, unit: str, value: float | None) -> None:
    if value is None:
        with pytest.raises(ValueError, match=r"^is "):
            parse_quantity(text, unit)
    else:
        assert parse_quantity(text, unit) == pytest.approx(value)

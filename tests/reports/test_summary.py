"""Values, bands and flows, against numbers worked out by hand."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest

from sim.summary import point, reporting_months, typical, unit_over, value_at

STOCK = {"name": "x", "kind": "stock", "unit": "count"}
AMOUNT = {"name": "x", "kind": "flow", "unit": "USD/month"}
RATIO = {"name": "x", "kind": "flow", "unit": "share"}


def table(months: int = 24, replicates: int = 3) -> pd.DataFrame:
    rows = [(r, m, 100.0 * r + m) for r in range(replicates) for m in range(1, months + 1)]
    return pd.DataFrame(rows, columns=["replicate", "month", "x"])


@pytest.mark.parametrize(
    ("months", "expected"),
    [(120, [12, 36, 60, 120]), (24, [12, 24]), (12, [12]), (5, [5]), (240, [12, 36, 60, 120, 240])],
)
def test_the_months_reported(months, expected):
    assert reporting_months(months) == expected


def test_a_stock_is_read_in_its_month():
    assert value_at(table(), STOCK, 24).to_dict() == {0: 24.0, 1: 124.0, 2: 224.0}


def test_an_amount_is_summed_and_a_ratio_averaged_over_twelve_months():
    assert value_at(table(), AMOUNT, 24)[0] == sum(range(13, 25))
    assert value_at(table(), RATIO, 24)[0] == np.mean(range(13, 25))
    assert value_at(table(), AMOUNT, 3)[0] == 1 + 2 + 3
    assert value_at(table(), AMOUNT, 24, window=1)[0] == 24
    assert unit_over(AMOUNT) == "USD/year"
    assert unit_over(RATIO) == "share"


def test_a_stock_that_swings_with_the_season_is_averaged():
    seasonal = table().rename(columns={"x": "backlog_cases"})
    facts = {"name": "backlog_cases", "kind": "stock", "unit": "cases"}
    assert value_at(seasonal, facts, 24)[0] == np.mean(range(13, 25))
    assert value_at(seasonal, facts, 24, window=1)[0] == 24


def test_value_and_band_are_quantiles_of_the_replications(result):
    facts = result.outcomes["adoption_share"]
    at = point(result, facts, 60)
    values = result.monthly.query("month == 60 and replicate > 0")["adoption_share"]
    assert at.value == pytest.approx(values.median())
    assert (at.low, at.high) == pytest.approx((values.quantile(0.05), values.quantile(0.95)))
    assert (
        at.full == result.monthly.query("month == 60 and replicate == 0")["adoption_share"].item()
    )
    assert at.n == 8


def test_too_few_replications_give_no_band_and_say_so(run_small):
    result = run_small("run.replications=3", "run.months=12")
    at = point(result, result.outcomes["adoption_share"], 12)
    assert (at.low, at.high) == (None, None)
    assert at.value == at.full
    assert "no band: it takes 5 replications or more, there are 3" in str(result.summary["band"])
    assert "one run of the whole district" in str(result.headline)


def test_the_summary_is_plain_data(result):
    again = json.loads(json.dumps(result.summary, allow_nan=False))
    assert again["months_reported"] == [12, 36, 60]
    assert set(again["outcomes"]["trust"]["at"]["60"]) == {"value", "low", "high", "full_size", "n"}


def test_typical_rows_are_medians_by_group(result):
    end = result.groups[result.groups["month"] == 60]
    medians = typical(result, end, ("dimension", "group"))
    elderly = end.query("group == '60+' and replicate > 0")["adoption_share"].median()
    assert medians.query("group == '60+'")["adoption_share"].item() == pytest.approx(elderly)

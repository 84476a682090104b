"""The scorecard's own arithmetic, on figures and runs with known answers."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from sim.evidence import Figure
from sim.experiments.bands import band_of, factor_of, is_inside
from sim.experiments.compared import time_of
from sim.experiments.scorecard import coverage_table, left_out_table, scorecard_table
from sim.experiments.sheets import Sheet, simulated_by_year, simulated_values
from sim.experiments.validation_words import coverage_line, figure_number, widest_line
from sim.scenario import load_scenario

STAFF = Figure("staff", "gn_employees", "Gangnam", "2003", 105.0, "employees", "A", "calibrate")
CASES = Figure("cases", "gn_efiled_localtax_cases", "Gangnam", "2003", 1200.0, "cases", "B",
               "held apart")  # fmt: skip
EARLY = replace(CASES, id="early", series="gn_efiled_localtax_cases_JanApr", value=900.0,
                use="compare")  # fmt: skip
FED = replace(STAFF, id="fed", use="input", note="the district's own count")
LEFT = replace(STAFF, id="left", use="left out", note="contradicted by another row")


def sheet(levels: list[float], columns: tuple[str, ...] = ("employees",)) -> Sheet:
    """Return two years of flat runs, one a level; cases are a month's 100 in each."""
    scenario = load_scenario("scenarios/baseline.yaml", ["run.start=2003-01", "run.months=24"])
    months = np.arange(1, 25)
    runs = {}
    for number, level in enumerate(levels, 1):
        table = pd.DataFrame({"month": months, **dict.fromkeys(columns, level)})
        runs[number, 0] = {"monthly": table}
    return Sheet("gangnam", scenario, runs)


def card(figures: list[Figure], shown: Sheet) -> pd.DataFrame:
    return scorecard_table(figures, simulated_values(figures, {"gangnam": shown}))


def test_the_band_holds_nine_runs_in_ten():
    values = list(range(101))
    assert band_of(values) == (50, 5, 95)
    assert band_of([3.0, math.nan]) == (3, 3, 3)
    assert all(math.isnan(value) for value in band_of([math.nan]))


def test_the_ends_of_a_band_are_not_rounded():
    assert is_inside(1.6, 1.6, 1.7)
    assert not is_inside(1.6, 1.61, 1.7)
    assert not is_inside(1.6, 1.5, 1.59)
    assert not is_inside(2041.0, 2041.4, 2050.0)
    assert not is_inside(2_000_000.0, 2_000_001.0, 2_100_000.0)


def test_a_band_that_is_a_line_holds_only_its_equal():
    assert is_inside(1425.0, 1425.0, 1425.0)
    assert is_inside(1425.0, 1425.0 + 1e-7, 1425.0 + 1e-7)
    assert not is_inside(1425.0, 1425.0 + 1e-4, 1425.0 + 1e-4)
    assert not is_inside(0.0, 1e-12, 1e-12)


def test_the_factor_is_the_wider_side_of_the_band():
    assert factor_of(10, 5, 15) == 2
    assert factor_of(10, 8, 30) == 3
    assert factor_of(0, 0, 0) == 1
    assert factor_of(10, 0, 15) == math.inf
    assert math.isnan(factor_of(math.nan, math.nan, math.nan))


def test_a_figure_is_inside_its_band_or_not():
    low = card([STAFF], sheet([100, 101, 102])).iloc[0]
    assert (low["inside"], low["median"], low["runs"]) == (False, 101, 3)
    assert low["ratio"] == pytest.approx(101 / 105)
    wide = card([STAFF], sheet([80, 100, 120])).iloc[0]
    assert wide["inside"] is True
    assert (wide["label"], wide["place"], wide["use"]) == (
        "Employees of the district", "gangnam", "fitted",
    )  # fmt: skip


def test_a_figure_at_the_very_end_of_a_band_without_width_is_inside():
    assert card([STAFF], sheet([105, 105])).iloc[0]["inside"] is True


def test_sums_over_a_year_and_over_a_part_of_it_are_of_those_months():
    flat = sheet([100], ("local_tax_cases_online",))
    found = card([CASES, EARLY], flat).set_index("id")
    assert found.at["cases", "median"] == 1200
    assert found.at["early", "median"] == 400
    assert list(found["base"]) == ["gn_efiled_localtax_cases"] * 2


def test_what_no_run_shows_is_kept_and_counts_as_not_inside():
    table = card([STAFF, replace(STAFF, id="later", year="2012")], sheet([100, 110]))
    assert list(table["inside"]) == [True, None]
    counts = coverage_table(table).set_index("grade").loc["all"]
    assert (counts["figures"], counts["inside"], counts["not_shown"]) == (2, 1, 1)
    assert counts["share_inside"] == 0.5


def test_an_outcome_that_the_model_lacks_is_not_shown():
    assert card([CASES], sheet([100])).iloc[0]["inside"] is None


def test_what_is_fed_in_or_left_out_is_listed_with_why():
    assert len(card([FED, LEFT], sheet([100]))) == 0
    rows = left_out_table([STAFF, FED, LEFT]).set_index("id")
    assert list(rows.index) == ["fed", "left"]
    assert "fed into the model" in rows.at["fed", "why"]
    assert "the district's own count" in rows.at["fed", "why"]
    assert rows.at["left", "why"] == "contradicted by another row"


def test_coverage_goes_by_use_and_grade_and_makes_one_line():
    both = sheet([95, 110], ("employees", "local_tax_cases_online"))
    table = card([STAFF, replace(STAFF, id="b", grade="B", value=500.0), CASES, EARLY], both)
    coverage = coverage_table(table)
    rows = {(row["use"], row["grade"]): row["inside"] for row in coverage.to_dict("records")}
    assert rows == {("fitted", "all"): 1, ("fitted", "A"): 1, ("fitted", "B"): 0,
                    ("held apart", "all"): 1, ("held apart", "B"): 1,
                    ("compared", "all"): 0, ("compared", "B"): 0}  # fmt: skip
    assert coverage_line(coverage) == (
        "1 of 2 fitted figures inside their 90 % band; held apart 1 of 1; compared 0 of 1"
    )


def test_figures_met_by_construction_are_counted():
    set_to = replace(STAFF, id="set", note="A count. Met by construction: the start is set to it.")
    coverage = coverage_table(card([STAFF, set_to], sheet([95, 110])))
    assert coverage_line(coverage) == (
        "2 of 2 fitted figures inside their 90 % band (1 of the 2 met by construction)"
    )


def test_the_widest_band_is_that_of_fitted_figures_of_grade_a():
    both = sheet([50, 100, 200], ("employees", "local_tax_cases_online"))
    table = card([STAFF, CASES, replace(STAFF, id="b", grade="B", value=500.0)], both)
    assert widest_line(table) == (
        "widest band of a fitted figure of grade A: a factor of 1.9 around the median (Employees "
        "of the district, 2003)"
    )
    assert widest_line(table[table["use"] == "compared"]) == ""


def test_the_band_by_year_covers_the_run_for_series_of_several_times():
    flat = sheet([100, 110], ("employees", "local_tax_cases_online"))
    bands = simulated_by_year([STAFF, CASES, EARLY], {"gangnam": flat})
    assert list(bands["series"].unique()) == ["gn_efiled_localtax_cases"]
    assert list(bands["year"]) == [2003, 2004]
    assert list(bands["median"]) == [1260, 1260]


def test_sums_are_drawn_in_the_middle_of_their_months_and_stocks_at_their_end():
    assert time_of(CASES) == 2003.5
    assert time_of(EARLY) == pytest.approx(2003 + 2 / 12)
    assert time_of(replace(STAFF, series="gn_training_cum", year="2003-09")) == 2003.75


@pytest.mark.parametrize(
    ("value", "text"),
    [(14338.0, "14,338"), (102.6, "102.6"), (0.86, "0.86"), (19.0, "19"), (0.0512, "0.0512"),
     (0.0, "0"), (math.nan, "–"), (56.9, "56.9")],
)  # fmt: skip
def test_figures_are_written_as_in_their_source(value: float, text: str):
    assert figure_number(value) == text

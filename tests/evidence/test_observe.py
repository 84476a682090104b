"""The observation layer on tables whose answers are known."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from sim.evidence import COUNTERPARTS, Figure, counterpart_of, observe, packaged_figures
from sim.evidence.window import national_population

START = "2001-01"
MONTHS = 36


def monthly() -> pd.DataFrame:
    """Return three years in which month k has k cases online of 1,000 USD each, and so on."""
    k = np.arange(1, MONTHS + 1, dtype=float)
    table = pd.DataFrame({name: k for each in COUNTERPARTS.values() if each.table == "monthly"
                          for name in each.columns})  # fmt: skip
    return table.assign(
        month=np.arange(1, MONTHS + 1),
        local_tax_sums_online_usd=1000.0 * k,
        local_tax_sums_usd=100_000.0,
        poll_answers=np.where(k % 12 == 6, 10.0 * k, 0.0),
        mail_list=1000.0,
        documents_issued=200.0,
        returns_online_share=k / 100.0,
        returns_filed=np.where(k % 12 == 5, 90.0, np.where(k % 12 == 1, 10.0, 0.0)),
        adoption_16_74_share=k / 100.0,
    )


def groups() -> pd.DataFrame:
    rows = [
        (month, "age", group, n, share)
        for month in range(1, MONTHS + 1)
        for group, n, share in (("40s", 90, 0.9), ("50s", 300, 0.4), ("60 and over", 100, 0.1))
    ]
    rows += [(month, "income", "50s", 1, 1.0) for month in range(1, MONTHS + 1)]
    columns = ["month", "dimension", "group", "n", "access_share"]
    return pd.DataFrame(rows, columns=columns)


TABLES = {"monthly": monthly(), "groups": groups()}


def figure(series: str, year: str, unit: str) -> Figure:
    return Figure("x", series, "", year, 1.0, unit, "A")


@pytest.mark.parametrize(
    ("series", "year", "unit", "value"),
    [
        ("gn_efiled_localtax_cases", "2001", "cases", 78.0),
        ("gn_efiled_localtax_cases_JanOct", "2002", "cases", sum(range(13, 23))),
        ("gn_efiled_localtax_cases", "2002", "cases (Jan-Oct)", sum(range(13, 23))),
        ("gn_efiled_localtax_cases", "2001", "thousand cases", 0.078),
        ("gn_efiled_localtax_won_bn", "2001", "bn KRW", 0.078),
        ("gn_efiled_localtax_won_bn", "2001", "m KRW", 78.0),
        ("gn_efiled_localtax_won_bn", "2001", "USD", 78_000.0),
        ("gn_efiled_localtax_share", "2001", "% of sums", 6.5),
        ("gn_efiled_localtax_mean_won_m", "2001", "m KRW per case", 1.0),
        ("gn_documents_issued_total", "2001", "documents", 2400.0),
        ("gn_documents_online_share", "2001", "%", 100.0 * 78 / 2400),
        ("gn_documents_issued_counter", "2001", "documents", 2400.0 - 78 - 78),
        ("gn_documents_counter_share", "2001", "%", 100.0 * (2400 - 156) / 2400),
        ("gn_employees", "2001", "employees", 6.5),
        ("gn_employees", "2002", "employees (end Jan)", 13.0),
        ("gn_employees", "2002-12", "employees", 24.0),
        ("gn_employee_reduction_since1995", "2001-02", "%", -100.0),
        ("gn_training_year", "2002", "trainees", sum(range(13, 25))),
        ("gn_training_monthly", "2002", "trainees per month", 18.5),
        ("gn_training_cum", "2002", "cumulative trainees", sum(range(1, 25))),
        ("gn_email_list", "2003-06", "persons", 1000.0),
        ("gn_email_survey_respondents", "2002", "respondents", 180.0),
        ("gn_email_survey_respondents", "2002-06", "respondents", 180.0),
        ("gn_email_survey_response_share", "2002", "%", 18.0),
        ("egov_use", "2002", "% aged 16-74", 24.0),
        ("egov_use", "2002", "share", 0.24),
        ("hts_efiling_all", "2001", "%", (90 * 5 + 10 * 1) / 100),
        ("internet_use_50s", "2002-06", "%", 40.0),
        ("internet_use_50plus", "2002", "%", 100.0 * (120 + 10) / 400),
    ],
)
def test_known_answers(series: str, year: str, unit: str, value: float) -> None:
    assert observe(figure(series, year, unit), TABLES, START) == pytest.approx(value)


def test_documents_a_day_are_scaled_to_the_nation() -> None:
    district = sum([7]) / 31  # month 7 of 2001, 31 days
    nation = district * national_population(2001) / 500_000
    seen = observe(figure("g4c_issues_per_day_Jul", "2001", "documents/day"), TABLES, START,
                   residents=500_000)  # fmt: skip
    assert seen == pytest.approx(nation)


def test_population_beyond_the_years_known() -> None:
    assert national_population(1980) == national_population(1995)
    assert national_population(2050) == national_population(2014)


@pytest.mark.parametrize("year", ["2000", "2004", "2000-12", "2004-01"])
def test_months_outside_the_run_are_not_observable(year: str) -> None:
    for series, unit in (("gn_employees", "employees"), ("internet_use_50s", "%")):
        assert math.isnan(observe(figure(series, year, unit), TABLES, START))


def test_run_that_ends_within_the_period_is_not_observable() -> None:
    short = {"monthly": TABLES["monthly"].head(30)}
    assert math.isnan(observe(figure("gn_employees", "2003", "employees"), short, START))


def test_share_of_nothing_is_no_number() -> None:
    none = TABLES["monthly"].assign(poll_answers=0.0, returns_filed=0.0)
    for series, unit in (("gn_email_survey_respondents", "respondents"), ("hts_efiling_all", "%"),
                         ("gn_email_survey_response_share", "%")):  # fmt: skip
        assert math.isnan(observe(figure(series, "2002", unit), {"monthly": none}, START))


def test_missing_column_and_table_are_named() -> None:
    few = {"monthly": TABLES["monthly"].drop(columns="employees")}
    with pytest.raises(KeyError, match="gn_employees needs employees"):
        observe(figure("gn_employees", "2002", "employees"), few, START)
    with pytest.raises(KeyError, match="groups"):
        observe(figure("internet_use_50s", "2002", "%"), few, START)


def test_series_without_a_counterpart() -> None:
    with pytest.raises(ValueError, match="un_egdi_rank has no simulated counterpart"):
        observe(figure("un_egdi_rank", "2002", "rank"), TABLES, START)


def test_every_packaged_figure_can_be_observed() -> None:
    for each in packaged_figures():
        if (counterpart := counterpart_of(each)) and counterpart.table == "monthly":
            moved = replace(each, year="2002", series=counterpart.series)
            assert math.isfinite(observe(moved, TABLES, START)), each.id

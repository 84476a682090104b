"""The packaged figures, the registry of counterparts, and a reader's file that is in order."""

from __future__ import annotations

import csv
import pickle
from pathlib import Path

import pytest

from sim.data.tables import read_csv
from sim.evidence import (
    COUNTERPARTS,
    LEVELS,
    PLACES,
    RUN_MONTHS,
    base_series,
    counterpart_of,
    packaged_figures,
    read_figures,
    why_left_out,
)
from sim.evidence.counterparts import ALIASES
from sim.evidence.units import read_unit
from sim.outcomes import OUTCOMES
from sim.scenario import load_scenario

ROOT = Path(__file__).resolve().parents[2]
FIGURES = packaged_figures()
GROUP_COLUMNS = {"n", "access_share", "aware_share", "adoption_share"}
HEADER = "series,level,year,value,unit,grade"


def test_every_figure_is_accounted_for() -> None:
    ids = [figure.id for figure in FIGURES]
    assert len(set(ids)) == len(ids)
    for figure in FIGURES:
        assert figure.source_title, figure.id
        compared = figure.use in ("calibrate", "held apart", "compare")
        assert not compared or counterpart_of(figure) is not None, figure.id
        assert figure.note or figure.use == "calibrate", f"{figure.id} does not say why"


def test_no_figure_of_grade_c_is_fitted_or_predicted() -> None:
    assert not [f.id for f in FIGURES if f.grade == "C" and f.use in ("calibrate", "held apart")]


def test_every_second_year_of_tax_filing_is_held_apart() -> None:
    use = {figure.year: figure.use for figure in FIGURES if figure.series == "hts_efiling_all"}
    fitted, apart = "calibrate", "held apart"
    assert use == {"2003": apart, "2004": fitted, "2005": apart, "2006": fitted, "2007": apart}


def test_united_states_are_never_fitted() -> None:
    uses = {figure.use for figure in FIGURES if figure.series == "us_efile_share"}
    assert uses == {"compare", "left out"}


def test_series_file_of_the_united_states_says_the_same() -> None:
    rows = read_csv("evidence/us_efiling.csv")
    assert sorted((row["year"], float(row["value"])) for row in rows) == sorted(
        (figure.year, figure.value) for figure in FIGURES if figure.series == "us_efile_share"
    )


def test_surveys_fed_in_are_those_of_the_curves() -> None:
    used = {
        (f"internet_use_{row['age_group']}", row["survey_month"]): float(row["internet_use_pct"])
        for row in read_csv("internet_by_age.csv")
        if row["use"] == "1" and row["age_group"] != "60plus"
    }
    fed_in = {(f.series, f.year): f.value for f in FIGURES if f.use == "input"}
    assert {key: value for key, value in fed_in.items() if key in used} == used


@pytest.mark.parametrize("series", sorted(COUNTERPARTS))
def test_counterpart_is_whole(series: str) -> None:
    counterpart = COUNTERPARTS[series]
    assert counterpart.series == series
    assert counterpart.place in PLACES
    assert counterpart.definition.endswith(".")
    assert read_unit(counterpart.unit).text == counterpart.unit
    known = {outcome.name for outcome in OUTCOMES}
    assert set(counterpart.columns) <= (known if counterpart.table == "monthly" else GROUP_COLUMNS)


@pytest.mark.parametrize("place", PLACES)
def test_months_are_those_of_the_scenario(place: str) -> None:
    run = load_scenario(ROOT / "scenarios" / PLACES[place]).run
    first, last = RUN_MONTHS[place]
    months = 12 * (int(last[:4]) - int(first[:4])) + int(last[5:]) - int(first[5:]) + 1
    assert (run.start, run.months) == (first, months)


@pytest.mark.parametrize(
    ("name", "base"),
    [
        ("gn_employees", "gn_employees"),
        ("gn_efiled_localtax_won_bn_JanNov", "gn_efiled_localtax_won_bn"),
        ("gn_efiled_localtax_won_bn_Jan-Nov", "gn_efiled_localtax_won_bn"),
        ("gn_efiled_localtax_won_bn_alt", "gn_efiled_localtax_won_bn"),
        ("g4c_issues_per_day_Aug", "g4c_issues_per_day"),
        ("hts_efiling_all_H1", "hts_efiling_all"),
        ("gn_documents_internet", "gn_documents_issued_online"),
        ("gn_documents_internet_JanJun", "gn_documents_issued_online"),
        ("internet_use_60plus", "internet_use_60plus"),
        ("un_egdi_rank", "un_egdi_rank"),
    ],
)
def test_base_series(name: str, base: str) -> None:
    assert base_series(name) == base


def test_other_names_lead_to_a_counterpart() -> None:
    assert set(ALIASES.values()) <= set(COUNTERPARTS)


def test_readers_file(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text(
        f"\ufeff{HEADER},tax_office\n"
        "\n"
        'gn_employees,district a,2006,1307,"employees (end Jan), all grades",A,x\n'
        "us_efile_share,USA,1999,23.5,%,B,\n"
        "un_egdi_rank,Denmark,2010,7,rank,A,\n"
        "epeople_petitions_Q4,Korea,2007,150000,petitions,A,\n",
        encoding="utf-8",
    )
    staff, returns, rank, petitions = read_figures(path)
    assert (staff.use, staff.value, staff.line, staff.file) == ("calibrate", 1307.0, 3, str(path))
    assert staff.period == ("2006-01", "2006-01")
    assert (returns.use, returns.period) == ("compare", ("1999-01", "1999-12"))
    assert (rank.use, rank.note) == ("left out", why_left_out("un_egdi_rank"))
    assert "nations" in rank.note
    assert petitions.use == "left out"
    assert petitions.note


def test_rows_that_the_package_fits_or_feeds_in_say_so(tmp_path: Path) -> None:
    taken = [f for f in FIGURES if f.use in ("calibrate", "input") and counterpart_of(f)]
    taken = [f for f in taken if f.period[1] <= "2014-12"]
    taken += [f for f in FIGURES if f.use in ("held apart", "compare")]
    path = tmp_path / "mine.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([*HEADER.split(","), "source_url"])
        for f in taken:
            writer.writerow([f.series, f.level, f.year, f.value, f.unit, f.grade, f.source_url])
    figures = read_figures(path)
    words = {"calibrate": "The package fits this", "input": "The package feeds this"}
    assert len(figures) == len(taken)
    for mine, packaged in zip(figures, taken, strict=True):
        if packaged.use in words:
            assert mine.use == packaged.use, packaged.id
            assert mine.note.startswith(words[mine.use])
    plain = read_figures(path, as_packaged=False)
    assert {figure.use for figure in plain} == {"compare"}
    others = {f.use for f, p in zip(figures, taken, strict=True) if p.use not in words}
    assert others == {"compare"}


def test_documents_shared_are_always_fed_in(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text(
        f"{HEADER},use,note\n"
        "info_sharing_documents,Korea,2011,100,document types,B,held apart,Mine.\n"
        "gn_employees,Gangnam,2003,1340,employees,B,held apart,\n"
    )
    documents, staff = read_figures(path)
    assert documents.use == "input"
    assert documents.note == "Mine. The package feeds this figure in, so that it tests nothing."
    assert (staff.use, staff.note) == ("held apart", "")


def test_names_of_columns_may_be_in_capitals(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text(f"{HEADER.title()}\ngn_employees,Gangnam,2003,1340,employees,B\n")
    assert read_figures(path)[0].value == 1340


def test_two_sources_for_one_figure(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text(
        f"{HEADER},source_url\n"
        "us_efile_share,US,2013,84.69,%,B,https://a.example\n"
        "us_efile_share,US,2013,85.05,%,B,https://b.example\n"
    )
    figures = read_figures(path)
    assert len({figure.id for figure in figures}) == 2


def test_packaged_file_can_be_read_as_a_readers_own() -> None:
    figures = read_figures(ROOT / "sim/data/evidence/figures.csv")
    assert [(f.id, f.use, f.value) for f in figures] == [(f.id, f.use, f.value) for f in FIGURES]


def test_levels_are_told_apart() -> None:
    every = [name.lower() for names in LEVELS.values() for name in names]
    assert len(set(every)) == len(every)


def test_figures_can_be_sent_to_another_process() -> None:
    assert pickle.loads(pickle.dumps(FIGURES)) == FIGURES


def test_series_of_countries_is_whole() -> None:
    path = ROOT / "sim/data/evidence/internet_users_worldbank.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert all(row["source"] and 0 <= float(row["internet_users_pct_population"]) <= 100
               for row in rows)  # fmt: skip

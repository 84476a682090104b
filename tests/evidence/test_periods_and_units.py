"""From a year and a unit as written to months and a known unit."""

from __future__ import annotations

import doctest

import pytest

import sim.evidence.periods as periods
from sim.evidence.periods import days_in, month_index, month_text, period_of, split_series
from sim.evidence.units import UNITS, read_unit


@pytest.mark.parametrize(
    ("series", "year", "unit", "stock", "months"),
    [
        ("s", "2003", "cases", False, ("2003-01", "2003-12")),
        ("s", "2003.0", "cases", False, ("2003-01", "2003-12")),
        ("s", "2003-06", "cases", False, ("2003-06", "2003-06")),
        ("s", "2003-06-18", "cases", False, ("2003-06", "2003-06")),
        ("s", "2001.25", "%", True, ("2001-03", "2001-03")),
        ("s", "2002.5", "%", True, ("2002-06", "2002-06")),
        ("s", "2002.99", "%", True, ("2002-12", "2002-12")),
        ("s", "2001.58", "certificates (end Jul 2001)", True, ("2001-07", "2001-07")),
        ("s", "2002.01", "%", True, ("2002-01", "2002-01")),
        ("s_JanOct", "2002", "cases", False, ("2002-01", "2002-10")),
        ("s_Jul", "2004", "documents/day", False, ("2004-07", "2004-07")),
        ("s_Jul", "2004-07", "documents/day", False, ("2004-07", "2004-07")),
        ("s_H1", "2008", "petitions", False, ("2008-01", "2008-06")),
        ("s_Q3", "2007", "petitions", False, ("2007-07", "2007-09")),
        ("s", "2002", "cases (Jan-Oct)", False, ("2002-01", "2002-10")),
        ("s", "2002", "cases (January to October)", False, ("2002-01", "2002-10")),
        ("s", "2010", "% aged 19+ (H1 2010, n=1,500)", True, ("2010-01", "2010-06")),
        ("s", "2006", "employees (end Jan)", True, ("2006-01", "2006-01")),
        ("s", "2005", "employees (22 Dec)", True, ("2005-12", "2005-12")),
        ("s", "2005", "cases (Dec)", False, ("2005-12", "2005-12")),
        ("s", "2002", "cases, jan. to Oct 2002", False, ("2002-01", "2002-10")),
        ("s", "2003-04", "employees (end Apr)", True, ("2003-04", "2003-04")),
        ("s_JanOct", "2002", "cases (Jan-Oct)", False, ("2002-01", "2002-10")),
        ("s", "2003.06", "%", True, ("2003-01", "2003-01")),
        ("s", "2003", "share (may be high)", True, ("2003-01", "2003-12")),
    ],
)
def test_period(series: str, year: str, unit: str, stock: bool, months: tuple[str, str]) -> None:
    assert period_of(series, year, unit, stock) == months


@pytest.mark.parametrize("year", ["", "soon", "03", "2004-00", "2004-13", "2004/06", "-2004"])
def test_no_period(year: str) -> None:
    with pytest.raises(ValueError, match=r"not a year|has no month"):
        period_of("s", year)


@pytest.mark.parametrize(
    ("series", "year", "unit", "stock", "says"),
    [
        ("s", "2003", "polls (from Sept 2001)", True, "write months there as"),
        ("s", "2005", "cases (22 Dec)", False, "write months there as"),
        ("s", "2005", "cases (first half)", False, "write months there as"),
        ("s", "2005", "cases, third quarter", False, "_JanOct"),
        ("s", "2005", "cases Jan-Oct", False, "write months there as"),
        ("s", "2005", "cases (first 10 months)", False, "write months there as"),
        ("s", "2003", "cases (Jan-Apr 2002)", False, "not the year in the unit"),
        ("s", "2003", "cases (Jan-Apr), Jan-Oct", False, "two parts of the year"),
        ("s_JanOct", "2003", "cases (Jan-Apr)", False, "other months in the name"),
        ("s", "2003-04", "cases (Jan-Apr)", False, "give the year alone"),
        ("s", "2003.5", "cases", False, "write a month as 2003-06"),
        ("s", "2003.06", "cases", False, "_JanApr"),
    ],
)
def test_months_that_are_misread_easily_are_refused(
    series: str, year: str, unit: str, stock: bool, says: str
) -> None:
    with pytest.raises(ValueError, match=says):
        period_of(series, year, unit, stock)


def test_suffixes_that_are_none() -> None:
    assert split_series("hts_efiling_all") == ("hts_efiling_all", None)
    assert split_series("internet_use_20s") == ("internet_use_20s", None)


def test_months_and_days() -> None:
    assert month_text(month_index("1999-12") + 1) == "2000-01"
    assert days_in("2004-01", "2004-12") == 366
    assert days_in("2004-07", "2004-07") == 31


def test_examples_in_the_docstrings() -> None:
    assert doctest.testmod(periods).failed == 0


@pytest.mark.parametrize(
    ("text", "kind", "factor"),
    [
        ("%", "share", 1.0),
        ("% of all returns e-filed", "share", 1.0),
        ("share", "share", 100.0),
        ("cases (Jan-Oct)", "cases", 1.0),
        ("certificates per year (approx)", "cases", 1.0),
        ("bn KRW (Jan-Apr)", "money", 1.0),
        ("m USD", "money", 1.0),
        ("KRW", "money", 1e-9),
        ("employees (end Jan)", "persons", 1.0),
        ("Trainees per month (660 courses)", "persons per month", 1.0),
        ("trainees (770 courses)", "persons", 1.0),
        ("documents/day online", "cases per day", 1.0),
        ("document types (49 institutions)", "types", 1.0),
        ("points of 100", "points", 1.0),
        ("respondents on top item", "persons", 1.0),
        ("  bn   KRW ", "money", 1.0),
    ],
)
def test_unit(text: str, kind: str, factor: float) -> None:
    unit = read_unit(text)
    assert (unit.kind, unit.factor) == (kind, factor)


def test_month_of_documents_is_a_twelfth_of_a_year_of_days() -> None:
    assert read_unit("documents per month").factor * 365.25 == pytest.approx(12.0)


@pytest.mark.parametrize("text", ["", "heads", "casesandmore", "percentage of"])
def test_unknown_unit(text: str) -> None:
    with pytest.raises(ValueError, match="Usual ones"):
        read_unit(text)


def test_every_unit_reads_as_itself() -> None:
    assert all(read_unit(unit.text) == unit for unit in UNITS.values())

"""From the year of a figure, as written, to the months it speaks of.

A year is "2003"; a month "2003-06" or a decimal year: 2005.5 ends with June, 2002.99 with
December. A part of a year stands at the end of the series' name (_JanOct, _Jul, _H1, _Q3) or in
the brackets of the unit ("cases (Jan-Oct)"; a single month there dates a stock).
"""

from __future__ import annotations

import calendar
import math
import re

__all__ = ["days_in", "month_index", "month_text", "period_of", "split_series"]

_NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MONTH = "|".join(_NAMES)
_WORD = rf"(?P<%s>{_MONTH})(?:[a-z]*)\.?"
_SUFFIX = re.compile(
    rf"_(?:(?P<first>{_MONTH})[-_]?(?P<last>{_MONTH})?|H(?P<half>[12])|Q(?P<q>[1-4]))$"
)
_RANGE = re.compile(rf"\b{_WORD % 'first'}\s*(?:-|–|to)\s*{_WORD % 'last'}(?![a-z])")
_PART = re.compile(r"\b(?:H(?P<half>[12])|Q(?P<q>[1-4]))\b")
_SINGLE = re.compile(rf"^(?:early |mid |end |\d{{1,2}} )?{_WORD % 'first'}(?: \d{{4}})?$")
_DATE = re.compile(r"(\d{4})-(\d{1,2})(?:-\d{1,2})?")
_ALLOWED = (
    "write a year (2003), a month (2003-06) or a decimal year (2003.5 ends with June); "
    "a part of a year goes at the end of the series' name, for example _JanOct"
)

Part = tuple[int, int]


def month_index(text: str) -> int:
    """Return months since year 0 for "YYYY-MM"; differences of it are months."""
    year, month = text.split("-")
    return int(year) * 12 + int(month) - 1


def month_text(index: int) -> str:
    """Return "YYYY-MM"; the inverse of `month_index`."""
    return f"{index // 12:04d}-{index % 12 + 1:02d}"


def days_in(first: str, last: str) -> int:
    """Return the days from the first day of `first` to the last day of `last`, both "YYYY-MM"."""
    months = range(month_index(first), month_index(last) + 1)
    return sum(calendar.monthrange(index // 12, index % 12 + 1)[1] for index in months)


def _part(match: re.Match[str]) -> Part:
    """Return the first and last month, 1-12, that a part of a year names."""
    found = match.groupdict()
    if found.get("half"):
        return (1, 6) if found["half"] == "1" else (7, 12)
    if found.get("q"):
        quarter = int(found["q"])
        return 3 * quarter - 2, 3 * quarter
    first = _NAMES.index(found["first"]) + 1
    last = found.get("last")
    return first, _NAMES.index(last) + 1 if last else first


def split_series(series: str) -> tuple[str, Part | None]:
    """Return the base of a series' name and the part of the year its suffix names, if any.

    >>> split_series("gn_efiled_localtax_cases_JanOct")
    ('gn_efiled_localtax_cases', (1, 10))
    """
    match = _SUFFIX.search(series)
    return (series[: match.start()], _part(match)) if match else (series, None)


def _part_in_words(unit: str, single: bool) -> Part | None:
    """Return the part of a year that the brackets of a unit name, if any."""
    for words in re.findall(r"\(([^)]*)\)", unit):
        match = _RANGE.search(words) or _PART.search(words)
        if match:
            return _part(match)
        for phrase in re.split(r"[,;]", words) if single else ():
            if match := _SINGLE.match(phrase.strip()):
                return _part(match)
    return None


def _dated(year: str) -> Part | int:
    """Return (year, month) of a dated figure, or the year of a figure of a whole year."""
    if match := _DATE.fullmatch(year):
        if not 1 <= int(match[2]) <= 12:
            raise ValueError(f'"{year}" has no month {match[2]}; {_ALLOWED}')
        return int(match[1]), int(match[2])
    if not re.fullmatch(r"\d{4}(\.\d+)?", year):
        raise ValueError(f'"{year}" is not a year; {_ALLOWED}')
    whole = int(year[:4])
    share = float(year) - whole
    if share < 1e-9:
        return whole  # "2002.0" is how a spreadsheet writes the year 2002
    return whole, max(1, math.ceil(share * 12.0 - 1e-6))


def period_of(series: str, year: str, unit: str = "", stock: bool = False) -> tuple[str, str]:
    """Return the first and the last month of a figure, both "YYYY-MM".

    Parameters
    ----------
    year : as written: "2003", "2003-06", "2005.5".
    unit : as written; months in its brackets narrow a whole year.
    stock : a single month in the brackets of the unit dates a stock ("employees (end Jan)").

    Raises
    ------
    ValueError : where `year` is none of these, or names a month beside a part of a year.
    """
    dated = _dated(year.strip())
    part = split_series(series)[1]
    if isinstance(dated, tuple):
        if part is not None and part != (dated[1], dated[1]):
            raise ValueError(
                f'"{year}" is a month, and the name {series} says which months of the year are '
                "meant; give the year alone"
            )
        text = f"{dated[0]:04d}-{dated[1]:02d}"
        return text, text
    first, last = part or _part_in_words(unit, stock) or (1, 12)
    if first > last:
        raise ValueError(f"the months of {series} run backwards; give a period within one year")
    return f"{dated:04d}-{first:02d}", f"{dated:04d}-{last:02d}"

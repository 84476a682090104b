"""From the year of a figure, as written, to the months it speaks of.

A year is "2003"; a month "2003-06" or, for what is no sum over months, a decimal year: 2005.5 ends
with June, 2002.99 with December, and 2003.06 is in January. A part of a year stands at the end of
the series' name (_JanOct, _Jul, _H1, _Q3) or in the unit, in brackets or after a comma ("cases
(Jan-Oct)", "employees (end Jan)"). Words on months that are not understood are an error.
"""

from __future__ import annotations

import calendar
import math
import re

__all__ = ["days_in", "month_index", "month_text", "period_of", "split_series"]

_NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MONTH = "|".join(_NAMES)
_FULL = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December", "Sept",
)  # fmt: skip
_LONG = "|".join((*_FULL, *_NAMES))
_SUFFIX = re.compile(
    rf"_(?:(?P<first>{_MONTH})[-_]?(?P<last>{_MONTH})?|H(?P<half>[12])|Q(?P<q>[1-4]))$"
)
_YEAR = r"(?:,? (?P<{}>\d{{4}}))?".format
_RANGE = re.compile(
    rf"(?P<first>{_LONG})\.?{_YEAR('year')} ?(?:-|–|to) ?(?P<last>{_LONG})\.?{_YEAR('then')}", re.I
)
_PART = re.compile(rf"(?:H(?P<half>[12])|Q(?P<q>[1-4])){_YEAR('year')}", re.I)
_MONTH_OF_A_FLOW = re.compile(rf"(?P<first>{_LONG})\.?{_YEAR('year')}", re.I)
_DAY_OF_A_STOCK = re.compile(
    rf"(?:(?:early|mid|end|\d{{1,2}}) )?(?P<first>{_LONG})\.?{_YEAR('year')}", re.I
)
_SPEAKS_OF_MONTHS = re.compile(
    rf"\b(?:(?i:{_LONG.replace('March|', '').replace('May|', '')})|March|May)\b"
    r"|\b(?i:half|halves|quarters?|H[12]|[12]H|Q[1-4]|[1-4]Q)\b"
    r"|\b(?i:first|last|\d+) (?:\w+ )?months\b"
)
_DATE = re.compile(r"(\d{4})-(\d{1,2})(?:-\d{1,2})?")
_ALLOWED = (
    "write a year (2003), a month (2003-06) or a decimal year (2003.5 ends with June); "
    "a part of a year goes at the end of the series' name, for example _JanOct"
)

_IN_UNITS = (
    "write months there as (Jan-Oct), (H1) or (Q3) and a month of a sum as (Jul), give the month "
    "as the year (2003-06), or end the series' name with the part of the year, such as _JanOct"
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
    first = _month_of(found["first"])
    return first, _month_of(found["last"]) if found.get("last") else first


def _month_of(name: str) -> int:
    return _NAMES.index(name[:3].capitalize()) + 1


def split_series(series: str) -> tuple[str, Part | None]:
    """Return the base of a series' name and the part of the year its suffix names, if any.

    >>> split_series("gn_efiled_localtax_cases_JanOct")
    ('gn_efiled_localtax_cases', (1, 10))
    """
    match = _SUFFIX.search(series)
    return (series[: match.start()], _part(match)) if match else (series, None)


def _part_in_words(unit: str, year: int, stock: bool) -> Part | None:
    """Return the part of `year` that a unit's brackets, or words after a comma, name, if any.

    Raises
    ------
    ValueError : words that speak of months, but not in a way that is understood.
    """
    parts = []
    for phrase in re.split(r"[(),;]", re.sub(r",(?= \d{4}\b)", "", unit)):
        words = " ".join(phrase.split())
        forms = (_RANGE, _PART, _DAY_OF_A_STOCK if stock else _MONTH_OF_A_FLOW)
        match = next((found for form in forms if (found := form.fullmatch(words))), None)
        if match is None and _SPEAKS_OF_MONTHS.search(words):
            raise ValueError(f'{year} has a unit that speaks of months, "{words}"; {_IN_UNITS}')
        if match is not None:
            named = {match.groupdict().get(key) for key in ("year", "then")} - {None, str(year)}
            if named:
                raise ValueError(f'{year} is not the year in the unit, "{words}"')
            parts.append(_part(match))
    if len(set(parts)) > 1:
        raise ValueError(f'{year} has a unit that names two parts of the year, "{unit}"')
    return parts[0] if parts else None


def _dated(year: str, stock: bool) -> Part | int:
    """Return (year, month) of a dated figure, or the year of a figure of a whole year."""
    if match := _DATE.fullmatch(year):
        if not 1 <= int(match[2]) <= 12:
            raise ValueError(f'"{year}" has no month {match[2]}; {_ALLOWED}')
        return int(match[1]), int(match[2])
    if not re.fullmatch(r"\d{4}(\.\d+)?", year, re.ASCII):
        raise ValueError(f'"{year}" is not a year; {_ALLOWED}')
    whole = int(year[:4])
    share = float(year) - whole
    if share < 1e-9:
        return whole  # "2002.0" is how a spreadsheet writes the year 2002
    if not stock:
        raise ValueError(
            f'"{year}" is a point in time, but the figure is a sum over months; write a month as '
            f"{whole}-06, or the year {whole} with a part of it at the end of the series' name, "
            "such as _JanApr"
        )
    return whole, max(1, math.ceil(share * 12.0 - 1e-6))


def period_of(series: str, year: str, unit: str = "", stock: bool = False) -> tuple[str, str]:
    """Return the first and the last month of a figure, both "YYYY-MM".

    Parameters
    ----------
    year : as written: "2003", "2003-06", "2005.5".
    unit : as written; months in its brackets narrow a whole year.
    stock : not a sum over months: it may have a decimal year, and a day or the end of a month in
        the brackets of the unit dates it ("employees (end Jan)").

    Raises
    ------
    ValueError : where `year` is none of these, where words on months in the unit are not
        understood, or where year, series and unit name different months.
    """
    dated = _dated(year.strip(), stock)
    part = split_series(series)[1]
    if isinstance(dated, tuple):
        words = _part_in_words(unit, dated[0], stock=True)
        for named, where in ((part, f"the name {series}"), (words, f'the unit "{unit}"')):
            if named is not None and named != (dated[1], dated[1]):
                raise ValueError(
                    f'"{year}" is a month, and {where} says which months of the year are '
                    "meant; give the year alone"
                )
        text = f"{dated[0]:04d}-{dated[1]:02d}"
        return text, text
    words = _part_in_words(unit, dated, stock)
    if part is not None and words is not None and part != words:
        raise ValueError(f'{year} has other months in the name {series} than in the unit "{unit}"')
    first, last = part or words or (1, 12)
    if first > last:
        raise ValueError(f"the months of {series} run backwards; give a period within one year")
    return f"{dated:04d}-{first:02d}", f"{dated:04d}-{last:02d}"

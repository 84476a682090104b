"""What a row of a file of figures must hold; every problem is told, each with its line."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from sim.errors import Problem, UserError
from sim.evidence.counterpart import Counterpart
from sim.evidence.counterparts import COUNTERPARTS, base_series, counterpart_of, is_sum
from sim.evidence.periods import period_of
from sim.evidence.places import LEVELS, PLACES
from sim.evidence.sheet import COLUMNS, Row
from sim.evidence.units import Kind, read_unit
from sim.parameters.catalogue import nearest

__all__ = ["COLUMNS", "USES", "EvidenceError", "Row", "check"]

USES = ("calibrate", "held apart", "compare", "input", "left out")
GRADES = ("A", "B", "C")
ALSO: Mapping[Kind, tuple[Kind, ...]] = {"persons per month": ("persons",), "types": ("cases",)}
"""Kinds of unit that are taken for another."""
SHOWN = 50
"""Problems that a message lists; the rest are counted."""
Months = Mapping[str, tuple[str, str]]


class EvidenceError(UserError):
    """A file of figures cannot be used; `problems` holds everything found wrong, with its line."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(
            sorted(problems, key=lambda problem: problem.line or 0)
        )
        lines = [str(problem) for problem in self.problems[:SHOWN]]
        if len(self.problems) > SHOWN:
            lines.append(f"... and {len(self.problems) - SHOWN} more problems.")
        super().__init__("\n".join(lines))

    @classmethod
    def of(cls, path: Path, message: str) -> EvidenceError:
        """Return the error of a file that has no line to name."""
        return cls([Problem(str(path), None, "", message)])

    def __reduce__(self) -> tuple[type[EvidenceError], tuple[tuple[Problem, ...]]]:
        """Keep the problems when the error crosses from a worker process."""
        return (type(self), (self.problems,))


def check(rows: Iterable[Row], months: Months, known: frozenset[str]) -> list[Problem]:
    """Return every problem of the rows, and fill in their values.

    Parameters
    ----------
    months : first and last month of the run by place.
    known : base names of series that are known but have no counterpart; their units and levels
        are free.
    """
    problems = []
    unknown_told = False
    seen: dict[object, Row] = {}
    for row in rows:
        found = _row_problems(row, months, known)
        for column, message in found:
            if column == "series" and "not known" in message:
                message += "" if unknown_told else f" {_all_series()}"
                unknown_told = True
            problems.append(Problem(row.file, row.line, column, message))
        problems += [] if found else _repeats(row, seen)
    return problems


def _row_problems(row: Row, months: Months, known: frozenset[str]) -> list[tuple[str, str]]:
    """Return (column, message) for each problem of a row on its own."""
    counterpart = counterpart_of(row.series)
    checks: list[tuple[str, Callable[[], str | None]]] = [
        ("series", lambda: _series(row, known)),
        ("value", lambda: _value(row, counterpart)),
        ("grade", lambda: _choice(row, "grade", GRADES)),
        ("use", lambda: _choice(row, "use", ("", *USES))),
        ("year", lambda: _year(row, counterpart, months)),
    ]
    if counterpart is not None:
        checks += [
            ("level", lambda: _level(row, counterpart)),
            ("unit", lambda: _unit(row, counterpart)),
        ]
    return [(column, message) for column, test in checks if (message := test())]


def _series(row: Row, known: frozenset[str]) -> str | None:
    if not row.series:
        return "the series is empty; name the series of the figure."
    if counterpart_of(row.series) or base_series(row.series) in known:
        return None
    near = nearest(row.series, [*COUNTERPARTS, *known])
    hint = f" Did you mean {near}?" if near else ""
    return f'the series "{row.series}" is not known.{hint}'


def _all_series() -> str:
    return (
        f"Series that the model has a counterpart for: {', '.join(sorted(COUNTERPARTS))}; "
        "each may end with a part of the year, such as _JanOct, _Jul, _H1 or _Q3."
    )


def _value(row: Row, counterpart: Counterpart | None) -> str | None:
    text = row.text["value"]
    if not text:
        return "the value is empty; write a number."
    if re.fullmatch(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?", text):
        return f'the value "{text}" has commas; write {text.replace(",", "")}.'
    try:
        row.value = float(text.replace("_", "x"))
    except ValueError:
        return f'the value "{text}" is not a number; write it as 4473 or 0.86, without a unit.'
    if not math.isfinite(row.value):
        return f'the value "{text}" is not a finite number.'
    if counterpart is None:
        return None
    if row.value < 0:
        return f"the value {text} is below 0; {row.series} has no negative figures."
    return _share(text, row)


def _share(text: str, row: Row) -> str | None:
    """Return what is wrong with a share of more than the whole."""
    try:
        unit = read_unit(row.text["unit"])
    except ValueError:
        return None
    if unit.kind != "share" or row.value * unit.factor <= 100:
        return None
    if unit.factor == 1:
        return f"the value {text} is above 100; a share in % lies between 0 and 100."
    return f'the value {text} is above 1; a "{unit.text}" lies between 0 and 1, or use the unit %.'


def _choice(row: Row, column: str, allowed: tuple[str, ...]) -> str | None:
    text = row.text.get(column, "")
    if text in allowed:
        return None
    named = ", ".join(name for name in allowed if name)
    near = nearest(text, [name for name in allowed if name])
    hint = f" Did you mean {near}?" if near else ""
    what = f'the {column} "{text}" is not known' if text else f"the {column} is empty"
    return f"{what}.{hint} Allowed: {named}."


def _year(row: Row, counterpart: Counterpart | None, months: Months) -> str | None:
    try:
        first, last = period_of(
            row.series, row.text["year"], row.text["unit"], not is_sum(row.series)
        )
    except ValueError as error:
        return f"the year {error}."
    if counterpart is None or row.text.get("use") in ("input", "left out"):
        return None
    begins, ends = months[counterpart.place]
    if begins <= first and last <= ends:
        return None
    scenario = PLACES[counterpart.place]
    when = "" if first == last else f" ({first} to {last})"
    return (
        f"the year {row.text['year']}{when} lies outside the run of {scenario}, "
        f"{begins} to {ends}. Take the row out, or mark its use as left out."
    )


def _level(row: Row, counterpart: Counterpart) -> str | None:
    text = row.text["level"]
    allowed = LEVELS[counterpart.place]
    if text.lower() in {name.lower() for name in allowed}:
        return None
    every = [name for names in LEVELS.values() for name in names]
    near = nearest(text, every)
    if text.lower() in {name.lower() for name in every}:
        return f'{row.series} is a series of {allowed[0]}, not of "{text}".'
    hint = f" Did you mean {near}?" if near else ""
    known = ", ".join(names[0] for names in LEVELS.values())
    return (
        f'the level "{text}" is not known.{hint} {row.series} is a series of {allowed[0]}; '
        f"known levels: {known}."
    )


def _unit(row: Row, counterpart: Counterpart) -> str | None:
    text = row.text["unit"]
    try:
        unit = read_unit(text)
    except ValueError as error:
        return f"the unit {error}." if text else f"{error}."
    wanted = read_unit(counterpart.unit)
    if unit.kind == wanted.kind or unit.kind in ALSO.get(wanted.kind, ()):
        return None
    return (
        f'the unit "{text}" does not fit the series: {row.series} is given in {counterpart.unit}.'
    )


def _repeats(row: Row, seen: dict[object, Row]) -> list[Problem]:
    """Return a problem where an earlier row gives the same figure, or has the same id.

    Two sources may give one figure each for the same time: then their addresses must differ.
    """
    months = period_of(row.series, row.text["year"], row.text["unit"], not is_sum(row.series))
    same = (row.series, row.text["level"].lower(), months)
    for key in (same, row.text.get("id") or row):
        earlier = seen.setdefault(key, row)
        if earlier is not row and not (key == same and _other_source(row, earlier)):
            what = f"{row.series} for {row.text['year']}" if key == same else f'the id "{row.id}"'
            message = (
                f"the row repeats line {earlier.line}: {what}. Take one of them out; two sources "
                "for one figure need a source_url each."
            )
            return [Problem(row.file, row.line, "series" if key == same else "id", message)]
    return []


def _other_source(row: Row, earlier: Row) -> bool:
    """Return whether two rows for the same figure come from two addresses."""
    one, other = row.text.get("source_url"), earlier.text.get("source_url")
    return bool(one and other and one != other)

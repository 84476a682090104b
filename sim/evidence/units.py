"""A tolerant reader of units: the text begins with a known unit, free words may follow."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from sim.parameters.catalogue import nearest

__all__ = ["UNITS", "Kind", "Unit", "read_unit"]

Kind = Literal[
    "share", "money", "cases", "cases per day", "persons", "persons per month", "types", "points",
    "money per case", "index",
]  # fmt: skip
PER_MONTH = 12.0 / 365.25


@dataclass(frozen=True)
class Unit:
    """A unit: what it measures, and how many of the kind's own unit one of it is.

    Kinds and their own units: share (%), money (bn KRW), cases (cases in the period), cases per
    day, persons, persons per month, types, points, money per case (m KRW), index (anything else).
    """

    text: str
    kind: Kind
    factor: float


def _words(texts: str, factor: float = 1.0) -> dict[str, float]:
    return dict.fromkeys(texts.split(", "), factor)


def _units() -> dict[str, Unit]:
    """Return the known units by their lower-case text."""
    money = {
        "KRW": 1e-9, "won": 1e-9, "m KRW": 1e-3, "million KRW": 1e-3, "million won": 1e-3,
        "bn KRW": 1.0, "billion KRW": 1.0, "bn won": 1.0, "billion won": 1.0, "tn KRW": 1e3,
        "trillion KRW": 1e3, "USD": 1e-6, "m USD": 1.0, "million USD": 1.0, "bn USD": 1e3,
        "billion USD": 1e3,
    }  # fmt: skip
    table: dict[Kind, dict[str, float]] = {
        "share": {"%": 1.0, "per cent": 1.0, "percent": 1.0, "share": 100.0},
        "money": money,
        "money per case": {"m KRW per case": 1.0, "KRW per case": 1e-6, "USD per case": 1e-3},
        "cases": _words(
            "cases, case, payments, e-payments, documents, certificates, issues, returns, "
            "applications, transactions, bills, documents per year, documents/year, "
            "cases per year, cases/year, certificates per year"
        ) | _words("thousand cases, thousand documents", 1e3)
        | _words("million cases, million documents, m cases, m documents", 1e6),
        "cases per day": _words(
            "documents/day, documents per day, documents a day, cases/day, cases per day, "
            "issues per day"
        ) | _words("documents per month, documents/month, cases per month, cases/month", PER_MONTH),
        "persons": _words(
            "persons, people, employees, staff, civil servants, residents, trainees, "
            "trainees per year, trainees/year, cumulative trainees, members, "
            "e-mail list members, e-mail members, e-mail addresses, subscribers, registered, "
            "users, respondents, answers, citizens"
        ) | {"thousand persons": 1e3, "million persons": 1e6},
        "persons per month": _words(
            "trainees per month, trainees/month, trainees a month, persons per month, persons/month"
        ),
        "types": {"document types": 1.0, "types": 1.0, "kinds": 1.0},
        "points": {"points": 1.0, "points of 100": 1.0, "score": 1.0},
    }  # fmt: skip
    return {
        text.lower(): Unit(text, kind, factor)
        for kind, row in table.items()
        for text, factor in row.items()
    }


UNITS = _units()
"""The known units by their lower-case text."""
_LONGEST_FIRST = sorted(UNITS, key=len, reverse=True)
SHOWN = (
    "%, cases, documents, documents/day, documents per month, bn KRW, m USD, employees, persons, "
    "trainees per month, document types, points"
)


def read_unit(text: str) -> Unit:
    """Return the known unit that `text` begins with; words after it are free.

    Raises
    ------
    ValueError : where it begins with none; the message lists the usual ones and the nearest.
    """
    words = " ".join(text.split()).lower()
    for known in _LONGEST_FIRST:
        if words.startswith(known) and not re.match(r"\w", words[len(known) :][:1] or " "):
            return UNITS[known]
    near = nearest(re.split(r"[(,;]", text)[0].strip(), [unit.text for unit in UNITS.values()])
    hint = f' Did you mean "{near}"?' if near else ""
    raise ValueError(
        f'"{text}" begins with no known unit.{hint} Usual ones: {SHOWN}; other words may follow'
        if text.strip()
        else f"the unit is empty. Usual ones: {SHOWN}"
    )

"""Read the data files: service lines, needs, seasons, applications, marginals.

Every function reads its file once and returns typed, read-only values. A file that does not keep
its promises (a wrong number of rows, shares that do not sum to 1) raises `ValueError` at once.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "LINES",
    "N_LINES",
    "REGISTERS",
    "Application",
    "Dong",
    "Line",
    "applications",
    "dongs",
    "first_of_line",
    "lines",
    "marginals",
    "needs_table",
    "of_applications",
    "read_csv",
    "season_table",
]

LINES: tuple[str, ...] = (
    "certificates", "local_tax", "fines_parking", "vehicle_fee", "real_estate", "business_tax",
    "permits", "user_fee", "welfare", "information", "participation",
)  # fmt: skip
"""The service lines; a line's number is its place here and its bit in a bit mask."""

N_LINES = len(LINES)
REGISTERS: tuple[str, ...] = ("resident", "vehicle", "real_estate", "tax")
"""The central registers an application may need."""

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Line:
    """One service line, with what a case of it takes.

    Amounts are USD a case for someone whose `bill_scale` is 1, averaged over cases with nothing to
    pay. Minutes are of staff. Days are working days from desk to result without any backlog.
    """

    index: int
    name: str
    label: str
    division: str
    mean_amount_citizen_usd: float
    mean_amount_business_usd: float
    minutes_of_staff_at_desk: float
    minutes_by_phone: float
    back_office_minutes_online: float
    documents_needed: float
    days_of_work: float
    source: str


@dataclass(frozen=True, slots=True)
class Application:
    """One of the 71 e-government applications.

    `weight` is the share of its line's needs that it serves; the weights of a line sum to 1.
    `pays_citizen` and `pays_business` are its mean payment against its line's, which they keep:
    their mean over a line, by weight, is 1.
    """

    id: int
    name: str
    line: int
    weight: float
    registers: tuple[str, ...]
    needs_law: bool
    needs_payment: bool
    needs_certificate: bool
    effort_usd: float
    planned_months: int
    live_at_start: bool
    internet: bool
    kiosk: bool
    television: bool
    phone: bool
    pays_citizen: float
    pays_business: float
    is_local_tax: bool
    is_document: bool
    source: str


@dataclass(frozen=True, slots=True)
class Dong:
    """One neighbourhood: its share of residents, and hours to the district office and back."""

    index: int
    name: str
    share: float
    travel_hours: float


def read_csv(name: str) -> list[dict[str, str]]:
    """Return the rows of a file in sim/data as text by column."""
    text = files("sim.data").joinpath(name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def _line(row: dict[str, str]) -> Line:
    """Return one row of lines.csv."""
    return Line(
        index=int(row["index"]),
        name=row["line"],
        label=row["label"],
        division=row["division"],
        mean_amount_citizen_usd=float(row["mean_amount_citizen_usd"]),
        mean_amount_business_usd=float(row["mean_amount_business_usd"]),
        minutes_of_staff_at_desk=float(row["minutes_of_staff_at_desk"]),
        minutes_by_phone=float(row["minutes_by_phone"]),
        back_office_minutes_online=float(row["back_office_minutes_online"]),
        documents_needed=float(row["documents_needed"]),
        days_of_work=float(row["days_of_work"]),
        source=row["source_or_reason"],
    )


@cache
def lines() -> tuple[Line, ...]:
    """Return the eleven service lines, in the order of `LINES`."""
    found = tuple(_line(row) for row in read_csv("lines.csv"))
    if tuple(line.name for line in found) != LINES:
        raise ValueError("lines.csv must hold the lines of sim.data.tables.LINES, in order.")
    return found


def _numbers(rows: list[dict[str, str]]) -> Floats:
    """Return the line columns of a table, shape (rows, lines), read-only."""
    table = np.array([[float(row[name]) for name in LINES] for row in rows])
    table.setflags(write=False)
    return table


@cache
def needs_table() -> Floats:
    """Return cases a year by needs class and line, shape (classes, lines).

    Multiply by a person's `demand_propensity` and the month's season. Row k is class k.
    """
    rows = read_csv("needs.csv")
    if [int(row["needs_class"]) for row in rows] != list(range(len(rows))):
        raise ValueError("needs.csv must number its classes 0, 1, 2, ... in order.")
    return _numbers(rows)


@cache
def season_table() -> Floats:
    """Return each calendar month's share of a year's cases, shape (12, lines), columns sum to 1."""
    table = _numbers(read_csv("season.csv"))
    if table.shape != (12, N_LINES) or not np.allclose(table.sum(axis=0), 1.0):
        raise ValueError("season.csv must have 12 rows whose columns sum to 1.")
    return table


def _application(row: dict[str, str]) -> Application:
    """Return one row of applications.csv, checked."""
    registers = tuple(name for name in row["registers"].split(";") if name)
    if unknown := set(registers) - set(REGISTERS):
        raise ValueError(f"applications.csv, id {row['id']}: unknown register {sorted(unknown)}.")

    def flag(name: str) -> bool:
        return {"0": False, "1": True}[row[name]]

    return Application(
        id=int(row["id"]),
        name=row["name"],
        line=LINES.index(row["line"]),
        weight=float(row["weight"]),
        registers=registers,
        needs_law=flag("needs_law"),
        needs_payment=flag("needs_payment"),
        needs_certificate=flag("needs_certificate"),
        effort_usd=float(row["effort_usd"]),
        planned_months=int(row["planned_months"]),
        live_at_start=flag("live_at_start"),
        internet=flag("internet"),
        kiosk=flag("kiosk"),
        television=flag("television"),
        phone=flag("phone"),
        pays_citizen=float(row["pays_citizen"]),
        pays_business=float(row["pays_business"]),
        is_local_tax=flag("is_local_tax"),
        is_document=flag("is_document"),
        source=row["source_or_reason"],
    )


@cache
def applications() -> tuple[Application, ...]:
    """Return the 71 applications, ordered by id and by line."""
    found = tuple(_application(row) for row in read_csv("applications.csv"))
    weights, citizens, businesses = np.zeros((3, N_LINES))
    for application in found:
        weights[application.line] += application.weight
        citizens[application.line] += application.weight * application.pays_citizen
        businesses[application.line] += application.weight * application.pays_business
    if not np.allclose(weights, 1.0):
        raise ValueError("applications.csv: the weights of each line must sum to 1.")
    pays = zip((citizens, businesses), ("pays_citizen", "pays_business"), strict=True)
    for mean, name in pays:
        if not np.allclose(mean, 1.0, atol=0.02):
            raise ValueError(f"applications.csv: {name} must have the mean 1 in each line.")
    return tuple(
        replace(
            application,
            pays_citizen=application.pays_citizen / float(citizens[application.line]),
            pays_business=application.pays_business / float(businesses[application.line]),
        )
        for application in found
    )


@cache
def of_applications(name: str) -> NDArray[Any]:
    """Return one field of every application as an array, shape (applications,); read-only."""
    values = np.array([getattr(application, name) for application in applications()])
    values.setflags(write=False)
    return values


@cache
def first_of_line() -> NDArray[np.int64]:
    """Return the number of each line's first application, and at the end of them all, how many."""
    of_line = np.array([application.line for application in applications()])
    if np.any(np.diff(of_line) < 0):
        raise ValueError("applications.csv must list the applications of a line together.")
    first = np.searchsorted(of_line, np.arange(N_LINES + 1))
    first.setflags(write=False)
    return np.asarray(first, dtype=np.int64)


@cache
def dongs() -> tuple[Dong, ...]:
    """Return the neighbourhoods of the district, shares summing to 1."""
    found = tuple(
        Dong(int(r["index"]), r["dong"], float(r["share_of_residents"]), float(r["travel_hours"]))
        for r in read_csv("dongs.csv")
    )
    if abs(sum(dong.share for dong in found) - 1.0) > 1e-9:
        raise ValueError("dongs.csv: the shares of residents must sum to 1.")
    return found


@cache
def _marginals() -> dict[str, dict[str, dict[str, Any]]]:
    import yaml

    text = files("sim.data").joinpath("marginals.yaml").read_text(encoding="utf-8")
    loaded: dict[str, dict[str, dict[str, Any]]] = yaml.safe_load(text)
    return loaded


def marginals(table: Literal["citizens", "businesses", "employees"], name: str) -> Floats:
    """Return one declared marginal as an array (or a 0-d array for a single number)."""
    return np.asarray(_marginals()[table][name]["values"], dtype=np.float64)

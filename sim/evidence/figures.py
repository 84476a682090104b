"""A dated figure of the record, and the files of figures: the packaged one and a reader's own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property
from importlib.resources import files
from pathlib import Path

from sim.evidence.checks import COLUMNS, EvidenceError, Row, check
from sim.evidence.counterparts import base_series, counterpart_of, is_sum
from sim.evidence.periods import period_of
from sim.evidence.places import RUN_MONTHS
from sim.evidence.sheet import read_rows

__all__ = ["Figure", "packaged_figures", "read_figures", "why_left_out"]

PACKAGED = "evidence/figures.csv"


@dataclass(frozen=True)
class Figure:
    """One figure of the record.

    Attributes
    ----------
    year : as written: "2003", "2003-06", "2005.5".
    value : in `unit`.
    unit : as written; begins with a known unit where the series has a counterpart.
    grade : "A" a precise number from the records of the body responsible; "B" a round number, one
        worked out from others, one whose year is a guess, or one told by a party with a stake in
        it; "C" said to advertise, or at odds with other figures.
    use : "calibrate" (fitted), "held apart" (not fitted, to be predicted), "compare" (never
        fitted), "input" (fed in), "left out" (the note says why).
    file, line : where it was read.
    """

    id: str
    series: str
    level: str
    year: str
    value: float
    unit: str
    grade: str
    use: str = "compare"
    source_title: str = ""
    source_url: str = ""
    note: str = ""
    file: str = ""
    line: int = 0

    @cached_property
    def period(self) -> tuple[str, str]:
        """The first and the last month that the figure speaks of, both "YYYY-MM"."""
        return period_of(self.series, self.year, self.unit, not is_sum(self.series))


def _figure(row: Row) -> Figure:
    """Return the figure of a checked row; one without a counterpart is left out."""
    text = {name: row.text.get(name, "") for name in COLUMNS}
    text.pop("value")
    use, note = text.pop("use") or "compare", text.pop("note")
    if counterpart_of(row.series) is None and use not in ("input", "left out"):
        use, note = "left out", why_left_out(row.series)
    return Figure(
        **{**text, "id": row.id}, value=row.value, use=use, note=note, file=row.file, line=row.line
    )


def _read(
    text: bytes, name: str, months: Mapping[str, tuple[str, str]], known: frozenset[str]
) -> tuple[Figure, ...]:
    rows, problems = read_rows(text, name)
    problems += check(rows, months, known)
    if problems:
        raise EvidenceError(problems)
    return tuple(_figure(row) for row in rows)


@cache
def packaged_figures() -> tuple[Figure, ...]:
    """Return the figures that come with the package, sim/data/evidence/figures.csv."""
    path = files("sim.data").joinpath(PACKAGED)
    every = read_rows(path.read_bytes(), PACKAGED)[0]
    known = frozenset(base_series(row.series) for row in every)
    return _read(path.read_bytes(), f"sim/data/{PACKAGED}", RUN_MONTHS, known)


@cache
def _why() -> dict[str, str]:
    """Return the note of each packaged series, by base name, that nothing is compared with."""
    return {
        base_series(figure.series): f"{figure.use}: {figure.note}"
        if figure.use == "input"
        else figure.note
        for figure in packaged_figures()
        if counterpart_of(figure) is None
    }


def why_left_out(series: str) -> str:
    """Return why a series that the package knows has no counterpart; empty if it has one."""
    return _why().get(base_series(series), "")


ALWAYS_FED = ("info_sharing_documents",)
"""Series with a counterpart whose every figure the timelines hold, whatever its date."""
SAID = {
    "calibrate": "The package fits this figure, so that it tests nothing.",
    "input": "The package feeds this figure in, so that it tests nothing.",
}


@cache
def _own_uses() -> dict[tuple[str, tuple[str, str]], str]:
    """Return the use of packaged figures that are fitted or fed in, by base series and months."""
    uses: dict[tuple[str, tuple[str, str]], str] = {}
    for figure in packaged_figures():
        if figure.use in SAID and counterpart_of(figure) is not None:
            key = (base_series(figure.series), figure.period)
            uses[key] = "input" if "input" in (figure.use, uses.get(key)) else figure.use
    return uses


def _as_packaged(figure: Figure) -> Figure:
    """Return a reader's figure with the package's use, where the package fits or feeds it in.

    A series belongs to one place, so that its name and months say which figure it is.
    """
    if figure.use in ("input", "left out") or counterpart_of(figure) is None:
        return figure
    base = base_series(figure.series)
    use = "input" if base in ALWAYS_FED else _own_uses().get((base, figure.period), figure.use)
    if use == figure.use or use not in SAID:
        return figure
    return replace(figure, use=use, note=f"{figure.note} {SAID[use]}".strip())


def read_figures(
    path: Path | str,
    months: Mapping[str, tuple[str, str]] | None = None,
    *,
    as_packaged: bool = True,
) -> tuple[Figure, ...]:
    """Return the figures of a reader's file.

    Parameters
    ----------
    path : a CSV file with the columns series, level, year, value, unit, grade, and if wanted id,
        use, source_title, source_url, note; other columns are passed over.
    months : first and last month of the run by place; by default those of the packaged scenarios.
    as_packaged : give a figure that the package fits or feeds in that use, with a note, in place
        of "compare" or "held apart"; otherwise uses are as the file says.

    Raises
    ------
    EvidenceError : anything in the file is wrong; it names every problem with its line.
    """
    path = Path(path)
    try:
        text = path.read_bytes()
    except FileNotFoundError:
        raise EvidenceError.of(path, "there is no such file.") from None
    except IsADirectoryError:
        raise EvidenceError.of(path, "this is a folder; name a CSV file in it.") from None
    except OSError as error:
        raise EvidenceError.of(path, f"it cannot be read: {error.strerror}.") from None
    known = frozenset(_why())
    figures = _read(text, str(path), {**RUN_MONTHS, **(months or {})}, known)
    return tuple(map(_as_packaged, figures)) if as_packaged else figures

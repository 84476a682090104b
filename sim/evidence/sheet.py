"""From the bytes of a CSV file to rows of text, with a problem for each thing that is odd."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, field

from sim.errors import Problem
from sim.parameters.catalogue import nearest

__all__ = ["COLUMNS", "REQUIRED", "Row", "read_rows"]

REQUIRED = ("series", "level", "year", "value", "unit", "grade")
COLUMNS = ("id", *REQUIRED, "use", "source_title", "source_url", "note")
LARGEST_BYTES = 10_000_000
_EXAMPLE = "gn_employees,Gangnam,2004,1320,employees,B"


@dataclass(eq=False)
class Row:
    """One row of a file of figures; `value` is filled in by the check."""

    file: str
    line: int
    text: dict[str, str]
    value: float = field(default=float("nan"))

    @property
    def series(self) -> str:
        """Name of the series as written."""
        return self.text.get("series", "")

    @property
    def id(self) -> str:
        """The row's own id, or one made from its series and line."""
        return self.text.get("id") or f"{self.series}, line {self.line}"


NEEDED = f"it needs a row of columns ({', '.join(REQUIRED)})."


def _decoded(data: bytes) -> str:
    """Return the text of a file; ValueError says why it is none."""
    if len(data) > LARGEST_BYTES:
        raise ValueError("the file is larger than 10 MB; a file of figures is a small CSV file.")
    if data.startswith(b"PK\x03\x04") or data.startswith(b"\xd0\xcf\x11\xe0"):
        raise ValueError("this is a workbook, not a CSV file; save the sheet as CSV (UTF-8).")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ValueError(
            "the file is not UTF-8 text, so it is not a CSV file that can be read; "
            "save it as CSV (UTF-8)."
        ) from None
    if "\x00" in text:
        raise ValueError("the file is not text, so it is not a CSV file.")
    if not text.strip():
        raise ValueError(f"the file is empty; {NEEDED}")
    return text


def _separator_problem(header: str) -> str | None:
    for sign, name in ((";", "semicolons"), ("\t", "tabs"), ("|", "bars")):
        names = {name.strip().strip('"').lower() for name in header.split(sign)}
        if len(names & set(REQUIRED)) > 1 or (sign in header and "," not in header):
            return f"the columns are set apart by {name}; use commas, for example {_EXAMPLE}"
    return None


def _header_problems(columns: Sequence[str], file: str, line: int) -> list[Problem]:
    """Return what is wrong with the names of the columns."""
    problems = []
    missing = [name for name in REQUIRED if name not in columns]
    if len(missing) == len(REQUIRED):
        return [Problem(file, line, "", "this is not a CSV file of figures: its first row must "
                        f"name the columns {', '.join(REQUIRED)}.")]  # fmt: skip
    if missing:
        spare = [name for name in columns if name not in COLUMNS]
        pairs = [(name, near) for name in missing if (near := nearest(name, spare))]
        hint = "".join(f' Rename "{near}" to "{name}".' for name, near in pairs)
        what = "column is" if len(missing) == 1 else "columns are"
        message = f"the {what} missing: {', '.join(missing)}.{hint} Needed: {', '.join(REQUIRED)}."
        problems.append(Problem(file, line, missing[0], message))
    for name in {name for name in columns if columns.count(name) > 1}:
        problems.append(Problem(file, line, name, f'the column "{name}" stands there twice.'))
    return problems


def _row(values: list[str], columns: Sequence[str], file: str, line: int) -> Row | Problem:
    if len(values) > len(columns):
        return Problem(file, line, "", f"the row has {len(values)} values for {len(columns)} "
                       "columns; put text that holds a comma in double quotes.")  # fmt: skip
    if len(values) < len(columns):
        return Problem(file, line, "", f"the row has {len(values)} values for {len(columns)} "
                       "columns; leave a value empty between its commas.")  # fmt: skip
    return Row(file, line, dict(zip(columns, (value.strip() for value in values), strict=True)))


def _numbered(text: str) -> list[tuple[int, list[str]]]:
    """Return the rows that are not blank with the line on which each begins."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    found, begins = [], 1
    try:
        for values in reader:
            if any(value.strip() for value in values):
                found.append((begins, values))
            begins = reader.line_num + 1
    except csv.Error as error:
        raise ValueError(f"the quotes of this row are not in order: {error}.", begins) from None
    return found


def read_rows(data: bytes, file: str) -> tuple[list[Row], list[Problem]]:
    """Return the rows of a file of figures, and what is wrong with its form.

    `file` is its name as the user wrote it. Rows with a problem are not among the rows.
    """
    try:
        rows = _numbered(_decoded(data))
    except ValueError as error:
        message, *begins = error.args
        return [], [Problem(file, begins[0] if begins else None, "", message)]
    if not rows:
        return [], [Problem(file, None, "", f"the file is empty; {NEEDED}")]
    line, names = rows[0]
    columns = [name.strip().lower() for name in names]
    if separated := _separator_problem(",".join(names)):
        return [], [Problem(file, line, "", separated)]
    if problems := _header_problems(columns, file, line):
        return [], problems
    if len(rows) == 1:
        return [], [Problem(file, line, "", f"the file has no figures below its columns; "
                            f"a row is, for example, {_EXAMPLE}")]  # fmt: skip
    read = [_row(values, columns, file, begins) for begins, values in rows[1:]]
    good = [row for row in read if isinstance(row, Row)]
    return good, [problem for problem in read if isinstance(problem, Problem)]

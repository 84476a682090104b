"""The shipped posterior: what `posterior: yes` under `uncertain:` draws from.

sim/data/posterior.csv is the result of `egov calibrate`: one row a draw, one column a parameter.
Parameters that were fitted together are drawn together: every path with `posterior` takes the
same row.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from sim.parameters.catalogue import nearest

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["FILE", "column", "digest", "paths", "quantile", "refusal", "row_of", "text_of"]

FILE = Path(__file__).parent.parent / "data" / "posterior.csv"


def paths() -> list[str]:
    """Return the parameters that the posterior holds; none where none is shipped."""
    return list(_columns(FILE))


def column(path: str) -> tuple[float, ...]:
    """Return the draws of one parameter, in the order of the rows.

    Raises
    ------
    ValueError : the file does not hold it.
    """
    if said := refusal(path):
        raise ValueError(said)
    return _columns(FILE)[path]


def refusal(path: str) -> str:
    """Return why a parameter cannot be drawn from the posterior; nothing where it can."""
    known = paths()
    if path in known:
        return ""
    if not known:
        return f"{path} takes no `posterior: yes`: there is no sim/data/posterior.csv to draw from."
    near = nearest(path, known)
    hint = f" Did you mean {near}?" if near else ""
    return (
        f"{path} was not fitted, so it takes no `posterior: yes`.{hint} "
        f"Fitted were: {', '.join(known)}."
    )


def row_of(share: float, path: str) -> int:
    """Return the row that a uniform draw chooses."""
    rows = len(column(path))
    return min(int(share * rows), rows - 1)


def quantile(path: str, share: float) -> float:
    """Return the value below which `share` of the draws of one parameter lie, taken by itself."""
    return sorted(column(path))[row_of(share, path)]


def digest(path: str) -> str:
    """Return the sha256 of the draws of one parameter and of their order."""
    return hashlib.sha256(repr(column(path)).encode()).hexdigest()


def text_of(table: pd.DataFrame) -> str:
    """Return a table of draws as the text of the file."""
    made = io.StringIO()
    table.to_csv(made, index=False, lineterminator="\n")
    return made.getvalue()


def _columns(file: Path) -> Mapping[str, tuple[float, ...]]:
    if not file.exists():
        return {}
    return _read(file, file.stat().st_mtime_ns)


@cache
def _read(file: Path, changed: int) -> Mapping[str, tuple[float, ...]]:
    with file.open(encoding="utf-8", newline="") as opened:
        names, *rows = list(csv.reader(opened))
    return {name: tuple(float(row[place]) for row in rows) for place, name in enumerate(names)}

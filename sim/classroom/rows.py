"""The rows of a table, one after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["rows_of"]


def rows_of(table: pd.DataFrame) -> list[Any]:
    """Return the rows of a table as named tuples, whose cells are read as `row.column`."""
    return list(table.itertuples(index=False))

"""The numbers behind a figure as a folded table, thinned if there are many, whole as a file."""

from __future__ import annotations

import base64
from html import escape
from typing import TYPE_CHECKING, Any

from sim.reports.numbers import DASH, number

if TYPE_CHECKING:
    import pandas as pd

    from sim.reports.style import Drawing

__all__ = ["cell_words", "data_table", "thinned"]

MOST_ROWS = 40
MOST_BYTES = 400_000
"""A larger file is not put into the page; it lies in the folder `figures`."""
YEAR = 12


def data_table(name: str, drawing: Drawing) -> str:
    """Return the data of a figure as HTML: a table to unfold, and all of it to save as CSV."""
    from sim.reports.sections import table

    data = drawing.data
    shown = thinned(data)
    shown = shown[[column for column in shown.columns if shown[column].notna().any()]]
    if shown.empty:
        return ""
    rows = [[escape(cell_words(value)) for value in row] for row in shown.itertuples(index=False)]
    heads = [str(column).replace("_", " ") for column in shown.columns]
    some = f"{len(shown)} of {len(data):,} rows" if len(shown) < len(data) else "all rows"
    body = table(heads, rows, f"The numbers of the figure “{drawing.title}”: {some}", kind="data")
    return (
        f"<details><summary>The numbers behind this figure</summary>{body}{_file(name, data)}"
        "</details>"
    )


def thinned(data: pd.DataFrame) -> pd.DataFrame:
    """Return the rows to show: ends of years where there are months, evenly spaced if still many.

    A table of at most 40 rows is shown as it is.
    """
    if len(data) <= MOST_ROWS:
        return data
    if "month" in data and (data["month"].value_counts() > 0).sum() > YEAR:
        last = data["month"].max()
        data = data[(data["month"] % YEAR == 0) | (data["month"] == last)]
        every = 1
        while len(data[(data["month"] == last) | (data["month"] % (every * YEAR) == 0)]) > (
            MOST_ROWS
        ) and every * YEAR < last:  # fmt: skip
            every += 1
        data = data[(data["month"] == last) | (data["month"] % (every * YEAR) == 0)]
    step = -(-len(data) // MOST_ROWS)
    return data.iloc[::step]


def cell_words(value: Any) -> str:
    """Return a cell of a table as a reader would write it."""
    if hasattr(value, "item"):
        value = value.item()
    if value is None or (isinstance(value, float) and value != value):
        return DASH
    if isinstance(value, bool):
        return "yes" if value else "no"
    return number(value, 4) if isinstance(value, float) else str(value)


def _file(name: str, data: pd.DataFrame) -> str:
    """Return a link to all the numbers, which lie in the page itself."""
    text = data.to_csv(index=False, lineterminator="\n")
    file = f"{name}.csv"
    if len(text) > MOST_BYTES:
        return f"<p>All {len(data):,} rows are in figures/{escape(file)}.</p>"
    encoded = base64.b64encode(text.encode()).decode()
    return (
        f'<p><a download="{escape(file)}" href="data:text/csv;base64,{encoded}">Save all '
        f"{len(data):,} rows as {escape(file)}</a></p>"
    )

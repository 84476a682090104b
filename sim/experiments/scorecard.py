"""The scorecard: dated figures beside the runs of the model; no row is ever dropped.

A figure is inside when it lies in the simulated 90 % band of its counterpart: the 5th to the 95th
percentile over runs, each with its own luck and (where they are drawn) its own parameters.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from sim.experiments.bands import band_of, factor_of, is_inside
from sim.experiments.compared import USES, in_order, is_compared

if TYPE_CHECKING:
    import pandas as pd

    from sim.evidence import Figure

__all__ = ["coverage_table", "left_out_table", "scorecard_table", "widest_of"]

FED = "fed into the model, so that it says nothing on the model"
BY_CONSTRUCTION = "met by construction"
"""What the note of a figure says that the model is set to."""
_COLUMNS = (
    "id", "series", "base", "label", "place", "year", "unit", "observed", "median", "low", "high",
    "factor", "ratio", "inside", "grade", "use", "by_construction", "runs", "source", "url",
)  # fmt: skip


def scorecard_table(figures: Iterable[Figure], values: pd.DataFrame) -> pd.DataFrame:
    """Return one row a figure that is laid beside the model.

    Parameters
    ----------
    figures : all that were asked for; those without a counterpart are in `left_out_table`.
    values : as `simulated_values` returns.

    Returns
    -------
    table : by place, series and time: id, series, base (the series without the suffix of its
        period), label, place, year, unit, observed, median, low, high, factor (of the band around
        its median), ratio (median / observed), inside (None where no run shows it), grade, use,
        by_construction (its note says that the model is set to it), runs, source, url.
    """
    import pandas as pd

    by_id = {str(name): part["value"] for name, part in values.groupby("id", sort=False)}
    rows = [_row(figure, by_id.get(figure.id, [])) for figure in in_order(figures)]
    table = pd.DataFrame(rows, columns=list(_COLUMNS))
    return table.astype({"inside": object})


def _row(figure: Figure, found: Sequence[float] | pd.Series) -> dict[str, Any]:
    from sim.evidence import counterpart_of
    from sim.evidence.units import read_unit

    counterpart = counterpart_of(figure)
    assert counterpart is not None
    median, low, high = band_of(found)
    observed = float(figure.value)
    known = math.isfinite(median)
    return {
        "id": figure.id,
        "series": figure.series,
        "base": counterpart.series,
        "label": counterpart.label,
        "place": counterpart.place,
        "year": str(figure.year),
        "unit": read_unit(figure.unit).text,
        "observed": observed,
        "median": median,
        "low": low,
        "high": high,
        "factor": factor_of(median, low, high),
        "ratio": median / observed if known and observed else math.nan,
        "inside": is_inside(observed, low, high) if known else None,
        "grade": figure.grade,
        "use": USES[figure.use],
        "by_construction": BY_CONSTRUCTION in figure.note.lower(),
        "runs": sum(math.isfinite(value) for value in found),
        "source": figure.source_title,
        "url": figure.source_url,
    }


def left_out_table(figures: Iterable[Figure]) -> pd.DataFrame:
    """Return one row a figure that is not laid beside the model, with why."""
    import pandas as pd

    rows = []
    for figure in figures:
        if is_compared(figure):
            continue
        why = figure.note
        if figure.use in USES:
            why = "the model has no counterpart of this series"
        elif figure.use == "input":
            why = f"{FED}. {figure.note}".removesuffix(". ")
        rows.append({**asdict(figure), "why": why or "not said"})
    columns = ["id", "series", "level", "year", "value", "unit", "grade", "use", "why"]
    return pd.DataFrame(rows, columns=columns).astype({"year": str})


def coverage_table(table: pd.DataFrame) -> pd.DataFrame:
    """Return how many figures are inside, by use and grade; grade "all" takes them together.

    Returns
    -------
    coverage : use, grade, figures, inside, outside, not_shown (no run shows them), share_inside
        (of all figures, those not shown counted as not inside), by_construction (how many the
        model is set to), widest_factor, widest_id.
    """
    import pandas as pd

    rows = []
    for use in USES.values():
        there = table[table["use"] == use]
        for grade in ("all", *sorted(set(there["grade"]))):
            part = there if grade == "all" else there[there["grade"] == grade]
            if len(part):
                rows.append({"use": use, "grade": grade, **_counts(part)})
    columns = ["use", "grade", "figures", "inside", "outside", "not_shown", "share_inside",
               "by_construction", "widest_factor", "widest_id"]  # fmt: skip
    return pd.DataFrame(rows, columns=columns)


def _counts(part: pd.DataFrame) -> dict[str, Any]:
    verdicts = list(part["inside"])
    inside = sum(verdict is True for verdict in verdicts)
    missing = sum(verdict is None for verdict in verdicts)
    row = widest_of(part)
    return {
        "figures": len(part),
        "inside": inside,
        "outside": len(part) - inside - missing,
        "not_shown": missing,
        "share_inside": inside / len(part),
        "by_construction": int(part["by_construction"].sum()),
        "widest_factor": math.nan if row is None else float(row["factor"]),
        "widest_id": "" if row is None else str(row["id"]),
    }


def widest_of(part: pd.DataFrame) -> dict[str, Any] | None:
    """Return the row whose band is widest around its median; None where there is no band."""
    known = part[part["factor"].notna()]
    if not len(known):
        return None
    row = known.sort_values("factor", ascending=False, kind="stable").iloc[0]
    return {str(name): value for name, value in row.items()}

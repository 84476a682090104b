"""The figures of a result: each outcome after 1, 3, 5 and 10 years, with its band.

The value is the median of the replications, and the band the range from their 5 % to their 95 %
quantile. The one run of the whole district stands beside them: it is a single draw of luck, so
it may well lie at the edge of the band. Where there are fewer than five replications it is the
value, and there is no band.

Stocks are read at the end of the month; flows, and stocks that swing with the season, are taken
over the twelve months up to then. Table, headline, captions and summary.json all use `value_at`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

    from sim.result import RunResult

__all__ = [
    "BAND",
    "FEWEST_FOR_A_BAND",
    "Point",
    "band_by_month",
    "is_amount",
    "is_averaged",
    "point",
    "point_of",
    "reporting_months",
    "summarise",
    "typical",
    "typical_rows",
    "unit_over",
    "value_at",
]

YEARS = (1, 3, 5, 10)
BAND = (0.05, 0.95)
FEWEST_FOR_A_BAND = 5
WINDOW = 12
SEASONAL = (
    "backlog_cases",
    "wait_months",
    "satisfaction_citizens",
    "satisfaction_businesses",
    "satisfaction_employees",
)


@dataclass(frozen=True)
class Point:
    """One outcome at one month.

    Attributes
    ----------
    value : the median of the replications; the full-size run's where they are too few.
    low, high : the 90 % band over replications; None where there are fewer than five.
    full : the value in the run of the whole district; None where there is none.
    n : replications behind value and band.
    """

    month: int
    value: float
    low: float | None
    high: float | None
    full: float | None
    n: int


def reporting_months(months: int) -> list[int]:
    """Return the months that are reported: the ends of years 1, 3, 5 and 10, and the last one."""
    chosen = [12 * year for year in YEARS if 12 * year < months]
    return [*chosen, months]


def value_at(
    monthly: pd.DataFrame, facts: Mapping[str, Any], month: int, window: int = WINDOW
) -> pd.Series:
    """Return an outcome at a month for each replicate (index: replicate).

    Parameters
    ----------
    monthly : a table with the columns replicate, month and the outcome's name.
    facts : what is known of the outcome: name, unit, kind.
    month : [month]     The month, counted from 1.
    window : [months]   A stock is read in the month itself. What swings with the season (flows,
        and the stocks of `SEASONAL`) is taken over this many months up to then: summed up if its
        unit is so much a month, else averaged.
    """
    name = facts["name"]
    if not (is_amount(facts) or is_averaged(facts)):
        return monthly[monthly["month"] == month].set_index("replicate")[name]
    rows = monthly[(monthly["month"] > month - window) & (monthly["month"] <= month)]
    grouped = rows.groupby("replicate")[name]
    return grouped.sum() if is_amount(facts) else grouped.mean()


def is_averaged(facts: Mapping[str, Any]) -> bool:
    """Return whether an outcome swings with the season, so that its value is a mean over a year."""
    return not is_amount(facts) and (facts["kind"] == "flow" or facts["name"] in SEASONAL)


def is_amount(facts: Mapping[str, Any]) -> bool:
    """Return whether an outcome is so much a month, which can be summed up."""
    return facts["kind"] == "flow" and str(facts["unit"]).endswith("/month")


def unit_over(facts: Mapping[str, Any], months: int = WINDOW) -> str:
    """Return the unit of `value_at`: what is so much a month is so much a year over twelve."""
    if not is_amount(facts):
        return str(facts["unit"])
    return str(facts["unit"]).removesuffix("/month") + ("/year" if months == WINDOW else "")


def point(result: RunResult, facts: Mapping[str, Any], month: int) -> Point:
    """Return an outcome's value and band at one month."""
    return point_of(result, value_at(result.monthly, facts, month), month)


def point_of(result: RunResult, values: pd.Series, month: int) -> Point:
    """Return the value and band of an outcome from its value in each replicate."""
    values = values.astype(float)
    spread = values[values.index.isin(result.band_replicates)].dropna()
    full = float(values.loc[0]) if result.has_full_run else None
    if result.has_band:
        low, middle, high = (float(spread.quantile(q)) for q in (BAND[0], 0.5, BAND[1]))
        return Point(month, middle, low, high, full, len(spread))
    value = float(spread.median()) if full is None else full
    return Point(month, value, None, None, full, len(spread))


def band_by_month(
    table: pd.DataFrame, column: str, result: RunResult, by: Sequence[str] = ("month",)
) -> pd.DataFrame:
    """Return a column's value and band for each month, for a figure.

    Columns: those of `by`, then value, low, high (empty where there is no band), full_size
    (empty where there is no such run).
    """
    keys = list(by)
    grouped = typical_rows(result, table).groupby(keys, sort=False)[column]
    out = grouped.median().rename("value").to_frame()
    out["low"] = grouped.quantile(BAND[0]) if result.has_band else float("nan")
    out["high"] = grouped.quantile(BAND[1]) if result.has_band else float("nan")
    full = table[table["replicate"] == 0].set_index(keys)[column]
    out["full_size"] = full.reindex(out.index)
    return out.reset_index()


def typical_rows(result: RunResult, table: pd.DataFrame) -> pd.DataFrame:
    """Return the rows that values are taken from: the replications', else the full-size run's."""
    if result.has_band or not result.has_full_run:
        return table[table["replicate"].isin(result.band_replicates)]
    return table[table["replicate"] == 0]


def typical(result: RunResult, table: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """Return the median of each number over the replications, for each combination of `by`."""
    rows = typical_rows(result, table)
    return rows.groupby(list(by), sort=False).median(numeric_only=True).reset_index()


def summarise(result: RunResult) -> dict[str, Any]:
    """Return the summary of a result as plain data (the contents of summary.json)."""
    months = reporting_months(result.months) if len(result.monthly) else []
    return {
        "scenario": result.name,
        "title": result.manifest["about"]["title"],
        "status": result.manifest["status"],
        "runs": _run_counts(result),
        "value": result.value_words,
        "band": result.band_words,
        "full_size": result.full_words,
        "months_reported": months,
        "outcomes": {
            name: _outcome_summary(result, facts, months)
            for name, facts in result.outcomes.items()
            if name in result.monthly.columns
        },
        "expect": [check.as_dict() for check in result.checks],
    }


def _outcome_summary(
    result: RunResult, facts: Mapping[str, Any], months: list[int]
) -> dict[str, Any]:
    values = {}
    for month in months:
        at = point(result, facts, month)
        values[str(month)] = {
            "value": at.value, "low": at.low, "high": at.high, "full_size": at.full, "n": at.n,
        }  # fmt: skip
    unit = unit_over(facts, min(WINDOW, result.months))
    return {"label": facts["label"], "unit": unit, "kind": facts["kind"], "at": values}


def _run_counts(result: RunResult) -> dict[str, int]:
    states = result.runs["status"].value_counts()
    return {
        "planned": int(result.manifest["runs_planned"]),
        "finished": int(states.get("ok", 0)),
        "failed": int(states.get("failed", 0)),
    }

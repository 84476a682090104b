"""The figures of a result: each outcome after 1, 3, 5 and 10 years, with its band.

The value is the full-size run's where there is one, else the median of the replications. The band
is the range from the 5 % to the 95 % quantile over the replications. Stocks are read at the end
of the month; flows are taken over the twelve months up to then.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

    from sim.result import RunResult

__all__ = [
    "BAND",
    "Point",
    "band_by_month",
    "point",
    "reporting_months",
    "summarise",
    "unit_over",
    "value_at",
]

YEARS = (1, 3, 5, 10)
BAND = (0.05, 0.95)
FEWEST_FOR_A_BAND = 5
WINDOW = 12


@dataclass(frozen=True)
class Point:
    """One outcome at one month.

    Attributes
    ----------
    value : of the full-size run, else the median of the replications.
    low, high : the 90 % band over replications; None where there are fewer than five.
    n : replications behind the band.
    """

    month: int
    value: float
    low: float | None
    high: float | None
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
    window : [months]   A stock is read in the month itself. A flow is taken over this many months
        up to then, so that the season plays no part: summed up if its unit is so much a month,
        averaged if it is a ratio.
    """
    name = facts["name"]
    if facts["kind"] == "stock":
        return monthly[monthly["month"] == month].set_index("replicate")[name]
    rows = monthly[(monthly["month"] > month - window) & (monthly["month"] <= month)]
    grouped = rows.groupby("replicate")[name]
    return grouped.sum() if is_amount(facts) else grouped.mean()


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
    values = value_at(result.monthly, facts, month).astype(float)
    spread = values[values.index.isin(result.band_replicates)].dropna()
    shown = values.loc[0] if result.has_full_run else values.median()
    low, high = _quantiles(spread)
    return Point(month, float(shown), low, high, len(spread))


def _quantiles(values: pd.Series) -> tuple[float | None, float | None]:
    if len(values) < FEWEST_FOR_A_BAND:
        return None, None
    return float(values.quantile(BAND[0])), float(values.quantile(BAND[1]))


def band_by_month(
    table: pd.DataFrame, column: str, result: RunResult, by: Iterable[str] = ("month",)
) -> pd.DataFrame:
    """Return a column's value and band for each month, for a figure.

    Columns: those of `by`, then value, low, high (empty where there is no band).
    """
    keys = list(by)
    spread = table[table["replicate"].isin(result.band_replicates)]
    shown = table[table["replicate"] == 0] if result.has_full_run else table
    out = shown.groupby(keys, sort=False)[column].median().rename("value").to_frame()
    if len(result.band_replicates) >= FEWEST_FOR_A_BAND:
        grouped = spread.groupby(keys, sort=False)[column]
        out["low"], out["high"] = grouped.quantile(BAND[0]), grouped.quantile(BAND[1])
    else:
        out["low"] = out["high"] = float("nan")
    return out.reset_index()


def summarise(result: RunResult) -> dict[str, Any]:
    """Return the summary of a result as plain data (the contents of summary.json)."""
    months = reporting_months(result.months) if len(result.monthly) else []
    return {
        "scenario": result.name,
        "title": result.manifest["about"]["title"],
        "status": result.manifest["status"],
        "runs": _run_counts(result),
        "value_from": result.value_from,
        "band": result.band_words,
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
    points = [point(result, facts, month) for month in months]
    values = {
        str(p.month): {"value": p.value, "low": p.low, "high": p.high, "n": p.n} for p in points
    }
    unit = unit_over(facts, min(WINDOW, result.months))
    return {"label": facts["label"], "unit": unit, "kind": facts["kind"], "at": values}


def _run_counts(result: RunResult) -> dict[str, int]:
    states = result.runs["status"].value_counts()
    return {
        "planned": int(result.manifest["runs_planned"]),
        "finished": int(states.get("ok", 0)),
        "failed": int(states.get("failed", 0)),
    }

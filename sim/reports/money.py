"""The ledger read as a whole: where money came from, where it went, what is left.

Every row moves an amount from a source to a use. A name that only ever gives is outside the
district (a ministry, the taxpayers); one that only ever receives is what the money was spent on;
one that does both is an account of the district.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.summary import typical_rows

if TYPE_CHECKING:
    import pandas as pd

    from sim.result import RunResult

__all__ = ["Accounts", "accounts", "spending", "spending_by_month"]


@dataclass(frozen=True)
class Accounts:
    """Totals of one run, in USD: income by source, spending by use, what is left by account."""

    income: pd.Series
    spending: pd.Series
    left: pd.Series

    @property
    def difference(self) -> float:
        """Income less spending less what is left; zero if every dollar is accounted for."""
        return float(self.income.sum() - self.spending.sum() - self.left.sum())


def shown_ledger(result: RunResult) -> pd.DataFrame:
    """Return the ledger of the replicate that is shown."""
    return result.ledger[result.ledger["replicate"] == result.shown_replicate]


def spending(result: RunResult) -> pd.DataFrame:
    """Return the flows to names that only ever receive, in all replicates."""
    ledger = result.ledger
    return ledger[~ledger["use"].isin(set(ledger["source"]))]


def spending_by_month(result: RunResult) -> pd.DataFrame:
    """Return what was spent up to each month, in USD: a column for each account that paid.

    It is the mean over the replications (or the full-size run alone), so that the columns add up.
    """
    flows = typical_rows(result, spending(result))
    runs = max(1, flows["replicate"].nunique())
    table = flows.pivot_table(index="month", columns="source", values="usd", aggfunc="sum") / runs
    table = table.reindex(range(1, result.months + 1)).fillna(0.0).cumsum()
    table.index.name = "month"
    return table[table.iloc[-1].sort_values(ascending=False).index]


def accounts(result: RunResult) -> Accounts:
    """Return the totals of the replicate that is shown, largest first."""
    ledger = shown_ledger(result)
    givers, receivers = set(ledger["source"]), set(ledger["use"])
    given = ledger.groupby("source")["usd"].sum()
    received = ledger.groupby("use")["usd"].sum()
    own = sorted(givers & receivers)
    left = received.reindex(own).fillna(0.0) - given.reindex(own).fillna(0.0)
    income = given[~given.index.isin(receivers)]
    outlays = ledger[~ledger["use"].isin(givers)]
    spent = outlays.groupby(outlays["use"] + " (" + outlays["source"] + ")")["usd"].sum()
    return Accounts(income.sort_values(ascending=False), spent.sort_values(ascending=False), left)

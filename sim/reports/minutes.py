"""The minutes read as a story: the decisions that mattered, and how often they fell so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.result import RunResult

__all__ = ["Minute", "by_year", "minutes"]


@dataclass(frozen=True)
class Minute:
    """One decision of the run that is shown.

    Attributes
    ----------
    first : whether this is decided for the first time in this run, by anyone.
    elsewhere : replications in which the same is decided at some time.
    """

    month: int
    date: str
    actor: str
    decision: str
    reason: str
    first: bool
    elsewhere: int


def minutes(result: RunResult) -> list[Minute]:
    """Return the minutes of the replicate that is shown, in order."""
    table = result.decisions
    if table.empty:
        return []
    shown = table[table["replicate"] == result.shown_replicate]
    others = table[table["replicate"].isin(result.band_replicates)]
    counts = others.groupby("decision")["replicate"].nunique().to_dict()
    seen: set[str] = set()
    found = []
    for row in shown.to_dict("records"):
        what = str(row["decision"])
        item = Minute(
            int(row["month"]),
            str(row["date"]),
            str(row["actor"]),
            what,
            str(row["reason"]),
            first=what not in seen,
            elsewhere=int(counts.get(what, 0)),
        )
        found.append(item)
        seen.add(what)
    return found


def by_year(items: list[Minute]) -> dict[int, list[Minute]]:
    """Return minutes by year of the run, the first being 1."""
    years: dict[int, list[Minute]] = {}
    for item in items:
        years.setdefault((item.month - 1) // 12 + 1, []).append(item)
    return years

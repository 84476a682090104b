"""The story of a run, told from its minutes: who moved or stopped what, when, in how many runs.

Decisions of one kind are taken together: "starts 'Resident tax payment'" and "starts 'Bulky waste
report'" are both "starts applications", and Peer district 7 and 12 are both "Peer districts".
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sim.reports.numbers import number
from sim.summary import BAND

if TYPE_CHECKING:
    import pandas as pd

    from sim.result import RunResult

__all__ = [
    "ABBREVIATIONS",
    "EFFECTS",
    "actor_of",
    "effect_of",
    "is_work",
    "kind_of",
    "month_named",
    "sentence_of",
    "story",
    "story_of",
]

EFFECTS = ("stopped", "moved", "asked")
"""What a decision does to the programme: holds it up, moves it on, or only asks or reports."""
_STOPS = ("refuses", "declines", "freezes", "keeps", "leaves", "cancels", "drops", "stops",
          "calls for work to rule", "no grant")  # fmt: skip
_ASKS = ("asks", "carries grievances", "bids", "tenders", "cannot", "reports", "warns")
_WORK = ("starts", "launches", "integrates", "opens applications", "contracts", "renews",
         "consents")  # fmt: skip
"""Daily work, and the consent of one district of many: counted, not told one by one."""

_OBJECT = re.compile(r"'.+'")
_VENDOR = re.compile(r"(contracts|renews the contract with) .+ for \d+ years?")
_AMOUNT = re.compile(r"the [\d,.]+ USD")
_SEAT = re.compile(r" \d+$")
_PLURAL = {"Peer district": "Peer districts", "Payment partner": "Payment partners",
           "Local vendor": "Local vendors"}  # fmt: skip
_ONE = {many: f"A {one.lower()}" for one, many in _PLURAL.items()}
_WITH_ARTICLE = ("Ministry", "National", "Metropolitan", "Seoul Metropolitan", "IT ", "Mayor",
                 "Employees'", "Citizens'", "District's")  # fmt: skip
ABBREVIATIONS = {
    "MOIC": "the Ministry of Information and Communication",
    "MOGAHA": "the Ministry of Government Administration and Home Affairs",
}
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September",
          "October", "November", "December")  # fmt: skip


def kind_of(decision: str) -> str:
    """Return a decision without the name, vendor or sum that it is about."""
    text = _OBJECT.sub("applications", decision)
    text = _VENDOR.sub(r"\1 a vendor", text)
    return _AMOUNT.sub("all the money", text).strip()


def actor_of(actor: str) -> str:
    """Return an actor; one of several of a kind as all of them."""
    bare = _SEAT.sub("", actor)
    return _PLURAL.get(bare, bare) if bare != actor else actor


def effect_of(decision: str) -> str:
    """Return what a decision does to the programme: "stopped", "moved" or "asked"."""
    if decision.startswith(_STOPS):
        return "stopped"
    return "asked" if decision.startswith(_ASKS) else "moved"


def is_work(decision: str) -> bool:
    """Return whether a decision is daily work, or the consent of one district of many."""
    return kind_of(decision).startswith(_WORK)


def story(result: RunResult) -> pd.DataFrame:
    """Return the kinds of decisions in the order in which they first fall, one row a kind.

    Columns
    -------
    actor, decision, effect : who, what, and what it does to the programme.
    is_work : whether it is the committee's daily work, or the consent of one of many districts.
    runs, of_runs : [count]   runs in which it falls at some time, of so many.
    times : [count]   how often in such a run, the mean.
    month, month_low, month_high : [month]   when it first falls: the median of such runs, and
        their 5 % and 95 % quantiles.
    reason : the one given most often the first time.
    """
    return story_of(_runs_told(result), max(1, len(result.band_replicates) or 1))


def story_of(rows: pd.DataFrame, of_runs: int) -> pd.DataFrame:
    """Return the kinds of decisions of some minutes of so many runs; see `story`.

    `rows` has a row a decision: replicate, month, actor, decision, reason.
    """
    import pandas as pd

    if rows.empty:
        return pd.DataFrame(columns=["actor", "decision", "effect", "is_work", "runs", "of_runs",
                                     "times", "month", "month_low", "month_high",
                                     "reason"])  # fmt: skip
    rows = rows.assign(actor=rows["actor"].map(actor_of), decision=rows["decision"].map(kind_of))
    told = [
        _kind(str(actor), str(decision), found, of_runs)
        for (actor, decision), found in rows.groupby(["actor", "decision"], sort=False)
    ]
    return pd.DataFrame(told).sort_values(["month", "actor"], kind="stable", ignore_index=True)


def _runs_told(result: RunResult) -> pd.DataFrame:
    """Return the minutes of the replications, or of the one run that there is."""
    table = result.decisions
    runs = result.band_replicates or [result.shown_replicate]
    return table[table["replicate"].isin(runs)] if len(table) else table


def _kind(actor: str, decision: str, found: pd.DataFrame, of_runs: int) -> dict[str, object]:
    first = found.drop_duplicates("replicate")
    months, runs = first["month"].astype(float), len(first)
    reasons = first["reason"].map(str).value_counts(sort=True)
    return {
        "actor": actor, "decision": decision, "effect": effect_of(decision),
        "is_work": is_work(decision),
        "runs": runs, "of_runs": of_runs, "times": len(found) / runs,
        "month": round(months.median()), "month_low": round(months.quantile(BAND[0])),
        "month_high": round(months.quantile(BAND[1])), "reason": reasons.index[0],
    }  # fmt: skip


def month_named(month: float, start: str) -> str:
    """Return a month of the run by its name: August 2002."""
    year, first = (int(part) for part in start.split("-"))
    years, place = divmod(first - 1 + int(month) - 1, 12)
    return f"{MONTHS[place]} {year + years}"


def sentence_of(row: dict[str, object], start: str) -> str:
    """Return what one row of the story says, as one or two short sentences."""
    runs, of_runs = int(str(row["runs"])), int(str(row["of_runs"]))
    said = f"{_named(str(row['actor']))} {row['decision']}"
    times = float(str(row["times"]))
    if times >= 1.5:
        said += f", {number(times, 2)} times" + (" a run" if of_runs > 1 else "")
    if of_runs == 1:
        return f"{said}."
    share = f"in all {of_runs} runs" if runs == of_runs else f"in {runs} of {of_runs} runs"
    return f"{said}, {share}{_when(row, start)}."


def _named(actor: str) -> str:
    """Return an actor as the subject of a sentence."""
    actor = _ONE.get(actor, actor)
    return f"The {actor}" if actor.startswith(_WITH_ARTICLE) else actor


def _when(row: dict[str, object], start: str) -> str:
    low, high = (float(str(row[name])) for name in ("month_low", "month_high"))
    if low == high:
        return ""
    first = "first " if float(str(row["times"])) >= 1.5 else ""
    return f", {first}between {month_named(low, start)} and {month_named(high, start)}"

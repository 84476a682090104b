"""What each decision in the minutes is: who stopped, moved or said something, and about what."""

from __future__ import annotations

from fnmatch import fnmatchcase
from functools import cache
from typing import NamedTuple

from sim.data.tables import read_csv

__all__ = ["ABOUT", "KINDS", "DecisionKind", "kind_of", "kinds"]

KINDS = ("stopped", "moved", "spoke")
ABOUT = ("money", "law", "data", "services", "trust", "posts")


class DecisionKind(NamedTuple):
    """One row of sim/data/decision_kinds.csv.

    Attributes
    ----------
    actor, decision : as they stand in the minutes; a star is any text.
    who : whose doing it is; empty for the mayor's own people.
    kind : stopped, moved or spoke.
    about : money, law, data, services, trust or posts.
    own : whether the actor acts unasked; an answer to a request is not its own.
    """

    actor: str
    decision: str
    who: str
    kind: str
    about: str
    own: bool


@cache
def kinds() -> tuple[DecisionKind, ...]:
    """Return the rows of the file.

    Raises
    ------
    ValueError : a row has a kind or a subject that there is none of.
    """
    found = []
    for row in read_csv("decision_kinds.csv"):
        if row["kind"] not in KINDS or row["about"] not in ABOUT or row["own"] not in ("0", "1"):
            raise ValueError(f"decision_kinds.csv: {row['actor']}, {row['decision']}: {row}.")
        found.append(DecisionKind(
            row["actor"], row["decision"], row["who"], row["kind"], row["about"], row["own"] == "1"
        ))  # fmt: skip
    return tuple(found)


@cache
def kind_of(actor: str, decision: str) -> DecisionKind | None:
    """Return what a decision is, or None if no row of the file fits it."""
    for row in kinds():
        if fnmatchcase(actor, row.actor) and fnmatchcase(decision, row.decision):
            return row
    return None

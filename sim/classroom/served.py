"""Whom each plan serves best, as far as the twin runs can tell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.classroom.rows import rows_of
from sim.reports.numbers import listed

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Served", "for_everybody", "served", "words"]


@dataclass(frozen=True)
class Served:
    """A role, and the teams that may serve it best.

    Attributes
    ----------
    title : of the role.
    teams : those that no other team is clearly ahead of, the highest mean first.
    scores : [0-100]   Their mean scores, in that order.
    against, usual : the scenario of the round and its mean score.
    is_below : whether every one of these teams is clearly below it.
    """

    title: str
    teams: tuple[str, ...]
    scores: tuple[float, ...]
    against: str
    usual: float
    is_below: bool

    @property
    def note(self) -> str:
        """What takes away from being best, in words; may be empty."""
        return f", but below {self.against}, {self.usual:.0f}" if self.is_below else ""


def served(table: pd.DataFrame) -> list[Served]:
    """Return who may serve each role best.

    Parameters
    ----------
    table : rows of the table `roles` of a class round, the scenario of the round first.
    """
    found = []
    for _, part in table.groupby("role", sort=False):
        first, *rest = rows_of(part)
        best = sorted((row for row in rest if row.is_best), key=lambda row: -row.score)
        found.append(Served(
            str(first.title), tuple(str(row.team) for row in best),
            tuple(float(row.score) for row in best), str(first.team), float(first.score),
            bool(best) and all(row.high is not None and row.high < 0 for row in best),
        ))  # fmt: skip
    return found


def for_everybody(found: Sequence[Served]) -> set[str]:
    """Return the teams that may be best for every role."""
    return set.intersection(*(set(one.teams) for one in found)) if found else set()


def words(found: Sequence[Served]) -> list[str]:
    """Return clauses: whom each team serves best, and where teams cannot be told apart."""
    by_team: dict[tuple[str, ...], list[str]] = {}
    for one in found:
        clear = len(one.teams) == 1
        score = f" ({one.scores[0]:.0f}{one.note})" if clear else one.note
        by_team.setdefault(one.teams, []).append(f"{one.title}{score}")
    clauses = []
    for teams, roles in by_team.items():
        if len(teams) == 1:
            clauses.append(f"{teams[0]} serves {listed(roles)} best")
        elif teams:
            clauses.append(f"{listed(list(teams))} cannot be told apart for {listed(roles)}")
    return clauses

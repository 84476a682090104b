"""Who is ahead of whom in twin runs, and which ranks nobody can tell apart.

A team's rank is not one number where luck could turn it round. Each pair of teams is compared in
the same twin runs; the best rank a team may have is one behind those that are clearly ahead of it,
the worst one before those that are clearly behind. The intervals of all pairs hold together
(Bonferroni), so that the ranges of all teams do (Mogstad, Romano, Shaikh & Wilhelm 2024, Review
of Economic Studies 91, 476-518).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from sim.experiments.paired import LEVEL, best_of, paired

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

__all__ = ["Standing", "rank_words", "standings"]


@dataclass(frozen=True)
class Standing:
    """How one of several teams stands.

    Attributes
    ----------
    mean : of its scores.
    best, worst : [rank]   The ranks it may have; 1 is the first.
    chance_first, low, high : [0-1]   Share of twin runs in which it is first, with its interval.
    level_with : places of the teams it cannot be told from.
    """

    mean: float
    best: int
    worst: int
    chance_first: float
    low: float | None
    high: float | None
    level_with: tuple[int, ...]

    @property
    def ranks(self) -> str:
        """The ranks in words: "rank 2", "ranks 1 to 3"."""
        return rank_words(self.best, self.worst)


def rank_words(best: int, worst: int) -> str:
    """Return the ranks that a team may have in words: "rank 2", "ranks 1 to 3"."""
    return f"rank {best}" if best == worst else f"ranks {best} to {worst}"


def standings(scores: ArrayLike, level: float = LEVEL) -> list[Standing]:
    """Return how k teams stand, in their order.

    Parameters
    ----------
    scores : shape (n, k)   The scores of n twin runs; more is better. Twin runs in which one of
        them is no number are left out.
    level : [0-1]   At which all ranges hold together.
    """
    table = np.asarray(scores, dtype=float)
    table = table[np.isfinite(table).all(axis=1)]
    if not len(table):
        return []
    ahead = _ahead(table, level)
    first = best_of(table, 1)
    k = table.shape[1]
    return [
        Standing(
            mean=float(table[:, i].mean()),
            best=1 + int(ahead[:, i].sum()),
            worst=k - int(ahead[i].sum()),
            chance_first=first[i].chance,
            low=first[i].low,
            high=first[i].high,
            level_with=tuple(j for j in range(k) if j != i and not (ahead[i, j] or ahead[j, i])),
        )
        for i in range(k)
    ]


def _ahead(table: NDArray[np.float64], level: float) -> NDArray[np.bool_]:
    """Return for each pair whether the first is clearly ahead of the second, shape (k, k)."""
    k = table.shape[1]
    ahead = np.zeros((k, k), dtype=bool)
    pairs = list(combinations(range(k), 2))
    each = 1 - (1 - level) / max(1, len(pairs))
    for i, j in pairs:
        found = paired(table[:, i], table[:, j], each)
        if found.low is not None and found.high is not None:
            ahead[j, i], ahead[i, j] = found.low > 0, found.high < 0
    return ahead

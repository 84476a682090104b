"""Who sits at the table: six roles and the mayor's team, and how well a run serves each of them.

The roles are data (`sim/data/roles.yaml`). A score is 0 where every aim is at its worse end or
beyond, and 100 where every aim is at its better end or beyond; in between it is the weighted
mean of straight lines.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

__all__ = ["ROLES_FILE", "Aim", "Role", "overall", "read_roles", "role", "roles"]

ROLES_FILE = Path(__file__).parent.parent / "data" / "roles.yaml"
MONTHS_A_YEAR = 12


@dataclass(frozen=True)
class Aim:
    """One outcome that somebody wants high or low.

    Attributes
    ----------
    outcome : its name.
    better : +1 where higher is better, -1 where lower is.
    weight : [0-1]   Its part in the score.
    ends : by month of the run, the values that count as 0 and as 1, the worse one first. A role's
        aim has one month; the leaderboard's have several, of which the last within a run counts.
    """

    outcome: str
    better: int
    weight: float
    ends: Mapping[int, tuple[float, float]]

    def month(self, months: int) -> int | None:
        """Return the month it is read at in a run of so many months; None if that is too short."""
        return max((month for month in self.ends if month <= months), default=None)

    def share(self, values: Any, month: int) -> Any:
        """Return how much of the way from the worse to the better end values are [0-1].

        Parameters
        ----------
        values : numbers or an array, in the outcome's unit; NaN stays NaN.
        month : one of those of `ends`.
        """
        import numpy as np

        worst, best = self.ends[month]
        return np.clip((np.asarray(values, dtype=float) - worst) / (best - worst), 0.0, 1.0)


@dataclass(frozen=True)
class Role:
    """Somebody at the table.

    Attributes
    ----------
    name, title : a word for files and tables; the name for people.
    actor, page : who it is in the case, and where.
    wants : what it wants, in a few sentences.
    aims : what it is scored by; their weights sum to 1.
    gives : the levers it may agree to or refuse in a negotiation, by dotted path.
    """

    name: str
    title: str
    actor: str
    page: str
    wants: str
    aims: tuple[Aim, ...]
    gives: tuple[str, ...]

    def read_at(self, months: int) -> list[tuple[Aim, int]]:
        """Return the aims that a run of so many months can tell, each with its month."""
        found = [(aim, aim.month(months)) for aim in self.aims]
        return [(aim, month) for aim, month in found if month is not None]

    def score(
        self, monthly: pd.DataFrame, facts: Mapping[str, Mapping[str, Any]] | None = None
    ) -> float:
        """Return how well one run serves this role [0-100].

        Parameters
        ----------
        monthly : the monthly table of one run: a column `month`, and one for each outcome.
        facts : name, unit and kind of each outcome; those of the model unless given.

        Returns
        -------
        score : NaN for a run that is too short for every aim, or that lacks an outcome. Aims that
            come after the end of the run are left out, and the others' weights scaled up.
        """
        from sim.summary import value_at

        facts = facts or _facts()
        rows = monthly.assign(replicate=0)
        values: dict[tuple[str, int], Any] = {}
        for aim, month in self.read_at(int(monthly["month"].max())):
            known = aim.outcome in monthly.columns
            found = (
                value_at(rows, facts[aim.outcome], month).to_numpy() if known else [float("nan")]
            )
            values[aim.outcome, month] = found
        return float(self.scores(values, int(monthly["month"].max()))[0])

    def scores(self, values: Mapping[tuple[str, int], Any], months: int) -> NDArray[np.float64]:
        """Return the scores of many runs [0-100].

        Parameters
        ----------
        values : by (outcome, month), an array with a number for each run.
        months : length of the runs.
        """
        import numpy as np

        read = self.read_at(months)
        if not read:
            return np.full(np.shape(next(iter(values.values()), [0.0])), np.nan)
        total = sum(aim.weight for aim, _ in read)
        parts = [aim.weight * aim.share(values[aim.outcome, month], month) for aim, month in read]
        return np.asarray(100.0 * np.sum(parts, axis=0) / total, dtype=float)


def roles() -> tuple[Role, ...]:
    """Return the mayor's team and the six others."""
    return read_roles()[0]


def role(name: str) -> Role:
    """Return one role by its name.

    Raises
    ------
    UserError : there is none of that name.
    """
    from sim.errors import UserError
    from sim.parameters.catalogue import nearest

    known = {one.name: one for one in roles()}
    if name not in known:
        near = nearest(name, list(known))
        hint = f" Did you mean {near}?" if near else ""
        raise UserError(f"there is no role {name!r}.{hint} The roles are {', '.join(known)}.")
    return known[name]


def overall() -> Role:
    """Return what the leaderboard is ordered by, as a role of its own."""
    return read_roles()[1]


@lru_cache
def read_roles(path: Path = ROLES_FILE) -> tuple[tuple[Role, ...], Role, dict[str, Any]]:
    """Return the roles of a file, the leaderboard's score, and how their ends were measured."""
    import yaml

    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    found = tuple(_role(name, entry) for name, entry in data["roles"].items())
    board = Role("overall", "Overall", "", "", "", tuple(map(_aim, data["overall"])), ())
    return found, board, data["measured"]


def _role(name: str, entry: Mapping[str, Any]) -> Role:
    words = {key: str(entry[key]).strip() for key in ("title", "actor", "page", "wants")}
    aims, gives = tuple(map(_aim, entry["aims"])), tuple(entry["gives"])
    return Role(name=name, aims=aims, gives=gives, **words)


def _aim(entry: Mapping[str, Any]) -> Aim:
    by_year: Mapping[int, Sequence[float]] = (
        {entry["year"]: entry["ends"]} if "year" in entry else entry["ends"]
    )
    ends = {
        MONTHS_A_YEAR * year: (float(pair[0]), float(pair[1])) for year, pair in by_year.items()
    }
    better = {"higher": 1, "lower": -1}[entry["better"]]
    return Aim(entry["outcome"], better, float(entry["weight"]), ends)


def _facts() -> dict[str, dict[str, Any]]:
    from sim.experiments.published import outcomes_of

    return {facts["name"]: facts for facts in outcomes_of("")}

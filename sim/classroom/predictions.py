"""Predict first: what somebody expects of B against A, locked before the runs, then scored.

    forecast = Forecast.read("alice.forecast.yaml")
    scored = score(forecast, truth_of(result.ensemble, forecast))

A probability is scored in every twin run: (p - 1)^2 where the outcome was higher in B, p^2 where
it was lower, and (p - 0.5)^2 where both were equal; the Brier score is the mean (Brier 1950,
Monthly Weather Review 78, 1-3). Where the runs leave the sign undecided this is the same as taking
the share of twin runs in which B was higher as what came true, and nobody can reach 0. Always
saying 50 % gives 0.25 where B and A are never equal, and less where they sometimes are. A range
holds the truth if the mean difference of the twin runs lies in it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import ArrayLike, NDArray

    from sim.experiments.ensemble import Ensemble
    from sim.scenario import Scenario

__all__ = [
    "OUTCOMES",
    "RANGE",
    "Belief",
    "Forecast",
    "Question",
    "calibration",
    "question_of",
    "score",
    "truth_of",
    "world_of",
]

OUTCOMES = ("adoption_share", "cost_per_case_usd", "satisfaction_citizens",
            "satisfaction_employees", "trust")  # fmt: skip
"""What is asked for unless the question has outcomes of its own."""
RANGE = 0.8
"""How often a range should hold the truth."""
BINS = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)


@dataclass(frozen=True)
class Question:
    """What is forecast: B less A, after some months.

    Attributes
    ----------
    a, b : names; files : where they were read from; worlds : what they are (`world_of`).
    month : [month]   Counted from 1.
    outcomes : names.
    about : what it belongs to, as "Question 13"; empty for two scenarios.
    """

    a: str
    b: str
    files: tuple[str, str]
    worlds: tuple[str, str]
    month: int
    outcomes: tuple[str, ...]
    about: str = ""

    @property
    def hash(self) -> str:
        """What was asked, as 16 hexadecimal digits: worlds, month and outcomes."""
        return _digest([*self.worlds, self.month, list(self.outcomes)])

    def as_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {"about": self.about, "a": self.a, "b": self.b, "files": list(self.files),
                "worlds": list(self.worlds), "month": self.month,
                "outcomes": list(self.outcomes)}  # fmt: skip

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Question:
        """Return the question that `as_dict` was made of."""
        a, b = data["files"]
        first, second = data["worlds"]
        return cls(str(data["a"]), str(data["b"]), (str(a), str(b)), (str(first), str(second)),
                   int(data["month"]), tuple(map(str, data["outcomes"])),
                   str(data.get("about", "")))  # fmt: skip


@dataclass(frozen=True)
class Belief:
    """What somebody expects of one outcome.

    Attributes
    ----------
    higher : [0-1]   The probability that it is higher in B than in A.
    low, high : the ends of the range that holds B less A with 80 %, in the outcome's unit.
    """

    higher: float
    low: float
    high: float


@dataclass(frozen=True)
class Forecast:
    """Somebody's beliefs about a question.

    Attributes
    ----------
    name : who forecast.
    beliefs : by outcome.
    """

    name: str
    question: Question
    beliefs: Mapping[str, Belief]

    @property
    def seal(self) -> str:
        """Question and answers as 16 digits: a file changed by hand no longer fits its own."""
        answers = [[name, b.higher, b.low, b.high] for name, b in sorted(self.beliefs.items())]
        return _digest([self.question.hash, answers])

    def text(self) -> str:
        """Return the forecast as the text of its file."""
        from sim.classroom.forecast_file import text_of

        return text_of(self)

    def write(self, path: str | Path) -> Path:
        """Write the forecast; an existing file is never overwritten.

        Raises
        ------
        OutputError : the file exists or cannot be written.
        """
        from sim.classroom.forecast_file import write

        return write(self, Path(path))

    @classmethod
    def read(cls, path: str | Path) -> Forecast:
        """Return the forecast of a file.

        Raises
        ------
        UserError : it is none, or was changed after it was made.
        """
        from sim.classroom.forecast_file import read

        return read(Path(path))


def question_of(
    a: Scenario, b: Scenario, month: int, outcomes: Iterable[str] = OUTCOMES, *,
    files: Sequence[str] = ("", ""), names: Sequence[str] = (), about: str = "",
) -> Question:  # fmt: skip
    """Return the question of two scenarios."""
    first, second = names or (a.name, b.name)
    if first == second:
        second = f"{second} (2)"
    return Question(first, second, (files[0], files[1]), (world_of(a), world_of(b)), month,
                    tuple(outcomes), about)  # fmt: skip


def world_of(scenario: Scenario) -> str:
    """Return what a scenario is but for its run settings, as 16 hexadecimal digits."""
    from sim.scenario.resolved import determining

    data = determining(scenario)
    data["run"] = data["run"]["start"]
    return _digest(data)


def _digest(data: Any) -> str:
    text = json.dumps(data, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


# What came out --------------------------------------------------------------------------------


def truth_of(
    ensemble: Ensemble, question: Question, names: tuple[str, str] | None = None
) -> dict[str, NDArray[Any]]:
    """Return B less A in each twin run, by outcome.

    Parameters
    ----------
    names : what A and B are called in the ensemble; as in the question unless given.
    """
    values = ensemble.values(list(question.outcomes), [question.month])
    values = values.droplevel(["point", "draw"])
    a, b = names or (question.a, question.b)
    both: Any = values.loc[b] - values.loc[a]
    return {name: both[(name, question.month)].dropna().to_numpy(dtype=float)
            for name in question.outcomes}  # fmt: skip


def score(forecast: Forecast, truth: Mapping[str, ArrayLike]) -> pd.DataFrame:
    """Return how each belief of a forecast did.

    Parameters
    ----------
    truth : B less A in each twin run, by outcome, in the outcome's unit.

    Returns
    -------
    table : one row an outcome: name, outcome, month, p (said), n (twin runs), higher (share in
        which B was higher), brier, best (the lowest that anybody could reach), always_50 (what
        saying 50 % gets in these runs), low, high (said),
        difference (mean of the runs), its 95 % interval truth_low, truth_high, and held.
    """
    import numpy as np
    import pandas as pd

    from sim.experiments.paired import paired

    rows = []
    for outcome, belief in forecast.beliefs.items():
        found = np.asarray(truth[outcome], dtype=float)
        came = np.where(found > 0, 1.0, np.where(found < 0, 0.0, 0.5))
        whole = paired(np.zeros_like(found), found)
        held = whole.difference is not None and belief.low <= whole.difference <= belief.high
        rows.append({
            "name": forecast.name, "outcome": outcome, "month": forecast.question.month,
            "p": belief.higher, "n": len(found), "higher": _mean(came),
            "brier": _mean((belief.higher - came) ** 2),
            "best": _mean((_mean(came) - came) ** 2), "always_50": _mean((0.5 - came) ** 2),
            "low": belief.low, "high": belief.high, "difference": whole.difference,
            "truth_low": whole.low, "truth_high": whole.high, "held": held,
        })  # fmt: skip
    return pd.DataFrame(rows)


def _mean(values: NDArray[Any]) -> float:
    return float(values.mean()) if len(values) else float("nan")


def calibration(scored: pd.DataFrame) -> pd.DataFrame:
    """Return how often what was said with some probability came true: one row a fifth of [0, 1].

    Parameters
    ----------
    scored : rows of `score`, of one forecast or of many.

    Returns
    -------
    table : columns said_from, said_to, n (beliefs), said (their mean), came (mean share of twin
        runs in which B was higher). Fifths in which nobody said anything are left out.
    """
    import numpy as np
    import pandas as pd

    known = scored[scored["n"] > 0]
    place = np.clip(np.digitize(known["p"].to_numpy(), BINS) - 1, 0, len(BINS) - 2)
    fifths: list[tuple[Any, pd.DataFrame]] = list(known.groupby(place))
    rows = [
        {"said_from": BINS[k], "said_to": BINS[k + 1], "n": len(found),
         "said": float(found["p"].mean()), "came": float(found["higher"].mean())}
        for k, found in fifths
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["said_from", "said_to", "n", "said", "came"])

"""What is best when nothing is best on everything, and what stays good when the world is another.

Tables here have one row for each setting in each world (index point, world) and one column for
each outcome. A direction is +1 where more is better and -1 where less is.

Sources
-------
Front: Deb et al. 2002, "A fast and elitist multiobjective genetic algorithm: NSGA-II".
Satisficing and regret as measures of robustness: Lempert, Popper and Bankes 2003, "Shaping the
next one hundred years" (RAND MR-1626); McPhail et al. 2018, "Robustness metrics".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

__all__ = ["finished_by_all", "holds", "non_dominated", "regret", "robustness", "share_interval",
           "spread_out"]  # fmt: skip

CONFIDENCE = 0.95
MOST_FAILED = 0.1
"""A setting of which more than this share of the runs failed is not judged."""


def non_dominated(values: Any, directions: Sequence[int]) -> np.ndarray:
    """Return which rows are on the front: no other is as good on all and better on one.

    Parameters
    ----------
    values : rows are settings, columns are objectives; every one a number.
    directions : +1 or -1 for each column.
    """
    import numpy as np

    gains = np.asarray(values, dtype=float) * np.asarray(directions)
    return np.array([not _beaten(row, gains) for row in gains], dtype=bool)


def _beaten(row: np.ndarray, gains: np.ndarray) -> bool:
    as_good = (gains >= row).all(axis=1)
    return bool((as_good & (gains > row).any(axis=1)).any())


def spread_out(
    values: Any, directions: Sequence[int], most: int, hopeful: Sequence[int] = ()
) -> list[int]:
    """Return the places of at most so many rows that stand for all of them.

    The best on each objective comes first; then, one by one, whichever is farthest from those
    chosen, every objective being counted in units of its own spread. Those of `hopeful` are
    chosen before the others.
    """
    import numpy as np

    gains = np.asarray(values, dtype=float) * np.asarray(directions)
    if len(gains) <= most:
        return list(range(len(gains)))
    width = np.ptp(gains, axis=0)
    scaled = (gains - gains.min(axis=0)) / np.where(width > 0, width, 1.0)
    chosen = list(dict.fromkeys(int(place) for place in scaled.argmax(axis=0)))[:most]
    first = np.isin(np.arange(len(gains)), list(hopeful))
    while len(chosen) < most:
        apart = np.linalg.norm(scaled[:, None] - scaled[chosen], axis=2).min(axis=1)
        apart = apart + np.where(first, 2.0 * np.sqrt(gains.shape[1]), 0.0)  # above any distance
        apart[chosen] = -1.0
        chosen.append(int(apart.argmax()))
    return sorted(chosen)


def finished_by_all(runs: pd.DataFrame) -> tuple[pd.DataFrame, list[int]]:
    """Return the mean of each setting in each world, over the runs that all settings finished.

    Parameters
    ----------
    runs : one row for every run planned, of index point, world, replicate; the columns of a
        failed run hold no number.

    Returns
    -------
    values : index point, world. A world in which some setting has no finished run is not in it.
    dropped : settings of which more than a tenth of the runs failed; they are not in `values`.
    """
    good = runs.notna().all(axis=1)
    failed = 1.0 - good.groupby(level="point").mean()
    dropped = [int(point) for point in failed.index[failed > MOST_FAILED]]
    kept = runs[~runs.index.get_level_values("point").isin(dropped)]
    pairs = good.loc[kept.index].groupby(level=["world", "replicate"]).transform("all")
    return kept[pairs].groupby(level=["point", "world"]).mean(), dropped


def holds(
    values: pd.DataFrame,
    directions: Mapping[str, int],
    thresholds: Mapping[str, float | None],
    reference: int = 0,
) -> pd.Series:
    """Return whether a setting keeps every promise, in each world (index point, world).

    Parameters
    ----------
    thresholds : by outcome, the worst value that will do; None for whatever the reference has in
        the same world; without a finished reference no such promise is kept.
    reference : the point of the scenario as it is.
    """
    import pandas as pd

    kept = pd.Series(True, index=values.index)
    for name, threshold in thresholds.items():
        asked: Any = threshold
        if threshold is None:
            of_reference = values[name][values.index.get_level_values("point") == reference]
            worlds = values.index.get_level_values("world")
            asked = of_reference.droplevel("point").reindex(worlds).to_numpy()
        kept &= directions[name] * (values[name] - asked) >= 0
    return kept


def regret(values: pd.DataFrame, directions: Mapping[str, int]) -> pd.DataFrame:
    """Return by how much each setting falls short of the best of all in the same world.

    Returns
    -------
    shortfalls : index point, world; a column for each outcome of `directions`, in its own unit,
        never below zero.
    """
    import pandas as pd

    short = {}
    for name, direction in directions.items():
        gains = direction * values[name]
        short[name] = gains.groupby(level="world").transform("max") - gains
    return pd.DataFrame(short, index=values.index)


def share_interval(successes: int, of: int) -> tuple[float, float]:
    """Return the 95 % interval (Wilson) of a share; 0 to 1 where nothing was tried."""
    from scipy.stats import binomtest

    if of == 0:
        return 0.0, 1.0
    found = binomtest(successes, of).proportion_ci(CONFIDENCE, method="wilson")
    return float(found.low), float(found.high)


def robustness(
    values: pd.DataFrame,
    directions: Mapping[str, int],
    objectives: Sequence[str],
    thresholds: Mapping[str, float | None],
    reference: int = 0,
) -> pd.DataFrame:
    """Return how well each setting stands up to the worlds, the most robust one first.

    Returns
    -------
    table : point, worlds, holds (number of worlds), share with low and high (95 %); of each
        objective the mean over the worlds, and the mean and the largest regret; scaled_regret,
        which is the mean regret in units of the spread between the settings, over the objectives.
        Empty where there is nothing to judge, or nothing to measure the promises by.
    """
    import pandas as pd

    numbers = set(values.index.get_level_values("point"))
    if not numbers or (None in thresholds.values() and reference not in numbers):
        return pd.DataFrame()
    kept = holds(values, directions, thresholds, reference)
    short = regret(values, {name: directions[name] for name in objectives})
    means = values.groupby(level="point").mean()
    spread = means[list(objectives)].max() - means[list(objectives)].min()
    rows = []
    for point in [int(number) for number in means.index]:
        answers = kept.xs(point, level="point")
        count, of = int(answers.sum()), len(answers)
        low, high = share_interval(count, of)
        row: dict[str, Any] = {"point": point, "worlds": of, "holds": count,
                               "share": count / of, "low": low, "high": high}  # fmt: skip
        scaled = 0.0
        for name in objectives:
            own = short[name].xs(point, level="point")
            row |= {name: means.loc[point, name], f"{name}_regret_mean": own.mean(),
                    f"{name}_regret_max": own.max()}  # fmt: skip
            scaled += own.mean() / spread[name] if spread[name] > 0 else 0.0
        rows.append(row | {"scaled_regret": scaled / max(1, len(objectives))})
    table = pd.DataFrame(rows)
    if not len(table):
        return table
    order = ["share", "scaled_regret", "point"]
    return table.sort_values(order, ascending=[False, True, True], ignore_index=True)

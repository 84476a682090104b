"""A test of an input: every second survey of Internet use by age, left out and predicted.

The curves of access (sim/population/national.py) pass through the surveys, so the surveys cannot
test them. Here the curve of each age group is drawn without every second survey between its first
and its last, and read at those left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.data.tables import read_csv
from sim.population.columns import AGE_GROUPS
from sim.population.national import access_of_age, month_number

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["left_out_surveys", "predicted_ages"]

Floats = NDArray[np.float64]


def left_out_surveys(n: int) -> list[int]:
    """Return the places of every second of `n` surveys, the first and the last kept.

    >>> left_out_surveys(6)
    [1, 3]
    """
    return list(range(1, n - 1, 2))


def _surveys(group: int) -> list[tuple[str, float]]:
    """Return (month, use in %) of the surveys used for one age group, in time."""
    rows = read_csv("internet_by_age.csv")
    used = [row for row in rows if row["use"] == "1" and row["group"] == str(group)]
    return sorted((row["survey_month"], float(row["internet_use_pct"])) for row in used)


def _of_group(group: int) -> list[tuple[str, str, float, float, float]]:
    surveys = _surveys(group)
    out = left_out_surveys(len(surveys))
    months = np.array([month_number(month) for month, _ in surveys], dtype=np.float64)
    observed = np.array([share for _, share in surveys])
    kept = np.delete(np.arange(len(surveys)), out)
    predicted = 100.0 * access_of_age(group, months[out], (months[kept], observed[kept] / 100.0))
    return [
        (
            AGE_GROUPS[group],
            surveys[k][0],
            surveys[k][1],
            float(value),
            float(value) - surveys[k][1],
        )
        for k, value in zip(out, predicted, strict=True)
    ]


def predicted_ages() -> pd.DataFrame:
    """Return the surveys left out and what the curve through the others gives for them.

    Returns
    -------
    table : age_group, survey ("YYYY-MM"), observed and predicted in % of the age group,
        error_points (predicted less observed).
    """
    import pandas as pd

    rows = [row for group in range(len(AGE_GROUPS)) for row in _of_group(group)]
    columns = ["age_group", "survey", "observed", "predicted", "error_points"]
    return pd.DataFrame(rows, columns=columns)

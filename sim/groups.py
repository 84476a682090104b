"""Groups of residents and businesses, as sets of the cells in which people are counted."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.population.columns import AGE_GROUPS, BUSINESS_SIZES, EDUCATION_LEVELS, INCOME_GROUPS

_CELL = np.arange(108)
_AGE, _INCOME, _EDUCATION, _DISABLED = (
    _CELL // 18, _CELL // 6 % 3, _CELL // 2 % 3, _CELL % 2,
)  # fmt: skip

Chosen = NDArray[np.int64]
AGE_NAMES = ("15 to 19", *AGE_GROUPS[1:])

DIMENSIONS: dict[str, dict[str, Chosen]] = {
    "age": {name: np.flatnonzero(k == _AGE) for k, name in enumerate(AGE_NAMES)},
    "income": {name: np.flatnonzero(k == _INCOME) for k, name in enumerate(INCOME_GROUPS)},
    "education": {name: np.flatnonzero(k == _EDUCATION) for k, name in enumerate(EDUCATION_LEVELS)},
    "disability": {
        "not disabled": np.flatnonzero(_DISABLED == 0), "disabled": np.flatnonzero(_DISABLED == 1),
    },
}  # fmt: skip
"""Cells of residents aged 15 and over, by dimension and group."""

BUSINESS_DIMENSION: dict[str, Chosen] = {
    name: np.array([k]) for k, name in enumerate(BUSINESS_SIZES)
}
"""Cells of businesses by size."""

GAP_GROUPS: dict[str, Chosen] = {
    "under 40": np.flatnonzero(_AGE <= 2),
    "60 and over": DIMENSIONS["age"][AGE_NAMES[5]],
    "high": DIMENSIONS["income"]["high"],
    "low": DIMENSIONS["income"]["low"],
    **DIMENSIONS["disability"],
}
"""The groups between which the divide is measured."""

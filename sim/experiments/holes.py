"""Designs with a hole are refused, and luck is told apart from what was varied."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from sim.errors import RunFailed

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from sim.experiments.ensemble import Ensemble

    Outcomes = Mapping[tuple[str, int], NDArray[np.float64]]

__all__ = ["chance_table", "is_constant", "refuse_holes"]

NAMED = 5
ROUNDING = 1e-12


def is_constant(values: NDArray[np.float64]) -> bool:
    """Return whether values differ by no more than rounding does."""
    return bool(np.ptp(values) <= ROUNDING * max(1e-300, float(np.abs(values).max())))


def refuse_holes(ensemble: Ensemble, outcomes: Outcomes | None = None) -> None:
    """Refuse a design in which runs failed, or (with `outcomes`) an outcome is no number.

    Raises
    ------
    RunFailed : naming the runs.
    """
    if outcomes is None:
        missing = ensemble.runs[ensemble.runs["status"] != "ok"]
        if len(missing) or len(ensemble.runs) < ensemble.plan.size:
            raise RunFailed(_failed(ensemble, missing))
        return
    said = []
    for (name, month), values in outcomes.items():
        bad = np.argwhere(~np.isfinite(values))
        if len(bad):
            where = "; ".join(f"point {p + 1}, replicate {r + 1}" for p, r in bad[:NAMED])
            more = " and others" if len(bad) > NAMED else ""
            said.append(f"{name} in month {month} is no number in {len(bad)} runs ({where}{more}).")
    if said:
        raise RunFailed(
            f"{' '.join(said)} Indices of such a design would be wrong, so there are none. Ask "
            "for other outcomes with --outcome; the runs are kept, and are not done again."
        )


def _failed(ensemble: Ensemble, missing: pd.DataFrame) -> str:
    total = ensemble.plan.size
    count = max(len(missing), total - int((ensemble.runs["status"] == "ok").sum()))
    named = "; ".join(
        f"point {row.point}, replicate {row.replicate}: {row.reason}"
        for row in missing.head(NAMED).itertuples()
    )
    more = "; and others" if len(missing) > NAMED else ""
    detail = f" ({named}{more})" if named else ""
    return (
        f"{count} of {total:,} runs of the design did not finish{detail}. Indices of a design "
        "with holes would be wrong, so there are none. Narrow the ranges to where the model "
        "runs; what was finished is kept, and is not done again."
    )


def chance_table(outcomes: Outcomes) -> pd.DataFrame:
    """Return how much of the spread of each outcome is luck.

    Columns
    -------
    sd_points : standard deviation of the points' means: what the indices share out.
    sd_luck : standard deviation of the runs of one point, on average.
    luck_share : [0-1]   Luck in the variance of single runs.
    noise_share : [0-1]   Luck in the variance of the means. Replicates have the same luck at
        every point, so only what luck does differently from point to point is in it.
    All but the first are NaN with one replication.
    """
    import pandas as pd

    rows = [
        {"outcome": name, "month": month, **_chance(values)}
        for (name, month), values in outcomes.items()
    ]
    return pd.DataFrame(rows)


def _chance(values: NDArray[np.float64]) -> dict[str, float]:
    points, replicates = values.shape
    means = values.mean(axis=1)
    between = 0.0 if is_constant(means) else float(means.var(ddof=1))
    if replicates < 2 or points < 2:
        nothing = float("nan")
        return {"sd_points": between**0.5, "sd_luck": nothing, "luck_share": nothing,
                "noise_share": nothing}  # fmt: skip
    within = float(values.var(axis=1, ddof=1).mean())
    rest = values - means[:, None] - values.mean(axis=0) + values.mean()
    noise = float((rest**2).sum()) / ((points - 1) * (replicates - 1)) / replicates
    true = max(0.0, between - noise)
    return {
        "sd_points": between**0.5,
        "sd_luck": within**0.5,
        "luck_share": within / (within + true) if within + true > 0 else 0.0,
        "noise_share": min(1.0, noise / between) if between > 0 else 0.0,
    }

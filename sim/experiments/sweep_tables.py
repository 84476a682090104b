"""The tables of a sweep, made from outcomes by point, draw and replicate."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sim.experiments.design import SAMPLES

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from sim.experiments.effects import Effect

    Cubes = Mapping[tuple[str, int], NDArray[np.float64]]

__all__ = ["effects_table", "extremes_table", "results_table"]


def results_table(points: pd.DataFrame, cubes: Cubes, draws: int) -> pd.DataFrame:
    """Return one row a point, outcome and month: mean, interval, range over worlds."""
    import pandas as pd

    from sim.experiments.effects import spreads_of

    parts = []
    for (name, month), cube in cubes.items():
        part = pd.DataFrame([vars(spread) for spread in spreads_of(cube)])
        part["n_draws"] = draws
        part.insert(0, "point", points["point"])
        part.insert(1, "outcome", name)
        part.insert(2, "month", month)
        parts.append(part)
    return pd.concat(parts, ignore_index=True)


def extremes_table(points: pd.DataFrame, cubes: Cubes) -> pd.DataFrame:
    """Return one row an outcome and month: its lowest and highest point, and how far apart.

    The difference is taken within each replicate; `low` and `high` are its 95 % interval.
    """
    import pandas as pd

    rows = []
    for (name, month), cube in cubes.items():
        found = _extremes(cube)
        if found is not None:
            lowest, highest, facts = found
            rows.append({"outcome": name, "month": month, "lowest": points["point"].iloc[lowest],
                         "highest": points["point"].iloc[highest], **facts})  # fmt: skip
    return pd.DataFrame(rows)


def _extremes(cube: NDArray[np.float64]) -> tuple[int, int, dict[str, Any]] | None:
    import numpy as np

    from sim.experiments.effects import spreads_of
    from sim.experiments.paired import mean_intervals

    means = np.array([spread.mean for spread in spreads_of(cube)])
    if np.isfinite(means).sum() < 2:
        return None
    lowest, highest = int(np.nanargmin(means)), int(np.nanargmax(means))
    change = (cube[highest] - cube[lowest]).mean(axis=0)
    change = change[np.isfinite(change)]
    nothing = float("nan")
    mean, low, high = (
        (float(part[0]) for part in mean_intervals(change[:, None]))
        if len(change)
        else (nothing, nothing, nothing)
    )
    return lowest, highest, {"difference": mean, "low": low, "high": high, "n": len(change)}


def effects_table(points: pd.DataFrame, cubes: Cubes, kind: str, paths: list[str]) -> pd.DataFrame:
    """Return one row a path, outcome and month; none where paths change together."""
    import pandas as pd

    columns = {path: points[path].tolist() for path in paths}
    rows = [
        {"path": path, "outcome": name, "month": month, **vars(effect), "explained": explained}
        for (name, month), cube in cubes.items()
        for effects, explained in [_effects(columns, cube, kind)]
        for path, effect in effects.items()
    ]
    return pd.DataFrame(rows)


def _effects(
    columns: Mapping[str, list[Any]], cube: NDArray[np.float64], kind: str
) -> tuple[dict[str, Effect], float]:
    """Return the effect of each path, and the share of variance explained by all of them."""
    from sim.experiments.effects import effects_in_grid, effects_in_sample

    if kind == "grid" or (len(columns) == 1 and kind not in SAMPLES):
        effects = effects_in_grid(columns, cube)
        return effects, sum(effect.share for effect in effects.values())
    return effects_in_sample(columns, cube) if kind in SAMPLES else ({}, float("nan"))

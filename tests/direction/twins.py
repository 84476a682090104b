"""Twin runs for direction tests: the same seeds with and without a change."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from sim.model import DistrictModel
from sim.scenario import Scenario
from sim.scenario.schema import Event

SEEDS = range(1, 7)
SAMPLE = 2_000

PILLAR = "strategy."
EVERYTHING = {
    "strategy.budget.own_funds_usd_per_year": 2.4e6,
    "strategy.accessibility.usability_effort": 0.8,
    "strategy.accessibility.accessibility_effort": 0.6,
    "strategy.accessibility.outreach": 2.0,
    "strategy.accessibility.pace_applications_at_once": 12,
    "strategy.accessibility.one_sign_on": True,
    "strategy.capacity.training_hours_clerk": 30.0,
    "strategy.capacity.job_guarantee": True,
    "strategy.capacity.manuals": 0.6,
    "strategy.capacity.central_it_department": True,
    "strategy.participation.academy_seats": 1000,
    "strategy.consolidation.data_mode": "shared",
    "strategy.consolidation.security_usd_per_year": 150_000.0,
    "strategy.consolidation.contract_years": 3,
    "strategy.consolidation.contracting": "coordinated",
    "strategy.collaboration.coalition_posts": 3.0,
    "strategy.collaboration.committee_seats": 4,
    "strategy.collaboration.interagency_board": True,
}
"""Every pillar at once, with money for it."""


NOTHING = {
    "strategy.budget.grant_usd": 0.0,
    "strategy.budget.tactic": "none",
    "strategy.budget.own_funds_usd_per_year": 0.0,
    "strategy.budget.reuse_of_savings": 0.0,
}
"""No programme: what was live at the start stays, and nobody pays for it."""


def frozen(changes: dict[str, Any]) -> tuple[tuple[str, Any], ...]:
    """Return changes in a form that can be a key."""
    return tuple(sorted(changes.items()))


@cache
def _run(
    changes: tuple[tuple[str, Any], ...],
    events: tuple[tuple[int, Any], ...],
    seed: int,
    months: int,
    sample: int,
) -> dict[str, pd.DataFrame]:
    scenario = Scenario.defaults().with_values(dict(changes))
    timeline = tuple(
        Event(month=month, shock=what) if isinstance(what, str)
        else Event(month=month, set=dict(what))
        for month, what in events
    )  # fmt: skip
    object.__setattr__(scenario, "timeline", timeline)
    model = DistrictModel(scenario, replicate=seed, sample=sample, months=months)
    model.run()
    tables = model.tables()
    tables["monthly"] = tables["monthly"].set_index("month").drop(columns="date")
    return tables


def runs(
    changes: dict[str, Any] | None = None,
    events: tuple[tuple[int, Any], ...] = (),
    months: int = 120,
    seeds: range = SEEDS,
    sample: int = SAMPLE,
) -> list[dict[str, pd.DataFrame]]:
    """Return the tables of one world under each seed."""
    return [_run(frozen(changes or {}), events, seed, months, sample) for seed in seeds]


def monthly(results: list[dict[str, pd.DataFrame]]) -> pd.DataFrame:
    """Return the mean of the monthly tables over seeds, indexed by month."""
    frames = [tables["monthly"] for tables in results]
    return sum(frames[1:], frames[0]) / len(frames)


def difference(
    with_change: list[dict[str, pd.DataFrame]],
    without: list[dict[str, pd.DataFrame]],
    outcome: str,
    first: int,
    last: int,
) -> tuple[float, float]:
    """Return the paired difference of an outcome over months, and its standard error."""
    gaps = np.array(
        [
            a["monthly"].loc[first:last, outcome].mean()
            - b["monthly"].loc[first:last, outcome].mean()
            for a, b in zip(with_change, without, strict=True)
        ]
    )
    return float(gaps.mean()), float(gaps.std(ddof=1) / np.sqrt(len(gaps)))


def rises(
    a: list[dict[str, pd.DataFrame]], b: list[dict[str, pd.DataFrame]], outcome: str,
    first: int, last: int,
) -> bool:  # fmt: skip
    """Return whether an outcome is higher in `a`, by two standard errors."""
    mean, error = difference(a, b, outcome, first, last)
    return mean > 2.0 * error and mean > 0.0


def falls(
    a: list[dict[str, pd.DataFrame]], b: list[dict[str, pd.DataFrame]], outcome: str,
    first: int, last: int,
) -> bool:  # fmt: skip
    """Return whether an outcome is lower in `a`, by two standard errors."""
    return rises(b, a, outcome, first, last)

"""Small worlds for tests: a district of a few hundred citizens, its state, its tables."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from sim.model import DistrictModel
from sim.population import Population
from sim.scenario import Scenario
from sim.scenario.schema import Event

POPULATIONS = ("citizens", "businesses", "employees")
NO_MONEY = {
    "strategy.budget.grant_usd": 0.0,
    "strategy.budget.request_usd": 0.0,
    "strategy.budget.own_funds_usd_per_year": 0.0,
    "strategy.budget.reuse_of_savings": 0.0,
}


def scenario(values: Mapping[str, Any] | None = None, timeline: tuple[Event, ...] = ()) -> Scenario:
    """Return the default scenario with some values and dated changes of its own."""
    plan = Scenario.defaults()
    plan = plan.with_values(values) if values else plan
    return replace(plan, timeline=timeline) if timeline else plan


def small_world(
    values: Mapping[str, Any] | None = None,
    *,
    timeline: tuple[Event, ...] = (),
    sample: int = 600,
    months: int = 12,
    **settings: Any,
) -> DistrictModel:
    """Return a model of a small sample, not yet run."""
    return DistrictModel(scenario(values, timeline), sample=sample, months=months, **settings)


def populations(world: DistrictModel) -> dict[str, Population]:
    """Return the three populations by name."""
    return {name: getattr(world, name) for name in POPULATIONS}


def columns_now(world: DistrictModel) -> dict[str, np.ndarray]:
    """Return a copy of every column of every population, as "population.column"."""
    return {
        f"{name}.{column}": array.copy()
        for name, agents in populations(world).items()
        for column, array in agents.arrays.items()
    }


def digests_now(world: DistrictModel) -> dict[str, str]:
    """Return a short fingerprint of every column's bytes."""
    return {
        name: hashlib.sha256(array.tobytes()).hexdigest()[:16]
        for name, array in columns_now(world).items()
    }


def differing(left: Mapping[str, np.ndarray], right: Mapping[str, np.ndarray]) -> list[str]:
    """Return the names of the columns that differ by a single bit, or are in one world only."""
    return [
        name
        for name in sorted(left.keys() | right.keys())
        if name not in left
        or name not in right
        or left[name].dtype != right[name].dtype
        or left[name].tobytes() != right[name].tobytes()
    ]


def assert_same_tables(
    left: Mapping[str, pd.DataFrame], right: Mapping[str, pd.DataFrame], before: int | None = None
) -> None:
    """Hold two worlds' tables against each other, exactly; only before a month if one is given."""
    assert left.keys() == right.keys()
    for name in left:
        a, b = left[name], right[name]
        if before is not None:
            a = a[a["month"] < before].reset_index(drop=True)
            b = b[b["month"] < before].reset_index(drop=True)
        pd.testing.assert_frame_equal(a, b, check_exact=True, obj=f"table '{name}'")

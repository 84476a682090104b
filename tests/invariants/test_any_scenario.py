"""Whatever the scenario: money is kept, shares are shares, flows equal the census.

The examples are the same every time, so that a red run is red again. To search further, raise
``max_examples`` and take ``derandomize`` away.
"""

from __future__ import annotations

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.invariants.checks import History, check_month
from tests.invariants.strategies import MONTHS, World, worlds
from tests.worlds import columns_now, differing, small_world

ANY = settings(
    max_examples=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)


@ANY
@given(worlds(), MONTHS, st.integers(0, 2**32 - 1))
def test_every_month_of_any_scenario(plan: World, months: int, seed: int) -> None:
    world = small_world(plan.values, timeline=plan.timeline, months=months, seed=seed)
    history = History(world)
    for _ in range(months):
        world.step()
        check_month(world)
        history.check()
    tables = world.tables()
    assert len(tables["monthly"]) == months
    numbers = tables["monthly"].drop(columns=["month", "date"]).to_numpy(np.float64)
    assert np.all(np.isfinite(numbers))


@settings(ANY, max_examples=8)
@given(worlds(), st.integers(0, 2**32 - 1))
def test_any_scenario_gives_the_same_numbers_again(plan: World, seed: int) -> None:
    first, again = (
        small_world(plan.values, timeline=plan.timeline, months=8, seed=seed) for _ in range(2)
    )
    first.run()
    again.run()
    assert differing(columns_now(first), columns_now(again)) == []

"""The model is a Mesa model: batch runs, agents, data collector."""

from __future__ import annotations

from typing import Any

import mesa
import pandas as pd
import pytest

from sim.institutions.base import Institution
from sim.institutions.peers import PeerDistrict
from sim.institutions.vendors import Vendor
from sim.model import DistrictModel
from sim.outcomes import OUTCOMES
from tests.worlds import scenario, small_world

MONTHS = 5
GRANT = "strategy__budget__grant_usd"


def _batch(parameters: dict[str, Any], processes: int = 1) -> pd.DataFrame:
    rows = mesa.batch_run(
        DistrictModel,
        {"scenario": [scenario()], "sample": 300, "months": MONTHS, **parameters},
        number_processes=processes,
        data_collection_period=1,
        max_steps=MONTHS,
        display_progress=False,
    )
    return pd.DataFrame(rows)


def test_batch_run_over_a_lever_and_replicates() -> None:
    rows = _batch({GRANT: [0.0, 2_000_000.0], "replicate": [0, 1]})
    runs = rows.groupby([GRANT, "replicate"])
    assert runs.ngroups == 4
    # Some versions of Mesa write down a first row before the first step.
    assert all(len(part) in (MONTHS, MONTHS + 1) for _, part in runs)
    assert {outcome.name for outcome in OUTCOMES} <= set(rows.columns)


def test_batch_run_gives_what_a_run_gives() -> None:
    rows = _batch({GRANT: [2_000_000.0], "replicate": [1]})
    world = small_world(
        {"strategy.budget.grant_usd": 2_000_000.0}, sample=300, months=MONTHS, replicate=1
    )
    world.run()
    alone = world.tables()["monthly"]
    for outcome in ("trust", "cost_per_case_usd", "spending_cum_usd", "awareness_share"):
        assert rows[outcome].tail(MONTHS).tolist() == alone[outcome].tolist()


def test_batch_run_in_two_processes_gives_the_same() -> None:
    parameters = {GRANT: [0.0, 2_000_000.0]}
    names = [outcome.name for outcome in OUTCOMES]
    pd.testing.assert_frame_equal(
        _batch(parameters).sort_values(["RunId", "Step"], ignore_index=True)[names],
        _batch(parameters, processes=2).sort_values(["RunId", "Step"], ignore_index=True)[names],
    )


def test_without_a_seed_the_scenarios_own_is_used() -> None:
    """Mesa 3.5 hands seed=None to a model in a batch run."""
    assert small_world(seed=None).run_seed == small_world().run_seed
    assert small_world(seed=5).run_seed == 5


def test_institutions_are_agents_of_the_model() -> None:
    world = small_world()
    assert all(isinstance(agent, Institution) for agent in world.agents)
    assert set(world.agents_by_type) >= {Vendor, PeerDistrict}
    assert len(world.agents_by_type[PeerDistrict]) == world.district.peer_districts
    for seat in (world.mayor, world.moic, world.assembly, world.home_affairs, world.it_committee,
                 world.citizens_rep, world.employees_rep, world.metropolitan,
                 world.planning_budget, world.tax_service):  # fmt: skip
        assert seat in world.agents
        assert seat.model is world
    labels = [agent.label for agent in world.agents]
    assert len(labels) == len(set(labels))


def test_steps_and_running_are_mesas_own() -> None:
    world = small_world(months=3)
    seen = []
    while world.running:
        world.step()
        seen.append((world.steps, world.month))
    assert seen == [(1, 1), (2, 2), (3, 3)]


def test_the_data_collector_holds_one_row_a_month() -> None:
    world = small_world(months=4)
    assert len(world.datacollector.get_model_vars_dataframe()) == 0
    world.run()
    collected = world.datacollector.get_model_vars_dataframe()
    assert list(collected.columns) == [outcome.name for outcome in OUTCOMES]
    assert len(collected) == 4
    assert collected.isna().sum().sum() == 0
    assert {dtype.kind for dtype in collected.dtypes} == {"f"}


def test_unknown_levers_are_told_in_a_sentence() -> None:
    from sim.errors import ScenarioError

    with pytest.raises(ScenarioError, match=r"strategy\.budget\.grant_usd"):
        DistrictModel(scenario(), sample=300, strategy__budget__grant_us=1.0)

"""The kernels against plain Mesa: one agent a citizen, the same rules and draws, the same bits."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from benchmarks.plain_mesa import AgentUsers, PlainMesaModel
from sim.model import DistrictModel
from sim.population.columns import USER_STATE_COLUMNS

# Levers that open every branch: training, campaigns, petitions, kiosks, television, early launches.
BUSY = {
    "strategy__participation__academy_seats": 2000,
    "strategy__participation__online_petitions": True,
    "strategy__accessibility__kiosks": 60,
    "strategy__accessibility__television_boxes": 60000,
    "strategy__accessibility__outreach": 3.0,
    "strategy__accessibility__pace_applications_at_once": 12,
    "strategy__budget__grant_usd": 5_000_000.0,
    "district__people__choice__online_threshold": 0.0,
    "district__people__awareness__campaign_hazard_per_year": 0.8,
    "district__people__demand__failure_online": 0.6,
}  # fmt: skip


@pytest.fixture(scope="module", params=["defaults", "busy"])
def twins(request):
    size = {"sample": 400, "months": 12}
    if request.param == "busy":
        size = {"sample": 2000, "months": 36, **BUSY}
    settings = {"seed": 7, **size}
    compiled, plain = DistrictModel(**settings), PlainMesaModel(**settings)
    compiled.run()
    plain.run()
    return request.param, compiled, plain


def pairs(twins):
    _, compiled, plain = twins
    return [
        (compiled.citizens_users, plain.citizens_users),
        (compiled.business_users, plain.business_users),
    ]


def test_every_citizen_and_business_is_the_same(twins):
    for arrays, agents in pairs(twins):
        assert isinstance(agents, AgentUsers)
        for column in USER_STATE_COLUMNS:
            np.testing.assert_array_equal(
                agents.column(column.name), arrays.agents.arrays[column.name], column.name
            )


def test_the_month_s_totals_are_the_same(twins):
    for arrays, agents in pairs(twins):
        for name in ("counts", "sums", "totals", "norm"):
            np.testing.assert_array_equal(getattr(agents, name), getattr(arrays, name), name)


@pytest.mark.parametrize(
    "table", ["monthly", "groups", "services", "decisions", "ledger", "portfolio"]
)
def test_tables_are_the_same(twins, table):
    _, compiled, plain = twins
    pd.testing.assert_frame_equal(plain.tables()[table], compiled.tables()[table], check_exact=True)


def test_the_comparison_sees_people_at_work(twins):
    """Identity would prove little if nothing had happened."""
    name, compiled, _ = twins
    if name == "busy":
        for users in (compiled.citizens_users, compiled.business_users):
            agents = users.agents
            assert (agents.online_uses > 0).mean() > 0.05
            assert agents.aware_lines.any()
        people = compiled.citizens
        assert people.recent_failures.any()
        assert people.helped.any()
        assert people.habit_kiosk.any()
        voices = np.concatenate([people.voice, compiled.businesses.voice])
        assert set(np.unique(voices)) == {-1, 0, 1}


def test_several_blocks_add_up_the_same():
    """More citizens than one block of work holds: the order of the sums matters."""
    settings = {"seed": 3, "sample": 5000, "months": 2, **BUSY}
    compiled, plain = DistrictModel(**settings), PlainMesaModel(**settings)
    compiled.run()
    plain.run()
    pd.testing.assert_frame_equal(
        plain.tables()["monthly"], compiled.tables()["monthly"], check_exact=True
    )


def test_compiled_draws_are_the_same_numbers():
    settings = {"seed": 3, "sample": 100, "months": 3}
    slow = PlainMesaModel(**settings)
    quick = PlainMesaModel(luck="keyed, compiled", **settings)
    slow.run()
    quick.run()
    pd.testing.assert_frame_equal(
        slow.tables()["monthly"], quick.tables()["monthly"], check_exact=True
    )


def test_a_month_without_rounding_or_keys_still_runs():
    """The yardstick's quickest form: Mesa's own random numbers, states as Python's floats."""
    model = PlainMesaModel(seed=3, sample=100, months=3, luck="stream", exact=False)
    model.run()
    assert len(model.tables()["monthly"]) == 3

"""The whole model where the answer is known: no money, no service, no notice, no people online."""

from __future__ import annotations

import numpy as np
import pytest

from sim.kernels import case as n
from tests.worlds import NO_MONEY, small_world

NO_NOTICE = {
    "district.people.awareness.aware_at_start": 0.0,
    "district.people.awareness.campaign_hazard_per_year": 0.0,
    "district.people.awareness.referral_probability": 0.0,
}
MONTHS = 48


def test_no_money_no_launches() -> None:
    world = small_world(NO_MONEY, months=MONTHS)
    at_start = world.portfolio.n_live
    world.run()
    monthly = world.tables()["monthly"]
    assert monthly["applications_live"].max() <= at_start
    assert monthly["applications_integrated"].max() == 0
    assert monthly["spending_cum_usd"].max() == 0.0
    assert world.ledger.entries == []
    assert {p.phase for p in world.portfolio.projects} == {"idea", "live"}
    assert not world.it_committee.sign_on_ready


def test_no_money_and_every_wish() -> None:
    """Wishes cost money: without it the same levers open nothing."""
    wishes = {
        **NO_MONEY,
        "strategy.accessibility.one_sign_on": True,
        "strategy.accessibility.pace_applications_at_once": 71,
        "strategy.participation.online_petitions": True,
        "strategy.capacity.central_it_department": True,
    }
    world = small_world(wishes, months=24)
    at_start = world.portfolio.n_live
    world.run()
    assert world.portfolio.n_live == at_start
    assert world.ledger.entries == []
    assert world.participation_level == 0.0


def test_money_without_a_pillar_stays_where_it_is() -> None:
    weights = {
        f"strategy.budget.weight_{pillar}": 0.0
        for pillar in ("accessibility", "capacity", "participation", "consolidation")
    }
    world = small_world({**weights, "strategy.budget.weight_collaboration": 1.0}, months=24)
    at_start = world.portfolio.n_live
    world.run()
    assert world.portfolio.n_live == at_start
    assert world.ledger.holds_usd("accessibility") == 0.0


def test_nobody_who_hears_nothing_goes_online() -> None:
    world = small_world(NO_NOTICE, months=MONTHS)
    world.run()
    monthly = world.tables()["monthly"]
    assert monthly["awareness_share"].max() == 0.0
    assert monthly["adoption_share"].max() == 0.0
    assert monthly["online_transaction_share"].max() == 0.0
    assert int(world.citizens.online_uses.sum()) == int(world.businesses.online_uses.sum()) == 0


def test_word_of_mouth_needs_a_first_user() -> None:
    world = small_world(
        {**NO_NOTICE, "district.people.awareness.word_of_mouth_hazard_per_year": 3.0}, months=24
    )
    world.run()
    assert world.adoption_share == 0.0


def test_a_service_that_always_fails_has_no_users() -> None:
    """At the most, 95 of 100 attempts fail; a portal that is down is nearly unused."""
    down = {
        "district.organisation.projects.uptime_target": 0.8,
        "district.people.demand.failure_online": 0.6,
    }
    good, bad = small_world(months=24), small_world(down, months=24)
    good.run()
    bad.run()
    worse, better = bad.tables()["monthly"], good.tables()["monthly"]
    assert worse["failure_share"].iloc[1:].mean() > better["failure_share"].iloc[1:].mean()


def test_cases_are_as_many_as_needs_say() -> None:
    """Expected cases of a year, by Poisson, against the run's, within four standard errors."""
    world = small_world(sample=20_000, months=12)
    world.run()
    counted = np.sum([month["counts"][:, n.NEEDS] for month in world.history], axis=0)
    expected = 12.0 * world.needs_by_line
    weight = world.citizens.weight
    error = np.sqrt(expected * weight)  # a row stands for `weight` people with the same luck
    citizens_only = world.needs_by_line > 0
    assert np.all(
        np.abs(counted - expected)[citizens_only] < 4 * error[citizens_only] + 0.01 * expected
    )


@pytest.mark.parametrize("level", [0.5, 2.0])
def test_half_the_need_is_half_the_cases(level: float) -> None:
    usual, other = small_world(), small_world({"district.people.demand.level": level})
    assert other.needs_by_line.sum() == pytest.approx(level * usual.needs_by_line.sum())
    busy = usual.desks.base_hours > 1.0  # a division without lines keeps its one hour
    np.testing.assert_allclose(
        other.desks.base_hours[busy], level * usual.desks.base_hours[busy], rtol=1e-9
    )
    usual.run()
    other.run()
    cases = [sum(m["counts"][:, n.NEEDS].sum() for m in w.history) for w in (usual, other)]
    assert cases[1] / cases[0] == pytest.approx(level, rel=0.1)

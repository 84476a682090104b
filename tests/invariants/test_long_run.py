"""The same checks over ten years of scenarios in which much happens."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.accounts import INSIDE
from sim.model import DistrictModel
from sim.scenario.schema import Event
from tests.invariants.checks import History, check_month
from tests.worlds import NO_MONEY, small_world

RICH = {
    "strategy.budget.own_funds_usd_per_year": 5_000_000.0,
    "strategy.accessibility.pace_applications_at_once": 20,
    "strategy.accessibility.television_boxes": 50_000,
    "strategy.participation.online_petitions": True,
    "strategy.participation.ask_the_mayor": True,
    "strategy.participation.meetings_broadcast_per_year": 12,
    "strategy.participation.academy_seats": 5000,
    "strategy.capacity.central_it_department": True,
    "strategy.collaboration.coalition_posts": 5.0,
    "strategy.collaboration.committee_seats": 6,
    "strategy.collaboration.interagency_board": True,
    "district.politics.data_sharing.base_hazard_per_month": 0.05,
}
ROUGH = {
    "district.organisation.security.incidents_per_year": 1.0,
    "district.organisation.projects.tail_probability": 0.5,
    "district.organisation.employees.attrition_per_year": 0.3,
    "district.people.demand.failure_online": 0.6,
    "district.organisation.desks.slack_share": -0.2,
}
SHOCKS = tuple(
    Event(month=month, shock=name, size=2.0)
    for month, name in ((5, "outage"), (20, "breach"), (30, "forgery_stop"), (40, "new_mayor"),
                        (45, "leak_elsewhere"), (50, "scandal"))
)  # fmt: skip


@pytest.mark.parametrize(
    ("values", "timeline"),
    [
        pytest.param({}, (), id="the case"),
        pytest.param(RICH, (), id="rich"),
        pytest.param({**RICH, **ROUGH}, SHOCKS, id="rich and rough"),
        pytest.param({**NO_MONEY, **ROUGH}, SHOCKS, id="poor and rough"),
    ],
)
def test_every_month_of_ten_years(values: dict[str, Any], timeline: tuple[Event, ...]) -> None:
    world = small_world(values, timeline=timeline, months=120)
    history = History(world)
    for _ in range(120):
        world.step()
        check_month(world)
        history.check()


def test_much_happens_in_the_rich_one() -> None:
    """The checks above would pass on a world in which nothing moves."""
    world = small_world(RICH, months=120)
    world.run()
    assert world.portfolio.n_live > world.portfolio.live_at_start + 20
    assert world.moic.n_open() == 4
    assert world.adoption_share > 0.1


def test_past_the_end_nothing_happens() -> None:
    world = small_world(months=3)
    world.run()
    entries = len(world.ledger.entries)
    world.step()
    assert (world.month, len(world.ledger.entries), world.running) == (3, entries, False)


def test_money_in_equals_money_kept_and_spent_to_the_cent() -> None:
    world = small_world(RICH, months=36)
    world.run()
    ledger = world.tables()["ledger"]
    from_inside, to_inside = ledger["source"].isin(INSIDE), ledger["use"].isin(INSIDE)
    cents = np.rint(ledger["usd"] * 100)
    came, went = cents[~from_inside & to_inside].sum(), cents[from_inside & ~to_inside].sum()
    assert came - went == world.ledger.assets_cents()


def test_draws_of_institutions_are_never_shared(monkeypatch: pytest.MonkeyPatch) -> None:
    """No two decisions of a month hang on the same draw."""
    drawn: dict[tuple[int, int, int, int], str] = {}
    shared: list[str] = []
    real = DistrictModel.draw

    def spy(world: DistrictModel, decision: Any, agent: int = 0, **when: int) -> float:
        key = (when.get("month", world.month), decision.block, decision.lane, agent)
        if key in drawn:
            shared.append(f"{decision.name}, agent {agent}, month {world.month}")
        drawn[key] = decision.name
        return real(world, decision, agent, **when)

    monkeypatch.setattr(DistrictModel, "draw", spy)
    small_world(RICH, months=60).run()
    assert len(drawn) > 500
    assert shared == []

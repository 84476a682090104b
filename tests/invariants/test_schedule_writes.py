"""A step of the month changes what it says it writes, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from sim.model import DistrictModel
from sim.scenario.schema import Event
from sim.schedule import SCHEDULE
from tests.invariants.test_long_run import RICH, ROUGH, SHOCKS
from tests.worlds import NO_MONEY, columns_now, differing, small_world

MONTHS = 60
FACTS = (
    Event(month=3, open=("Car tax look-up and payment",), open_register=("vehicle",)),
    Event(month=4, law_in_force=True, document_types=24),
)
# So open that the city warns the mayor.
OPEN = {
    "strategy.participation.disclosure": 1.0,
    "strategy.participation.surveys_per_year": 12,
    "strategy.collaboration.committee_seats": 0,
}
# What the schedule names beside columns, and how to see it.
NAMED: dict[str, Callable[[DistrictModel], Any]] = {
    "ledger": lambda w: (len(w.ledger.entries), dict(w.ledger.balances)),
    "political capital": lambda w: w.mayor.capital,
    "funded shares": lambda w: dict(w.funded),
    "registers": lambda w: [r.is_open for r in w.moic.registers.values()],
    "trust of MOIC": lambda w: w.moic.trust,
    "consents": lambda w: [p.consents for p in w.peers],
    "law": lambda w: (w.home_affairs.law_changed, w.home_affairs.in_force_month),
    "partners": lambda w: ([p.joined for p in w.partners], w.tax_service.exchanges_data),
    "applications": lambda w: (
        [(p.phase, p.quality, p.usability, p.spent_usd, p.months_left, p.integrated)
         for p in w.portfolio.projects],
        w.portfolio.uptime,
    ),
    "document types looked up": lambda w: w.look_ups.types,
    "vendors": lambda w: [(v.knowledge, v.is_present) for v in w.vendors],
    "contracts": lambda w: [(v.holds_contract, v.contract_end) for v in w.vendors],
    "capacity of the desks": lambda w: w.desks.capacity_hours.tolist(),
    "share of work done the new way": lambda w: w.desks.new_way.tolist(),
    "work to rule": lambda w: w.employees_rep.works_to_rule,
    "coverage": lambda w: {k: v.tolist() for k, v in w.coverage.items()},
    "incidents": lambda w: (w.incidents.leaks, w.incidents.records, w.incidents.stopped),
    "backlog": lambda w: w.desks.backlog_hours.tolist(),
    "waits": lambda w: w.desks.wait_months.tolist(),
    "answered share": lambda w: w.answers.answered_share,
    "participation level": lambda w: w.participation_level,
    "outcomes": lambda w: len(w.history),
}  # fmt: skip


def _step_by_step(world: DistrictModel, written: dict[str, set[str]]) -> None:
    """Run the steps one by one and note all that each has changed in any month."""
    for _ in range(MONTHS):
        world.month += 1
        for step in SCHEDULE:
            columns = columns_now(world)
            named = {name: see(world) for name, see in NAMED.items()}
            step.action(world)
            written[step.name].update(differing(columns, columns_now(world)))
            written[step.name].update(n for n, see in NAMED.items() if see(world) != named[n])


@pytest.fixture(scope="module")
def written() -> dict[str, set[str]]:
    """What each step has changed, in two rich worlds and in a poor one."""
    names: dict[str, set[str]] = {step.name: set() for step in SCHEDULE}
    worlds = (
        ({**RICH, **ROUGH, **OPEN}, SHOCKS), (RICH, ()), ({**NO_MONEY, **ROUGH}, ()), ({}, FACTS),
    )  # fmt: skip
    for values, timeline in worlds:
        _step_by_step(small_world(values, timeline=timeline, months=MONTHS, sample=500), names)
    return names


def test_a_step_changes_only_what_it_declares(written: dict[str, set[str]]) -> None:
    undeclared = {s.name: sorted(written[s.name] - set(s.writes)) for s in SCHEDULE}
    assert {step: names for step, names in undeclared.items() if names} == {}


def test_a_step_changes_what_it_declares(written: dict[str, set[str]]) -> None:
    """A column that no month ever changes would be named for nothing."""
    idle = {
        # Fifty firms are too few for everything that is rare, and are not trained.
        s.name: [w for w in s.writes if w not in written[s.name] and "businesses." not in w]
        for s in SCHEDULE
    }
    assert {step: names for step, names in idle.items() if names} == {}


def test_everything_the_schedule_names_can_be_seen() -> None:
    named = {name for step in SCHEDULE for name in step.writes if "." not in name}
    assert named == set(NAMED)

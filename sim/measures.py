"""Figures of the month that outcomes and tables share; read from the state, never written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.data.tables import LINES
from sim.kernels import case as n

if TYPE_CHECKING:
    from sim.steps import Steps

Floats = NDArray[np.float64]
WORKING_DAYS_A_MONTH = 21.0
VENDOR_NOTES = ("upkeep", "development", "integration")


def counts(world: Steps) -> Floats:
    """Return this month's cases of citizens and businesses, shape (lines, what)."""
    return world.citizens_users.counts + world.business_users.counts


def avoided_cost_usd(world: Steps) -> float:
    """Return the value of citizens' and businesses' hours saved this month, in USD."""
    saved = 0.0
    for users in (world.citizens_users, world.business_users):
        saved += float((users.sums[:, n.HOURS_BEFORE] - users.sums[:, n.HOURS]).sum())
    return saved * world.district.economics.citizen_hour_usd


def upkeep_share(world: Steps) -> float:
    """Return upkeep in what vendors were paid over the last twelve months."""
    recent = world.history[-12:]
    upkeep = sum(month["upkeep_cents"] for month in recent)
    paid = sum(month["vendor_cents"] for month in recent)
    return upkeep / paid if paid else 0.0


def budget_share(world: Steps) -> float:
    """Return this month's spending against a month of the district's whole budget."""
    budget = world.district.economics.budget_usd_per_year * world.mayor.budget_index
    return 12.0 * world.ledger.spent_usd(world.month) / budget


def days_by_line(world: Steps) -> Floats:
    """Return working days to complete a case by line, shape (lines,)."""
    cases = counts(world)
    work = world.desks.days_of_work
    wait = WORKING_DAYS_A_MONTH * world.desks.wait_by_line()
    saves = world.district.organisation.integration
    delay = world.moic.mode.delay_days * np.minimum(1.0, world.share_of_registers_open)
    at_desk = work + wait + saves.delay_at_desk_share * delay
    online = work * (1.0 - saves.days_saved_by_integration * world.coverage["integrated"])
    online = online * saves.days_online_ratio + saves.wait_online_share * wait + delay
    instant = cases[:, n.KIOSK] + cases[:, n.TELEVISION]
    done = cases[:, n.INTERNET] - cases[:, n.FAILED]
    others = cases[:, n.NEEDS] - done - instant
    lost = saves.days_of_a_failure
    days = others * at_desk + done * np.minimum(online, at_desk) + lost * cases[:, n.FAILED]
    return np.divide(days, cases[:, n.NEEDS], out=np.zeros(len(LINES)), where=cases[:, n.NEEDS] > 0)


def days_to_complete(world: Steps) -> float:
    """Return mean working days to complete a case."""
    cases = counts(world)[:, n.NEEDS]
    return float(days_by_line(world) @ cases / max(1.0, cases.sum()))


def vendor_knowledge(world: Steps) -> float:
    """Return what the contract's holder knows of the administration."""
    vendor = world.it_committee.vendor
    return vendor.knowledge if vendor else 0.0


def vendor_price(world: Steps) -> float:
    """Return the contract's price against the market."""
    vendor = world.it_committee.vendor
    return vendor.price() if vendor else 1.0


def lock_in(world: Steps) -> float:
    """Return how far the district depends on its vendor."""
    vendor = world.it_committee.vendor
    return vendor.lock_in() if vendor else 0.0

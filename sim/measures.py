"""Figures of the month that outcomes and tables share; read from the state, never written."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.data.tables import LINES, of_applications
from sim.kernels import case as n
from sim.kernels import feelings as f
from sim.services.portfolio import INFORMATION

if TYPE_CHECKING:
    from sim.steps import Steps

Floats = NDArray[np.float64]
WORKING_DAYS_A_MONTH = 21.0
DAYS_A_MONTH = 30.4
VENDOR_NOTES = ("upkeep", "development", "integration")


def counts(world: Steps) -> Floats:
    """Return this month's cases of citizens and businesses, shape (lines, what)."""
    return world.citizens_users.counts + world.business_users.counts


def readers(world: Steps) -> float:
    """Return residents online who know the district's information services."""
    users = world.citizens_users
    knows = (users.column("aware_lines") >> INFORMATION) & 1
    return float(np.count_nonzero(knows & users.column("has_access"))) * world.citizens.weight


def trainees(world: Steps) -> float:
    """Return residents trained in the Academy Hall this month: seats paid, or fewer if not wanted.

    Only people who are not online take a seat.
    """
    levers = world.levers.participation
    totals = world.citizens_users.totals
    offline = np.maximum(0.0, totals[:-1, f.PEOPLE] - totals[:-1, f.ONLINE])
    wanted = offline * seats_are_for(levers.academy_for, len(offline))
    return min(levers.academy_seats * world.funded["participation"], float(wanted.sum()))


@cache
def seats_are_for(whom: str, cells: int) -> Floats:
    """Return 1 for the cells of citizens who may come to the Academy Hall, shape (cells,)."""
    cell = np.arange(cells)
    age, income, disabled = cell // 18, cell // 6 % 3, cell % 2
    may = np.ones(cells, dtype=bool)
    if whom == "elderly":
        may = age >= 4
    if whom == "disadvantaged":
        may = (age >= 5) | (income == 0) | (disabled == 1)
    seats = may.astype(np.float64)
    seats.setflags(write=False)
    return seats


def gave_up_share(world: Steps) -> float:
    """Return users of the last twelve months who have given up since, against those users."""
    totals = world.citizens_users.totals[:-1].sum(axis=0)
    return float(totals[f.USERS_LAPSED] / totals[f.USERS]) if totals[f.USERS] else 0.0


SURVEYED = (16, 74)
"""The ages of the national survey, first and last."""


def surveyed_share(world: Steps, what: str) -> float:
    """Return a share among residents aged 16 to 74, the ages of the national survey.

    Parameters
    ----------
    what : "users" of an online service within twelve months, or "aware" of at least one.
    """
    users, surveyed = world.citizens_users, world.surveyed
    if what == "aware":
        having = users.column("aware_lines") != 0
    else:
        last = users.column("last_online_month")
        having = (last > 0) & (last > world.month - 12)
    return float(np.count_nonzero(surveyed & having)) / world.n_surveyed


def _cases(world: Steps) -> Floats:
    """Return this month's cases by application, shape (applications, what)."""
    users = world.citizens_users, world.business_users
    return users[0].counts_of_applications + users[1].counts_of_applications


def local_tax_cases_online(world: Steps) -> float:
    """Return payments of local tax made online this month, by residents and businesses."""
    cases = _cases(world)[of_applications("is_local_tax")]
    return float((cases[:, n.INTERNET] - cases[:, n.FAILED]).sum())


def local_tax_usd(world: Steps, what: int) -> float:
    """Return sums of local tax paid this month: `what` is AMOUNT or AMOUNT_ONLINE of a case."""
    chosen, users = of_applications("is_local_tax"), (world.citizens_users, world.business_users)
    return float(sum(each.sums_of_applications[chosen, what].sum() for each in users))


def documents(world: Steps, what: int) -> float:
    """Return documents issued this month: NEEDS for all, INTERNET, KIOSK or TELEVISION."""
    cases = _cases(world)[of_applications("is_document")]
    failed = cases[:, n.FAILED].sum() if what == n.INTERNET else 0.0
    return float(cases[:, what].sum() - failed)


def returns_filed(world: Steps) -> float:
    """Return this month's business tax filings, by any channel."""
    return float(counts(world)[LINES.index("business_tax"), n.NEEDS])


def returns_online_share(world: Steps) -> float:
    """Return the share of this month's business tax filings done online."""
    cases = counts(world)[LINES.index("business_tax")]
    return float((cases[n.INTERNET] - cases[n.FAILED]) / cases[n.NEEDS]) if cases[n.NEEDS] else 0.0


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
    """Return mean working days to complete a case this month, whose stock is taken."""
    cases = counts(world)[:, n.NEEDS]
    return float(world.history[-1]["days"] @ cases / max(1.0, cases.sum()))


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

"""Whether a plan's running activities cost more than the district has for them in a year."""

from __future__ import annotations

from functools import lru_cache
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from sim.parameters.strategy import Strategy
    from sim.scenario import Scenario

__all__ = ["TERM_YEARS", "available_usd_per_year", "over_budget", "running_usd_per_year"]

TERM_YEARS = 4
"""The grant is paid once; a term of four years is what it is held against."""


def available_usd_per_year(strategy: Strategy) -> float:
    """Return the yearly money: own funds, and the grant spread over a term [USD/year].

    What the Assembly may add is not counted, because it may refuse.
    """
    return strategy.budget.own_funds_usd_per_year + strategy.budget.grant_usd / TERM_YEARS


def running_usd_per_year(scenario: Scenario, strategy: Strategy) -> float:
    """Return what the running activities of a strategy cost [USD/year], at the full staff."""
    from sim.institutions.mayor import MayorsOffice

    world = SimpleNamespace(
        district=scenario.district, employees_by_role=_staff(int(scenario.district.employees))
    )
    office = cast(Any, SimpleNamespace(world=world))  # all that the mayor's list of costs reads
    office._training_usd = lambda levers: MayorsOffice._training_usd(office, levers)
    by_pillar = MayorsOffice.monthly_costs(office, strategy)
    return 12 * sum(float(usd) for costs in by_pillar.values() for _, usd in costs)


def over_budget(scenario: Scenario) -> str:
    """Return a sentence if the levers cost more than there is in some month; else nothing."""
    seen: dict[int, str] = {}
    for month, strategy in enumerate(scenario.strategies_by_month(scenario.run.months), 1):
        if id(strategy) in seen:
            continue
        costs = running_usd_per_year(scenario, strategy)
        there = available_usd_per_year(strategy)
        when = f" from month {month} on" if month > 1 else ""
        seen[id(strategy)] = (
            f"its levers cost USD {costs:,.0f} a year{when}, but there are USD {there:,.0f} "
            f"(own funds, and a quarter of the grant); take USD {costs - there:,.0f} out"
            if costs > there
            else ""
        )
    return next((said for said in seen.values() if said), "")


@lru_cache
def _staff(employees: int) -> tuple[int, ...]:
    """Return the directors, managers, clerks and IT people of a district."""
    import numpy as np

    from sim.population.employees import _posts

    return tuple(int(count) for count in np.bincount(_posts(employees)[1], minlength=4))

"""Firms, synthesised from declared marginals: the same numbers every time.

Firm 0 is the largest. Numbers of employees are a systematic sample of the size distribution, so a
sample of firms has the same share of each size, and the same sums, as the whole.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from sim.data.tables import dongs, marginals
from sim.draws import Decision, uniform_array
from sim.population import decisions as d
from sim.population.columns import BUSINESS_COLUMNS
from sim.population.national import N_AGE_GROUPS
from sim.population.population import Population, starts_in
from sim.population.shapes import (
    by_rank_lognormal,
    category,
    gamma_mean_one,
    rank_within,
    triangular,
)

__all__ = ["FIRST_FIRM_CLASS", "build_businesses"]

Floats = NDArray[np.float64]

FIRST_FIRM_CLASS = 25
"""First row of firms in needs.csv: four sizes, each without and with a licensed trade."""


FIRMS_OF_LIKE_SIZE = 20
REFERENCE_FIRMS = 55_000


class HasFirms(Protocol):
    """What the synthesis of firms reads of a district."""

    @property
    def population_seed(self) -> int: ...
    @property
    def residents(self) -> int: ...
    @property
    def businesses(self) -> int: ...
    @property
    def people(self) -> Any: ...


def build_businesses(district: HasFirms, n: int | None = None) -> Population:
    """Return the district's firms, or n of them standing for all.

    Parameters
    ----------
    district : reads `population_seed`, `residents`, `businesses`, `people.demand.shape` and
        starting values.
    n :        rows; all firms when left out. Each row stands for businesses / n firms.
    """
    firms = int(district.businesses)
    rows = firms if n is None else int(n)
    if not 0 < rows <= firms:
        raise ValueError(f"A sample of {rows} does not fit a district of {firms} businesses.")
    per_resident = firms / int(district.residents)
    shape = float(district.people.demand.shape)
    built = _built(int(district.population_seed), firms, rows, per_resident, shape)
    return built.copy(starts_in(district, BUSINESS_COLUMNS))


def _of(name: str) -> Floats:
    return marginals("businesses", name)


@lru_cache(maxsize=4)
def _built(
    seed: int, firms: int, n: int, firms_per_resident: float, demand_shape: float
) -> Population:
    """Return the synthesis itself; cached, because every replication shares it."""
    agents = np.arange(n, dtype=np.int64)

    def draw(decision: Decision) -> Floats:
        return uniform_array(seed, decision, agents, 0)

    fixed: dict[str, Any] = {}
    fixed["size_group"], fixed["employees"] = _sizes(n, _size_shares(firms_per_resident))
    _trade(fixed, draw(d.SYNTHESIS_FIRM_SECTOR))
    _place(fixed, draw(d.SYNTHESIS_FIRM_PLACE), draw(d.SYNTHESIS_FIRM_TRAVEL))
    size, employees = fixed["size_group"], fixed["employees"]
    demand = _even(draw(d.SYNTHESIS_FIRM_DEMAND), draw(d.SYNTHESIS_FIRM_DEMAND_STEP))
    gamma = gamma_mean_one(demand, demand_shape)
    fixed["demand_propensity"] = gamma * _growth(employees, size, _of("demand_size_exponent"))
    rank = _even(draw(d.SYNTHESIS_FIRM_BILL), draw(d.SYNTHESIS_FIRM_BILL_STEP))
    bills = by_rank_lognormal(rank, float(_of("bill_sigma")))
    fixed["bill_scale"] = bills * _bill_power(employees) / _mean_bill_power()
    fixed["value_of_time_usd_per_hour"] = _of("value_of_time")[size]
    fixed["access_group"] = size + N_AGE_GROUPS
    fixed["access_rank"] = rank_within(draw(d.SYNTHESIS_FIRM_ACCESS), size)
    fixed["certificate_rank"] = rank_within(draw(d.SYNTHESIS_FIRM_CERTIFICATE), size)
    spread = float(_of("skill_spread"))
    noise = triangular(draw(d.SYNTHESIS_FIRM_SKILL), -spread, 0.0, spread)
    fixed["skill0"] = np.clip(_of("skill")[size] + noise, 0.02, 0.98)
    fixed["privacy_concern"] = triangular(draw(d.SYNTHESIS_FIRM_PRIVACY), *_of("privacy_concern"))
    fixed["trust0"] = triangular(draw(d.SYNTHESIS_FIRM_TRUST), *_of("trust"))
    fixed["activity"] = by_rank_lognormal(
        draw(d.SYNTHESIS_FIRM_ACTIVITY), float(_of("activity_sigma"))
    )
    return Population("business", BUSINESS_COLUMNS, fixed, weight=firms / n)


def _even(u: Floats, step: Floats) -> Floats:
    """Return uniforms that fill (0, 1) evenly in each run of firms of like size.

    The few large firms would otherwise make the district's sums a lottery.
    """
    run = np.arange(len(u)) // FIRMS_OF_LIKE_SIZE
    return rank_within(u, run) + (step - 0.5) / np.bincount(run)[run]


def _size_shares(firms_per_resident: float) -> Floats:
    """Return the shares of the four sizes; firms beyond those that employ are sole traders."""
    shares = _of("size")
    employing = min(
        1.0 - shares[0], float(_of("employing_firms_per_resident")) / firms_per_resident
    )
    return np.concatenate(([1.0 - employing], shares[1:] / shares[1:].sum() * employing))


def _sizes(n: int, size_shares: Floats) -> tuple[NDArray[np.uint8], NDArray[np.int32]]:
    """Return the size group and number of employees of n firms, the largest first."""
    from_top = (np.arange(n) + 0.5) / n
    shares = size_shares[::-1]
    upper = np.cumsum(shares)
    place = np.minimum(np.searchsorted(upper, from_top, side="right"), 3)
    within = np.clip((from_top - (upper - shares)[place]) / shares[place], 0.0, 1.0)
    size = 3 - place
    low, high = _of("size_bounds")[size].T
    employees = _bounded_pareto(1.0 - within, low, high + 1.0, _of("size_exponent")[size])
    return size.astype(np.uint8), np.clip(np.floor(employees), low, high).astype(np.int32)


def _bill_power(employees: NDArray[np.int32]) -> Floats:
    return np.asarray(employees ** float(_of("bill_size_exponent")))


def _mean_bill_power() -> float:
    """Return the mean of the declared sizes, so that added sole traders change no bill."""
    return float(_bill_power(_sizes(REFERENCE_FIRMS, _of("size"))[1]).mean())


def _bounded_pareto(u: Floats, low: Floats, high: Floats, exponent: Floats) -> Floats:
    """Return bounded Pareto values of density falling as x ** -exponent, from uniforms."""
    a = 1.0 - exponent
    log = np.abs(a) < 1e-9
    power = np.where(log, 1.0, a)
    values = (low**power + u * (high**power - low**power)) ** (1.0 / power)
    return np.asarray(np.where(log, low * (high / low) ** u, values))


def _growth(employees: NDArray[Any], size: NDArray[Any], exponent: Floats) -> Floats:
    """Return (employees) ** exponent with mean 1 within each size group."""
    power = employees ** float(exponent)
    mean = np.bincount(size, power, minlength=4) / np.maximum(np.bincount(size, minlength=4), 1)
    return np.asarray(power / mean[size])


def _trade(fixed: dict[str, Any], u: Floats) -> None:
    """Give each firm a sector, and the row of needs.csv that goes with size and trade."""
    sector = fixed["sector"] = category(u, _of("sectors"))
    licensed = _of("licensed_sectors")[sector].astype(np.uint8)
    fixed["needs_class"] = FIRST_FIRM_CLASS + 2 * fixed["size_group"] + licensed


def _place(fixed: dict[str, Any], u: Floats, v: Floats) -> None:
    """Place firms as residents are placed; numbers run by size, so places are drawn."""
    dong = fixed["neighbourhood"] = category(u, [dong.share for dong in dongs()])
    fixed["travel_hours"] = np.array([x.travel_hours for x in dongs()])[dong] * (0.6 + 0.6 * v)

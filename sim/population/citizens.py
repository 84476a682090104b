"""Citizens, synthesised from declared marginals: the same numbers every time.

Agent i of n: numbers run by neighbourhood, and within it by household. Attributes hang together
where the sources say so: householders are adults, education and bills follow household income
loosely, access and certificates come first to those whom the surveys find online first. Within an
age group the *share* online is the surveyed one whatever the order.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from sim.data.tables import dongs, marginals
from sim.draws import Decision, uniform_array
from sim.population import decisions as d
from sim.population.columns import CITIZEN_COLUMNS
from sim.population.elsewhere import age_bands_in
from sim.population.national import N_AGE_GROUPS, access_by_group
from sim.population.population import Population, starts_in
from sim.population.shapes import (
    by_rank_lognormal,
    category,
    gamma_mean_one,
    logit,
    rank_within,
    triangular,
    weighted_rank,
)

if TYPE_CHECKING:
    from sim.scenario.place import Place

__all__ = ["FIRST_ADULT_AGE", "build_citizens"]

Floats = NDArray[np.float64]
Ints = NDArray[np.integer[Any]]

FIRST_ADULT_AGE = 15
"""Younger residents are counted and have no cases of their own."""

CERTIFIED_AT = "2003-12"
"""The month whose access weighs the order in which people are certified."""

BAND_YEARS = 5
OLDEST_BAND_YEARS = 15


class HasResidents(Protocol):
    """What the synthesis of citizens reads of a district."""

    @property
    def population_seed(self) -> int: ...
    @property
    def residents(self) -> int: ...
    @property
    def people(self) -> Any: ...


def build_citizens(
    district: HasResidents, n: int | None = None, place: Place | None = None
) -> Population:
    """Return the district's citizens, or n of them standing for all.

    Parameters
    ----------
    district : reads `population_seed`, `residents`, `people.demand.shape` and starting values.
    n :        rows; all residents when left out. Each row stands for residents / n people.
    place :    another place, of which ages and access are read; `None` for Gangnam.

    Returns
    -------
    population : fresh state over arrays that are built once and then shared, read-only.
    """
    residents = int(district.residents)
    rows = residents if n is None else int(n)
    if not 0 < rows <= residents:
        raise ValueError(f"A sample of {rows} does not fit a district of {residents} residents.")
    seed, shape = int(district.population_seed), float(district.people.demand.shape)
    ages = None if place is None else place.share_by_age()
    online = tuple(access_by_group(CERTIFIED_AT, 1, place=place)[0][:N_AGE_GROUPS].tolist())
    built = _built(seed, residents, rows, shape, ages, online)
    return built.copy(starts_in(district, CITIZEN_COLUMNS))


@lru_cache(maxsize=4)
def _built(
    seed: int,
    residents: int,
    n: int,
    demand_shape: float,
    ages: tuple[float, ...] | None,
    online: tuple[float, ...],
) -> Population:
    """Return the synthesis itself; cached, because every replication shares it.

    `ages` are the shares of the age groups where they are not Gangnam's, `online` their access.
    """
    draw = _Draw(seed, n)
    fixed: dict[str, Any] = {}
    _places(fixed, draw)
    _households(fixed, draw)
    _people(fixed, draw, ages)
    _belongings(fixed, draw)
    _ranks(fixed, draw, online)
    _attitudes(fixed, draw)
    fixed["demand_propensity"] = gamma_mean_one(draw(d.SYNTHESIS_DEMAND), demand_shape)
    fixed["needs_class"] = _needs_class(fixed)
    for name in [name for name in fixed if name.startswith("_")]:
        del fixed[name]
    return Population("citizen", CITIZEN_COLUMNS, fixed, weight=residents / n)


class _Draw:
    """Uniform draws for agents 0 to n - 1 under the population's seed."""

    def __init__(self, seed: int, n: int) -> None:
        self.seed, self.n = seed, n
        self.agents = np.arange(n, dtype=np.int64)

    def __call__(self, decision: Decision) -> Floats:
        return uniform_array(self.seed, decision, self.agents, 0)

    def first(self, decision: Decision, count: int) -> Floats:
        return uniform_array(self.seed, decision, np.arange(count, dtype=np.int64), 0)


def _of(name: str) -> Floats:
    return marginals("citizens", name)


def _places(fixed: dict[str, Any], draw: _Draw) -> None:
    """Place agents in neighbourhoods by cumulative shares, with a journey to the office."""
    edges = np.cumsum([dong.share for dong in dongs()])[:-1]
    dong = np.searchsorted(edges, (draw.agents + 0.5) / draw.n, side="right")
    fixed["neighbourhood"] = dong.astype(np.uint8)
    mean = np.array([dong.travel_hours for dong in dongs()])[dong]
    fixed["travel_hours"] = mean * (0.7 + 0.6 * draw(d.SYNTHESIS_TRAVEL))


def _households(fixed: dict[str, Any], draw: _Draw) -> None:
    """Fill households in the order of agents; each has one income rank and one householder."""
    shares = _of("household_size")
    mean_size = float(shares @ np.arange(1, len(shares) + 1))
    enough = int(draw.n / mean_size * 1.1) + 50
    sizes = 1 + category(draw.first(d.SYNTHESIS_HOUSEHOLD_SIZE, enough), shares).astype(np.int64)
    starts = np.concatenate(([0], np.cumsum(sizes)))
    count = int(np.searchsorted(starts, draw.n))
    starts = starts[:count]
    is_first = np.zeros(draw.n, dtype=bool)
    is_first[starts] = True
    fixed["household"] = (np.cumsum(is_first) - 1).astype(np.int32)
    fixed["_is_householder"] = is_first
    # Evenly spread ranks: the thirds are thirds in a sample of any size.
    rank = weighted_rank(draw.first(d.SYNTHESIS_INCOME, count), np.ones(count))
    fixed["_income_rank"] = rank[fixed["household"]]
    fixed["income_group"] = np.minimum(fixed["_income_rank"] * 3.0, 2.0).astype(np.uint8)


def _band_shares_by_householder(bands: Floats) -> tuple[Floats, Floats]:
    """Return shares of age bands among householders and among the others.

    Together they give the age bands exactly; householders are scaled to the households.
    """
    lower_ages = BAND_YEARS * np.arange(len(bands))
    rate = _of("householder_rate")[_age_group(lower_ages)] * (lower_ages >= FIRST_ADULT_AGE)
    sizes = _of("household_size")
    target = 1.0 / float(sizes @ np.arange(1, len(sizes) + 1))
    heads = bands * np.minimum(rate * target / float(bands @ rate), 1.0)
    others = bands - heads
    return heads / heads.sum(), others / others.sum()


def _age_group(age: Ints | Floats) -> NDArray[np.uint8]:
    """Return 0 for under 20, 1 for the 20s, ..., 5 for 60 and over."""
    return np.clip(np.asarray(age) // 10 - 1, 0, 5).astype(np.uint8)


def _people(fixed: dict[str, Any], draw: _Draw, ages: tuple[float, ...] | None) -> None:
    """Give each agent an age, an education and, to some, a disability."""
    heads, others = _band_shares_by_householder(age_bands_in(ages))
    u = draw(d.SYNTHESIS_AGE)
    age = np.where(fixed["_is_householder"], _age(u, heads), _age(u, others))
    fixed["age"] = age.astype(np.uint8)
    group = fixed["age_group"] = _age_group(age)
    fixed["access_group"] = group
    fixed["disabled"] = (draw(d.SYNTHESIS_DISABLED) < _of("disabled")[group]).astype(np.uint8)
    follows = draw(d.SYNTHESIS_EDUCATION_LINK) < _of("education_follows_income")
    rank = np.where(follows, fixed["_income_rank"], draw(d.SYNTHESIS_EDUCATION))
    edges = np.cumsum(_of("education"), axis=1)[group]
    education = (rank >= edges[:, 0]).astype(np.uint8) + (rank >= edges[:, 1])
    fixed["education"] = np.where(age < FIRST_ADULT_AGE, 0, education).astype(np.uint8)


def _age(u: Floats, shares: Floats) -> Ints:
    """Return ages in whole years; the draw's place within its band gives the year."""
    upper = np.cumsum(shares)
    upper[-1] = 1.0
    band = np.searchsorted(upper, u, side="right")
    within = (u - (upper - shares)[band]) / shares[band]
    years = np.where(band == len(shares) - 1, OLDEST_BAND_YEARS, BAND_YEARS)
    spread = np.where(band == len(shares) - 1, within**2, within)  # few of the oldest are over 90
    return BAND_YEARS * band + np.minimum((spread * years).astype(np.int64), years - 1)


def _belongings(fixed: dict[str, Any], draw: _Draw) -> None:
    """Decide who keeps a car and who is billed for property, what time is worth, and bills."""
    group, income = fixed["age_group"], fixed["income_group"]
    for name, decision in (
        ("has_car", d.SYNTHESIS_CAR),
        ("owns_property", d.SYNTHESIS_PROPERTY),
    ):
        chance = _of(name)[group] * _of(f"{name}_by_income")[income]
        fixed[name] = (draw(decision) < chance).astype(np.uint8)
    time = _of("value_of_time")[income] * _of("value_of_time_by_age")[group]
    fixed["value_of_time_usd_per_hour"] = time
    follows = draw(d.SYNTHESIS_BILL_LINK) < _of("bill_follows_income")
    # A hair of the own draw orders the members of one household.
    own = draw(d.SYNTHESIS_BILL)
    score = np.where(follows, fixed["_income_rank"] + 1e-6 * own, own)
    fixed["bill_scale"] = by_rank_lognormal(score, float(_of("bill_sigma")))


def _ranks(fixed: dict[str, Any], draw: _Draw, online: tuple[float, ...]) -> None:
    """Order people for access, certificates and taking part.

    Education, income and disability shift a person's place by logits, and the places are then
    spread evenly over (0, 1) within the age group. So the group's share stays the surveyed one, and
    the better placed are online first.
    """
    group, income, adult = fixed["age_group"], fixed["income_group"], _is_adult(fixed)
    access = logit(draw(d.SYNTHESIS_ACCESS))
    access -= _of("access_shift_education")[fixed["education"]] * adult
    access -= _of("access_shift_income")[income]
    access -= _of("access_shift_disabled") * fixed["disabled"]
    fixed["access_rank"] = rank_within(access, group)
    certificate = logit(draw(d.SYNTHESIS_CERTIFICATE))
    certificate -= _of("certificate_shift_age")[group] + _of("certificate_shift_income")[income]
    # The dated counts are shares of users, so each counts by the chance to be one.
    users = np.array(online)[group] * np.where(adult, 1.0, 1e-9)
    fixed["certificate_rank"] = weighted_rank(certificate, users)
    activity = logit(draw(d.SYNTHESIS_ACTIVITY)) + _of("activity_by_age")[group]
    activity[~adult] = -np.inf
    fixed["activity"] = _spread_over(adult, activity, float(_of("activity_sigma")))


def _is_adult(fixed: dict[str, Any]) -> NDArray[np.bool_]:
    return np.asarray(fixed["age"] >= FIRST_ADULT_AGE)


def _spread_over(members: NDArray[np.bool_], score: Floats, sigma: float) -> Floats:
    """Return lognormal values by rank for the members, 0 for the others; mean 1 over all."""
    values = np.zeros(len(score))
    count = int(members.sum())
    if count:
        values[members] = by_rank_lognormal(score[members], sigma) * (len(score) / count)
    return values


def _attitudes(fixed: dict[str, Any], draw: _Draw) -> None:
    """Give digital skill (by age, education and place in access), privacy concern and trust."""
    spread = float(_of("skill_spread"))
    noise = triangular(draw(d.SYNTHESIS_SKILL), -spread, 0.0, spread)
    skill = _of("skill")[fixed["age_group"]] + _of("skill_by_education")[fixed["education"]]
    skill = skill + 0.3 * (0.5 - fixed["access_rank"]) + noise
    fixed["skill0"] = np.clip(skill, 0.02, 0.98)
    fixed["privacy_concern"] = triangular(draw(d.SYNTHESIS_PRIVACY), *_of("privacy_concern"))
    fixed["trust0"] = triangular(draw(d.SYNTHESIS_TRUST), *_of("trust"))


def _needs_class(fixed: dict[str, Any]) -> NDArray[np.uint8]:
    """Return the row of needs.csv: children 0, then 3 ages x car x property x support."""
    age = fixed["age"]
    band = (age >= 30).astype(np.uint8) + (age >= 60)
    poor_and_old = (fixed["income_group"] == 0) & (age >= 60)
    support = fixed["disabled"].astype(bool) | poor_and_old
    number = 1 + 8 * band + 4 * fixed["has_car"] + 2 * fixed["owns_property"] + support
    return np.where(age < FIRST_ADULT_AGE, 0, number).astype(np.uint8)

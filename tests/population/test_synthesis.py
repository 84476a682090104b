"""The synthesis: the same numbers every time, on the declared marginals, in samples too."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys

import numpy as np
import pytest

from sim.data.tables import dongs, marginals, needs_table
from sim.parameters.district import District
from sim.population import (
    Population,
    build_businesses,
    build_citizens,
    build_employees,
)
from sim.population import businesses as firms_module
from sim.population import citizens as citizens_module
from sim.population.citizens import FIRST_ADULT_AGE
from sim.population.columns import DIVISIONS
from sim.population.national import access_by_group

DIGEST = """
import hashlib
from sim.parameters.district import District
from sim.population import build_businesses, build_citizens, build_employees
district = District()
digest = hashlib.sha256()
citizens, firms = build_citizens(district, 400), build_businesses(district, 60)
for pop in (citizens, firms, build_employees(district)):
    for name in sorted(pop.arrays):
        digest.update(pop.arrays[name].tobytes())
print(digest.hexdigest())
"""


def digest(population: Population) -> str:
    every = hashlib.sha256()
    for name in sorted(population.arrays):
        every.update(population.arrays[name].tobytes())
    return every.hexdigest()


def within(observed: float, expected: float, n: int, sigmas: float = 4.5) -> bool:
    """Whether a share of n draws lies within the Monte-Carlo error of what was declared."""
    return abs(observed - expected) <= sigmas * np.sqrt(expected * (1 - expected) / n) + 1e-9


def test_two_builds_are_the_same_bit_for_bit(district: District) -> None:
    first = digest(build_citizens(district, 5_000)), digest(build_businesses(district, 500))
    citizens_module._built.cache_clear()
    firms_module._built.cache_clear()
    again = digest(build_citizens(district, 5_000)), digest(build_businesses(district, 500))
    assert first == again
    assert digest(build_employees(district)) == digest(build_employees(district))


def test_plain_python_builds_the_same_people() -> None:
    def output(plain: str) -> str:
        env = {**os.environ, "EGOV_PLAIN": plain}
        command = [sys.executable, "-c", DIGEST]
        return subprocess.run(command, env=env, check=True, capture_output=True, text=True).stdout

    assert output("0") == output("1")


def test_another_seed_gives_other_people(district: District) -> None:
    other = District(population_seed=7)
    assert digest(build_citizens(other, 500)) != digest(build_citizens(district, 500))
    assert digest(build_employees(other)) != digest(build_employees(district))


def test_a_run_does_not_leak_into_the_next(district: District) -> None:
    first = build_citizens(district, 300)
    first.trust[:] = 0.0
    assert build_citizens(district, 300).trust.min() > 0.0


@pytest.mark.parametrize("rows", [0, -1, 540_001])
def test_a_sample_that_does_not_fit_is_told(district: District, rows: int) -> None:
    with pytest.raises(ValueError, match="does not fit a district of 540000 residents"):
        build_citizens(district, rows)


@pytest.mark.parametrize("size", [1, 2, 7, 100])
def test_tiny_populations_can_be_built(district: District, size: int) -> None:
    assert len(build_citizens(district, size)) == size
    assert len(build_businesses(district, size)) == size


def test_tiny_districts_can_be_built() -> None:
    village = District(residents=100, businesses=10, employees=20)
    assert build_citizens(village).people == 100
    assert len(build_businesses(village)) == 10
    assert len(build_employees(village)) == 20


# --- citizens --------------------------------------------------------------------------------


def test_ages_follow_the_declared_bands(citizens: Population) -> None:
    shares = marginals("citizens", "age_bands")
    bands = np.minimum(citizens.age // 5, 16)
    for band, share in enumerate(shares):
        assert within(float((bands == band).mean()), share, len(citizens)), band
    assert within(float((citizens.age >= 65).mean()), 0.06, len(citizens))
    assert citizens.age.mean(dtype=float) == pytest.approx(33.1 + 2 * 0.5, abs=0.4)


def test_households_have_the_published_size_and_an_adult_first(citizens: Population) -> None:
    number, first = np.unique(citizens.household, return_index=True)
    assert len(number) == pytest.approx(196_000, rel=0.005)
    assert citizens.age[first].min() >= FIRST_ADULT_AGE
    assert np.diff(citizens.household).min() == 0
    assert np.diff(citizens.household).max() == 1


@pytest.mark.parametrize("group", range(6))
def test_education_disability_and_belongings_by_age(citizens: Population, group: int) -> None:
    in_group = citizens.age_group == group
    adult = in_group & (citizens.age >= 15)
    n = int(adult.sum())
    # Education follows the household's income for some, so its draws are clustered: a wider band.
    for level, share in enumerate(marginals("citizens", "education")[group]):
        observed = float((citizens.education[adult] == level).mean())
        assert within(observed, share, n, sigmas=7.0), level
    share = marginals("citizens", "disabled")[group]
    assert within(float(citizens.disabled[in_group].mean()), share, int(in_group.sum()))
    for name in ("has_car", "owns_property"):
        by_income = marginals("citizens", name)[group] * marginals("citizens", f"{name}_by_income")
        for income, chance in enumerate(by_income):
            members = in_group & (citizens.income_group == income)
            observed = float(getattr(citizens, name)[members].mean())
            assert within(observed, chance, int(members.sum())), name


def test_income_groups_are_thirds_of_households(citizens: Population) -> None:
    _, first = np.unique(citizens.household, return_index=True)
    shares = np.bincount(citizens.income_group[first]) / len(first)
    np.testing.assert_allclose(shares, 1 / 3, atol=1e-4)


def test_numbers_run_by_neighbourhood(citizens: Population) -> None:
    assert np.diff(citizens.neighbourhood.astype(int)).min() >= 0
    shares = np.bincount(citizens.neighbourhood) / len(citizens)
    np.testing.assert_allclose(shares, [dong.share for dong in dongs()], atol=1e-5)


def test_access_by_age_is_exact_and_unequal_within_age(citizens: Population) -> None:
    share = access_by_group("2003-12", 1)[0]
    online = citizens.access_rank < share[citizens.access_group]
    for group in range(6):
        members = citizens.age_group == group
        assert online[members].mean() == pytest.approx(share[group], abs=1e-4)
    in_2005 = citizens.access_rank < access_by_group("2005-12", 1)[0][citizens.access_group]
    adult = citizens.age >= 20
    by_education = [in_2005[adult & (citizens.education == level)].mean() for level in range(3)]
    assert by_education[1] - by_education[0] == pytest.approx(0.440, abs=0.08)  # 73.4 - 29.4
    assert by_education[2] - by_education[1] == pytest.approx(0.211, abs=0.05)  # 94.5 - 73.4
    adult = citizens.age >= 15
    disabled = citizens.disabled == 1
    gap = online[adult & ~disabled].mean() - online[adult & disabled].mean()
    assert gap == pytest.approx(0.379, abs=0.03)
    by_income = [online[adult & (citizens.income_group == third)].mean() for third in range(3)]
    assert by_income[2] - by_income[0] == pytest.approx(0.527 / 2, abs=0.03)


def test_certificates_are_the_dated_share_of_users(citizens: Population) -> None:
    adult = citizens.age >= 15
    online = citizens.access_rank < access_by_group("2003-12", 1)[0][citizens.access_group]
    for share in (0.1, 0.34, 0.6):
        certified = citizens.certificate_rank < share
        assert certified[adult & online].mean() == pytest.approx(share, abs=0.02)


def test_heavy_tails_have_mean_one_and_the_stated_weight(citizens: Population) -> None:
    for name in ("bill_scale", "activity"):
        assert getattr(citizens, name).mean(dtype=float) == pytest.approx(1.0, abs=1e-6)
    assert citizens.demand_propensity.mean(dtype=float) == pytest.approx(1.0, abs=0.01)
    adult = citizens.age >= 15
    active = np.sort(citizens.activity[adult].astype(float))[::-1]
    assert active[: len(active) // 100].sum() / active.sum() == pytest.approx(0.75, abs=0.01)
    assert citizens.activity[~adult].sum() == 0
    young = citizens.activity[citizens.age < 35].sum(dtype=float) / len(citizens)
    old = citizens.activity[citizens.age > 65].sum(dtype=float) / len(citizens)
    assert young == pytest.approx(0.55, abs=0.04)
    assert old == pytest.approx(0.05, abs=0.02)


def test_demand_follows_the_districts_shape() -> None:
    for shape in (0.4, 0.8, 3.0):
        people = District.model_validate({"people": {"demand": {"shape": shape}}})
        drawn = build_citizens(people, 50_000).demand_propensity.astype(float)
        assert drawn.mean() == pytest.approx(1.0, abs=0.03)
        assert drawn.var() == pytest.approx(1.0 / shape, rel=0.08)


# --- totals ----------------------------------------------------------------------------------


def cases(population: Population) -> np.ndarray:
    """Cases a year by line, for the people represented."""
    table = needs_table()[population.needs_class]
    total = (table * population.demand_propensity[:, None]).sum(axis=0)
    return np.asarray(total * population.weight)


def test_cases_come_to_the_counted_totals(citizens: Population, businesses: Population) -> None:
    total = cases(citizens) + cases(businesses)
    assert total.sum() / 540_000 == pytest.approx(9.1, abs=0.1)
    assert total[0] == pytest.approx(2_200_000, rel=0.02)


def test_a_sample_has_the_same_totals(
    district: District, citizens: Population, businesses: Population
) -> None:
    sample, firms = build_citizens(district, 20_000), build_businesses(district, 2_037)
    assert sample.people == pytest.approx(540_000)
    assert firms.people == pytest.approx(55_000)
    mine, whole = cases(sample), cases(citizens)
    used = whole > 0
    np.testing.assert_allclose(mine[used], whole[used], rtol=0.06)
    np.testing.assert_allclose(cases(firms)[:8], cases(businesses)[:8], rtol=0.05)
    workers = firms.employees.sum() * firms.weight
    assert workers == pytest.approx(businesses.employees.sum(), rel=0.03)
    for name in ("has_car", "owns_property", "disabled", "skill0", "trust0"):
        assert getattr(sample, name).mean(dtype=float) == pytest.approx(
            getattr(citizens, name).mean(dtype=float), rel=0.12
        ), name


# --- businesses ------------------------------------------------------------------------------


def test_firms_run_from_the_largest_and_employ_the_counted_workers(
    businesses: Population,
) -> None:
    assert np.diff(businesses.employees).max() <= 0
    assert businesses.employees.sum() == pytest.approx(542_745, rel=0.02)
    shares = np.bincount(businesses.size_group) / len(businesses)
    np.testing.assert_allclose(shares, marginals("businesses", "size"), atol=1e-4)
    bounds = marginals("businesses", "size_bounds")
    for size, (low, high) in enumerate(bounds):
        employees = businesses.employees[businesses.size_group == size]
        assert low <= employees.min() <= employees.max() <= high


def test_the_cases_own_figure_adds_sole_traders_only(businesses: Population) -> None:
    many = build_businesses(District(businesses=300_000))
    for size in (1, 2, 3):
        there, here = ((pop.size_group == size).sum() for pop in (many, businesses))
        assert there == pytest.approx(here, rel=0.01)
    assert (many.size_group == 0).sum() > 250_000


def test_needs_and_bills_grow_with_size(businesses: Population) -> None:
    yearly = needs_table()[businesses.needs_class].sum(axis=1) * businesses.demand_propensity
    for values in (yearly, businesses.bill_scale):
        by_size = [values[businesses.size_group == size].mean() for size in range(4)]
        assert by_size == sorted(by_size)
    assert businesses.bill_scale.mean(dtype=float) == pytest.approx(1.0, abs=0.02)
    np.testing.assert_array_equal(businesses.access_group, businesses.size_group + 6)


# --- employees -------------------------------------------------------------------------------


def test_employees_fill_seven_divisions_with_eleven_in_it(employees: Population) -> None:
    assert len(employees) == 1_387
    counts = np.bincount(employees.division, minlength=7)
    assert counts.min() > 0
    assert counts[DIVISIONS.index("IT")] == 11
    assert (employees.role == 3).sum() == 11
    assert (employees.role == 0).sum() == 6 * 3
    assert (employees.present == 1).all()


def test_service_is_no_longer_than_working_life(employees: Population) -> None:
    assert (employees.tenure_months <= 12 * (employees.age.astype(int) - 18)).all()
    assert (employees.months_in_post <= employees.tenure_months).all()
    it = employees.role == 3
    assert employees.it_skill[it].mean() > employees.it_skill[~it].mean() + 0.2


def test_state_starts_from_what_the_district_says(district: District) -> None:
    judgement = district.people.judgement.model_copy(update={"satisfaction_at_start": 0.25})
    people = district.people.model_copy(update={"judgement": judgement})
    other = district.model_copy(update={"people": people})
    assert set(build_citizens(other, 300).satisfaction) == {0.25}
    assert set(build_citizens(other, 300).copy().satisfaction) == {0.25}
    assert set(build_citizens(district, 300).satisfaction) == {np.float32(0.58)}

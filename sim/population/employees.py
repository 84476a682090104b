"""The district's employees, synthesised: division by division, directors first."""

from __future__ import annotations

from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from sim.data.tables import marginals
from sim.draws import Decision, uniform_array
from sim.population import decisions as d
from sim.population.columns import DIVISIONS, EMPLOYEE_COLUMNS, ROLES
from sim.population.population import Population, starts_in
from sim.population.shapes import triangular

__all__ = ["build_employees"]

Floats = NDArray[np.float64]

IT_DIVISION = DIVISIONS.index("IT")
IT_ROLE = ROLES.index("IT")
YOUNGEST_AGE, OLDEST_AGE = 18, 60


class HasEmployees(Protocol):
    """What the synthesis of employees reads of a district."""

    @property
    def population_seed(self) -> int: ...
    @property
    def employees(self) -> int: ...
    @property
    def organisation(self) -> Any: ...


def build_employees(district: HasEmployees) -> Population:
    """Return the district's employees, one row each, with fresh state.

    Parameters
    ----------
    district : reads `population_seed`, `employees` and starting values.
    """
    seed = int(district.population_seed)
    division, role = _posts(int(district.employees))
    agents = np.arange(len(division), dtype=np.int64)

    def draw(decision: Decision) -> Floats:
        return uniform_array(seed, decision, agents, 0)

    def spread(name: str, decision: Decision) -> Floats:
        return triangular(draw(decision), *_of(name)[role].T)

    age = np.clip(np.floor(spread("age", d.SYNTHESIS_STAFF_AGE)), YOUNGEST_AGE, OLDEST_AGE)
    it_skill = spread("it_skill", d.SYNTHESIS_STAFF_IT)
    it_skill = it_skill + _of("it_skill_age_slope") * (age - 35.0)
    fixed: dict[str, Any] = {
        "age0": age.astype(np.uint8),
        "division0": division,
        "role": role,
        "administrative_skill0": spread("administrative_skill", d.SYNTHESIS_STAFF_ADMINISTRATION),
        "it_skill0": np.clip(it_skill, 0.02, 0.98),
        "insecurity0": spread("insecurity", d.SYNTHESIS_STAFF_INSECURITY),
        "notes0": triangular(draw(d.SYNTHESIS_STAFF_NOTES), *_of("notes")),
    }
    tenure = 12.0 * np.maximum(age - _of("age_at_entry"), 0.0) * 2 * draw(d.SYNTHESIS_STAFF_TENURE)
    tenure = np.minimum(tenure, 12.0 * (age - YOUNGEST_AGE))
    fixed["tenure_months0"] = tenure.astype(np.int16)
    in_post = -_of("months_in_post") * np.log(draw(d.SYNTHESIS_STAFF_POST))
    fixed["months_in_post0"] = np.minimum(in_post, tenure).astype(np.int16)
    starts = starts_in(district, EMPLOYEE_COLUMNS)
    return Population("employee", EMPLOYEE_COLUMNS, fixed, weight=1.0, starts=starts)


def _of(name: str) -> Floats:
    return marginals("employees", name)


def _posts(employees: int) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Return the division and role of every employee, numbered division by division."""
    it_people = min(int(_of("it_people")), employees)
    sizes = _whole(_of("divisions"), employees - it_people)
    sizes[IT_DIVISION] += it_people
    roles = [_roles(number, int(size)) for number, size in enumerate(sizes)]
    division = np.repeat(np.arange(len(sizes), dtype=np.uint8), sizes)
    return division, np.concatenate(roles).astype(np.uint8)


def _whole(shares: Floats, total: int) -> NDArray[np.int64]:
    """Return whole numbers in these shares that add up to the total (largest remainders)."""
    exact = shares * total
    whole = np.floor(exact).astype(np.int64)
    most = np.argsort(whole - exact, kind="stable")[: total - int(whole.sum())]
    whole[most] += 1
    return whole


def _roles(division: int, size: int) -> NDArray[np.uint8]:
    """Return the roles of one division: directors, managers, clerks; the IT team is all IT."""
    roles = np.full(size, IT_ROLE if division == IT_DIVISION else ROLES.index("clerk"), np.uint8)
    if division != IT_DIVISION:
        directors = min(int(_of("directors")), size)
        managers = round(float(_of("manager_share")) * size)
        roles[directors : directors + managers] = ROLES.index("manager")
        roles[:directors] = ROLES.index("director")
    return roles

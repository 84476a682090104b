"""Citizens, businesses and employees as arrays, synthesised from declared marginals."""

from __future__ import annotations

from sim.population.businesses import build_businesses
from sim.population.citizens import build_citizens
from sim.population.employees import build_employees
from sim.population.population import Individual, Population

__all__ = [
    "Individual",
    "Population",
    "build_businesses",
    "build_citizens",
    "build_employees",
]

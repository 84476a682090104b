"""A district of the default size, and its populations at full and small size."""

from __future__ import annotations

import pytest

from sim.parameters.district import District
from sim.population import Population, build_businesses, build_citizens, build_employees


@pytest.fixture(scope="session")
def district() -> District:
    return District()


@pytest.fixture(scope="session")
def citizens(district: District) -> Population:
    """All 540,000: built once a session, not to be written to."""
    return build_citizens(district)


@pytest.fixture(scope="session")
def businesses(district: District) -> Population:
    return build_businesses(district)


@pytest.fixture(scope="session")
def employees(district: District) -> Population:
    return build_employees(district)


@pytest.fixture
def few(district: District) -> Population:
    """Two hundred citizens, to be written to."""
    return build_citizens(district, 200)

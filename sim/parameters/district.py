"""The district: its people, its office, those who decide about it, and its prices."""

from __future__ import annotations

from pydantic import Field

from sim.parameters.declare import Group, parameter
from sim.parameters.organisation import Organisation
from sim.parameters.people import People
from sim.parameters.politics import Economics, Politics
from sim.parameters.prices import Prices

_CASE = "KDI School 2014, Localizing E-Government in Korea"


class District(Group):
    """The world in which a strategy is tried."""

    residents: int = parameter(
        540_000, unit="persons", low=100, high=20_000_000, status="measured", label="Residents",
        source=f"{_CASE}, p. 10: more than 540,000",
    )
    businesses: int = parameter(
        55_000, unit="firms", low=10, high=5_000_000, status="assumed", label="Businesses",
        source="Assumed below 63,000, the largest district of Seoul in 2007, which was another; "
        f"{_CASE}, p. 20 prints about 300,000",
        note="scenarios/as_printed.yaml runs the case's own figure.",
    )
    employees: int = parameter(
        1_387, unit="persons", low=20, high=100_000, status="measured", label="Employees",
        source=f"{_CASE}, p. 10",
    )
    persons_per_household: float = parameter(
        2.7, unit="persons", low=1, high=10, status="assumed", label="Persons in a household",
        source="Assumed below the 3.1 of Korea in the census of 2000, as recalled",
        note="Says what share of households a number of television boxes reaches.",
        needs="strategy.accessibility.television_boxes",
    )
    peer_districts: int = parameter(
        24, unit="count", low=0, high=200, status="measured", label="Peer districts",
        source=f"{_CASE}, p. 10: 25 districts in Seoul",
    )
    population_seed: int = parameter(
        2002, unit="count", low=0, high=2**62, status="assumed",
        label="Seed of the synthetic population",
        source="Any number: the population is the same in every replication",
    )
    people: People = Field(default_factory=People)
    organisation: Organisation = Field(default_factory=Organisation)
    politics: Politics = Field(default_factory=Politics)
    economics: Economics = Field(default_factory=Economics)
    prices: Prices = Field(default_factory=Prices)

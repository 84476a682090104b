"""A place in the whole model: a line switched off has no case, and a season is kept."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from sim.data.tables import LINES
from sim.kernels import case as n
from sim.measures import counts
from sim.model import DistrictModel
from sim.scenario import Scenario
from sim.scenario.place import Place

PERMITS = LINES.index("permits")


def world(place: Place | None, months: int = 12) -> DistrictModel:
    usual = Scenario.defaults().with_values({"run.start": "2003-01"})
    return DistrictModel(dataclasses.replace(usual, place=place), sample=2000, months=months)


def test_only_the_lines_needed_have_cases_and_only_in_season() -> None:
    place = Place(
        needs={"all": 0.0},
        cases_per_adult={"permits": 2.0},
        season={"permits": {3: 25.0, 4: 75.0}},
    )
    model = world(place)
    cases = np.zeros((12, len(LINES)))
    for month in range(12):
        model.step()
        cases[month] = counts(model)[:, n.NEEDS]
    assert cases.sum(axis=1).nonzero()[0].tolist() == [2, 3]
    assert cases.sum(axis=0).nonzero()[0].tolist() == [PERMITS]
    adults = float((model.citizens.age >= 15).sum()) * model.citizens.weight
    assert cases.sum() == pytest.approx(2.0 * adults, rel=0.1)
    assert cases[3, PERMITS] == pytest.approx(3.0 * cases[2, PERMITS], rel=0.2)


def test_everybody_online_is_certified_where_no_certificate_is_needed() -> None:
    model = world(Place.model_validate({"certificates": "none"}), 2)
    model.step()
    assert (model.citizens.has_certificate[model.citizens.has_access == 1] == 1).all()


def test_the_share_online_follows_the_place() -> None:
    none, all_ = (world(Place(internet_use={1990: use, 2010: use}), 2) for use in (0.0, 90.0))
    none.step()
    all_.step()
    assert none.citizens.has_access.mean() < 0.02
    assert all_.citizens.has_access.mean() > 0.8


def test_a_place_that_says_nothing_changes_nothing() -> None:
    usual, same = world(None, 3), world(Place(title="Nowhere", source="nobody"), 3)
    for _ in range(3):
        usual.step()
        same.step()
    for name, array in usual.citizens.arrays.items():
        assert np.array_equal(array, same.citizens.arrays[name]), name
    left, right = (m.datacollector.get_model_vars_dataframe() for m in (usual, same))
    assert left.equals(right)

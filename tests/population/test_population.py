"""The container: names, views, copies, counts."""

from __future__ import annotations

import pickle

import numpy as np
import pytest

from sim.parameters.catalogue import catalogue
from sim.population import Population
from sim.population.columns import (
    BUSINESS_COLUMNS,
    CITIZEN_COLUMNS,
    EMPLOYEE_COLUMNS,
    USER_STATE_COLUMNS,
    Column,
)

TABLES = {"citizen": CITIZEN_COLUMNS, "business": BUSINESS_COLUMNS, "employee": EMPLOYEE_COLUMNS}


@pytest.mark.parametrize("columns", TABLES.values(), ids=TABLES)
def test_each_name_is_declared_once_with_unit_owner_and_label(columns: tuple[Column, ...]) -> None:
    names = [column.name for column in columns]
    assert len(names) == len(set(names))
    assert all(column.unit and column.owner and column.label for column in columns)
    fixed = {column.name for column in columns if column.is_fixed}
    for column in columns:
        if column.is_fixed:
            assert column.initial is None, column.name
        else:
            assert column.initial is not None, column.name
            if isinstance(column.initial, str):
                path = f"district.{column.parameter}"
                assert column.initial in fixed or path in catalogue(), column.name


def test_citizens_and_businesses_share_the_columns_that_kernels_run_over() -> None:
    for column in USER_STATE_COLUMNS:
        assert column in CITIZEN_COLUMNS
        assert column in BUSINESS_COLUMNS


@pytest.mark.parametrize("kind", TABLES)
def test_every_value_is_within_its_declared_range(
    kind: str, request: pytest.FixtureRequest
) -> None:
    population: Population = request.getfixturevalue(
        {"citizen": "citizens", "business": "businesses", "employee": "employees"}[kind]
    )
    for column in population.columns:
        values = population.arrays[column.name]
        assert values.dtype == column.numpy_dtype, column.name
        assert np.isfinite(values).all(), column.name
        if column.low is not None:
            assert values.min() >= column.low, column.name
        if column.high is not None:
            assert values.max() <= column.high, column.name
        if column.names:
            assert values.max() < len(column.names), column.name


def test_unknown_attribute_names_the_nearest(few: Population) -> None:
    with pytest.raises(AttributeError, match="Did you mean 'satisfaction'"):
        _ = few.satisfacton
    with pytest.raises(AttributeError, match="Did you mean 'owns_property'"):
        _ = few[3].own_property
    with pytest.raises(AttributeError, match="Did you mean 'trust'"):
        few.trst = 1


def test_one_citizen_shows_every_attribute_with_its_unit(few: Population) -> None:
    shown = repr(few[42])
    assert shown.startswith("citizen 42 of 200")
    assert len(shown.splitlines()) == 1 + len(CITIZEN_COLUMNS)
    assert f"{few[42].age} years" in shown
    assert "USD/hour" in shown
    assert few[42].age == few.age[42]
    assert isinstance(few[42].trust, float)
    assert few[42].as_dict()["household"] == few.household[42]


def test_an_individual_is_a_live_view_but_read_only(few: Population) -> None:
    one = few[7]
    few.trust[7] = 0.25
    assert one.trust == 0.25
    with pytest.raises(AttributeError, match="read-only"):
        one.trust = 0.5


def test_index_beyond_the_end_is_told(few: Population) -> None:
    assert repr(few[-1]) == repr(few[199])
    with pytest.raises(IndexError, match="0 to 199"):
        _ = few[200]


def test_columns_are_written_in_place_and_fixed_ones_not_at_all(few: Population) -> None:
    with pytest.raises(AttributeError, match=r"population.trust\[:\]"):
        few.trust = np.zeros(200)
    with pytest.raises(ValueError, match="read-only"):
        few.age[0] = 3


def test_copy_starts_afresh_and_shares_what_is_fixed(few: Population) -> None:
    few.trust[:] = 0.0
    again = few.copy()
    np.testing.assert_array_equal(again.trust, again.trust0)
    assert np.shares_memory(again.age, few.age)
    assert not np.shares_memory(again.trust, few.trust)


def test_snapshot_keeps_the_state(few: Population) -> None:
    few.trust[:] = 0.125
    kept = few.snapshot()
    few.trust[:] = 0.5
    assert (kept.trust == 0.125).all()


def test_replaced_makes_small_worlds(few: Population) -> None:
    same = few.replaced(age_group=np.zeros(200, dtype=np.uint8), trust=np.full(200, 0.5))
    assert (same.age_group == 0).all()
    assert (same.trust == 0.5).all()
    assert few.age_group.max() > 0
    with pytest.raises(AttributeError, match="no attribute 'colour'"):
        few.replaced(colour=np.zeros(200))


def test_pickling_keeps_everything(few: Population) -> None:
    few.trust[:] = 0.75
    back = pickle.loads(pickle.dumps(few))
    assert back.weight == few.weight
    for name, values in few.arrays.items():
        np.testing.assert_array_equal(back.arrays[name], values)


def test_census_counts_by_weight(few: Population) -> None:
    few.aware_lines[:10] = 0b101
    census = few.census()
    assert census["agents"] == pytest.approx(540_000)
    assert census["aware_lines.0"] == census["aware_lines.2"] == pytest.approx(10 * few.weight)
    assert census["aware_lines.1"] == 0
    groups = sum(census[f"age_group={code}"] for code in range(6))
    assert groups == pytest.approx(540_000)
    assert census["has_car"] == pytest.approx(few.has_car.sum() * few.weight)


def test_missing_unknown_or_unequal_columns_are_refused(few: Population) -> None:
    fixed = {c.name: few.arrays[c.name] for c in CITIZEN_COLUMNS if c.is_fixed}
    with pytest.raises(ValueError, match="needs the fixed column 'age'"):
        Population("citizen", CITIZEN_COLUMNS, {k: v for k, v in fixed.items() if k != "age"})
    with pytest.raises(ValueError, match="no attribute 'agee'"):
        Population("citizen", CITIZEN_COLUMNS, {**fixed, "agee": fixed["age"]})
    with pytest.raises(ValueError, match="shape"):
        Population("citizen", CITIZEN_COLUMNS, {**fixed, "education": fixed["age"][:5]})

"""What cannot act changes nothing, exactly: in no citizen, in no table."""

from __future__ import annotations

from typing import Any

import pytest

from sim.model import DistrictModel
from sim.outcomes import OUTCOMES
from sim.parameters.catalogue import Parameter, catalogue
from sim.scenario.schema import Event
from tests.worlds import (
    assert_same_tables,
    columns_now,
    differing,
    digests_now,
    scenario,
    small_world,
)

CHANGE_AT, MONTHS = 24, 30
LEVERS = [p for p in catalogue().values() if p.section == "strategy"]
PILLARS = sorted({p.path.split(".")[1] for p in LEVERS})


def _other_value(lever: Parameter) -> Any:
    """Return a value of the lever that is not its default, far away where it can be."""
    if lever.kind == "switch":
        return not lever.default
    if lever.kind == "choice":
        return next(choice for choice in lever.choices if choice != lever.default)
    assert lever.low is not None
    assert lever.high is not None
    far = lever.high if lever.default - lever.low < lever.high - lever.default else lever.low
    return int(far) if lever.kind == "integer" else float(far)


def _by_month(world: DistrictModel) -> list[dict[str, str]]:
    """Run a world and return the fingerprint of every column at the end of every month."""
    digests: list[dict[str, str]] = []
    world.run(lambda month: digests.append(digests_now(world)))
    return digests


@pytest.fixture(scope="module")
def usual() -> tuple[DistrictModel, list[dict[str, str]]]:
    world = small_world(months=MONTHS)
    return world, _by_month(world)


def _assert_same_throughout(
    usual: tuple[DistrictModel, list[dict[str, str]]], world: DistrictModel
) -> None:
    assert _by_month(world) == usual[1]
    assert_same_tables(usual[0].tables(), world.tables())


def test_every_lever_set_to_its_own_value(usual: Any) -> None:
    own = {lever.path: scenario().value(lever.path) for lever in LEVERS}
    _assert_same_throughout(usual, small_world(own, months=MONTHS))


def test_every_parameter_set_to_its_own_value(usual: Any) -> None:
    own = {path: scenario().value(path) for path, p in catalogue().items() if p.section != "run"}
    _assert_same_throughout(usual, small_world(own, months=MONTHS))


def test_a_dated_change_to_the_same_value(usual: Any) -> None:
    own = {lever.path: scenario().value(lever.path) for lever in LEVERS}
    event = Event(month=CHANGE_AT, changes=own)
    _assert_same_throughout(usual, small_world(timeline=(event,), months=MONTHS))


def test_a_change_after_the_end(usual: Any) -> None:
    event = Event(month=MONTHS + 1, changes={lever.path: _other_value(lever) for lever in LEVERS})
    _assert_same_throughout(usual, small_world(timeline=(event,), months=MONTHS))


def test_a_shock_without_size_or_after_the_end(usual: Any) -> None:
    late = Event(month=MONTHS + 1, shock="breach", size=10.0)
    _assert_same_throughout(usual, small_world(timeline=(late,), months=MONTHS))


@pytest.mark.parametrize("pillar", PILLARS)
def test_a_lever_changed_later_changes_nothing_before(pillar: str, usual: Any) -> None:
    changes = {p.path: _other_value(p) for p in LEVERS if p.path.split(".")[1] == pillar}
    world = small_world(timeline=(Event(month=CHANGE_AT, changes=changes),), months=MONTHS)
    months = _by_month(world)
    for month in range(1, CHANGE_AT):
        assert months[month - 1] == usual[1][month - 1], f"month {month} differs"
    assert_same_tables(usual[0].tables(), world.tables(), before=CHANGE_AT)


def test_all_levers_changed_later_do_act_from_then_on(usual: Any) -> None:
    """The comparison above would also hold for a timeline that is never read."""
    changes = {p.path: _other_value(p) for p in LEVERS}
    world = small_world(timeline=(Event(month=CHANGE_AT, changes=changes),), months=MONTHS)
    months = _by_month(world)
    assert months[: CHANGE_AT - 1] == usual[1][: CHANGE_AT - 1]
    assert months[CHANGE_AT - 1] != usual[1][CHANGE_AT - 1]
    tables, before = world.tables(), usual[0].tables()
    spent = [t["monthly"].set_index("month")["spending_usd"] for t in (tables, before)]
    assert spent[0][CHANGE_AT] != spent[1][CHANGE_AT]


def test_a_shock_changes_nothing_before_its_month(usual: Any) -> None:
    world = small_world(timeline=(Event(month=CHANGE_AT, shock="breach"),), months=MONTHS)
    months = _by_month(world)
    assert months[: CHANGE_AT - 1] == usual[1][: CHANGE_AT - 1]
    assert months[CHANGE_AT - 1] != usual[1][CHANGE_AT - 1]
    assert_same_tables(usual[0].tables(), world.tables(), before=CHANGE_AT)


def test_a_longer_run_begins_as_the_shorter_one(usual: Any) -> None:
    longer = small_world(months=MONTHS + 12)
    assert _by_month(longer)[:MONTHS] == usual[1]
    assert_same_tables(usual[0].tables(), longer.tables(), before=MONTHS + 1)


def test_looking_changes_nothing() -> None:
    watched, left_alone = small_world(), small_world()
    for _ in range(12):
        watched.step()
        for _ in range(2):
            {outcome.name: outcome.value(watched) for outcome in OUTCOMES}
        watched.tables()
        watched.citizens.census()
        repr(watched.citizens[0])
        left_alone.step()
    assert differing(columns_now(watched), columns_now(left_alone)) == []
    assert_same_tables(watched.tables(), left_alone.tables())

"""One, two and four threads, and runs in any order, give the same bits."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

import sim.model
import sim.users
from sim.kernels.notice import BLOCK
from sim.model import DistrictModel
from tests.worlds import assert_same_tables, columns_now, differing, small_world

CITIZENS = 20_000
# Enough businesses for their own blocks: 600,000 for 540,000 residents.
MANY_FIRMS = {"district.businesses": 600_000}


@pytest.fixture
def shared_out(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, int]]:
    """Let small populations use threads too; return the ranges of blocks handed to them."""
    ranges: list[tuple[int, int]] = []

    class Spy(ThreadPoolExecutor):
        def submit(self, work: Callable[..., Any], *args: Any) -> Any:
            ranges.append(args)
            return super().submit(work, *args)

    monkeypatch.setattr(sim.users, "SMALL", 0)
    monkeypatch.setattr(sim.model, "ThreadPoolExecutor", Spy)
    return ranges


def _run(threads: int) -> DistrictModel:
    world = small_world(MANY_FIRMS, sample=CITIZENS, months=14, threads=threads)
    world.run()
    return world


@pytest.mark.parametrize("threads", [2, 4])
def test_threads_change_nothing(threads: int, shared_out: list[tuple[int, int]]) -> None:
    alone, together = _run(1), _run(threads)
    assert together.citizens_users.threads == together.business_users.threads == threads
    assert differing(columns_now(alone), columns_now(together)) == []
    assert_same_tables(alone.tables(), together.tables())


def test_the_blocks_are_really_shared_out(shared_out: list[tuple[int, int]]) -> None:
    world = _run(4)
    for users in (world.citizens_users, world.business_users):
        assert users.n_blocks == -(-len(users.agents) // BLOCK) >= 4
    # Three steps, two populations, fourteen months, four parts; none empty.
    assert len(shared_out) == 3 * 2 * 14 * 4
    assert all(first < last for first, last in shared_out)


def test_more_threads_than_blocks(shared_out: list[tuple[int, int]]) -> None:
    alone = small_world(sample=300, months=3)
    crowded = small_world(sample=300, months=3, threads=4)
    alone.run()
    crowded.run()
    assert differing(columns_now(alone), columns_now(crowded)) == []


def test_the_order_of_runs_does_not_matter() -> None:
    loud = {"strategy.accessibility.outreach": 5.0}
    first, second = small_world(loud), small_world()
    first.run()
    second.run()
    again, once_more = small_world(), small_world(loud)
    for _ in range(12):  # month by month in turn
        again.step()
        once_more.step()
    for left, right in ((first, once_more), (second, again)):
        assert differing(columns_now(left), columns_now(right)) == []
        assert_same_tables(left.tables(), right.tables())
    assert differing(columns_now(first), columns_now(second)) != []


def test_another_seed_is_another_history_of_the_same_people() -> None:
    one, other = small_world(seed=1), small_world(seed=2)
    fixed = [f"citizens.{c.name}" for c in one.citizens.columns if c.is_fixed]
    one.run()
    other.run()
    different = differing(columns_now(one), columns_now(other))
    assert not set(fixed) & set(different)
    assert "citizens.month_cases" in different


def test_the_replicate_changes_the_luck_and_nought_is_the_seed_itself() -> None:
    one, same, other = small_world(seed=7), small_world(seed=7, replicate=0), small_world(
        seed=7, replicate=1
    )  # fmt: skip
    for world in (one, same, other):
        world.run()
    assert differing(columns_now(one), columns_now(same)) == []
    assert differing(columns_now(one), columns_now(other)) != []

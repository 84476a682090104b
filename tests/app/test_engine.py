"""The engine: what is done once, what is dropped, what is kept, what survives a death."""

from __future__ import annotations

import asyncio
import sys

import pytest

from sim.app.engine import Rank
from sim.app.jobs import do_run, outcome_names
from sim.app.lru import Lru
from sim.app.refusals import Refused
from sim.app.state import parse
from sim.app.twins import run_task
from sim.app.worker import Dropped
from sim.errors import UserError
from sim.execution.task import perform, unpack_table
from tests.app.scenes import ME, appears, call, lines, play, quiet
from tests.app.serving import small


def test_results_mistakes_and_faults_come_back():
    async def scene(engine):
        assert await call(engine, "add", 2, 3) == 5
        with pytest.raises(UserError, match="kiosks is -1"):
            await call(engine, "mistake")
        for name, words in (("fault", "ZeroDivisionError"), ("leaves", "SystemExit")):
            with pytest.raises(Refused, match=words) as caught:
                await call(engine, name)
            assert caught.value.status == 503
        assert await call(engine, "add", 1, 1) == 2

    play(scene)


def test_a_run_is_done_once_for_all_who_wait_and_kept(tmp_path):
    task = run_task(parse(small()))

    async def scene(engine):
        twice = await asyncio.gather(*(
            engine.runs([task, task], Rank.MOVE, f"session-{k}") for k in range(4)
        ))  # fmt: skip
        again = await engine.runs([task], Rank.AHEAD, ME)
        assert engine.runs_done == 1
        assert all((one.monthly == again[0].monthly).all() for pair in twice for one in pair)
        assert again[0].minutes
        return engine.load

    assert play(scene)["kept"] == 1


def test_equal_calls_are_done_once(tmp_path):
    said = tmp_path / "said"

    async def scene(engine):
        await asyncio.gather(*(call(engine, "note", said, "x", key="one") for _ in range(5)))

    play(scene)
    assert lines(said) == ["x"]


def test_what_cannot_be_left_is_not(tmp_path):
    said = tmp_path / "said"

    async def scene(engine):
        slow = call(engine, "steps", 20, said, rank=Rank.REFINE)
        await appears(said, "begun")
        await asyncio.gather(slow, call(engine, "note", said, "move", rank=Rank.MOVE))

    play(scene)
    assert lines(said) == ["begun", "ended", "move"]


def test_what_nobody_waits_for_is_dropped_under_way_and_in_the_queue(tmp_path):
    said = tmp_path / "said"

    async def scene(engine):
        under_way = call(engine, "steps", 3000, said)
        waiting = call(engine, "note", said, "waited")
        await appears(said, "begun")
        waiting.cancel()
        under_way.cancel()
        await quiet(engine)
        assert engine.load["ask"] == 0
        return await call(engine, "add", 1, 2)

    assert play(scene) == 3
    assert lines(said) == ["begun"]


def test_one_who_goes_does_not_take_the_others_along(tmp_path):
    said = tmp_path / "said"

    async def scene(engine):
        first = call(engine, "steps", 20, said, key="k")
        other = call(engine, "steps", 20, said, key="k")
        await appears(said, "begun")
        first.cancel()
        return await other

    assert play(scene) == 20


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
def test_a_killed_process_costs_nothing_until_the_third_time(tmp_path):
    async def scene(engine):
        assert await call(engine, "dies", tmp_path / "once", 1) == "lived"
        with pytest.raises(Refused, match="3 times") as caught:
            await call(engine, "dies", tmp_path / "always", 99)
        assert caught.value.status == 503
        return await call(engine, "add", 1, 1)

    assert play(scene) == 2
    assert len(lines(tmp_path / "always")) == 3


def test_what_takes_too_long_is_given_up():
    async def scene(engine):
        await engine.runs([run_task(parse(small()))], Rank.MOVE, ME)  # a fresh one has longer
        with pytest.raises(Refused, match=r"longer than 0\.3 seconds"):
            await call(engine, "hangs", seconds=0.3)
        return await call(engine, "add", 1, 1)

    assert play(scene) == 2


def test_the_end_is_told_to_those_who_wait(tmp_path):
    async def scene(engine):
        waiting = [call(engine, "hangs"), call(engine, "add", 1, 1)]
        await asyncio.sleep(0.05)
        await engine.close()
        for one in (*waiting, call(engine, "add", 1, 1)):
            with pytest.raises(Refused, match="being stopped"):
                await one

    play(scene)


def test_the_memory_keeps_to_its_bytes_and_forgets_the_oldest():
    memory: Lru[str] = Lru(10)
    for name in "abc":
        memory.put(name, name, 4)
    assert ("a" in memory, "b" in memory, "c" in memory, memory.bytes) == (False, True, True, 8)
    memory.get("b")
    memory.put("d", "d", 4)
    assert ("b" in memory, "c" in memory) == (True, False)
    memory.put("large", "x", 11)
    assert "large" not in memory
    assert memory.bytes == 8
    memory.put("b", "new", 2)
    assert memory.get("b") == "new"
    assert memory.bytes == 6


def test_what_is_kept_of_a_run_is_what_a_results_folder_has():
    task = run_task(parse(small("history", months=9, strategy__accessibility__kiosks=40)))
    kept, packed = do_run(task, lambda month: None), perform(task)
    monthly = unpack_table(packed.tables["monthly"])
    for name, row in zip(outcome_names(), kept.monthly, strict=True):
        assert row.tobytes() == monthly[name].to_numpy().astype(float).tobytes(), name
    rows = unpack_table(packed.tables["decisions"]).to_pylist()[-len(kept.minutes) :]
    assert [
        {key: row[key] for key in one} for one, row in zip(kept.minutes, rows, strict=True)
    ] == [*kept.minutes]


def test_a_run_that_is_left_leaves_nothing_behind():
    import gc
    import weakref

    from sim.model import DistrictModel

    alive = weakref.WeakSet()
    begin = DistrictModel.__init__

    def watched(self, *given, **named):
        alive.add(self)
        begin(self, *given, **named)

    def leave(month):
        if month == 2:
            raise Dropped

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DistrictModel, "__init__", watched)
        with pytest.raises(Dropped):
            do_run(run_task(parse(small())), leave)
        gc.collect()
        assert list(alive) == []

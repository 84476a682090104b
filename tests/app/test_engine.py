"""The engine: what goes first, what is done once, what is dropped, what survives a death."""

from __future__ import annotations

import asyncio
import sys

import pytest

from sim.app.crew import MOST_TIMES_LEFT
from sim.app.engine import Engine, Rank
from sim.app.jobs import do_run, outcome_names
from sim.app.lru import Lru
from sim.app.page import Turns
from sim.app.refusals import Refused
from sim.app.state import parse
from sim.app.twins import run_task
from sim.app.worker import Dropped
from sim.errors import UserError
from sim.execution.task import perform, unpack_table
from tests.app.serving import small
from tests.app.work import HERE

ME = "session-me"


def play(scene, workers=1):
    """Play a scene with an engine, and end it."""

    async def whole():
        engine = Engine(workers)
        try:
            return await asyncio.wait_for(scene(engine), 90)
        finally:
            await engine.close()

    return asyncio.run(whole())


def call(engine, name, *arguments, session=ME, **how):
    return asyncio.ensure_future(
        engine.call(f"{HERE}:{name}", *map(plain, arguments), session=session, **how)
    )


def plain(argument):
    return argument if isinstance(argument, int | str) else str(argument)


def lines(path):
    return path.read_text().split() if path.exists() else []


async def appears(path, word):
    while word not in lines(path):
        await asyncio.sleep(0.01)


async def quiet(engine):
    while engine.load["under_way"]:
        await asyncio.sleep(0.01)


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


def test_the_pressing_goes_first_and_sessions_take_turns(tmp_path):
    said, gate = tmp_path / "said", tmp_path / "gate"

    async def scene(engine):
        held = call(engine, "wait_for", gate)
        await asyncio.sleep(0)
        asked = [
            call(engine, "note", said, "ahead", rank=Rank.AHEAD),
            call(engine, "note", said, "refine", rank=Rank.REFINE),
            *(call(engine, "note", said, f"a{k}", session="session-a") for k in range(3)),
            *(call(engine, "note", said, f"b{k}", session="session-b") for k in range(2)),
            call(engine, "note", said, "move", rank=Rank.MOVE),
        ]
        await asyncio.sleep(0.01)
        gate.touch()
        await asyncio.gather(held, *asked)

    play(scene)
    assert lines(said) == ["move", "a0", "b0", "a1", "b1", "a2", "refine", "ahead"]


def test_a_move_takes_the_place_of_a_refinement_which_is_done_afterwards(tmp_path):
    said = tmp_path / "said"

    async def scene(engine):
        slow = call(engine, "steps", 60, said, rank=Rank.REFINE, may_be_left=True)
        await appears(said, "begun")
        await call(engine, "note", said, "move", rank=Rank.MOVE)
        await slow

    play(scene)
    assert lines(said) == ["begun", "move", "begun", "ended"]


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


def test_the_neighbours_are_done_when_idle_and_dropped_when_stale():
    def task(kiosks):
        return run_task(parse(small(strategy__accessibility__kiosks=kiosks)))

    async def scene(engine):
        engine.ahead(ME, [task(1), task(2), task(3)])
        await engine.runs([task(9)], Rank.MOVE, ME)
        engine.ahead(ME, [task(4)])
        await quiet(engine)
        done = [k for k in (1, 2, 3, 4, 9) if engine.has([task(k)])]
        assert {4, 9} <= set(done)
        assert len(done) <= 4
        assert engine.load["ahead"] == 0
        while engine._ahead[ME].jobs:  # what is done is not held on to
            await asyncio.sleep(0.01)

    play(scene)


def test_a_long_job_leaves_a_process_free(tmp_path):
    gate = tmp_path / "gate"

    async def scene(engine):
        long = [call(engine, "wait_for", gate, rank=Rank.LONG, key=k) for k in "ab"]
        await asyncio.sleep(0.01)
        assert await call(engine, "add", 1, 1) == 2
        assert engine.load["long"] == 1
        gate.touch()
        await asyncio.gather(*long)

    play(scene, workers=2)


def test_rounds_of_the_game_leave_a_process_free_for_moves(tmp_path):
    gate = tmp_path / "gate"
    task = run_task(parse(small()))

    async def scene(engine):
        rounds = [call(engine, "wait_for", gate, session=f"player-{k}", key=k) for k in "abc"]
        await asyncio.sleep(0.01)
        assert (engine.load["ask"], engine.load["under_way"]) == (2, 1)
        assert len(await engine.runs([task], Rank.MOVE, ME)) == 1
        refined = await engine.runs([run_task(parse(small(months=7)))], Rank.REFINE, ME)
        assert len(refined) == 1  # asks that cannot begin do not make it leave
        gate.touch()
        await asyncio.gather(*rounds)

    play(scene, workers=2)


def test_a_round_of_the_game_beside_a_report_makes_room_for_moves_a_few_times(tmp_path):
    gate, said = tmp_path / "gate", tmp_path / "said"

    async def scene(engine):
        report = call(engine, "wait_for", gate, rank=Rank.LONG, key="a")
        played = call(engine, "steps", 200, said, may_be_left=True)
        for times in range(1, MOST_TIMES_LEFT + 2):
            while lines(said).count("begun") < times:
                await asyncio.sleep(0.01)
            moved = asyncio.ensure_future(
                engine.runs([run_task(parse(small() | {"seed": times}))], Rank.MOVE, ME)
            )
            await moved
            assert played.done() == (times > MOST_TIMES_LEFT)
        assert await played == 200
        gate.touch()
        await report

    play(scene, workers=2)


def test_a_move_takes_the_place_of_the_runs_of_a_comparison():
    async def scene(engine):
        tasks = [run_task(parse(small(months=300) | {"seed": k})) for k in range(4)]
        asked = asyncio.ensure_future(engine.runs(tasks, Rank.ASK, "session-compare"))
        await asyncio.sleep(0.01)
        assert [job.rank for job in engine._crew.under_way] == [Rank.ASK] * 2
        await engine.runs([run_task(parse(small()))], Rank.MOVE, ME)
        assert not asked.done()
        assert len(await asked) == 4

    play(scene, workers=2)


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


def test_only_the_latest_of_a_session_waits():
    async def scene():
        turns, said, gate = Turns(), [], asyncio.Event()

        async def one(name, session="session-a"):
            async with turns.of(session):
                said.append(name)
                await gate.wait()

        begun = [asyncio.ensure_future(one(n)) for n in ("first", "second", "third")]
        begun.append(asyncio.ensure_future(one("other", "session-b")))
        await asyncio.sleep(0.01)
        with pytest.raises(Refused, match="later move") as caught:
            await begun[1]
        assert caught.value.status == 409
        assert said == ["first", "other"]
        begun[0].cancel()
        await asyncio.sleep(0.01)
        assert said == ["first", "other", "third"]
        gate.set()
        await asyncio.gather(begun[2], begun[3])
        assert (turns._at_work, turns._waiting) == ({}, {})

    asyncio.run(scene())


def test_a_waiting_one_who_goes_leaves_no_trace():
    async def scene():
        turns, gate = Turns(), asyncio.Event()

        async def one():
            async with turns.of("session-a"):
                await gate.wait()

        first, second = asyncio.ensure_future(one()), asyncio.ensure_future(one())
        await asyncio.sleep(0.01)
        second.cancel()
        await asyncio.sleep(0.01)
        gate.set()
        await first
        assert (turns._at_work, turns._waiting) == ({}, {})

    asyncio.run(scene())


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


def test_what_nobody_has_asked_for_leaves_one_process_free():
    def task(kiosks, months=6):
        return run_task(parse(small(months=months, strategy__accessibility__kiosks=kiosks)))

    async def scene(engine):
        engine.ahead(ME, [task(k, 300) for k in range(10, 16)])
        assert [job.rank for job in engine._crew.under_way] == [Rank.AHEAD]
        move = asyncio.ensure_future(engine.runs([task(9, 300)], Rank.MOVE, ME))
        await asyncio.sleep(0)
        assert {job.rank for job in engine._crew.under_way} == {Rank.AHEAD, Rank.MOVE}
        assert engine.expects([task(9, 300), task(15, 300)])
        assert not engine.expects([task(9, 300), task(16, 300)])
        engine.ahead(ME, [])  # as for a move that was not foreseen
        assert not engine.expects([task(15, 300)])
        await move
        await quiet(engine)

    play(scene, workers=2)


def test_a_later_call_takes_the_place_of_an_earlier_one_whichever_comes_first():
    def task(kiosks):
        return run_task(parse(small(strategy__accessibility__kiosks=kiosks)))

    async def scene(engine):
        engine.ahead(ME, [task(1)], asked=5.0)
        engine.ahead(ME, [task(2)], asked=4.0)  # was held up on its way
        assert not any(job.key == task(2).key for job in engine._ahead[ME].jobs)
        await quiet(engine)

    play(scene)

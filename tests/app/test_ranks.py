"""The engine: what goes first, what makes room for what."""

from __future__ import annotations

import asyncio

import pytest

from sim.app.crew import MOST_TIMES_LEFT
from sim.app.engine import Rank
from sim.app.page import Turns
from sim.app.refusals import Refused
from sim.app.state import parse
from sim.app.twins import run_task
from tests.app.scenes import ME, appears, call, lines, play, quiet
from tests.app.serving import small


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


def test_the_others_begin_once_the_first_has_begun(tmp_path):
    gates = [tmp_path / "one", tmp_path / "two"]

    async def scene(engine):
        with engine.one_alone():
            held = [call(engine, "wait_for", gate, rank=Rank.MOVE) for gate in gates]
            await asyncio.sleep(0.01)
            assert engine.load["under_way"] == 1
        assert engine.load["under_way"] == 2
        for gate in gates:
            gate.touch()
        await asyncio.gather(*held)

    play(scene, workers=2)

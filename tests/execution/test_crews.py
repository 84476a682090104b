"""Runs in this process and over its workers: nothing lost, nothing twice, whatever they do."""

from __future__ import annotations

import os
import signal
import sys

import pytest

from sim.errors import RunFailed
from sim.execution import local
from sim.execution.crew import SerialCrew, available_cores, carry, crew_for
from sim.execution.local import LocalCrew
from tests.execution.jobs import TROUBLE, digest, harmless, task, tasks, until

posix = pytest.mark.skipif(sys.platform == "win32", reason="there are no such signals on Windows")


def processes(crew: LocalCrew) -> list[int]:
    executors = [worker._executor for worker in crew._workers]
    return [pid for executor in executors if executor is not None for pid in executor._processes]


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@posix
def test_one_raising_one_killing_and_one_ending_run_cost_only_themselves():
    with LocalCrew(2) as crew:
        found = list(carry(tasks([*harmless(20), *TROUBLE, *harmless(37)[20:]], "TroubledModel"),
                           crew))  # fmt: skip
    assert len(found) == len({packed.key for packed in found}) == 40
    reasons = {packed.key: packed.reason for packed in found if packed.status == "failed"}
    assert reasons == {
        "key 6": "after month 1: ValueError: a desk had fewer than no clerks",
        "key 7": "after month 1: its process was killed by SIGKILL (out of memory?), 3 times",
        "key 8": "after month 1: its process ended itself with exit code 3, 3 times",
    }


@pytest.mark.parametrize("workers", [1, 2])
def test_a_run_that_calls_sys_exit_is_a_failed_run(workers):
    with crew_for(workers) as crew:
        (packed,) = carry([task(9, "ExitingModel")], crew)
    assert (packed.status, packed.reason) == ("failed", "SystemExit: no more")
    assert "sys.exit" in packed.details


def test_any_number_of_workers_gives_the_same_bytes():
    digests = set()
    for workers in (1, 2, 3):
        with crew_for(workers) as crew:
            digests.add(digest(carry(tasks(range(1, 25), "FailingModel"), crew)))
    assert len(digests) == 1


@pytest.mark.parametrize("workers", [1, 2])
def test_runs_are_drawn_as_there_is_room_for_them(workers):
    drawn, ahead = 0, []

    def counted():
        nonlocal drawn
        for each in tasks(harmless(60)):
            drawn += 1
            yield each

    with crew_for(workers) as crew:
        for ended, _ in enumerate(carry(counted(), crew)):
            ahead.append(drawn - ended)
            assert crew.busy <= 4 * workers
    assert (drawn, len(ahead)) == (60, 60)
    assert max(ahead) <= 4 * workers


@pytest.mark.parametrize("workers", [1, 2])
def test_stop_hands_out_no_run_after_the_first_failure_and_finishes_those_under_way(workers):
    seeds = [1, 2, 3, *range(4, 4 + 40)]
    drawn = []

    def counted():
        for each in tasks(seeds, "FailingModel"):
            drawn.append(each.key)
            yield each

    with crew_for(workers) as crew:
        found = list(carry(counted(), crew, on_error="stop"))
    assert sorted(packed.key for packed in found) == sorted(drawn)
    assert 3 <= len(drawn) <= 3 + 4 * workers
    assert "failed" in {packed.status for packed in found}


def test_no_runs_are_no_work():
    with LocalCrew(2) as crew:
        assert list(carry([], crew)) == []
        assert processes(crew) == []


class CannotBeRead:
    def __reduce__(self):
        return (__import__, ("no_such_module_anywhere",))


class CannotBeSent:
    def __reduce__(self):
        raise RuntimeError("stays here")


@pytest.mark.parametrize(
    ("thing", "words"),
    [(CannotBeSent(), "RuntimeError: stays here"), (CannotBeRead(), "No module named")],
)
def test_what_cannot_be_sent_or_read_is_a_failed_run(thing, words):
    broken = task(50)
    object.__setattr__(broken, "scenario", thing)
    with LocalCrew(2) as crew:
        found = {p.key: p for p in carry([task(10), broken, task(20)], crew)}
    assert {key: packed.status for key, packed in found.items()} == {
        "key 10": "ok", "key 50": "failed", "key 20": "ok"
    }  # fmt: skip
    assert words in found["key 50"].reason


def test_a_model_that_is_not_there_is_a_failed_run():
    with LocalCrew(2) as crew:
        (packed,) = carry([task(10, "NoSuchModel")], crew)
    assert "NoSuchModel" in packed.reason


def test_workers_stay_from_one_batch_to_the_next_and_end_with_the_crew():
    with LocalCrew(2) as crew:
        list(carry(tasks(harmless(8)), crew))
        first = processes(crew)
        list(carry(tasks(harmless(8)), crew))
        assert processes(crew) == first
        assert len(first) == 2
    until(lambda: not any(alive(pid) for pid in first))


def test_leaving_early_ends_the_runs_under_way_and_the_crew_still_works():
    short_and_long = [task(10), task(20, "SlowModel", months=240)]
    with LocalCrew(2) as crew:
        runs = carry(short_and_long, crew)
        assert next(runs).key == "key 10"
        at_work = processes(crew)
        assert len(at_work) == 2
        runs.close()
        assert crew.busy == 0
        # The process of the long run is ended; the idle one may stay.
        until(lambda: sum(alive(pid) for pid in at_work) <= 1)
        assert len(list(carry(tasks(harmless(4)), crew))) == 4


def test_an_error_of_the_caller_ends_the_runs_under_way():
    def some():
        yield from tasks(harmless(3), "SlowModel")
        raise LookupError("no such scenario")

    with LocalCrew(2) as crew, pytest.raises(LookupError, match="no such scenario"):
        list(carry(some(), crew))
    assert crew.busy == 0


@posix
def test_a_worker_that_dies_while_idle_is_replaced():
    with LocalCrew(2) as crew:
        list(carry(tasks(harmless(4)), crew))
        for pid in processes(crew):
            os.kill(pid, signal.SIGKILL)
        found = list(carry(tasks(harmless(8)), crew))
    assert [packed.status for packed in found] == ["ok"] * 8


@posix
def test_a_worker_killed_twice_in_mid_run_loses_nothing():
    seeds = harmless(12)
    with SerialCrew() as crew:
        expected = digest(carry(tasks(seeds, "SlowModel", 3), crew))
    found = []
    with LocalCrew(2) as crew:
        for packed in carry(tasks(seeds, "SlowModel", 3), crew):
            found.append(packed)
            if len(found) in (2, 5):
                os.kill(processes(crew)[0], signal.SIGKILL)
    assert len(found) == 12
    assert digest(found) == expected


def end_at_once(parent: int, months: object) -> None:
    os._exit(4)


def test_workers_that_cannot_begin_are_reported(monkeypatch):
    monkeypatch.setattr(local, "begin_worker", end_at_once)
    with LocalCrew(2) as crew, pytest.raises(RunFailed, match="end before they begin a run"):
        list(carry(tasks(harmless(4)), crew))


def test_no_more_processes_is_reported(monkeypatch):
    def refuse(*args):
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(local.ProcessPoolExecutor, "submit", refuse)
    with LocalCrew(2) as crew, pytest.raises(RunFailed, match="fewer with --workers"):
        list(carry(tasks(harmless(4)), crew))


def test_the_months_of_runs_under_way_are_seen():
    seen: list[list[int]] = []
    ended: list[str] = []

    class Onlooker:
        def under_way(self, months):
            seen.append(list(months))

        def ended(self, packed, label):
            ended.append(label)

    with LocalCrew(2) as crew:
        list(carry(tasks(harmless(2), "SlowModel", 30), crew, onlooker=Onlooker()))
    assert sorted(ended) == ["run 10", "run 20"]
    assert max(len(months) for months in seen) == 2
    assert len({month for months in seen for month in months}) > 3


def test_the_crew_is_what_was_asked_for():
    assert isinstance(crew_for(1), SerialCrew)
    assert isinstance(crew_for(3), LocalCrew)
    assert isinstance(crew_for(), SerialCrew if available_cores() == 1 else LocalCrew)

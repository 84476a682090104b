"""Runs over a real Dask scheduler and its workers, some of which die."""

from __future__ import annotations

import signal
import sys
import threading
import time
from collections.abc import Iterator

import pytest

from sim.errors import RunFailed, UserError
from sim.execution.cluster import DaskCrew
from sim.execution.crew import SerialCrew, carry, crew_for
from sim.experiments.carry import carry_out
from sim.experiments.published import read_ensemble
from tests.execution.cluster import Cluster, free_port
from tests.execution.jobs import digest, harmless, tasks
from tests.execution.plans import digests, plan_of

pytest.importorskip("distributed")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="sessions of processes are other there"),
]


@pytest.fixture(scope="module")
def shared(tmp_path_factory) -> Iterator[Cluster]:
    """A cluster for tests that leave it as it was."""
    cluster = Cluster(tmp_path_factory.mktemp("cluster"))
    try:
        cluster.until_ready(2)
        yield cluster
    finally:
        cluster.close()


@pytest.fixture
def own(tmp_path) -> Iterator[Cluster]:
    """A cluster for a test that breaks it."""
    cluster = Cluster(tmp_path)
    try:
        cluster.until_ready(2)
        yield cluster
    finally:
        cluster.close()


def serial(seeds, model="FakeModel", months=6) -> str:
    return digest(carry(tasks(seeds, model, months), SerialCrew()))


def test_a_cluster_gives_the_bytes_of_this_process(shared):
    seeds = range(1, 25)
    with crew_for(scheduler=shared.address) as crew:
        first = digest(carry(tasks(seeds, "FailingModel"), crew))
        assert digest(carry(tasks(seeds, "FailingModel"), crew)) == first  # nothing is remembered
    assert first == serial(seeds, "FailingModel")


def test_runs_are_drawn_as_there_is_room_for_them(shared):
    drawn, ahead = 0, []

    def counted():
        nonlocal drawn
        for each in tasks(harmless(60)):
            drawn += 1
            yield each

    with DaskCrew(shared.address) as crew:
        for ended, _ in enumerate(carry(counted(), crew)):
            ahead.append(drawn - ended)
    assert (drawn, len(ahead)) == (60, 60)
    assert max(ahead) <= 12


def test_stop_hands_out_no_run_after_the_first_failure(shared):
    seeds = [1, 2, 3, *range(4, 44)]
    with DaskCrew(shared.address) as crew:
        found = list(carry(tasks(seeds, "FailingModel"), crew, on_error="stop"))
    assert 3 <= len(found) <= 12
    assert "failed" in {packed.status for packed in found}


def test_leaving_early_leaves_the_cluster_usable(shared):
    with DaskCrew(shared.address) as crew:
        runs = carry(tasks(harmless(30), "SlowModel", 4), crew)
        next(runs)
        runs.close()
        assert crew.busy == 0
        assert len(list(carry(tasks(harmless(4)), crew))) == 4


def test_the_store_through_a_cluster_has_the_tables_of_this_machine(shared, tmp_path):
    plan = plan_of("FakeModel", 24)
    there = carry_out(plan, out=tmp_path / "there", scheduler=shared.address)
    here = carry_out(plan, out=tmp_path / "here", workers=1)
    assert digests(there) == digests(here)
    assert digests(read_ensemble(tmp_path / "there")) == digests(here)


def test_one_and_three_workers_give_equal_tables(own, tmp_path):
    plan = plan_of("FakeModel", 24)
    own.workers.pop().kill()
    one = carry_out(plan, out=tmp_path / "one", scheduler=own.address)
    own.workers += [own.add_worker(), own.add_worker()]
    own.until_ready(3)
    three = carry_out(plan, out=tmp_path / "three", scheduler=own.address)
    assert digests(one) == digests(three)


def test_a_worker_that_is_killed_loses_nothing(own):
    seeds, found = harmless(20), []
    with DaskCrew(own.address) as crew:
        for packed in carry(tasks(seeds, "SlowModel", 3), crew):
            found.append(packed)
            if len(found) == 4:
                own.workers[0].send_signal(signal.SIGKILL)
    assert len(found) == 20
    assert digest(found) == serial(seeds, "SlowModel", 3)


def test_tables_are_the_same_when_a_worker_was_killed(own, tmp_path):
    plan = plan_of("SlowModel", 24)
    timer = threading.Timer(0.8, own.workers[0].kill)
    timer.start()
    try:
        there = carry_out(plan, out=tmp_path / "there", scheduler=own.address)
    finally:
        timer.join()
    assert own.workers[0].poll() is not None
    assert digests(there) == digests(carry_out(plan, out=tmp_path / "here", workers=1))


def test_a_scheduler_that_is_killed_is_reported(own):
    begun = None
    with DaskCrew(own.address, lost_seconds=4) as crew:
        with pytest.raises(RunFailed, match=r"does not answer.*egov resume"):  # noqa: PT012
            for _ in carry(tasks(harmless(200), "SlowModel", 3), crew):
                if begun is None:
                    own.scheduler.kill()
                    begun = time.monotonic()
        assert begun is not None
        assert time.monotonic() - begun < 4 + 8


def test_a_cluster_whose_workers_are_all_gone_is_reported(own):
    killed = False
    with (  # noqa: PT012
        DaskCrew(own.address, lost_seconds=4) as crew,
        pytest.raises(RunFailed, match="has no worker left"),
    ):
        for _ in carry(tasks(harmless(200), "SlowModel", 3), crew):
            if not killed:
                killed = True
                for worker in own.workers:
                    worker.kill()


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("tcp://127.0.0.1:{port}", "No Dask scheduler answers at tcp://127.0.0.1:"),
        ("localhost", '"localhost" is not the address of a Dask scheduler'),
        ("tcp://localhost", "Write it as tcp://host:8786"),
    ],
)
def test_a_wrong_address_is_one_sentence_within_seconds(address, words):
    begun = time.monotonic()
    with pytest.raises(UserError) as raised:
        crew_for(scheduler=address.format(port=free_port()))
    assert words in str(raised.value)
    assert "\n" not in str(raised.value)
    assert time.monotonic() - begun < 15

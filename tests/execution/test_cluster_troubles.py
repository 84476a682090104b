"""What can be wrong with a cluster: its code, its workers, a scheduler that hangs or comes back."""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Iterator
from importlib import import_module

import pytest

from sim.errors import RunFailed, UserError
from sim.execution import connection
from sim.execution.cluster import DaskCrew
from sim.execution.connection import checked_threads, usable
from sim.execution.crew import SerialCrew, carry
from sim.execution.worker import facts, perform_at_cluster
from tests.execution.cluster import SCHEDULER, Cluster
from tests.execution.jobs import TROUBLE, digest, harmless, tasks

real = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="sessions of processes are other there"),
]


class FakeClient:
    """A cluster of one worker that says of itself what it is told."""

    def __init__(self, answer: object) -> None:
        self.answer = answer

    def wait_for_workers(self, count: int, timeout: float) -> None:
        if self.answer is None:
            raise TimeoutError

    def run(self, function: object, on_error: str) -> dict[str, object]:
        return {"tcp://worker:1": self.answer}

    def nthreads(self) -> dict[str, int]:
        return {"tcp://worker:1": 4}


def test_a_worker_like_this_process_is_taken():
    assert checked_threads(FakeClient(facts()), "tcp://there:1") == 4


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ({"code": "0123"}, ["tcp://worker:1", "code 0123, here " + facts()["code"]]),
        ({"Python": "3.9"}, ["Python 3.9, here 3."]),
        ({"numba": "0.1", "numpy": "1.0"}, ["numba 0.1, here", "numpy 1.0, here"]),
        (ModuleNotFoundError("No module named 'sim'"), ["cannot run egov-sim", "No module named"]),
        (None, ["no worker that answers", "dask worker tcp://there:1"]),
    ],
)
def test_a_worker_that_differs_is_named_with_the_difference(answer, words):
    if isinstance(answer, dict):
        answer = facts() | answer
    with pytest.raises(UserError) as raised:
        checked_threads(FakeClient(answer), "tcp://there:1")
    for word in words:
        assert word in str(raised.value)
    assert "\n" not in str(raised.value)


def test_a_worker_with_other_code_that_joins_later_does_no_run():
    with pytest.raises(UserError, match=r"other code \(.*\) than this program \(abc"):
        perform_at_cluster("key", b"", "abc")


def test_dask_that_is_not_installed_is_one_sentence(monkeypatch):
    def missing(name):
        raise ModuleNotFoundError(name) if name == "distributed" else import_module(name)

    monkeypatch.setattr(connection, "import_module", missing)
    with pytest.raises(UserError, match=r"needs Dask: pip install 'egov-sim\[experiments\]'"):
        usable("tcp://there:8786")


@pytest.fixture
def own(tmp_path, request) -> Iterator[Cluster]:
    pytest.importorskip("distributed")
    cluster = Cluster(tmp_path, nanny=getattr(request, "param", False))
    try:
        cluster.until_ready(2)
        yield cluster
    finally:
        cluster.close()


def real_test(function):
    for mark in real:
        function = mark(function)
    return function


@real_test
@pytest.mark.parametrize("own", [True], indirect=True)
def test_one_raising_one_killing_and_one_ending_run_cost_only_themselves(own):
    seeds = [*harmless(20), *TROUBLE, *harmless(37)[20:]]
    with DaskCrew(own.address) as crew:
        found = list(carry(tasks(seeds, "TroubledModel"), crew))
    assert len(found) == len({packed.key for packed in found}) == 40
    reasons = {packed.key: packed.reason for packed in found if packed.status == "failed"}
    assert set(reasons) == {"key 6", "key 7", "key 8"}
    assert reasons["key 7"] == "its process was killed each time it was tried (out of memory?)"


@real_test
def test_a_scheduler_that_hangs_is_reported(own):
    begun = 0.0
    with DaskCrew(own.address, lost_seconds=4) as crew:
        with pytest.raises(RunFailed, match="does not answer"):  # noqa: PT012
            for _ in carry(tasks(harmless(200), "SlowModel", 3), crew):
                if not begun:
                    own.scheduler.send_signal(signal.SIGSTOP)
                    begun = time.monotonic()
        assert time.monotonic() - begun < 4 + 8


@real_test
def test_a_scheduler_that_comes_back_is_given_the_runs_again(own):
    seeds, found = harmless(30), []
    with DaskCrew(own.address) as crew:
        for packed in carry(tasks(seeds, "SlowModel", 3), crew):
            found.append(packed)
            if len(found) == 4:
                own.scheduler.kill()
                own.scheduler.wait()
                time.sleep(1)
                own.scheduler = own._begin(*SCHEDULER, str(own.port))
                own.workers += [own.add_worker(), own.add_worker()]
    assert len(found) == 30
    assert digest(found) == digest(carry(tasks(seeds, "SlowModel", 3), SerialCrew()))


@real_test
def test_a_pause_of_the_caller_is_no_silence_of_the_cluster(own):
    with DaskCrew(own.address, lost_seconds=3) as crew:
        assert len(list(carry(tasks(harmless(4)), crew))) == 4
        time.sleep(5)
        assert len(list(carry(tasks(harmless(4)), crew))) == 4

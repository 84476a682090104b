"""kill -9 of the program, of a worker, of both, at random moments: nothing lost, nothing twice.

EGOV_KILLS sets how many rounds each kind of kill has, EGOV_KILL_SEED where the moments come from.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path

import pytest

from sim.experiments.again import resume
from sim.experiments.carry import carry_out
from sim.experiments.published import read_ensemble, read_plan
from sim.reports.figures import Plots
from sim.results_folder import stored_manifest
from tests.execution.cluster import Cluster
from tests.execution.jobs import begin, in_session, until, workers_of
from tests.execution.plans import digests, plan_of

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="there is no kill -9 on Windows"),
]

RUNS, WORKERS, IN_HAND = 40, 2, 2
ROUNDS = {"parent": 7, "worker": 6, "both": 7}
START = """\
import sys
from sim.experiments.carry import carry_out
from tests.execution.plans import plan_of

plan = plan_of("LoggingModel", int(sys.argv[2]), home="tests.execution.logging_model")
carry_out(plan, out=sys.argv[1], workers=2, progress="none")
"""
AGAIN = """\
import sys
from sim.experiments.carry import carry_out
from sim.runner import plan
from sim.scenario import Scenario

values = {"run.months": 3, "run.replications": 40, "run.full_run": False}
scenario = Scenario.defaults().with_values(values)
the_plan = plan(scenario, "tests.execution.logging_model:LoggingModel")
carry_out(the_plan, out=sys.argv[1], workers=2, progress="none")
"""


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory) -> dict[str, str]:
    """The tables of a run that nobody killed."""
    folder = tmp_path_factory.mktemp("undisturbed")
    os.environ["EGOV_TEST_LOG"] = str(folder / "log")
    try:
        return digests(carry_out(the_plan(), out=folder / "o", workers=1))
    finally:
        del os.environ["EGOV_TEST_LOG"]


def the_plan():
    return plan_of("LoggingModel", RUNS, home="tests.execution.logging_model")


def rounds() -> list[tuple[str, int]]:
    many = os.environ.get("EGOV_KILLS")
    return [(kind, n) for kind, usual in ROUNDS.items() for n in range(int(many or usual))]


@pytest.mark.parametrize(("kind", "number"), rounds())
def test_a_kill_loses_nothing_and_does_nothing_twice(
    kind, number, tmp_path, monkeypatch, undisturbed
):
    luck = random.Random(f"{os.environ.get('EGOV_KILL_SEED', '1')} {kind} {number}")
    monkeypatch.setenv("EGOV_TEST_LOG", str(tmp_path / "log"))
    folder = tmp_path / "o"
    (tmp_path / "start.py").write_text(START)
    process = begin(["start.py", "o", str(RUNS)], tmp_path)
    try:
        until(lambda: stored_manifest(folder) is not None)
        wait_for_moment(number, process, tmp_path / "log", luck)
        done = count(tmp_path / "log", "done")
        kill(kind, process, luck)
        if kind == "worker":
            process.wait(timeout=40)
        until(lambda: not in_session(process.pid), 20)
    finally:
        end_session(process)
    status = (stored_manifest(folder) or {}).get("status")
    assert status == "complete" or kind != "worker"
    print(f"{kind} killed with {done} of {RUNS} runs done")
    ensemble = carry_out(read_plan(folder), out=folder, workers=WORKERS, progress="none")
    assert digests(ensemble) == digests(read_ensemble(folder)) == undisturbed
    assert_none_twice(tmp_path / "log", in_flight=IN_HAND * WORKERS)


def wait_for_moment(
    number: int, process: subprocess.Popen[str], log: Path, luck: random.Random
) -> None:
    """Wait: as the workers start (round 0), as tables are written (6), else amid the runs."""
    moment = number % 7
    if moment == 0:
        until(lambda: workers_of(process.pid))
        time.sleep(luck.uniform(0, 0.5))
        return
    runs = RUNS if moment == 6 else luck.randint(1, RUNS - 5)
    until(lambda: count(log, "done") >= runs)
    time.sleep(luck.uniform(0, 0.05))


def kill(kind: str, process: subprocess.Popen[str], luck: random.Random) -> None:
    """Kill the program, one of its workers, or all of them, the workers first."""
    workers = workers_of(process.pid)
    chosen = {"parent": [], "worker": luck.sample(workers, min(1, len(workers))), "both": workers}
    for pid in chosen[kind]:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    if kind != "worker":
        process.kill()
        process.wait(timeout=10)


def count(log: Path, what: str) -> int:
    """Return how many runs have begun, or are done, as the model wrote it down."""
    return log.read_text().count(what) if log.exists() else 0


def end_session(process: subprocess.Popen[str]) -> None:
    for pid in in_session(process.pid):
        os.kill(pid, signal.SIGKILL)
    process.communicate(timeout=10)


def assert_none_twice(log: Path, in_flight: int) -> None:
    """Look at what the model wrote down: each run done, and again only if it was under way."""
    lines = [line.split(" ", 1) for line in log.read_text().splitlines()]
    begun = Counter(what for kind, what in lines if kind == "begun")
    done = Counter(what for kind, what in lines if kind == "done")
    assert len(done) == RUNS
    assert max(begun.values()) <= 2
    assert sum(begun.values()) <= RUNS + in_flight


def test_results_killed_again_and_again_are_finished_by_resume(tmp_path, monkeypatch):
    monkeypatch.setattr(Plots, "all", lambda self, narrow=False: {})  # not what this is about
    luck = random.Random(os.environ.get("EGOV_KILL_SEED", "1"))
    monkeypatch.setenv("EGOV_TEST_LOG", str(tmp_path / "log"))
    (tmp_path / "again.py").write_text(AGAIN)
    kills = 0
    for _ in range(5):
        process = begin(["again.py", "o"], tmp_path)
        try:
            seen = count(tmp_path / "log", "begun")
            until(lambda seen=seen: count(tmp_path / "log", "begun") > seen)
            time.sleep(luck.uniform(0, 0.25))
            process.kill()
            kills += 1
            process.wait(timeout=10)
            until(lambda process=process: not in_session(process.pid), 20)
        finally:
            end_session(process)
    result = resume(tmp_path / "o", workers=WORKERS, progress="none")
    assert count(tmp_path / "log", "begun") <= RUNS + kills * IN_HAND * WORKERS
    whole = carry_out(result.ensemble.plan, out=tmp_path / "whole", workers=1)
    assert digests(result.ensemble) == digests(whole)


def test_a_killed_worker_of_a_cluster_loses_nothing(tmp_path, monkeypatch, undisturbed):
    pytest.importorskip("distributed")
    luck = random.Random(os.environ.get("EGOV_KILL_SEED", "1"))
    monkeypatch.setenv("EGOV_TEST_LOG", str(tmp_path / "log"))
    (tmp_path / "dask").mkdir()
    cluster = Cluster(tmp_path / "dask")
    done = tmp_path / "log"
    try:
        cluster.until_ready(2)
        (tmp_path / "start.py").write_text(START.replace("workers=2", "scheduler=sys.argv[3]"))
        process = begin(["start.py", "o", str(RUNS), cluster.address], tmp_path)
        try:
            until(lambda: done.exists() and len(done.read_text().splitlines()) > 4)
            time.sleep(luck.uniform(0, 0.5))
            cluster.workers[luck.randrange(2)].kill()
            out, err = process.communicate(timeout=60)
            assert (process.returncode, out, err) == (0, "", "")
        finally:
            end_session(process)
    finally:
        cluster.close()
    assert digests(read_ensemble(tmp_path / "o")) == undisturbed
    assert_none_twice(done, in_flight=8)

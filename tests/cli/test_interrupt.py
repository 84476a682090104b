"""Ctrl-C and the death of the parent, with real processes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROGRAM = """\
import sys
from sim import cli
from sim.execution import task
task.REAL_MODEL = "tests.fakes:SlowModel"
sys.exit(cli.call(sys.argv[1:]))
"""
SCENARIO = "schema: 1\nrun: {months: 20, replications: 30, full_run: false}\n"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        sys.platform == "win32", reason="signals to a group of processes are other on Windows"
    ),
]


@pytest.fixture
def start(tmp_path):
    """Start `egov run` in a group of its own, as a terminal does; end the group afterwards."""
    (tmp_path / "program.py").write_text(PROGRAM)
    (tmp_path / "plan.yaml").write_text(SCENARIO)
    begun = []

    def begin(*args: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "program.py", "run", "plan.yaml", "--out", "o", *args],
            cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)}, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
        )  # fmt: skip
        begun.append(process)
        return process

    yield begin
    for process in begun:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def children(pid: int) -> list[int]:
    """Return the processes below one, with what they are."""
    listed = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True)
    pairs = [tuple(map(int, line.split())) for line in listed.stdout.splitlines()]
    return [child for child, parent in pairs if parent == pid]


def wait_for_runs(process: subprocess.Popen[str], seconds: float) -> None:
    """Wait until workers are under way, then for some runs to end."""
    deadline = time.monotonic() + 60
    while len(children(process.pid)) < 3 and time.monotonic() < deadline:
        time.sleep(0.1)
    time.sleep(seconds)


@pytest.mark.parametrize("workers", ["1", "2"])
def test_ctrl_c_keeps_what_is_finished_and_says_so(start, tmp_path, workers):
    process = start("--workers", workers)
    if workers == "2":
        wait_for_runs(process, 6)
    else:
        time.sleep(7)
    os.killpg(process.pid, signal.SIGINT)
    for _ in range(3):  # further ones change nothing
        time.sleep(0.3)
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 130, err
    assert "Traceback" not in err
    assert "Saving what is finished ..." in err
    manifest = json.loads((tmp_path / "o/manifest.json").read_text())
    assert manifest["status"] == "interrupted"
    assert 0 < manifest["tables"]["runs"]["rows"] < 30
    assert "Stopped. What was finished is complete" in out
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".o")] == []


def test_ctrl_c_before_a_run_is_finished_leaves_nothing(start, tmp_path):
    process = start("--months", "400", "--workers", "1")
    time.sleep(4)
    os.killpg(process.pid, signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "nothing was written" in err
    assert sorted(p.name for p in tmp_path.iterdir()) == ["plan.yaml", "program.py"]


def test_no_worker_outlives_a_killed_parent(start):
    process = start("--workers", "2", "--months", "400")
    wait_for_runs(process, 3)
    workers = children(process.pid)
    assert len(workers) >= 2
    process.kill()
    process.wait()
    time.sleep(5)
    assert [pid for pid in workers if Path(f"/proc/{pid}").exists()] == []

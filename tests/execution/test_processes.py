"""Programs of every kind that have runs done, and what is left of them when they are stopped."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest

from tests.execution.jobs import ROOT, begin, in_session, until, workers_of

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="sessions of processes and signals are other on Windows"
)

PROGRAM = """\
import sys
from sim.execution.crew import carry, crew_for
from tests.execution.jobs import harmless, tasks

count, model, months = int(sys.argv[1]), sys.argv[2], int(sys.argv[3])
with crew_for(2) as crew:
    try:
        for packed in carry(tasks(harmless(count), model, months), crew):
            print(packed.key, packed.status, flush=True)
    except KeyboardInterrupt:
        print("stopped", flush=True)
"""


@pytest.fixture
def start(tmp_path):
    """Start a program in a session of its own, and end all of that session afterwards."""
    (tmp_path / "program.py").write_text(PROGRAM)
    begun: list[subprocess.Popen[str]] = []

    def run(*command: str, **settings) -> subprocess.Popen[str]:
        begun.append(begin(list(command), tmp_path, **settings))
        return begun[-1]

    yield run
    for process in begun:
        for pid in in_session(process.pid):
            os.kill(pid, signal.SIGKILL)
        process.communicate(timeout=10)


@pytest.mark.parametrize("way", ["script", "-c", "stdin", "-m"])
def test_any_kind_of_program_can_have_runs_done(start, way):
    if way == "stdin":
        process = start("-", "6", "FakeModel", "3", stdin=subprocess.PIPE)
        out, err = process.communicate(PROGRAM, timeout=60)
    else:
        command = {"script": ["program.py"], "-c": ["-c", PROGRAM], "-m": ["-m", "program"]}[way]
        out, err = start(*command, "6", "FakeModel", "3").communicate(timeout=60)
    assert err == ""
    assert sorted(out.split("\n")) == ["", *(f"key {number}0 ok" for number in range(1, 7))]


def test_a_notebook_cell_can_have_runs_done(tmp_path):
    nbformat = pytest.importorskip("nbformat")
    client = pytest.importorskip("nbclient")
    cell = nbformat.v4.new_code_cell(
        f"import sys; sys.path.insert(0, {str(ROOT)!r})\n"
        "from sim.execution.crew import carry\n"
        "from sim.execution.local import LocalCrew\n"
        "from sim.progress import RunsProgress, Stage\n"
        "from tests.execution.jobs import harmless, tasks\n"
        "bar = RunsProgress([Stage('Running', 6)], 6, RunsProgress.style_for(sys.stderr))\n"
        "bar.begin()\n"
        "with LocalCrew(2) as crew:\n"
        "    runs = carry(tasks(harmless(6), 'SlowModel'), crew, onlooker=bar)\n"
        "    found = [packed.status for packed in runs]\n"
        "bar.close()\n"
        "print(found)\n"
    )
    notebook = nbformat.v4.new_notebook(cells=[cell])
    client.NotebookClient(
        notebook, timeout=60, resources={"metadata": {"path": tmp_path}}
    ).execute()
    output = {"stdout": "", "stderr": ""}
    for part in notebook.cells[0].outputs:
        output[part["name"]] += part["text"]
    assert output["stdout"].strip() == str(["ok"] * 6)
    assert "of 6 runs" in output["stderr"]


def test_no_process_is_left_when_the_program_is_killed(start):
    process = start("program.py", "20", "SlowModel", "400")
    until(lambda: len(workers_of(process.pid)) == 2)
    time.sleep(1)
    process.kill()
    process.wait()
    until(lambda: not in_session(process.pid), 20)


def test_no_process_is_left_when_the_program_is_killed_as_it_starts_them(start):
    process = start("program.py", "20", "SlowModel", "400")
    until(lambda: len(workers_of(process.pid)) >= 1)
    process.kill()
    process.wait()
    until(lambda: not in_session(process.pid), 20)


@pytest.mark.parametrize("pause", [0.0, 1.5])
def test_ctrl_c_ends_everything_at_once_and_quietly(start, pause):
    process = start("program.py", "20", "SlowModel", "400")
    until(lambda: len(workers_of(process.pid)) >= 1)
    time.sleep(pause)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to the workers too
    begun = time.monotonic()
    out, err = process.communicate(timeout=30)
    assert (out, err) == ("stopped\n", "")
    assert process.returncode == 0
    assert time.monotonic() - begun < 15  # the runs would take minutes
    until(lambda: not in_session(process.pid), 20)


def test_what_was_finished_before_ctrl_c_was_given_out(start):
    process = start("program.py", "200", "SlowModel", "4")
    assert process.stdout is not None
    first = [process.stdout.readline() for _ in range(4)]
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=30)
    lines = [*first, *out.splitlines(keepends=True)]
    assert lines[-1] == "stopped\n"
    assert err == ""
    assert all(line.endswith(" ok\n") for line in lines[:-1])
    assert len(set(lines)) == len(lines) < 100

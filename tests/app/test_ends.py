"""Dead processes, clients that leave, and how the command begins and ends."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from sim.app import serve
from sim.app.serve import bound, is_loopback
from sim.errors import UserError
from tests.app.serving import PATIENT, alive, head_of, raw_of, small, until

ROOT = Path(__file__).resolve().parents[2]
YEARS = 10


# Deaths and departures --------------------------------------------------------------------------


def test_a_client_that_goes_away_is_not_worked_for(server):
    body = json.dumps({"state": small(months=300, sample=20_000), "stage": 0}).encode()
    raw = raw_of(server)
    raw.sendall(head_of(server, len(body)) + body)
    until(lambda: server.load()["under_way"] > 0, "the run to begin")
    raw.close()
    until(lambda: server.load()["under_way"] == 0, "the run to be left", seconds=30)
    alive(server)


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
def test_killed_processes_are_begun_anew_and_the_run_is_done_again(server):
    alive(server)
    answers = []
    state = small(months=YEARS * 12, sample=5000, strategy__accessibility__kiosks=222)
    asking = threading.Thread(
        target=lambda: answers.append(server.post("/api/run", {"state": state, "stage": 0}))
    )
    asking.start()
    until(lambda: server.load()["under_way"] > 0, "the run to begin")
    for hand in server.page.engine.hands:
        if hand.pid is not None:
            os.kill(hand.pid, signal.SIGKILL)
    asking.join(90)
    assert answers[0].status == 200
    alive(server)


@contextlib.contextmanager
def command(*options):
    """Run `egov app` as a process; yield it and its address once it serves."""
    told = [sys.executable, "-c", "from sim.commands.app import command; command()", "--port", "0",
            "--no-browser", "--workers", "1", *options]  # fmt: skip
    program = subprocess.Popen(told, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                               cwd=ROOT, env=os.environ | {"PYTHONUNBUFFERED": "1"})  # fmt: skip
    try:
        first = program.stdout.readline()
        assert "http://127.0.0.1:" in first
        port = int(first.split("http://127.0.0.1:")[1].split()[0])
        until(lambda: answers_at(port), "the server to answer")
        yield program
    finally:
        program.kill()
        program.communicate()


def answers_at(port):
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 5) as raw:
        raw.sendall(b"GET /healthz HTTP/1.0\r\nHost: localhost\r\n\r\n")
        return b"200 OK" in raw.recv(100)
    return False


def children_of(pid):
    """Return the processes that a process has begun."""
    lists = Path(f"/proc/{pid}/task").glob("*/children")
    return {int(child) for one in lists for child in one.read_text().split()}


def is_alive(pid):
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
def test_the_command_says_its_address_and_ends_quietly(name):
    with command() as program:
        time.sleep(0.3)
        begun = children_of(program.pid)
        program.send_signal(getattr(signal, name))
        out, err = program.communicate(timeout=60)
    assert (out, err) == ("The page has ended.\n", "")
    assert program.returncode == 0
    until(lambda: not any(map(is_alive, begun)), "the processes to end")


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="/proc")
def test_a_server_that_is_killed_leaves_no_process_behind():
    with command() as program:
        until(lambda: children_of(program.pid), "the processes to begin")
        begun = children_of(program.pid)
        program.kill()
        until(lambda: not any(map(is_alive, begun)), "the processes to end")


# The command ------------------------------------------------------------------------------------


def test_a_port_that_is_taken_is_said_with_another_one():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(UserError, match=f"Port {port} is taken.*--port {port + 1}"):
            bound("127.0.0.1", port)


@pytest.mark.parametrize("host", ["no such host", "203.0.113.7", "a" * 300])
def test_an_address_that_is_not_this_machines_is_said(host):
    with pytest.raises(UserError, match="address"):
        bound(host, 0)


def test_only_this_machine_unless_told():
    hosts = ("127.0.0.1", "localhost", "::1", "0.0.0.0", "192.168.1.4")
    assert [is_loopback(host) for host in hosts] == [True, True, True, False, False]


@pytest.mark.parametrize("name", ["", "http://x.org", "a b", "class.example.org:80"])
def test_a_name_that_is_none_is_said(name):
    with pytest.raises(UserError, match="no name of a server"):
        serve.serve(port=0, browser=False, names=[name])


def test_an_open_page_says_how_others_reach_it():
    others = serve._addresses_of_others("0.0.0.0", 8420, ["class.example.org"])
    assert others[0] == "http://class.example.org:8420"
    assert not any("127.0.0.1" in one or "0.0.0.0" in one for one in others)
    assert serve._addresses_of_others("10.0.0.7", 80, []) == ["http://10.0.0.7:80"]


def test_a_missing_extra_is_a_sentence(monkeypatch):
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    with pytest.raises(UserError, match=r"egov-sim\[app\].*pip install"):
        serve.serve(port=0, browser=False)


def test_the_limits_that_bite_are_told_to_the_page(server):
    told = server.get("/api/about").json["limits"]
    assert told["body_bytes"] == PATIENT.body_bytes == 64_000
    assert set(told) >= {"months", "sample", "states", "rounds", "ahead"}

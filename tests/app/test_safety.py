"""Hostile requests, full queues, dead processes: a clear answer, and the server lives."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.app.guard import HEADERS
from sim.app.limits import Limits, Rates, strict_json
from sim.app.refusals import Refused, TooMuch
from sim.app.serve import bound, is_loopback
from sim.errors import UserError
from tests.app.serving import PATIENT, Served, small, until

ROOT = Path(__file__).resolve().parents[2]
RUN = {"state": small(), "stage": 0}
YEARS = 10


def alive(server):
    """Check that the server still answers, and holds nothing."""
    until(lambda: server.load()["inside"] == 0, "all requests to end")
    assert server.post("/api/run", RUN).status == 200


# Headers and names ------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/", "/static/x", "/api/about", "/healthz", "/nothing"])
def test_every_answer_has_the_headers_of_safety(server, path):
    answer = server.get(path)
    for name, value in HEADERS.items():
        assert answer.headers[name] == value
    assert "set-cookie" not in answer.headers
    assert "server" not in answer.headers
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy


@pytest.mark.parametrize("host", [
    "evil.example", "localhost.evil.example", "10.0.0.7", "[::2]", "", "localhost:x", "a" * 5000,
    "127.0.0.1@evil.example",
])  # fmt: skip
def test_a_name_that_is_not_ours_is_refused(server, host):
    answer = server.get("/api/about", Host=host)
    assert answer.status in (400, 421)
    assert b"pillars" not in answer.body


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:1", "127.0.0.1:80", "[::1]:8420"])
def test_the_names_of_this_machine_are_ours(server, host):
    assert server.get("/healthz", Host=host).status == 200


def test_an_open_server_takes_addresses_in_numbers_and_names_it_was_given():
    with Served(workers=1, is_open=True, names=["class.example.org"]) as own:
        for host in ("192.168.1.4:8420", "class.example.org", socket.gethostname()):
            assert own.get("/healthz", Host=host).status == 200
        assert own.get("/healthz", Host="evil.example").status == 421


@pytest.mark.parametrize("headers", [
    {"Origin": "http://evil.example"},
    {"Origin": "null"},
    {"Origin": "http://[bad"},
    {"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "cors"},
])  # fmt: skip
def test_another_sites_page_is_refused(server, headers):
    assert server.post("/api/run", RUN, **headers).status == 403


def test_our_own_page_is_not(server):
    own = f"http://127.0.0.1:{server.port}"
    assert server.post("/api/run", RUN, Origin=own, Sec_Fetch_Site="same-origin").status == 200


def test_a_form_of_another_site_is_no_json(server):
    answer = server.post("/api/run", RUN, Content_Type="text/plain")
    assert answer.status == 415


# Files ------------------------------------------------------------------------------------------

HOSTILE_PATHS = [
    "/static/../server.py", "/static/%2e%2e/server.py", "/static/..%2f..%2fserver.py",
    "/static//etc/passwd", "/static/%00", "/static/....//server.py", "/static/" + "a" * 4000,
    "/static/\\..\\server.py", "//etc/passwd", "/static/.", "/static/",
]  # fmt: skip


def test_no_path_of_a_request_is_ever_opened(server):
    opened: list[str] = []
    watching = True

    def watch(event, arguments):
        if watching and event in ("open", "os.listdir", "os.scandir"):
            opened.append(str(arguments[0]))

    sys.addaudithook(watch)
    for path in HOSTILE_PATHS:
        assert server.get(path).status in (400, 404)
    for base in ("../../../../etc/passwd", "/etc/passwd", "strategies/../baseline", "baseline.yaml",
                 "question/13/../../../setup", "\x00"):  # fmt: skip
        told = RUN | {"state": small() | {"base": base}}
        assert server.post("/api/run", told).status == 400
        assert server.post("/api/take/yaml", told).status == 400
    watching = False
    static = str(ROOT / "sim" / "app" / "static")
    assert [path for path in opened if not path.startswith(static)] == []


@pytest.mark.parametrize("value", [
    "!!python/object/apply:os.system ['touch egov-hostile']",
    "&a [*a, *a]", "{extends: /etc/passwd}", "extends: ../../secret.yaml", "- " * 2000,
    "${jndi:ldap://x}", "<script>alert(1)</script>", "\u202e\u0000\ud800", "퍼센트" * 300,
])  # fmt: skip
def test_text_in_place_of_a_value_stays_text(server, value):
    for path in ("strategy.budget.tactic", "strategy.accessibility.kiosks", value):
        answer = server.post("/api/run", RUN | {"state": small() | {"set": {path: value}}})
        assert answer.status in (400, 413)
        assert answer.headers["content-type"] == "application/json"
        assert len(answer.body) < 6000
    assert not Path("egov-hostile").exists()
    names = {"states": [small(), small()], "names": [value, value], "stage": 0}
    assert server.post("/api/compare", names).status == 200


# Bodies -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("body", [
    b"", b"{", b"[]", b"null", b"\xff\xfe", b"[" * 60_000, b'{"a":' * 10_000, b'{"state":NaN}',
    b'{"state":{"seed":1e999}}', b'{"stage":0,"stage":1}', b"1" * 60_000,
    b'{"state":{"seed":' + b"9" * 5000 + b"}}",
    json.dumps({"state": [[[[[[[[[[[[[[]]]]]]]]]]]]]]}).encode(),
])  # fmt: skip
def test_a_hostile_body_is_refused(server, body):
    for path in ("/api/run", "/api/compare", "/api/take/yaml"):
        answer = server.post(path, body)
        assert answer.status == 400
        assert answer.json["error"]


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.binary(max_size=300) | st.text(max_size=200).map(lambda t: t.encode("utf-8", "replace")))
def test_any_body_is_an_object_or_refused(body):
    try:
        assert isinstance(strict_json(body), dict)
    except Refused as error:
        assert error.status == 400


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.dictionaries(
    st.sampled_from(["state", "stage", "outcomes", "ahead", "states", "names", "waterfall"]),
    st.none() | st.booleans() | st.integers() | st.text(max_size=9)
    | st.lists(st.integers(), max_size=3)
    | st.dictionaries(st.text(max_size=5), st.integers(), min_size=1, max_size=3)))  # fmt: skip
def test_any_request_is_answered(server, data):
    for path in ("/api/run", "/api/compare", "/api/take/csv"):
        assert server.post(path, data).status in (200, 400)


def test_ten_megabytes_are_refused_before_they_are_read(server):
    began = time.monotonic()
    with _raw(server) as raw:
        raw.sendall(_head(server, 10_000_000))
        assert b"413" in raw.recv(2000)
    assert time.monotonic() - began < 5
    alive(server)


def test_a_body_of_unknown_length_is_cut_off(server):
    connection = server.connection()
    pieces = (b"x" * 8000 for _ in range(200))
    try:
        connection.request("POST", "/api/run", pieces, {"Content-Type": "application/json"},
                           encode_chunked=True)  # fmt: skip
        assert connection.getresponse().status == 413
    except (BrokenPipeError, ConnectionResetError):
        pass  # the server has hung up already, as it should
    finally:
        connection.close()
    alive(server)


def test_a_body_that_does_not_come_is_given_up():
    with Served(workers=1, limits=Limits(body_seconds=0.3)) as own, _raw(own) as raw:
        raw.sendall(_head(own, 500) + b'{"state":')
        assert b"408" in raw.recv(2000)


def _raw(server):
    return socket.create_connection(("127.0.0.1", server.port), timeout=30)


def _head(server, length):
    return (
        f"POST /api/run HTTP/1.1\r\nHost: localhost:{server.port}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n"
    ).encode()


# Too much ---------------------------------------------------------------------------------------


def test_a_session_that_asks_too_often_is_told_when_to_come_back():
    with Served(workers=1, limits=Limits(requests_a_second=2, burst=5)) as own:
        answers = [own.post("/api/run", {}, session="session-hasty") for _ in range(9)]
        assert [a.status for a in answers][:5] == [400] * 5
        late = answers[-1]
        assert (late.status, late.headers["retry-after"]) == (429, "1")
        assert "times a second" in late.json["error"]
        assert own.post("/api/run", {}, session="session-calm").status == 400


def test_rates_by_a_clock_of_our_own():
    now = [0.0]
    rates = Rates(2, 3, clock=lambda: now[0])
    for _ in range(3):
        rates.take("a")
    with pytest.raises(TooMuch):
        rates.take("a")
    now[0] = 1.0
    rates.take("a")
    for k in range(Rates.KEPT + 50):
        rates.take(f"made up {k}")
    assert len(rates._left) == Rates.KEPT


def test_a_full_queue_says_when_to_ask_again():
    with Served(workers=1, limits=Limits(waiting=3)) as own, ThreadPoolExecutor(8) as pool:
        slow = [pool.submit(own.post, "/api/run", {"state": small(months=120 + k), "stage": 2})
                for k in range(3)]  # fmt: skip
        until(lambda: own.page.inside == 3, "three requests to be at work")
        late = own.post("/api/run", RUN)
        assert (late.status, late.headers["retry-after"]) == (503, "2")
        assert "takes no more" in late.json["error"]
        assert own.get("/healthz").status == 200
        own._server.should_exit = True
        assert {answer.result().status for answer in slow} <= {200, 503}


def test_one_session_cannot_take_all_places():
    with Served(workers=1, limits=Limits(of_a_session=2)) as own, ThreadPoolExecutor(8) as pool:
        slow = [pool.submit(own.post, "/api/take/csv", {"state": small(months=200 + k), "stage": 2},
                            "session-greedy") for k in range(2)]  # fmt: skip
        until(lambda: own.page.inside == 2, "two requests to be at work")
        late = own.post("/api/run", RUN, "session-greedy")
        assert (late.status, late.headers["retry-after"]) == (429, "2")
        assert own.post("/api/run", {}, "session-modest").status == 400
        own._server.should_exit = True
        assert {answer.result().status for answer in slow} <= {200, 503}


def test_an_open_server_packs_its_answers():
    with Served(workers=1, is_open=True) as own:
        packed = own.get("/api/about", Accept_Encoding="gzip")
        assert packed.headers["content-encoding"] == "gzip"
        assert len(packed.body) < 20_000
        assert packed.headers["Content-Security-Policy"]


def test_two_hundred_at_once_are_all_answered(server):
    def ask(k):
        state = small(strategy__accessibility__kiosks=k % 7)
        return server.post("/api/run", {"state": state, "stage": 0}, session=f"session-{k:04d}")

    with ThreadPoolExecutor(200) as pool:
        answers = list(pool.map(ask, range(200)))
    assert {answer.status for answer in answers} <= {200, 503}
    good = [answer for answer in answers if answer.status == 200]
    assert len(good) >= 90
    for k, answer in enumerate(answers):
        if answer.status == 200:  # no session sees another's state
            assert answer.json["changed"]["levers"] == ["strategy.accessibility.kiosks"], k
        else:
            assert answer.headers["retry-after"]
    alive(server)


def test_no_session_sees_anothers_state(server):
    def ask(k):
        state = small(strategy__accessibility__kiosks=k)
        return server.post("/api/run", {"state": state, "stage": 0}, session="session-shared" * 2)

    alone = {k: server.post("/api/run", {"state": small(strategy__accessibility__kiosks=k),
                                         "stage": 0}).json for k in (0, 400)}  # fmt: skip
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(ask, [0, 400] * 6))
    for k, answer in zip([0, 400] * 6, answers, strict=True):
        if answer.status == 200:
            assert answer.json["lines"] == alone[k]["lines"]
        else:
            assert answer.status == 409


# Deaths and departures --------------------------------------------------------------------------


def test_a_client_that_goes_away_is_not_worked_for(server):
    body = json.dumps({"state": small(months=300, sample=20_000), "stage": 0}).encode()
    raw = _raw(server)
    raw.sendall(_head(server, len(body)) + body)
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


@pytest.mark.skipif(sys.platform == "win32", reason="SIGINT")
def test_the_command_says_its_address_and_ends_quietly():
    told = [sys.executable, "-c", "from sim.commands.app import command; command()", "--port", "0",
            "--no-browser", "--workers", "1"]  # fmt: skip
    program = subprocess.Popen(told, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                               cwd=ROOT, env=os.environ | {"PYTHONUNBUFFERED": "1"})  # fmt: skip
    try:
        first = program.stdout.readline()
        assert "http://127.0.0.1:" in first
        time.sleep(1.0)
        program.send_signal(signal.SIGINT)
        out, err = program.communicate(timeout=30)
    finally:
        program.kill()
    assert (out, err) == ("The page has ended.\n", "")
    assert program.returncode == 0


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


def test_a_missing_extra_is_a_sentence(monkeypatch):
    from sim.app import serve

    monkeypatch.setitem(sys.modules, "uvicorn", None)
    with pytest.raises(UserError, match=r"pip install .*egov-sim\[app\]"):
        serve.serve(port=0, browser=False)


def test_the_limits_that_bite_are_told_to_the_page(server):
    told = server.get("/api/about").json["limits"]
    assert told["body_bytes"] == PATIENT.body_bytes == 64_000
    assert set(told) >= {"months", "sample", "states", "rounds", "ahead"}

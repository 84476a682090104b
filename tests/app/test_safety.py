"""Hostile names, files and bodies: a clear answer, and the server lives."""

from __future__ import annotations

import json
import socket
import sys
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.app.guard import HEADERS
from sim.app.limits import Limits, strict_json
from sim.app.refusals import Refused
from tests.app.serving import RUN, Served, alive, head_of, raw_of, small

ROOT = Path(__file__).resolve().parents[2]


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
    "127.0.0.1@evil.example", "evil.example@127.0.0.1:8420", "127.0.0.1:8420#evil.example",
    "127.0.0.1/evil.example", "127.0.0.1?evil", "127.0.0.1 evil", "127.0.0.1,evil", "[127.0.0.1",
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
    {"Origin": "http://127.0.0.1:1"},
    {"Origin": "https://127.0.0.1"},
    {"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "cors"},
    {"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "no-cors"},
    {"Sec_Fetch_Site": "same-site", "Sec_Fetch_Mode": "cors"},
])  # fmt: skip
def test_another_sites_page_is_refused(server, headers):
    assert server.post("/api/run", RUN, **headers).status == 403


def test_a_websocket_is_no_reason_to_install_anything(server, caplog):
    answer = server.get("/healthz", Connection="Upgrade", Upgrade="websocket",
                        Sec_WebSocket_Version="13", Sec_WebSocket_Key="x")  # fmt: skip
    assert answer.status in (200, 400, 403, 426)
    assert "uvicorn[standard]" not in caplog.text


def test_an_address_with_a_slash_too_many_is_not_sent_elsewhere(server):
    for path in ("/api/take/..%2f", "/api/about/", "//evil.example/"):
        assert server.get(path).status == 404
    assert server.post("/api/take/..%2f", RUN).status == 404


def test_our_own_page_is_not(server):
    own = f"http://127.0.0.1:{server.port}"
    assert server.post("/api/run", RUN, Origin=own, Sec_Fetch_Site="same-origin").status == 200


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded",
                                  "multipart/form-data; boundary=x", ""])  # fmt: skip
def test_a_form_of_another_site_is_no_json(server, kind):
    """As it comes when a form of another site is sent here: a browser calls that a navigation."""
    sent = {"Content_Type": kind, "Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "navigate"}
    for path in ("/api/run", "/api/open", "/api/ahead"):
        assert server.post(path, RUN, **sent).status == 415


def test_no_answer_lets_another_site_read_it(server):
    asked_first = server.send("OPTIONS", "/api/run", None, {"Origin": "http://evil.example"})
    for answer in (server.get("/api/about"), server.post("/api/run", RUN), asked_first):
        assert not [name for name in answer.headers if name.lower().startswith("access-control")]


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
    with raw_of(server) as raw:
        raw.sendall(head_of(server, 10_000_000))
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
    with Served(workers=1, limits=Limits(body_seconds=0.3)) as own, raw_of(own) as raw:
        raw.sendall(head_of(own, 500) + b'{"state":')
        assert b"408" in raw.recv(2000)

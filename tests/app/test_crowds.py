"""Slow and many connections, hasty sessions, full queues: a clear answer, and others are served."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from sim.app.limits import Limits, Rates
from sim.app.page import Page
from sim.app.protocol import Patience
from sim.app.refusals import TooMuch
from tests.app.serving import RUN, Served, alive, head_of, raw_of, small, until

# Slow and many connections ----------------------------------------------------------------------

HASTY = Patience(head_seconds=0.5, read_seconds=0.5)


def test_a_head_that_does_not_come_is_given_up_and_others_are_served():
    with Served(HASTY, workers=1) as own:
        silent, slow = raw_of(own), raw_of(own)
        slow.sendall(b"GET /healthz HTTP/1.1\r\nHost: local")
        assert own.get("/healthz").status == 200
        for raw in (silent, slow):
            said = _all_of(raw)
            assert said.startswith(b"HTTP/1.1 408")
            assert b"did not come within 0.5 seconds" in said


def test_a_head_that_trickles_is_given_up_also_after_an_answer():
    with Served(HASTY, workers=1) as own, raw_of(own) as raw:
        whole = f"GET /healthz HTTP/1.1\r\nHost: localhost:{own.port}\r\n\r\n".encode()
        raw.sendall(whole)
        assert b"200 OK" in raw.recv(100)
        began = time.monotonic()
        said = _trickled(raw, b"GET / HTTP/1.1\r\n" + b"X-Slow: 1\r\n" * 1000)
        assert time.monotonic() - began < 20
        assert b"408" in said or said == b""


def _trickled(raw, data):
    """Send data byte by byte until the other side has had enough; return what it said."""
    raw.settimeout(0.05)
    said = b""
    for k in range(len(data)):
        try:
            raw.sendall(data[k : k + 1])
            part = raw.recv(4000)
            if not part:
                return said
            said += part
        except TimeoutError:
            continue
        except OSError:
            return said
        if b"408" in said:
            return said
    raise AssertionError("the server took it all")


def _all_of(raw):
    said = b""
    try:
        while part := raw.recv(4000):
            said += part
    except ConnectionResetError:
        pass
    finally:
        raw.close()
    return said


def test_a_client_that_does_not_read_is_hung_up_on():
    with Served(HASTY, workers=1) as own, raw_of(own) as raw:
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2000)
        ask = f"GET /api/about HTTP/1.1\r\nHost: localhost:{own.port}\r\n\r\n".encode()
        with contextlib.suppress(OSError):
            raw.sendall(ask * 300)  # far more than the buffers of the system hold
        until(lambda: not own._server.server_state.connections, "the connection to be closed")
        assert own.get("/healthz").status == 200


def test_more_connections_than_it_takes_are_refused_with_a_sentence():
    with Served(Patience(connections=5), workers=1) as own:
        held = [raw_of(own) for _ in range(5)]
        until(lambda: len(own._server.server_state.connections) == 5, "five connections")
        late = own.get("/healthz")
        assert (late.status, late.headers["retry-after"]) == (503, "5")
        assert "as many connections" in late.json["error"]
        for raw in held:
            raw.close()
        until(lambda: not own._server.server_state.connections, "them to be closed")
        assert own.get("/healthz").status == 200


def test_one_address_cannot_take_all_connections(monkeypatch):
    monkeypatch.setattr("sim.app.protocol.is_loopback", lambda address: False)
    with Served(Patience(of_an_address=2), workers=1) as own:
        held = [raw_of(own) for _ in range(2)]
        until(lambda: len(own._server.server_state.connections) == 2, "two connections")
        late = own.get("/healthz")
        assert late.status == 503
        assert "from your address" in late.json["error"]
        for raw in held:
            raw.close()


def test_connections_of_this_machine_are_not_counted_by_address(server):
    held = [raw_of(server) for _ in range(300)]
    assert server.get("/healthz").status == 200
    for raw in held:
        raw.close()


@pytest.mark.parametrize("request_line", [
    b"GET /" + b"a" * 200_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Long: " + b"a" * 200_000 + b"\r\n\r\n",
    b"GET / HTTP/1.1\r\n" + b"X: 1\r\n" * 40_000 + b"\r\n",
    b"\x00\x01\x02\x03\r\n\r\n",
    b"GET / HTTP/9.9\r\n\r\n",
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    b"POST /api/run HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
    b"POST /api/run HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n",
    b"POST /api/run HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999999999999999\r\n\r\n",
    b"POST /api/run HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
    b"Transfer-Encoding: chunked\r\n\r\nZZZ\r\n",
    b"GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n",
])  # fmt: skip
def test_a_head_that_is_no_head_is_refused(server, request_line):
    with raw_of(server) as raw:
        with contextlib.suppress(OSError):
            raw.sendall(request_line)
            raw.shutdown(socket.SHUT_WR)
        said = _all_of(raw)
    assert said == b"" or said.split()[1] in (b"400", b"413", b"415", b"421", b"431"), said[:200]
    alive(server)


def test_a_post_without_a_length_has_an_empty_body(server):
    with raw_of(server) as raw:
        raw.sendall(head_of(server, 0).replace(b"Content-Length: 0\r\n", b"Connection: close\r\n"))
        said = _all_of(raw)
    assert b"400 Bad Request" in said
    assert b"not JSON" in said


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


def test_one_address_under_many_names_leaves_room_for_others():
    async def scene():
        page = Page(1, Limits(of_an_address=5, waiting=8))
        with contextlib.ExitStack() as held:
            for k in range(5):
                held.enter_context(page.place(f"session-{k}", "203.0.113.7"))
            with pytest.raises(TooMuch, match="from your address") as caught:
                held.enter_context(page.place("session-other", "203.0.113.7"))
            assert (caught.value.status, caught.value.retry_after) == (429, 2)
            for k in range(3):
                held.enter_context(page.place(f"session-here-{k}"))
            with pytest.raises(TooMuch, match="takes no more"):
                held.enter_context(page.place("session-late"))
        assert (page.inside, page._at.total()) == (0, 0)

    asyncio.run(scene())


def test_a_thousand_sessions_of_one_address_are_answered(server):
    def ask(k):
        return server.post("/api/run", RUN, session=f"session-thousand-{k:04d}")

    assert ask(0).status == 200
    with ThreadPoolExecutor(30) as pool:
        answers = list(pool.map(ask, range(1000)))
    assert {answer.status for answer in answers} <= {200, 503}
    assert all(a.headers["retry-after"] for a in answers if a.status == 503)
    assert len({answer.body[:2000] for answer in answers if answer.status == 200}) == 1
    alive(server)


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
            assert answer.json["changed"] == {"policy": True, "assumption": False}, k
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

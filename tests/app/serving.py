"""A server in a thread, and a client without anything clever in it."""

from __future__ import annotations

import http.client
import json
import socket
import threading
import time
from itertools import count
from typing import Any

from sim.app.limits import Limits

__all__ = ["PATIENT", "RUN", "Answer", "Served", "alive", "head_of", "raw_of", "small", "until"]

PATIENT = Limits(requests_a_second=10_000, burst=100_000)
_NUMBERS = count(1)


def small(base: str = "baseline", months: int = 6, sample: int = 200, **changes: Any) -> dict:
    """Return a state whose run takes little time; a dot in a path is written "__"."""
    paths = {path.replace("__", "."): value for path, value in changes.items()}
    return {"v": 1, "base": base, "set": paths, "months": months, "sample": sample, "seed": 7}


RUN = {"state": small(), "stage": 0}


class Answer:
    """What came back."""

    def __init__(self, response: http.client.HTTPResponse) -> None:
        self.status = response.status
        self.headers = response.headers
        self.body = response.read()

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class Served:
    """A server on a free port of this machine, for as long as the `with` statement lasts."""

    def __init__(self, patience: Any = None, **settings: Any) -> None:
        from sim.app.serve import bound, server_of, settings_of
        from sim.app.server import application

        settings.setdefault("limits", PATIENT)
        settings.setdefault("warm", False)
        self.app = application(**settings)
        self.page = self.app.state.page
        self._socket = bound("127.0.0.1", 0)
        self.port = self._socket.getsockname()[1]
        self._server = server_of(settings_of(self.app, patience))
        self._thread = threading.Thread(target=self._server.run, args=([self._socket],))

    def __enter__(self) -> Served:
        self._thread.start()
        until(lambda: self._server.started, "the server to begin")
        return self

    def __exit__(self, *_: Any) -> None:
        self._server.should_exit = True
        self._thread.join(30)
        assert not self._thread.is_alive(), "the server did not end"

    def connection(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)

    def get(self, path: str, **headers: str) -> Answer:
        return self.send("GET", path, None, headers)

    def post(self, path: str, data: Any, session: str = "", **headers: str) -> Answer:
        body = data if isinstance(data, bytes) else json.dumps(data).encode()
        told = {"Content-Type": "application/json",
                "X-Session": session or f"session-{next(_NUMBERS)}"}  # fmt: skip
        return self.send("POST", path, body, told | headers)

    def send(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> Answer:
        connection = self.connection()
        try:
            connection.request(
                method, path, body, {k.replace("_", "-"): v for k, v in headers.items()}
            )
            return Answer(connection.getresponse())
        finally:
            connection.close()

    def load(self) -> dict[str, int]:
        return self.get("/healthz").json["load"]


def until(holds: Any, what: str, seconds: float = 60.0) -> None:
    """Wait until something holds."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, f"waited {seconds:g} seconds for {what}"
        time.sleep(0.01)


def alive(server: Served) -> None:
    """Check that the server still answers, and holds nothing."""
    until(lambda: server.load()["inside"] == 0, "all requests to end")
    assert server.post("/api/run", RUN).status == 200


def raw_of(server: Served) -> socket.socket:
    return socket.create_connection(("127.0.0.1", server.port), timeout=30)


def head_of(server: Served, length: int) -> bytes:
    return (
        f"POST /api/run HTTP/1.1\r\nHost: localhost:{server.port}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n"
    ).encode()

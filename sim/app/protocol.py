"""Connections that keep the server waiting, or are too many, are closed.

uvicorn waits for ever for the head of a request, and for a client that does not read its answer.
"""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from dataclasses import dataclass
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

from sim.app.serve import is_loopback

__all__ = ["Patience", "protocol_of"]

BUSY_SECONDS = 5


@dataclass(frozen=True)
class Patience:
    """What a connection may take.

    Attributes
    ----------
    head_seconds : [s]   In which the head of a request must have come, once it is awaited.
    read_seconds : [s]   For which a client may leave its answer unread.
    connections : [count]   Of everybody together.
    of_an_address : [count]   Of one other machine; a class behind one address is many browsers.
    """

    head_seconds: float = 10.0
    read_seconds: float = 30.0
    connections: int = 400
    of_an_address: int = 250


def protocol_of(patience: Patience) -> type[asyncio.Protocol]:
    """Return uvicorn's own protocol with limits on time and number; it counts for one server."""
    open_now: Counter[str] = Counter()

    class PatientProtocol(H11Protocol):
        _alarm: asyncio.TimerHandle | None = None
        _unread: asyncio.TimerHandle | None = None
        _refusal = ""

        def connection_made(self, transport: Any) -> None:
            super().connection_made(transport)
            self._address = self.client[0] if self.client else ""
            open_now[self._address] += 1
            if open_now.total() > patience.connections:
                self._refusal = "The server has as many connections as it takes."
            elif open_now[self._address] > patience.of_an_address and not is_loopback(
                self._address
            ):
                self._refusal = "There are too many connections from your address."
            self._await_head()

        def connection_lost(self, exc: Exception | None) -> None:
            open_now[self._address] -= 1
            if open_now[self._address] <= 0:
                del open_now[self._address]
            self._await_nothing()
            self.resume_writing()
            super().connection_lost(exc)

        def data_received(self, data: bytes) -> None:
            if self._refusal:
                self._close_with(503, "Service Unavailable", self._refusal)
                return
            before = self.cycle
            super().data_received(data)
            if self.cycle is not before or not (before is None or before.response_complete):
                self._await_nothing()  # a request is at work, and has limits of its own
            elif self._alarm is None:
                self._await_head()

        def _unsupported_upgrade_warning(self) -> None:
            """Say nothing: there are no websockets here, and nothing is to be installed."""

        def pause_writing(self) -> None:
            super().pause_writing()
            if self._unread is None:
                self._unread = self.loop.call_later(patience.read_seconds, self.transport.abort)

        def resume_writing(self) -> None:
            super().resume_writing()
            if self._unread is not None:
                self._unread.cancel()
                self._unread = None

        def _await_head(self) -> None:
            self._alarm = self.loop.call_later(patience.head_seconds, self._too_late)

        def _await_nothing(self) -> None:
            if self._alarm is not None:
                self._alarm.cancel()
                self._alarm = None

        def _too_late(self) -> None:
            seconds = f"{patience.head_seconds:g}"
            self._close_with(
                408, "Request Timeout", f"The request did not come within {seconds} seconds."
            )

        def _close_with(self, status: int, phrase: str, said: str) -> None:
            if self.transport.is_closing():
                return
            body = json.dumps({"error": said, "problems": []}).encode()
            head = (
                f"HTTP/1.1 {status} {phrase}\r\nContent-Type: application/json\r\n"
                f"Content-Length: {len(body)}\r\nRetry-After: {BUSY_SECONDS}\r\n"
                "Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n"
                "Connection: close\r\n\r\n"
            )
            self.transport.write(head.encode() + body)
            self.transport.close()

    return PatientProtocol

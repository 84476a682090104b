"""What stands before every request: whose address it is for, who sent it, and headers of safety."""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Iterable
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from sim.app.api import refusal
from sim.app.refusals import Refused

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["HEADERS", "Guard", "is_local_name"]

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
LOCAL_NAMES = ("localhost", "127.0.0.1", "::1")
_HOST = re.compile(r"(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(:[0-9]*)?", re.IGNORECASE)
"""A name or address and a port; nothing that parts of a longer address begin with."""
_RAW = [(name.lower().encode(), value.encode()) for name, value in HEADERS.items()]


class Guard:
    """Lets requests through that are meant for this server, and puts headers on its answers.

    A name that a stranger has pointed at this machine (DNS rebinding) is refused, and so is what
    another site's page sends. An address in numbers cannot be pointed elsewhere.

    Parameters
    ----------
    names : further names that this server goes by.
    is_open : whether it listens to more than this machine.
    """

    def __init__(self, app: ASGIApp, names: Iterable[str] = (), is_open: bool = False) -> None:
        self._app, self._is_open = app, is_open
        self._names = {*LOCAL_NAMES, *(name.lower() for name in names)}
        if is_open:
            own = socket.gethostname().lower()
            self._names |= {own, own.partition(".")[0], f"{own.partition('.')[0]}.local"}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or refuse it."""
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1000})
            return
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", []), *_RAW]
            await send(message)

        try:
            self._check(dict(scope["headers"]))
        except Refused as error:
            await refusal(error)(scope, receive, send_with_headers)
            return
        await self._app(scope, receive, send_with_headers)

    def _check(self, headers: dict[bytes, bytes]) -> None:
        host = headers.get(b"host", b"").decode("latin-1")
        if not self._is_ours(host):
            raise Refused(
                "This server does not go by that name. Open it by the address that `egov app` "
                "printed, or name it with --name.", 421,
            )  # fmt: skip
        origin = headers.get(b"origin", b"").decode("latin-1")
        if origin and urlsplit_host(origin) != host.lower():
            raise Refused("Pages of other sites may not use this server.", 403)
        from_elsewhere = headers.get(b"sec-fetch-site") in (b"cross-site", b"same-site")
        if from_elsewhere and headers.get(b"sec-fetch-mode", b"navigate") != b"navigate":
            raise Refused("Pages of other sites may not use this server.", 403)

    def _is_ours(self, host: str) -> bool:
        name = is_local_name(host)
        if name in self._names:
            return True
        try:
            ipaddress.ip_address(name)
        except ValueError:
            return False
        return self._is_open


def is_local_name(host: str) -> str:
    """Return the name in a Host header, without its port and brackets; empty if it is none."""
    if _HOST.fullmatch(host) is None:
        return ""
    try:
        parts = urlsplit(f"//{host}")
        return "" if parts.port == 0 else (parts.hostname or "").rstrip(".")
    except ValueError:  # as for a port that is no number
        return ""


def urlsplit_host(origin: str) -> str:
    """Return name and port of an origin; empty if it is none."""
    try:
        return urlsplit(origin).netloc.lower()
    except ValueError:
        return ""

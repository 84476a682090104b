"""What every part of the API has in common: reading a request, answering it, saying no.

    async def follow(ask: Ask) -> Answer: ...
    routes = [post("/api/follow", follow)]

A handler gets the request's JSON, checked for shape only, and gives back plain data, or JSON text
as bytes. What it raises as `UserError` becomes a clear sentence; anything else is a fault of ours,
which is logged, and told without its details. When the client goes away, the handler is cancelled.
"""

from __future__ import annotations

import asyncio
import json
import logging
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from sim.app.limits import strict_json
from sim.app.refusals import Refused, refusal_of
from sim.app.serve import is_loopback
from sim.app.state import State, parse
from sim.errors import UserError

if TYPE_CHECKING:
    from sim.app.page import Page

__all__ = ["Answer", "Ask", "get", "json_response", "post", "refusal"]

Answer: TypeAlias = Mapping[str, Any] | list[Any] | bytes
Handler: TypeAlias = Callable[["Ask"], Awaitable[Answer]]

_SESSION = re.compile(r"[A-Za-z0-9_-]{8,64}")
_log = logging.getLogger("sim.app")


@dataclass(frozen=True)
class Ask:
    """One request, read.

    Attributes
    ----------
    page : the server's engine, limits and memory.
    data : the body's JSON object; empty for a GET.
    session : who asks, as the page calls itself (X-Session), else the client's address.
    path : the parts of the address that the route leaves open.
    """

    page: Page
    data: Mapping[str, Any]
    session: str
    path: Mapping[str, str]

    def state(self, key: str = "state") -> State:
        """Return a state of the body.

        Raises
        ------
        StateError : every problem found in it.
        """
        return parse(self.data.get(key))

    def whole(self, key: str, low: int, high: int, usual: int) -> int:
        """Return a whole number of the body.

        Raises
        ------
        Refused : it is none, or out of its range.
        """
        value = self.data.get(key, usual)
        if isinstance(value, int) and not isinstance(value, bool) and low <= value <= high:
            return value
        words = f"{key} must be a whole number from {low} to {high}."
        raise Refused(words, problems=[(key, words)])


def get(path: str, handler: Handler) -> Route:
    """Return the route of something that is asked for without a body."""
    return Route(path, _endpoint(handler, with_body=False), methods=["GET"])


def post(path: str, handler: Handler) -> Route:
    """Return the route of something that is asked for with a JSON object."""
    return Route(path, _endpoint(handler, with_body=True), methods=["POST"])


def json_response(answer: Answer, status: int = 200) -> Response:
    """Return plain data, or JSON text, as a response."""
    body = answer if isinstance(answer, bytes) else _compact(answer)
    return Response(body, status, {"Cache-Control": "no-store"}, "application/json")


def _compact(answer: Any) -> bytes:
    text = json.dumps(answer, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.encode("utf-8", "replace")  # a lone surrogate is no text


def refusal(error: UserError) -> Response:
    """Return what is told of an error."""
    refused = refusal_of(error)
    response = json_response(refused.as_dict(), refused.status)
    if refused.retry_after is not None:
        response.headers["Retry-After"] = str(refused.retry_after)
    return response


def _endpoint(handler: Handler, with_body: bool) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        page: Page = request.app.state.page
        session = _session_of(request)
        try:
            page.rates.take(session)
            data = strict_json(await _body(request, page)) if with_body else {}
            with page.place(session, _elsewhere(request)):
                ask = Ask(page, data, session, dict(request.path_params))
                return json_response(await _while_listening(handler(ask), request))
        except UserError as error:
            return refusal(error)
        except (ClientDisconnect, _Gone):
            return Response(status_code=499)
        except Exception:
            _log.exception("the page's %s failed", request.url.path)
            said = "Something went wrong in the server; its log says what. Nothing is lost."
            return json_response({"error": said, "problems": []}, 500)

    return endpoint


def _session_of(request: Request) -> str:
    named = request.headers.get("x-session", "")
    if _SESSION.fullmatch(named):
        return named
    return f"at {request.client.host}" if request.client else "somebody"


def _elsewhere(request: Request) -> str:
    """Return the address of another machine that asks; empty for this one."""
    host = request.client.host if request.client else ""
    return "" if is_loopback(host) else host


async def _body(request: Request, page: Page) -> bytes:
    """Return the body of a request, if it is JSON, small, and comes in time."""
    limits = page.limits
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise Refused("The request must be of the type application/json.", 415)
    too_large = Refused(f"The request is larger than {limits.body_bytes:,} bytes.", 413)
    told = request.headers.get("content-length", "")
    if told.isdigit() and (len(told) > 12 or int(told) > limits.body_bytes):
        raise too_large
    parts = bytearray()
    try:
        async with asyncio.timeout(limits.body_seconds):
            async for part in request.stream():
                parts += part
                if len(parts) > limits.body_bytes:
                    raise too_large
    except TimeoutError:
        raise Refused(f"The request did not come within {limits.body_seconds:g} seconds.",
                      408) from None  # fmt: skip
    return bytes(parts)


class _Gone(Exception):
    """The client has hung up."""


async def _while_listening(work: Awaitable[Answer], request: Request) -> Answer:
    """Return what a handler gives, unless the client goes away, which cancels it."""
    working = asyncio.ensure_future(work)
    gone = asyncio.ensure_future(_hung_up(request))
    try:
        await asyncio.wait({working, gone}, return_when=asyncio.FIRST_COMPLETED)
        if not working.done():
            raise _Gone
        return working.result()
    finally:
        gone.cancel()
        if not working.done():
            working.cancel()
            await asyncio.wait({working})


async def _hung_up(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass

"""The application: routes, what stands before them, and the engine's beginning and end."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from importlib import import_module
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

import sim
from sim.app.api import json_response
from sim.app.engine import Rank
from sim.app.files import Files, Shipped
from sim.app.guard import Guard
from sim.app.limits import Limits
from sim.app.page import Page
from sim.app.state import State, parse
from sim.app.twins import run_task
from sim.app.words import words_of
from sim.errors import UserError

__all__ = ["application"]

PARTS = ("about", "api_run", "api_ahead", "api_compare", "api_take", "api_open", "api_play",
         "api_district", "api_questions")  # fmt: skip
STATIC = Path(__file__).parent / "static"


def application(
    *, workers: int = 2, limits: Limits | None = None, names: Sequence[str] = (),
    is_open: bool = False, static: Path = STATIC, warm: bool = True,
) -> Starlette:  # fmt: skip
    """Return the page's server as an ASGI application.

    Parameters
    ----------
    workers : [count]   Processes that compute, one thread each.
    names : further names that the server goes by.
    is_open : whether it listens to more than this machine.
    static : the folder of the page's own files.
    warm : whether the processes are begun and the baseline is computed at once.
    """
    page = Page(workers, limits)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        warming = asyncio.ensure_future(_warm_up(page, workers)) if warm else None
        try:
            yield
        finally:
            if warming is not None:
                warming.cancel()
            await page.engine.close()

    app = Starlette(
        routes=[*_routes(Files(static)), *_parts()],
        middleware=[
            Middleware(Guard, names=names, is_open=is_open),
            *([Middleware(GZipMiddleware, compresslevel=1)] if is_open else []),
        ],
        exception_handlers={HTTPException: _not_found},
        lifespan=lifespan,
    )
    app.router.redirect_slashes = False  # what is not there is not there with a slash either
    app.state.page = page
    return app


async def _warm_up(page: Page, workers: int) -> None:
    """Have the baseline computed by the first process, and only then begin the others."""
    first, *others = (State(seed=20020805 + place) for place in range(workers))
    with suppress(UserError):
        with page.engine.one_alone():
            load = page.engine.call("sim.app.jobs:load", session="warm", rank=Rank.REFINE)
            await asyncio.gather(asyncio.to_thread(_learn, page.limits), load)
            await page.engine.runs([run_task(first)], Rank.REFINE, "warm")
        runs = [page.engine.runs([run_task(s)], Rank.REFINE, f"warm {s.seed}") for s in others]
        await asyncio.gather(*runs)
    gc.collect()
    gc.freeze()  # libraries stay; looking through them again and again costs milliseconds


def _learn(limits: Limits) -> None:
    """Load what the first answers need, beside the event loop: libraries, declarations, files."""
    from sim.app.about import about
    from sim.manifest import code_hash

    code_hash()
    about(limits)
    parse({})
    import_module("pandas")  # which differences are told with


def _parts() -> list[BaseRoute]:
    """Return the routes of the API."""
    return [route for name in PARTS for route in import_module(f"sim.app.{name}").routes]


def _routes(files: Files) -> list[Route]:
    async def index(request: Request) -> Response:
        return _there(_file(request, files.get("index.html")))

    async def static(request: Request) -> Response:
        return _there(_file(request, files.get(request.path_params["name"])))

    async def words(request: Request) -> Response:
        return _there(_file(request, words_of(files, request.path_params["language"])))

    return [
        Route("/", index, methods=["GET"]),
        Route("/static/{name:path}", static, methods=["GET"]),
        Route("/words/{language}.json", words, methods=["GET"]),
        Route("/healthz", _health, methods=["GET"]),
    ]


def _there(found: Response | None) -> Response:
    if found is None:
        raise HTTPException(404)
    return found


def _file(request: Request, shipped: Shipped | None) -> Response | None:
    if shipped is None:
        return None
    packed = shipped.packed if _takes_gzip(request) else None
    sent = packed or shipped
    headers = {"ETag": sent.tag, "Cache-Control": "no-cache", "Vary": "Accept-Encoding"}
    if request.headers.get("if-none-match") == sent.tag:
        return Response(status_code=304, headers=headers)
    headers["Content-Type"] = sent.kind
    if packed is not None:
        headers["Content-Encoding"] = "gzip"
    return Response(sent.body, 200, headers)


def _takes_gzip(request: Request) -> bool:
    for told in request.headers.get("accept-encoding", "").lower().split(","):
        name, _, quality = told.replace(" ", "").partition(";")
        if name == "gzip":
            return quality.rstrip("0").rstrip(".") not in ("q=", "q=0")
    return False


async def _health(request: Request) -> Response:
    from sim.manifest import code_hash

    page: Page = request.app.state.page
    return json_response({
        "ok": True, "version": sim.__version__, "code": code_hash()[:8],
        "started": page.name, "ready": page.engine.is_ready,
        "load": page.engine.load | {"inside": page.inside},
    })  # fmt: skip


async def _not_found(request: Request, error: Any) -> Response:
    """Say no in JSON, as everything else does."""
    words = {404: "There is nothing at this address.",
             405: "This address is asked in another way (GET or POST)."}  # fmt: skip
    said = words.get(error.status_code, "This request cannot be answered.")
    return json_response({"error": said, "problems": []}, error.status_code)

"""Scenes with an engine: asked for this and that, it is watched at its work."""

from __future__ import annotations

import asyncio

from sim.app.engine import Engine
from tests.app.work import HERE

ME = "session-me"


def play(scene, workers=1):
    """Play a scene with an engine, and end it."""

    async def whole():
        engine = Engine(workers)
        try:
            return await asyncio.wait_for(scene(engine), 90)
        finally:
            await engine.close()

    return asyncio.run(whole())


def call(engine, name, *arguments, session=ME, **how):
    return asyncio.ensure_future(
        engine.call(f"{HERE}:{name}", *map(plain, arguments), session=session, **how)
    )


def plain(argument):
    return argument if isinstance(argument, int | str) else str(argument)


def lines(path):
    return path.read_text().split() if path.exists() else []


async def appears(path, word):
    while word not in lines(path):
        await asyncio.sleep(0.01)


async def quiet(engine):
    while engine.load["under_way"]:
        await asyncio.sleep(0.01)

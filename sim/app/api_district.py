"""The district from inside: the month's schedule, money and applications of a run, twin lives.

GET  /api/district       the steps of a month: who acts, on which numbers, by which rules
POST /api/applications   one run of a state: the phases of the applications, the minutes by step,
                         and the money from account to account
POST /api/follow         one person in two worlds: {"a": S, "b": S, "citizen": 42}
"""

from __future__ import annotations

import json
from dataclasses import replace

from sim.app.api import Ask, get, post
from sim.app.engine import Rank
from sim.app.refusals import Refused
from sim.app.walk import KINDS, schedule_text

__all__ = ["routes"]

LARGEST = 10_000_000


async def district(ask: Ask) -> bytes:
    """Return the steps of a month."""
    return schedule_text()


async def applications(ask: Ask) -> bytes:
    """Return the applications, minutes and money of one quick run of a state."""
    state = ask.state()
    name = f"district {state.digest}"
    body = ask.page.answers.get(name)
    if body is None:
        body = await ask.page.engine.call(
            "sim.app.inside:lived", state.as_dict(), session=ask.session, rank=Rank.ASK,
            key=state.digest, may_be_left=True,
        )  # fmt: skip
        ask.page.answers.put(name, body, len(body))
    return bytes(body)


async def follow(ask: Ask) -> bytes:
    """Return one person's life in two worlds, or persons whose lives part if nobody is named."""
    a, b = ask.state("a"), ask.state("b")
    b = replace(b, months=a.months, sample=a.sample, seed=a.seed)
    named = {kind: ask.data[kind] for kind in KINDS if kind in ask.data}
    for kind in named:
        ask.whole(kind, 0, LARGEST, 0)
    if len(named) > 1:
        words = "One life at a time can be followed: name a citizen, a business or an employee."
        raise Refused(words, problems=[(kind, words) for kind in named])
    key = json.dumps(["follow", a.digest, b.digest, named])
    body = ask.page.answers.get(key)
    if body is None:
        body = await ask.page.engine.call(
            "sim.app.lives:followed", a.as_dict(), b.as_dict(), named,
            session=ask.session, rank=Rank.ASK, key=key, may_be_left=True,
        )  # fmt: skip
        ask.page.answers.put(key, body, len(body))
    return bytes(body)


routes = [
    get("/api/district", district),
    post("/api/applications", applications),
    post("/api/follow", follow),
]

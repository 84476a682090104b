"""POST /api/play: the mayor's term in one world, replayed from its rounds each time.

    {"state": S, "months": 48, "rounds": [{path: value}, ...], "next": {path: value}}

`rounds` are the levers set before each half-year that is over; `next` those set for the one to
come. The server remembers nothing of a term: the rounds are all of it. What `sim.Session` refuses
in `next` is told in `refused`, and the report is then that without it.

/api/play/score   the end of the term beside the shipped strategies, in the same world; with
                  {"worlds": 6} also how far each varies from world to world
/api/play/file    the term as a scenario file
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from sim.app.api import Ask, post
from sim.app.engine import Rank
from sim.app.refusals import Refused
from sim.app.state import State
from sim.app.term import EACH

__all__ = ["routes"]

TERM, LONGEST = 48, 120
MOST_WORLDS = 12
MOST_CITIZEN_MONTHS = 1_200_000
"""Of a term, which is played anew for each round; the usual one has 240,000."""


async def play(ask: Ask) -> bytes:
    """Return the report of a term after its rounds, and what the mayor may set now."""
    return await _made(ask, "replay", Rank.ASK, _asked(ask))


async def scorecard(ask: Ask) -> bytes:
    """Return the end of a term beside the shipped strategies, with bands over `worlds`."""
    state, months, rounds, _ = _asked(ask)
    worlds = ask.whole("worlds", 1, MOST_WORLDS, 1)
    return await _made(ask, "score", Rank.LONG, (state, months, rounds, worlds))


async def as_file(ask: Ask) -> bytes:
    """Return the term so far as a scenario file."""
    return await _made(ask, "file", Rank.ASK, _asked(ask))


async def _made(ask: Ask, what: str, rank: Rank, asked: tuple[Any, ...]) -> bytes:
    """Return what a worker makes of a term, or made before."""
    name = _name(what, asked)
    body = ask.page.answers.get(name)
    if body is None:
        state, *others = asked
        body = await ask.page.engine.call(
            f"sim.app.term:{what}", state.as_dict(), *others, session=ask.session, rank=rank,
            key=name, may_be_left=rank == Rank.ASK,
        )  # fmt: skip
        ask.page.answers.put(name, body, len(body))
    return bytes(body)


def _name(what: str, asked: tuple[Any, ...]) -> str:
    state, *others = asked
    text = json.dumps([what, state.digest, *others])
    return hashlib.sha256(text.encode()).hexdigest()


def _asked(ask: Ask) -> tuple[State, int, list[dict[str, Any]], dict[str, Any]]:
    """Return state, months, rounds and the levers to come of a request; its shape is checked."""
    months = ask.whole("months", EACH, LONGEST, TERM)
    rounds, coming = ask.data.get("rounds", []), ask.data.get("next", {})
    if not isinstance(rounds, list) or not all(isinstance(one, dict) for one in rounds):
        raise _wrong("rounds", "rounds must be a list of objects: a dotted path and a value each.")
    if not isinstance(coming, dict):
        raise _wrong("next", "next must be an object: a dotted path and a value each.")
    most = min(ask.page.limits.rounds, -(-months // EACH))
    if len(rounds) > most:
        raise _wrong("rounds", f"a term of {months} months has {most} rounds, not {len(rounds)}.")
    state = ask.state()
    if state.sample * months > MOST_CITIZEN_MONTHS:
        fits = MOST_CITIZEN_MONTHS // months
        raise _wrong("sample", f"a term of {months} months can be played with a sample of at most "
                     f"{fits:,} citizens, not {state.sample:,}.")  # fmt: skip
    return state, months, rounds, coming


def _wrong(path: str, words: str) -> Refused:
    return Refused(words, problems=[(path, words)])


routes = [
    post("/api/play", play),
    post("/api/play/score", scorecard),
    post("/api/play/file", as_file),
]

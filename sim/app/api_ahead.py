"""POST /api/ahead: what a hand may ask for next, computed while nobody waits for anything.

    {"state": S, "ahead": [{path: value}, ...]}

It is answered at once. The changes are computed in the order given, and take the place of those
that the session named before. /api/run takes `ahead` too, and lets it be computed after its own
answer.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from typing import Any

from sim.app.api import Ask, post
from sim.app.refusals import Refused
from sim.app.state import State, settable, with_changes
from sim.app.twins import run_task, worlds_of
from sim.errors import UserError
from sim.execution.task import Task

__all__ = ["look_ahead", "neighbours", "routes"]

MOST_CHANGES = 3
"""Of one neighbour: a hand moves one lever at a time."""


async def ahead(ask: Ask) -> Mapping[str, Any]:
    """Take note of the changes, and answer before any is computed."""
    look_ahead(ask, ask.state(), neighbours(ask), time.monotonic())
    return {"ok": True}


def neighbours(ask: Ask) -> list[Any]:
    """Return the changes that a request may be followed by.

    Raises
    ------
    Refused : they are no list, or too many, or one changes too much.
    """
    given = ask.data.get("ahead", [])
    if not isinstance(given, list) or len(given) > ask.page.limits.ahead:
        raise Refused(f"ahead must be a list of at most {ask.page.limits.ahead} changes.")
    if any(isinstance(one, Mapping) and len(one) > MOST_CHANGES for one in given):
        raise Refused(f"Each of ahead may change at most {MOST_CHANGES} values.")
    return given


def look_ahead(ask: Ask, state: State, given: Sequence[Any], asked: float) -> None:
    """Let the neighbours of the lever in hand be computed while there is nothing else to do.

    Parameters
    ----------
    asked : [s]   When the request came; what was asked for later stands.
    """
    ask.page.engine.ahead(ask.session, _tasks(state, given), asked)


def _tasks(state: State, given: Sequence[Any]) -> list[Task]:
    tasks = []
    for changes in given:
        if not isinstance(changes, Mapping) or not all(map(settable, changes)):
            continue  # nobody reads why, so no sentence is made
        try:
            near = with_changes(state, changes)
        except UserError:  # the neighbour of a lever at the end of its range
            continue
        tasks += [run_task(world) for world in worlds_of(near).values()]
    return tasks


routes = [post("/api/ahead", ahead)]

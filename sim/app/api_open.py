"""POST /api/open: a scenario file of the user's, as the state of a page.

    {"yaml": text}  ->  {"state": S, "title": "...", "notes": ["..."]}

Its problems carry the key and the line. What a state cannot hold is refused where the numbers
depend on it, and told in `notes` where they do not.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sim.app.api import Ask, post
from sim.app.engine import Rank
from sim.app.refusals import Refused

__all__ = ["routes"]

SECONDS = 10.0
"""The work itself is given up after a second; this is for a process that is stuck."""


async def open_file(ask: Ask) -> Mapping[str, Any]:
    """Return the state of a scenario file."""
    text = ask.data.get("yaml")
    if not isinstance(text, str):
        raise Refused("yaml must be the text of a scenario file.")
    found: Mapping[str, Any] = await ask.page.engine.call(
        "sim.app.opened:opened", text, session=ask.session, rank=Rank.ASK, seconds=SECONDS
    )
    return found


routes = [post("/api/open", open_file)]

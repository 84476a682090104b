"""What one request, one session and all of them together may ask for."""

from __future__ import annotations

import json
import math
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from sim.app.refusals import Refused, TooMuch

__all__ = ["Limits", "Rates", "strict_json"]

DEEPEST = 12


@dataclass(frozen=True)
class Limits:
    """The limits of the server; `/api/about` tells them to the page.

    Attributes
    ----------
    body_bytes : [bytes]   Of a request.
    body_seconds : [s]     In which a request's body must have come.
    link_bytes : [bytes]   Of a scenario state, as JSON and as it stands in a link.
    changes : [count]      Values that a state may change.
    months, sample, firms : [count]   Most of a run.
    states : [count]       Strategies in one comparison.
    rounds : [count]       Rounds of a played term.
    ahead : [count]        Neighbours that may be computed beforehand.
    run_seconds, call_seconds : [s]   After which a run, or a longer piece of work, is given up.
    requests_a_second, burst : of one session.
    of_a_session, of_an_address, waiting : [count]   Requests at work or waiting: of one session,
        of one other machine, of all together.
    results_bytes, answers_bytes : [bytes]   Kept for those who ask the same again.
    """

    body_bytes: int = 64_000
    body_seconds: float = 10.0
    link_bytes: int = 8_000
    changes: int = 200
    months: int = 300
    sample: int = 20_000
    firms: int = 50_000
    states: int = 6
    rounds: int = 60
    ahead: int = 8
    run_seconds: float = 60.0
    call_seconds: float = 180.0
    requests_a_second: float = 20.0
    burst: int = 60
    of_a_session: int = 8
    of_an_address: int = 72
    waiting: int = 96
    results_bytes: int = 48_000_000
    answers_bytes: int = 16_000_000

    def as_dict(self) -> dict[str, Any]:
        """Return what the page should know of them."""
        told = ("body_bytes", "link_bytes", "changes", "months", "sample", "firms", "states",
                "rounds", "ahead", "requests_a_second", "burst")  # fmt: skip
        return {name: value for name, value in asdict(self).items() if name in told}


class Rates:
    """Counts the requests of each session, and refuses what comes too fast.

    A session has `burst` requests in hand, and gets `a_second` more each second. Only the last
    `KEPT` sessions are remembered, so that made-up names do not fill the memory.
    """

    KEPT = 10_000

    def __init__(
        self, a_second: float, burst: int, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._a_second, self._burst, self._clock = a_second, burst, clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, session: str) -> None:
        """Count one request.

        Raises
        ------
        TooMuch : the session has none left (429).
        """
        now = self._clock()
        left, then = self._left.pop(session, (float(self._burst), now))
        left = min(float(self._burst), left + (now - then) * self._a_second)
        self._left[session] = (max(0.0, left - 1.0), now)
        if len(self._left) > self.KEPT:
            self._left.popitem(last=False)
        if left < 1.0:
            wait = max(1, math.ceil((1.0 - left) / self._a_second))
            raise TooMuch(
                f"This page asks more often than {self._a_second:g} times a second. "
                "It will be answered again in a moment.",
                retry_after=wait, status=429,
            )  # fmt: skip


def strict_json(data: bytes) -> dict[str, Any]:
    """Return the object in the body of a request.

    Raises
    ------
    Refused : no JSON; a name given twice; NaN or infinite numbers; nested too deeply.
    """
    try:
        found = json.loads(
            data.decode("utf-8"), object_pairs_hook=_once, parse_constant=_no_constant,
            parse_float=_finite,
        )  # fmt: skip
    except Refused:
        raise
    except RecursionError:
        raise Refused("The request is nested too deeply to be read.") from None
    except (ValueError, UnicodeDecodeError):
        raise Refused("The request is not JSON in UTF-8, so it cannot be read.") from None
    if not isinstance(found, dict):
        raise Refused('The request must be a JSON object, as in {"state": {...}}.')
    _require_shallow(found)
    return found


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise Refused("The request gives the same name twice in one object.")
    return found


def _no_constant(text: str) -> Any:
    raise Refused(f"{text} is not a number that can be used.")


def _finite(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise Refused(f"{text[:40]} is too large a number.")
    return value


def _require_shallow(found: Any, depth: int = 1) -> None:
    if depth > DEEPEST:
        raise Refused("The request is nested too deeply to be read.")
    inside = found.values() if isinstance(found, dict) else found if isinstance(found, list) else ()
    for item in inside:
        _require_shallow(item, depth + 1)

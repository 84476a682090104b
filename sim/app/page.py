"""What the server has in hand: its engine, its limits, its memory of answers, who is at turn."""

from __future__ import annotations

import asyncio
import secrets
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass

from sim.app.engine import Engine
from sim.app.limits import Limits, Rates
from sim.app.lru import Lru
from sim.app.refusals import Refused, TooMuch

__all__ = ["Page", "Turns"]

BUSY_SECONDS = 2


class Page:
    """The server's things; nothing in it belongs to one user.

    Parameters
    ----------
    workers : [count]   Processes that compute.

    Attributes
    ----------
    name : of this start of the server, so that a page sees that it was started anew.
    """

    def __init__(self, workers: int = 2, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self.engine = Engine(workers, self.limits)
        self.rates = Rates(self.limits.requests_a_second, self.limits.burst)
        self.answers: Lru[bytes] = Lru(self.limits.answers_bytes)
        self.moves, self.refinements, self.comparisons = Turns(), Turns(), Turns()
        self.name = secrets.token_hex(4)
        self._inside: Counter[str] = Counter()
        self._at: Counter[str] = Counter()

    @property
    def inside(self) -> int:
        """How many requests are at work or waiting."""
        return self._inside.total()

    @contextmanager
    def place(self, session: str, address: str = "") -> Iterator[None]:
        """Hold one of the places for requests.

        Parameters
        ----------
        address : of another machine, which may call itself many sessions; this one has none.

        Raises
        ------
        TooMuch : all of them are taken (503), or all that one session or address may have (429).
        """
        if self._inside[session] >= self.limits.of_a_session:
            raise TooMuch(
                f"This page has {self._inside[session]} requests in hand already. Wait for one of "
                "them.", BUSY_SECONDS, status=429,
            )  # fmt: skip
        if self.inside >= self.limits.waiting:
            raise TooMuch(
                f"The server has {self.inside} requests in hand and takes no more just now. "
                f"Ask again in {BUSY_SECONDS} seconds.", BUSY_SECONDS,
            )  # fmt: skip
        if address and self._at[address] >= self.limits.of_an_address:
            raise TooMuch(
                f"There are {self._at[address]} requests from your address in hand. Ask again in "
                f"{BUSY_SECONDS} seconds.", BUSY_SECONDS, status=429,
            )  # fmt: skip
        with _counted(self._inside, session), _counted(self._at, address):
            yield


@contextmanager
def _counted(counter: Counter[str], name: str) -> Iterator[None]:
    counter[name] += 1
    try:
        yield
    finally:
        counter[name] -= 1
        if counter[name] <= 0:
            del counter[name]


@dataclass(eq=False)
class _Turn:
    """One request's turn; `superseded` once a later one has taken its place."""

    begins: asyncio.Event
    superseded: bool = False


class Turns:
    """Lets each session do one thing at a time, and keep one waiting: the latest."""

    def __init__(self) -> None:
        self._at_work: dict[str, _Turn] = {}
        self._waiting: dict[str, _Turn] = {}

    @asynccontextmanager
    async def of(self, session: str) -> AsyncIterator[None]:
        """Wait for the session's turn.

        Raises
        ------
        Refused : a later request of the session has taken this one's place (409).
        """
        turn = _Turn(asyncio.Event())
        if session in self._at_work:
            before = self._waiting.pop(session, None)
            if before is not None:
                before.superseded = True
                before.begins.set()
            self._waiting[session] = turn
            try:
                await turn.begins.wait()
            except asyncio.CancelledError:
                self._leave(session, turn)
                raise
            if turn.superseded:
                raise Refused("A later move has taken the place of this one.", 409)
        self._at_work[session] = turn
        try:
            yield
        finally:
            self._leave(session, turn)

    def _leave(self, session: str, turn: _Turn) -> None:
        """End a turn, and begin that of the one who waits."""
        if self._waiting.get(session) is turn:
            del self._waiting[session]
        if self._at_work.get(session) is turn:
            del self._at_work[session]
            after = self._waiting.pop(session, None)
            if after is not None:
                self._at_work[session] = after
                after.begins.set()

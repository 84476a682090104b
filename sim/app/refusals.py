"""What the page is told when it cannot have what it asked for: a status and clear sentences."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sim.errors import ScenarioError, UserError

__all__ = ["Refused", "StateError", "TooMuch", "refusal_of"]

MOST_PROBLEMS = 20


class Refused(UserError):
    """A request that is not carried out.

    Attributes
    ----------
    status : of HTTP: 400 wrong, 409 superseded, 413 too large, 429 too often, 503 too busy.
    problems : a path and a message each.
    retry_after : [s]   When to ask again; None where that would not help.
    """

    def __init__(
        self,
        message: str,
        status: int = 400,
        problems: Sequence[tuple[str, str]] = (),
        retry_after: int | None = None,
    ) -> None:
        super().__init__(message)
        self.status, self.retry_after = status, retry_after
        self.problems = tuple(problems)

    def as_dict(self) -> dict[str, Any]:
        """Return the answer as plain data."""
        shown = [{"path": path, "message": text} for path, text in self.problems[:MOST_PROBLEMS]]
        return {"error": str(self), "problems": shown}


class StateError(Refused):
    """A scenario state that cannot be used; holds every problem found in it."""

    def __init__(self, problems: Sequence[tuple[str, str]]) -> None:
        many = f" ({len(problems)} problems)" if len(problems) > 1 else ""
        super().__init__(f"This scenario cannot be used{many}: {problems[0][1]}", 400, problems)


class TooMuch(Refused):
    """More than the server takes at a time; the same request may be sent again later."""

    def __init__(self, message: str, retry_after: int, status: int = 503) -> None:
        super().__init__(message, status, retry_after=retry_after)


def refusal_of(error: UserError) -> Refused:
    """Return an error of the program as what the page is told."""
    if isinstance(error, Refused):
        return error
    if isinstance(error, ScenarioError):
        return StateError([(one.key, one.message) for one in error.problems])
    return Refused(str(error))

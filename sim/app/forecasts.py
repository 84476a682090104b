"""What somebody expects of a question's outcomes, checked before anything is run."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sim.app.refusals import Refused

__all__ = ["Belief", "beliefs_of"]

MOST_BELIEFS = 12
LARGEST = 1e12

Belief = tuple[float, float, float]
"""The chance of more in B, and the two ends of the range of 80 %."""


def beliefs_of(given: Any, outcomes: Collection[str]) -> dict[str, Belief]:
    """Return what somebody expects, by outcome.

    Raises
    ------
    Refused : an outcome that is not asked, or no chance or range.
    """
    if not isinstance(given, dict) or not 1 <= len(given) <= MOST_BELIEFS:
        words = "forecasts must be an object: for each outcome higher, low and high."
        raise Refused(words, problems=[("forecasts", words)])
    problems: list[tuple[str, str]] = []
    found = {}
    for name, belief in given.items():
        if name not in outcomes:
            problems.append((name[:60], "is not asked here; asked are " + ", ".join(outcomes)))
        else:
            found[name] = _belief(name, belief, problems)
    if problems:
        path, words = problems[0]
        raise Refused(f"This forecast cannot be scored: {path} {words}.", problems=problems)
    return found


def _belief(name: str, given: Any, problems: list[tuple[str, str]]) -> Belief:
    values = given if isinstance(given, dict) else {}
    numbers = [values.get(key) for key in ("higher", "low", "high")]
    if not all(_is_number(one) for one in numbers):
        problems.append((name, "needs three numbers: higher (0 to 1), low and high"))
        return (0.5, 0.0, 0.0)
    higher, low, high = (float(one) for one in numbers)  # type: ignore[arg-type]
    if not 0.0 <= higher <= 1.0:
        problems.append((name, f"has the chance {higher:g}; it must be from 0 to 1"))
    if low > high:
        problems.append((name, f"has a range from {low:g} down to {high:g}; low comes first"))
    return higher, low, high


def _is_number(value: Any) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return abs(value) <= LARGEST

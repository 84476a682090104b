"""The figures that answer, by kind; each knows its tables, two sentences and a drawing.

The kinds:

    courses       outcomes month by month
    crossing      which of two leads, and when the lead changes
    yearly        outcomes over the years without the season, a dash of its own each line
    ends          the same change in several worlds: where its sign stays
    groups        whom a change reaches: the difference by group, and of the gaps between groups
    two_by_two    two changes alone, together, and beyond their sum
    odds          the odds that a sum is granted by some years
    restart       growth before and after a change
    one_at_a_time what taking away one thing at a time costs, and projects against their plans
    speed_and_risk  what is saved against what is risked
    power_interest  who holds what the plan waits for, and who acts unasked
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from sim.errors import UserError

if TYPE_CHECKING:
    from sim.questions.answer import Answer
    from sim.questions.views.base import View

__all__ = ["KINDS", "tables_of", "view_of"]

KINDS = {
    "two_by_two": "TwoByTwo",
    "odds": "Odds",
    "restart": "Restart",
    "one_at_a_time": "OneAtATime",
    "speed_and_risk": "SpeedAndRisk",
    "power_interest": "PowerInterest",
    "courses": "Courses",
    "crossing": "Crossing",
    "yearly": "Yearly",
    "ends": "Ends",
    "groups": "Groups",
}


def _class(kind: str) -> type[View]:
    if kind not in KINDS:
        raise UserError(f"There is no view {kind!r}; there are {', '.join(KINDS)}.")
    found: type[View] = getattr(import_module(f"sim.questions.views.{kind}"), KINDS[kind])
    return found


def tables_of(kind: str) -> tuple[str, ...]:
    """Return which tables of a run a view needs."""
    return _class(kind).needs


def view_of(answer: Answer) -> View:
    """Return the view of an answer."""
    settings = dict(answer.settings["view"])
    return _class(settings.pop("kind"))(answer, **settings)

"""The minutes of a half-year as news: what matters first, the small things counted."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.parameters.run import month_text

if TYPE_CHECKING:
    from sim.minutes import Decision

__all__ = ["News", "news_of"]

_OBJECT = re.compile(r"'([^']+)'")
_NUMBER = re.compile(r" \d+$")
_DIGITS = re.compile(r"\d+\.\d{3,}")
_FIRST = (
    "drops the programme", "is elected again", "carries the programme on", "grants a supplementary",
    "refuses the supplementary", "grants the pilot", "no grant", "puts the new law",
    "prepares the law", "reports a leak", "freezes", "opens the", "calls for work to rule",
    "ends work to rule", "leaves for", "refuses to change", "declines", "asks for a guarantee",
    "cannot use", "cancels", "launches", "opens", "contracts", "joins", "consents",
    "carries grievances", "speaks well", "integrates", "starts", "renews",
)  # fmt: skip
"""How decisions begin, the weightiest first; what is not in the list stands in the middle."""


@dataclass(frozen=True)
class News:
    """One decision of the half-year, or several of one kind.

    Attributes
    ----------
    month : [month]   Of the first of them.
    """

    month: int
    date: str
    actor: str
    decision: str
    reason: str

    def __str__(self) -> str:
        """Return it as a sentence."""
        return f"{self.date} {self.actor} {self.decision}: {self.reason}."


def news_of(decisions: Iterable[Decision], start: str) -> list[News]:
    """Return decisions as news, the weightiest first; those of one kind are made into one.

    Parameters
    ----------
    start : "YYYY-MM"   The month with the number 1.
    """
    kinds: dict[tuple[str, str], list[Decision]] = {}
    for item in decisions:
        kind = (_NUMBER.sub("", item.actor), _OBJECT.sub("", item.decision).strip())
        kinds.setdefault(kind, []).append(item)
    news = [_one(kind, found, start) for kind, found in kinds.items()]
    return sorted(news, key=lambda item: (_weight(item.decision), item.month))


def _weight(decision: str) -> float:
    places = (place for place, word in enumerate(_FIRST) if decision.startswith(word))
    return next(places, len(_FIRST) / 2)


def _one(kind: tuple[str, str], found: list[Decision], start: str) -> News:
    first = found[0]
    date = month_text(first.month, start)
    if len(found) == 1:
        return News(first.month, date, first.actor, first.decision, _plain(first.reason))
    actor, decision = kind
    objects = [name for item in found for name in _OBJECT.findall(item.decision)]
    if objects:
        return News(
            first.month, date, actor, f"{decision} {len(found)} applications", ", ".join(objects)
        )
    many = "of them" if first.actor != actor else "times"
    return News(
        first.month, date, f"{actor} ({len(found)} {many})", decision, _plain(found[-1].reason)
    )


def _plain(reason: str) -> str:
    """Return a reason with its numbers to two digits."""
    return _DIGITS.sub(lambda found: f"{float(found[0]):.2f}", reason)

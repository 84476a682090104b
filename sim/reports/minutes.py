"""The minutes read as a story: what was new each year, and how often it fell so."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.result import RunResult

__all__ = ["Minute", "Story", "minutes"]

_OBJECT = re.compile(r"'([^']+)'")  # what a decision is about: launches 'Land price look-up'
_NUMBER = re.compile(r" \d+$")  # one of several actors: Peer district 12


@dataclass(frozen=True)
class Minute:
    """One decision of the run that is shown, or several of one kind in one year.

    Attributes
    ----------
    elsewhere : replications in which the same is decided at some time; None for several.
    """

    month: int
    date: str
    actor: str
    decision: str
    reason: str
    elsewhere: int | None = None

    @property
    def kind(self) -> tuple[str, str]:
        """The actor without a number and the decision without what it is about."""
        return _NUMBER.sub("", self.actor), _OBJECT.sub("", self.decision).strip()


@dataclass
class Story:
    """The minutes of one run: by year what was new or done to something new, and the rest."""

    years: dict[int, list[Minute]] = field(default_factory=dict)
    repeated: list[Minute] = field(default_factory=list)


def minutes(result: RunResult) -> Story:
    """Return the minutes of the replicate that is shown, in order."""
    story, seen = Story(), set()
    fresh: dict[int, list[Minute]] = {}
    for item in _read(result):
        several = item.kind != (item.actor, item.decision)
        if several or item.decision not in seen:
            fresh.setdefault((item.month - 1) // 12 + 1, []).append(item)
        else:
            story.repeated.append(replace(item, elsewhere=None))
        seen.add(item.decision)
    story.years = {year: _together(items) for year, items in fresh.items()}
    return story


def _read(result: RunResult) -> list[Minute]:
    table = result.decisions
    if table.empty:
        return []
    others = table[table["replicate"].isin(result.band_replicates)]
    counts = others.groupby("decision")["replicate"].nunique().to_dict()
    shown = table[table["replicate"] == result.shown_replicate]
    return [
        Minute(
            int(row["month"]),
            str(row["date"]),
            str(row["actor"]),
            str(row["decision"]),
            str(row["reason"]),
            int(counts.get(row["decision"], 0)),
        )
        for row in shown.to_dict("records")
    ]


def _together(items: list[Minute]) -> list[Minute]:
    """Return one year's minutes with those of one kind made into one, at its first date."""
    kinds: dict[tuple[str, str], list[Minute]] = {}
    for item in items:
        kinds.setdefault(item.kind, []).append(item)
    return [_one(found) for found in kinds.values()]


def _one(found: list[Minute]) -> Minute:
    """Return several minutes of one kind as one; a single one as it is."""
    first = found[0]
    if len(found) == 1:
        return first
    actor, decision = first.kind
    objects = [name for item in found for name in _OBJECT.findall(item.decision)]
    if objects:
        decision, reason = f"{decision} {len(found)} applications", ", ".join(objects)
    else:
        actor, reason = f"{actor} ({len(found)} of them)", found[-1].reason
    return replace(first, actor=actor, decision=decision, reason=reason, elsewhere=None)

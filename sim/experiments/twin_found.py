"""Whose lives part: how many, persons worth following, and twin lives as plain data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.experiments.twin_why import reasons
from sim.reports.headline import CAUTION

if TYPE_CHECKING:
    from sim.experiments.twins import Parting, TwinLives

__all__ = ["found", "found_words", "summary"]

PLURAL = {"citizen": "citizens", "business": "businesses", "employee": "employees"}


def found_words(lives: TwinLives) -> list[str]:
    """Say how many part from their twins, and name persons worth following."""
    said = []
    for kind, people in lives.census.of.items():
        parted, did = ((months >= 0).sum() for months in (people.month, people.deed))
        said.append(f"{parted:,} of {len(people.month):,} {PLURAL[kind]} part from their twin; "
                    f"{did:,} in what they know or do.")  # fmt: skip
    named = found(lives)
    if not named:
        return [*said, "Nobody's life parts."]
    return [*said, "Lives to follow:\n" + "\n".join(f"  - {row['words']}" for row in named)]


def found(lives: TwinLives) -> list[dict[str, Any]]:
    """Return persons whose lives part: kind, number and why they are named."""
    rows = []
    for kind, people in lives.census.of.items():
        first, deed = people.earliest(), people.earliest(deed=True)
        if first is not None:
            words = f"parts first, in month {people.month[first]}{_others(people.month, first)}"
            rows.append(_named(kind, first, words))
        if deed is not None:
            words = f"is the first to know or do something else, in month {people.deed[deed]}"
            rows.append(_named(kind, deed, words + _others(people.deed, deed)))
        only = people.online_only_in_b()
        if only is not None:
            times = int(people.only_b[only])
            often = "once" if times == 1 else f"{times} times"
            words = f"uses online services only in B, {often}"
            rows.append(_named(kind, only, words))
        worse = people.better_off_in_a()
        if worse is not None:
            what = "job satisfaction" if kind == "employee" else "satisfaction"
            size = f"{-people.better[worse]:.2g} points of 100 of {what} on average"
            rows.append(_named(kind, worse, f"is better off in A, by {size}"))
    return rows


def _others(months: NDArray[np.int64], first: int) -> str:
    """Say how many others part in the same month."""
    others = int((months == months[first]).sum()) - 1
    return f", with {others:,} more" if others else ""


def _named(kind: str, number: int, words: str) -> dict[str, Any]:
    said = f"--{kind} {number} {words}"
    return {"kind": kind, "number": number, "why": words, "words": said}


def summary(lives: TwinLives) -> dict[str, Any]:
    """Return twin lives as plain data."""

    def place(parting: Parting | None) -> dict[str, Any] | None:
        if parting is None:
            return None
        return {"month": parting.month, "step": parting.step, "columns": list(parting.columns),
                "reasons": reasons(lives, parting)}  # fmt: skip

    from sim.experiments.twin_words import events

    out: dict[str, Any] = {
        "caution": CAUTION, "a": lives.names[0], "b": lives.names[1],
        "replicate": lives.replicate, "seed": lives.seed, "sample": lives.sample,
        "months": lives.months, "start": lives.start, "notes": list(lives.notes),
        "parted": {kind: int((p.month >= 0).sum()) for kind, p in lives.census.of.items()},
        "found": [{k: v for k, v in row.items() if k != "words"} for row in found(lives)],
    }  # fmt: skip
    if lives.person is not None and lives.a is not None and lives.b is not None:
        kind = lives.person.kind
        out |= {
            "person": {"kind": kind, "number": lives.person.number, "who": lives.who},
            "parting": place(lives.parting), "deed": place(lives.deed),
            "events": {"A": events(kind, lives.a, lives.b), "B": events(kind, lives.b, lives.a)},
        }  # fmt: skip
    return out

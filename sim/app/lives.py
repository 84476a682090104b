"""One person in two worlds with the same luck, as the page draws it; in a worker."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sim.app.plain import json_text
from sim.app.state import parse

if TYPE_CHECKING:
    from sim.experiments.twins import TwinLives

__all__ = ["followed"]

MOST_EVENTS = 60
PLAIN = {"sum of performances": "how well this month's cases went"}
"""Names of columns that are said in plainer words."""

OnMonth = Callable[[int], None]


def followed(
    a: dict[str, Any], b: dict[str, Any], named: dict[str, int], on_month: OnMonth
) -> bytes:
    """Return twin lives as JSON text; in a worker."""
    from sim.experiments.twins import follow as follow_twins

    one, other = (parse(given) for given in (a, b))
    names = ("A", "B")
    worlds = [replace(state.scenario, name=name)
              for state, name in zip((one, other), names, strict=True)]  # fmt: skip
    lives = follow_twins(
        worlds[0], worlds[1], citizen=named.get("citizen"), business=named.get("business"),
        employee=named.get("employee"), find=not named, on_month=on_month,
    )  # fmt: skip
    return json_text(dict(lives.summary) | _seen(lives))


def _seen(lives: TwinLives) -> dict[str, Any]:
    """Return the months, the lines to draw and what happened, for the page."""
    from sim.experiments.twin_why import columns_words, place_words
    from sim.parameters.run import month_text

    if lives.person is None or lives.a is None or lives.b is None:
        return {"lines": [], "events": [], "said": []}
    said = []
    for parting in dict.fromkeys((lives.parting, lives.deed)):
        if parting is not None:
            said.append({"where": place_words(lives, parting),
                         "what": _plain(columns_words(lives, parting))})  # fmt: skip
    told = lives.summary["events"]
    months = sorted({*told["A"], *told["B"]})[:MOST_EVENTS]
    return {
        "said": said,
        "lines": _lines(lives),
        "dates": [month_text(month, lives.start) for month in range(1, lives.months + 1)],
        "events": [
            {"month": month, "date": month_text(month, lives.start) if month else "",
             "a": told["A"].get(month, []), "b": told["B"].get(month, [])}
            for month in months
        ],
    }  # fmt: skip


def _plain(text: str) -> str:
    for name, words in PLAIN.items():
        text = text.replace(name, words)
    return text


def _lines(lives: TwinLives) -> list[dict[str, Any]]:
    """Return the courses of the picture of twin lives: label, and values in A and in B."""
    from sim.reports.lives import FOR_STAFF, FOR_USERS, OF_100

    staff = lives.person is not None and lives.person.kind == "employee"
    found = []
    for name, label in FOR_STAFF if staff else FOR_USERS:
        scale = 100.0 if name in OF_100 else 1.0
        sides = [
            [round(scale * _value(state, name), 4) for state in diary.states]
            for diary in (lives.a, lives.b)
            if diary is not None
        ]
        found.append({"name": name, "label": label, "a": sides[0], "b": sides[1]})
    return found


def _value(state: Mapping[str, Any], name: str) -> float:
    return float(int(state["aware_lines"]).bit_count() if name == "known" else state[name])

"""One person in two worlds with the same luck, as the page draws it; in a worker."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sim.app.plain import cell, json_text
from sim.app.state import parse
from sim.errors import UserError

if TYPE_CHECKING:
    from sim.experiments.twins import Parting, TwinLives

__all__ = ["followed"]

MOST_EVENTS = 60
MOST_COLUMNS = 6
SHARES = ("trust",)
"""Lines that are told from 0 to 1, as everywhere else on the page."""
OF_TRUST = re.compile(r", trust (\d+) of 100")

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
    try:
        lives = follow_twins(
            worlds[0], worlds[1], citizen=named.get("citizen"), business=named.get("business"),
            employee=named.get("employee"), find=not named, on_month=on_month,
        )  # fmt: skip
    except UserError as error:
        raise UserError(str(error).replace(", or raise --sample.", ".")) from None
    return json_text(dict(lives.summary) | _facts(lives) | _seen(lives))


def _facts(lives: TwinLives) -> dict[str, Any]:
    """Return how many people there are, and why those found are named, as facts."""
    facts: dict[str, Any] = {
        "people": {kind: len(one.month) for kind, one in lives.census.of.items()},
        "found": [{"kind": kind, "number": number} | why for kind, number, why in _named(lives)],
    }
    if lives.person is not None:
        person = lives.summary["person"]
        facts["person"] = person | {"who": OF_TRUST.sub(_as_share, person["who"])}
    return facts


def _as_share(found: re.Match[str]) -> str:
    return f" of 100, trust {int(found[1]) / 100:.2f} of 1"


def _named(lives: TwinLives) -> Iterator[tuple[str, int, dict[str, Any]]]:
    """Yield persons worth following: kind, number and why; as `sim.experiments.twin_found`."""
    for kind, people in lives.census.of.items():
        for why, months, first in (("parts", people.month, people.earliest()),
                                   ("deed", people.deed, people.earliest(deed=True))):  # fmt: skip
            if first is not None:
                others = int((months == months[first]).sum()) - 1
                yield kind, first, {"why": why, "month": int(months[first]), "others": others}
        only, worse = people.online_only_in_b(), people.better_off_in_a()
        if only is not None:
            yield kind, only, {"why": "only_b", "times": int(people.only_b[only])}
        if worse is not None:
            yield kind, worse, {"why": "worse", "points": -float(people.better[worse])}


def _seen(lives: TwinLives) -> dict[str, Any]:
    """Return the months, the lines to draw and what happened, for the page."""
    from sim.parameters.run import month_text

    if lives.person is None or lives.a is None or lives.b is None:
        return {"lines": [], "events": [], "said": []}
    partings = dict.fromkeys((lives.parting, lives.deed))
    said = [_differs(lives, parting) for parting in partings if parting is not None]
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


def _differs(lives: TwinLives, parting: Parting) -> dict[str, Any]:
    """Return which columns differ after a step, with their values on both sides."""
    from sim.experiments.twin_inputs import lines_of
    from sim.experiments.twin_why import COLUMNS, TELLING

    assert lives.person is not None
    declared = {column.name: column for column in COLUMNS[lives.person.kind]}
    names = sorted(parting.columns, key=lambda name: name not in TELLING)
    found = []
    for name in names[:MOST_COLUMNS]:
        column, diaries = declared[name], (lives.a, lives.b)
        pair: list[Any] = [d.states[parting.month][name] for d in diaries if d is not None]
        if column.kind == "bits":
            pair = [lines_of(int(value)) for value in pair]
        elif column.names:
            pair = [column.names[int(value)] for value in pair]
        elif column.kind == "flag":
            pair = [bool(value) for value in pair]
        found.append({"label": column.label, "a": cell(pair[0]), "b": cell(pair[1])})
    return {"columns": found, "rest": len(names) - len(found)}


def _lines(lives: TwinLives) -> list[dict[str, Any]]:
    """Return the courses of the picture of twin lives: label, and values in A and in B."""
    from sim.reports.lives import FOR_STAFF, FOR_USERS, OF_100

    staff = lives.person is not None and lives.person.kind == "employee"
    found = []
    for name, label in FOR_STAFF if staff else FOR_USERS:
        unit = "0-1" if name in SHARES else "0-100" if name in OF_100 else "count"
        scale = 100.0 if unit == "0-100" else 1.0
        sides = [
            [round(scale * _value(state, name), 4) for state in diary.states]
            for diary in (lives.a, lives.b)
            if diary is not None
        ]
        found.append({"name": name, "label": label.removesuffix(", of 100"), "unit": unit,
                      "a": sides[0], "b": sides[1]})  # fmt: skip
    return found


def _value(state: Mapping[str, Any], name: str) -> float:
    return float(int(state["aware_lines"]).bit_count() if name == "known" else state[name])

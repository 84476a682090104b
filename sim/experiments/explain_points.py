"""What `egov explain` has to run: who the players are, and which sets of them are needed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from sim.errors import UserError
from sim.experiments.alike import side_by_side
from sim.experiments.differing import Differences, differences
from sim.experiments.names import value_words
from sim.experiments.plan import Plan, Point
from sim.experiments.shapley import antithetic_orders, coalitions_of, everyone

if TYPE_CHECKING:
    from sim.scenario import Scenario

__all__ = ["EXACT_UP_TO", "ORDERS", "By", "explain_plan"]

By = Literal["pillar", "lever"]
OUTCOMES = ("adoption_share", "cost_per_case_usd", "satisfaction_citizens")
EXACT_UP_TO = 7
"""Players up to which every coalition is run; more are attributed by random orders."""
ORDERS = 16
"""Random orders where nothing else is asked for: eight orders and their reverses."""
LEAST_ORDERS = 4


def explain_plan(
    a: Scenario | str | Path,
    b: Scenario | str | Path,
    *,
    by: By = "pillar",
    outcome: str | Sequence[str] | None = None,
    year: int | None = None,
    orders: int | None = None,
    overrides: Sequence[str] = (),
    model: str = "",
) -> Plan:
    """Return the runs that `explain` needs; its parameters are explained there."""
    side = side_by_side([a, b], overrides)
    (one, two), names = side.scenarios, side.names
    found = differences(one, two)
    _check_uncertain(found, names)
    players = _players(found, by, frozenset(one.uncertain))
    joining = _orders(len(players), orders, one.run.seed)
    coalitions = coalitions_of(len(players), joining)
    settings = {
        "names": list(names),
        "by": by,
        "players": [{k: v for k, v in p.items() if k != "values"} for p in players],
        "coalitions": coalitions,
        "orders": None if joining is None else [list(order) for order in joining],
        **_asked(outcome, year, one.run.months, model),
        "notes": _notes(found, one, side.notes),
    }
    return Plan(
        verb="explain",
        name=f"explain-{one.name}-{two.name}",
        bases=_bases(one, two, found),
        points=tuple(_point(names[0], place, c, players) for place, c in enumerate(coalitions)),
        replications=one.run.replications,
        seed=one.run.seed,
        sample=one.run.sample,
        settings=settings,
        model=model,
    )


def _bases(a: Scenario, b: Scenario, found: Differences) -> tuple[Scenario, ...]:
    """Return A, B, and A with B's dated changes where those differ."""
    if a.name == b.name:
        a, b = replace(a, name=f"{a.name}-a"), replace(b, name=f"{b.name}-b")
    dated = replace(a, name=f"{a.name}-timeline-{b.name}", timeline=b.timeline)
    return (a, b, dated) if found.timeline else (a, b)


def _players(found: Differences, by: By, drawn: frozenset[str]) -> list[dict[str, Any]]:
    """Return what differs, as players: name, kind, and B's values by path."""
    if by not in ("pillar", "lever"):
        raise UserError(f'Differences are explained by "pillar" or by "lever", not by "{by}".')
    groups: dict[str, dict[str, Any]] = {}
    for path, (_, value) in found.levers.items():
        if path not in drawn:
            pillar = path.split(".")[1]
            groups.setdefault(pillar if by == "pillar" else path[9:], {})[path] = value
    for path, (_, value) in found.district.items():
        if path not in drawn:
            parts = path.split(".")
            name = f"district: {parts[1] if len(parts) > 2 else 'general'}"
            groups.setdefault(name, {})[path] = value
    players = [
        {"name": name, "changes": _changes(found, values), "values": values}
        for name, values in groups.items()
    ]
    if found.timeline:
        players.append({"name": "timeline", "changes": ["the dated changes"], "values": {}})
    return players


def _changes(found: Differences, values: Mapping[str, Any]) -> list[str]:
    """Return the changes of a player in words: "capacity.manuals 0 to 0.6"."""
    said = []
    for path in values:
        old, new = found.values[path]
        said.append(
            f"{path.partition('.')[2]} {value_words(path, old)} to {value_words(path, new)}"
        )
    return said


def _point(name: str, number: int, coalition: int, players: Sequence[Mapping[str, Any]]) -> Point:
    """Return a coalition as a point: A, A with B's values, or B itself."""
    whole = everyone(len(players))
    if players and coalition == whole:
        return Point(name, number, 1)
    members = [player for k, player in enumerate(players) if coalition >> k & 1]
    dated = any(player["name"] == "timeline" for player in members)
    changes = {path: value for player in members for path, value in player["values"].items()}
    return Point(name, number, 2 if dated else 0, changes)


def _orders(players: int, orders: int | None, seed: int) -> list[tuple[int, ...]] | None:
    """Return random orders of joining; None where every coalition is to be run."""
    if orders is None and players <= EXACT_UP_TO:
        return None
    wanted = ORDERS if orders is None else orders
    if wanted < LEAST_ORDERS:
        raise UserError(
            f"{wanted} random orders are too few for an interval: ask for {LEAST_ORDERS} or more."
        )
    found = antithetic_orders(players, (wanted + 1) // 2, seed)
    if players <= EXACT_UP_TO and len(coalitions_of(players, found)) == 1 << players:
        return None  # every coalition is run anyhow: then all orders can be had
    return found


def _asked(
    outcome: str | Sequence[str] | None, year: int | None, months: int, model: str
) -> dict[str, Any]:
    """Return the outcomes and the month to be explained.

    Raises
    ------
    UserError : naming every outcome and the year that there is not.
    """
    from sim.experiments.asked import chosen_outcomes, months_of
    from sim.experiments.published import outcomes_of

    known = {str(facts["name"]): facts for facts in outcomes_of(model)}
    names = [outcome] if isinstance(outcome, str) else list(outcome or ())
    plain = [name for name in names if not name.startswith("+")]
    usual = [] if plain else [name for name in OUTCOMES if name in known]
    chosen, problems = chosen_outcomes([*usual, *names], known)
    at, wrong = months_of([] if year is None else [year], months)
    if problems or wrong:
        raise UserError("\n".join([*problems, *wrong]))
    return {"outcomes": chosen, "month": (at or [months])[0]}


def _check_uncertain(found: Differences, names: Sequence[str]) -> None:
    if found.uncertain:
        raise UserError(
            f"{names[0]} and {names[1]} draw other worlds: `uncertain:` differs for "
            f"{', '.join(found.uncertain)}. Levers can be told apart only in the same worlds; "
            "write the same `uncertain:` in both, or leave it out of both."
        )


def _notes(found: Differences, a: Scenario, said: Sequence[str]) -> list[str]:
    notes = [note for note in said if note.startswith("The run settings")]
    drawn = [path for path in found.values if path in a.uncertain]
    if drawn:
        notes.append(
            f"{', '.join(drawn)} is drawn from `uncertain:` in both, so the values written for it "
            "make no difference."
        )
    return notes

"""A team's strategy put into the world of the round; what the rules forbid is refused."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sim.classroom.money import over_budget
from sim.classroom.rules import Rules
from sim.errors import UserError

if TYPE_CHECKING:
    from sim.parameters.strategy import Strategy
    from sim.scenario import Scenario
    from sim.scenario.schema import Event

__all__ = ["onto"]

NAMED = 3
UNSAID = "default"
NOTHING_HAPPENS = {"shock": None, "open": (), "open_register": (), "law_in_force": None,
                   "document_types": None, "day": None, "days": None}  # fmt: skip


def onto(own: Scenario, against: Scenario, rules: Rules, name: str) -> Scenario:
    """Return the world of the round with a team's levers.

    Parameters
    ----------
    own : what the team handed in.
    against : the scenario of the round, before the rules change its length.

    Raises
    ------
    UserError : it changes what it may not, in one sentence; or its levers cost too much.
    """
    reasons = [*_clock(own, against), *_world(own, against, rules), *_locked(own, against, rules),
               *_events(own, against, rules)]  # fmt: skip
    if reasons:
        raise UserError("; ".join(reasons))
    strategy = _with_locked(own, against, rules).strategy
    district = own.district if "district" in rules.allowed else against.district
    uncertain = own.uncertain if "uncertain" in rules.allowed else against.uncertain
    place = own.place if "district" in rules.allowed else against.place
    provenance = {path: own.provenance.get(path, UNSAID) if path.startswith("strategy.") else where
                  for path, where in against.provenance.items()}  # fmt: skip
    made = replace(
        against, name=name, title=name, strategy=strategy, district=district, uncertain=uncertain,
        place=place, timeline=_timeline(own, against, rules), provenance=provenance,
    )  # fmt: skip
    if said := _unspendable(made, against) or _too_many(made, against, rules):
        raise UserError(said)
    if not rules.over_budget and (said := over_budget(made)):
        raise UserError(said)
    return made


def _unspendable(made: Scenario, against: Scenario) -> str:
    """Return a sentence if the team's weights share the money out to nobody in some month."""
    for month, strategy in enumerate(made.strategies_by_month(made.run.months), 1):
        if not _weights(strategy) and _weights(against.strategy):
            when = f" from month {month} on" if month > 1 else ""
            return (
                f"its five budget weights (strategy.budget.weight_...) are all 0{when}, so that "
                "nothing would be spent; give one of them more than 0"
            )
    return ""


def _weights(strategy: Strategy) -> float:
    """Return the sum of the pillars' weights."""
    weights = strategy.budget.model_dump()
    return sum(float(value) for name, value in weights.items() if name.startswith("weight_"))


def _too_many(made: Scenario, against: Scenario, rules: Rules) -> str:
    """Return a sentence if the team moves more levers than the rules allow."""
    from sim.classroom.teams import changed_levers

    later = {path for event in made.timeline for path in event.changes}
    count = len({*changed_levers(made, against), *later})
    most = rules.most_levers
    if most is None or count <= most:
        return ""
    return (
        f"it moves {count} lever{'' if count == 1 else 's'}, but this round allows {most}; take "
        f"{count - most} back"
    )


def _clock(own: Scenario, against: Scenario) -> Iterator[str]:
    for key, what in (("start", "starts in"), ("months", "has months:")):
        mine, others = getattr(own.run, key), getattr(against.run, key)
        if mine != others and own.provenance.get(f"run.{key}", UNSAID) != UNSAID:
            yield f"{what} {mine}, but the round's is {others}; take run.{key} out of the file"


def _world(own: Scenario, against: Scenario, rules: Rules) -> Iterator[str]:
    from sim.parameters.catalogue import catalogue

    if "district" not in rules.allowed:
        paths = [path for path in catalogue() if path.startswith("district.")
                 and own.value(path) != against.value(path)
                 and own.provenance.get(path, UNSAID) != UNSAID]  # fmt: skip
        paths += ["place"] if own.place not in (None, against.place) else []
        if paths:
            yield f"it changes the district ({_some(paths)}), which no strategy decides"
    if "uncertain" not in rules.allowed:
        paths = [path for path, spread in own.uncertain.items()
                 if spread != against.uncertain.get(path)]  # fmt: skip
        if paths:
            yield f"it changes what is uncertain ({_some(paths)}), which is the same for all teams"


def _locked(own: Scenario, against: Scenario, rules: Rules) -> Iterator[str]:
    for path in rules.locked:
        mine, others = own.value(path), against.value(path)
        if mine != others and own.provenance.get(path, UNSAID) != UNSAID:
            yield (f"{path} is {_shown(mine)}, but may not be moved in this round "
                   f"(it is {_shown(others)} for all)")  # fmt: skip


def _events(own: Scenario, against: Scenario, rules: Rules) -> Iterator[str]:
    for event in own.timeline:
        locked = [path for path in event.changes if path in rules.locked]
        if locked:
            yield (f"the timeline moves {_some(locked)} in month {event.month}, which may not be "
                   "moved in this round")  # fmt: skip
        if "shocks" not in rules.allowed and _happens(event) and not _is_among(event, against):
            yield (f"the timeline lets something happen to the district in month {event.month}; "
                   "teams set levers only")  # fmt: skip


def _happens(event: Event) -> bool:
    return event.shock is not None or event.is_fact


def _happening(event: Event) -> dict[str, Any]:
    return event.model_dump(exclude={"changes", "note"})


def _is_among(event: Event, against: Scenario) -> bool:
    return any(_happening(event) == _happening(other) for other in against.timeline)


def _timeline(own: Scenario, against: Scenario, rules: Rules) -> tuple[Event, ...]:
    """Return the round's happenings with the team's changes of levers."""
    if "shocks" in rules.allowed:
        return own.timeline
    happens = [event.model_copy(update={"changes": {}}) for event in against.timeline
               if _happens(event)]  # fmt: skip
    moves = [event.model_copy(update={**NOTHING_HAPPENS, "size": 1.0}) for event in own.timeline
             if event.changes]  # fmt: skip
    return tuple(sorted([*happens, *moves], key=lambda event: event.month))


def _with_locked(own: Scenario, against: Scenario, rules: Rules) -> Scenario:
    """Return the team's scenario with the round's values of the levers that are locked."""
    kept = {path: against.value(path) for path in rules.locked}
    return own.with_values({p: v for p, v in kept.items() if own.value(p) != v}, origin="the round")


def _some(paths: list[str]) -> str:
    more = f" and {len(paths) - NAMED} more" if len(paths) > NAMED else ""
    return ", ".join(paths[:NAMED]) + more


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:,.12g}" if isinstance(value, int | float) else str(value)

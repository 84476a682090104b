"""A scenario in two parts: the strategy, which a mayor chooses, and the world, which nobody does.

A changed policy and a changed assumption are told apart by laying a strategy in another world.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.scenario import Scenario

__all__ = ["in_world", "is_same_strategy", "is_same_world"]

STRATEGY = "strategy."
NOTHING_ELSE = {"shock": None, "size": 1.0, "day": None, "days": None, "open": (), "note": "",
                "open_register": (), "law_in_force": None, "document_types": None}  # fmt: skip
"""What an event holds beside its levers, as in one that only sets levers."""


def in_world(mayor: Scenario, world: Scenario) -> Scenario:
    """Return the world of one scenario with the strategy of another; the run is the world's."""
    events = [*_set_by(mayor), *_met_by(world)]
    return replace(
        world,
        strategy=mayor.strategy,
        uncertain=_spreads(mayor.uncertain, of_strategy=True)
        | _spreads(world.uncertain, of_strategy=False),
        timeline=tuple(sorted(events, key=lambda event: event.month)),
        provenance={
            path: (mayor if path.startswith(STRATEGY) else world).provenance[path]
            for path in world.provenance
        },
    )


def is_same_world(one: Scenario, other: Scenario) -> bool:
    """Say whether two scenarios differ in nothing that no mayor chooses; sizes of runs apart."""
    return _world(one) == _world(other)


def is_same_strategy(one: Scenario, other: Scenario) -> bool:
    """Say whether two scenarios differ in nothing that a mayor chooses."""
    return _strategy(one) == _strategy(other)


def _world(scenario: Scenario) -> tuple[Any, ...]:
    spreads = _spreads(scenario.uncertain, of_strategy=False)
    events = [event.model_copy(update={"note": ""}) for event in _met_by(scenario)]
    return scenario.district, scenario.place, scenario.run.start, spreads, events


def _strategy(scenario: Scenario) -> tuple[Any, ...]:
    spreads = _spreads(scenario.uncertain, of_strategy=True)
    return scenario.strategy, spreads, _set_by(scenario)


def _spreads(spreads: Mapping[str, Any], *, of_strategy: bool) -> dict[str, Any]:
    return {p: one for p, one in spreads.items() if p.startswith(STRATEGY) == of_strategy}


def _set_by(scenario: Scenario) -> list[Any]:
    """Return the dated levers of a scenario, without what happens beside them."""
    return [event.model_copy(update=NOTHING_ELSE) for event in scenario.timeline if event.changes]


def _met_by(scenario: Scenario) -> list[Any]:
    """Return what happens in a scenario whatever the mayor does."""
    return [
        event.model_copy(update={"changes": {}})
        for event in scenario.timeline
        if event.shock is not None or event.is_fact
    ]

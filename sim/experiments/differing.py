"""What differs between two scenarios, as far as a run can feel it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.scenario import Scenario

__all__ = ["Differences", "differences"]

Pair = tuple[Any, Any]


@dataclass(frozen=True)
class Differences:
    """What differs between scenario A and scenario B; each value as (A's, B's).

    Attributes
    ----------
    levers : parameters of the strategy, by dotted path, in the order of declaration.
    district : parameters of the district, in the same way.
    timeline : whether dated changes or shocks differ; notes do not count.
    uncertain : paths whose spread differs, or that only one of the two spreads.
    """

    levers: Mapping[str, Pair]
    district: Mapping[str, Pair]
    timeline: bool
    uncertain: tuple[str, ...]

    @property
    def values(self) -> dict[str, Pair]:
        """Levers and parameters of the district together."""
        return {**self.levers, **self.district}

    def __bool__(self) -> bool:
        """Say whether anything differs that a run can feel."""
        return bool(self.levers or self.district or self.timeline or self.uncertain)


def differences(a: Scenario, b: Scenario) -> Differences:
    """Return what differs between two scenarios; titles, notes and sources do not count."""
    from sim.parameters.catalogue import catalogue
    from sim.scenario.resolved import determining

    both = {path: (a.value(path), b.value(path)) for path in catalogue()}
    unlike = {path: pair for path, pair in both.items() if not _same(*pair)}
    first, second = determining(a), determining(b)
    spreads = sorted({*first["uncertain"], *second["uncertain"]})
    return Differences(
        {path: pair for path, pair in unlike.items() if path.startswith("strategy.")},
        {path: pair for path, pair in unlike.items() if path.startswith("district.")},
        first["timeline"] != second["timeline"],
        tuple(p for p in spreads if first["uncertain"].get(p) != second["uncertain"].get(p)),
    )


def _same(one: Any, other: Any) -> bool:
    """Say whether two values are equal; 1 and True are not."""
    return type(one) is type(other) and bool(one == other)

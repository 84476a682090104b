"""Any valid scenario of a small district, for Hypothesis."""

from __future__ import annotations

from typing import Any, NamedTuple

from hypothesis import strategies as st

from sim.parameters.catalogue import Parameter, catalogue
from sim.scenario.schema import SHOCKS, Event

# The size of the district is left alone: it decides how long a run takes, not what it does.
_LEFT_ALONE = {
    "district.residents", "district.businesses", "district.employees", "district.population_seed",
}  # fmt: skip
MONTHS = st.integers(8, 14)


def _free(section: str) -> list[Parameter]:
    return [
        p for p in catalogue().values()
        if p.section == section and p.path not in _LEFT_ALONE and p.kind not in {"list", "text"}
    ]  # fmt: skip


def _value_of(declared: Parameter) -> st.SearchStrategy[Any]:
    if declared.kind == "switch":
        return st.booleans()
    if declared.kind == "choice":
        return st.sampled_from(declared.choices)
    low = 0.0 if declared.low is None else declared.low
    high = max(low, 1e6) if declared.high is None else declared.high
    if declared.kind == "integer":
        return st.integers(int(low), int(high))
    return st.floats(low, high) | st.sampled_from([float(low), float(high)])


def _values(sections: tuple[str, ...], most: int) -> st.SearchStrategy[dict[str, Any]]:
    free = [p for section in sections for p in _free(section)]
    chosen = st.lists(st.sampled_from(free), max_size=most, unique_by=lambda p: p.path)
    return chosen.flatmap(lambda ps: st.fixed_dictionaries({p.path: _value_of(p) for p in ps}))


def _events() -> st.SearchStrategy[tuple[Event, ...]]:
    shock = st.builds(
        Event, month=st.integers(1, 14), shock=st.sampled_from(SHOCKS), size=st.floats(0.0, 10.0)
    )
    change = st.builds(
        Event, month=st.integers(1, 14),
        changes=_values(("strategy",), 4).filter(lambda values: bool(values)),
    )  # fmt: skip
    in_order = st.lists(shock | change, max_size=4)
    return in_order.map(lambda events: tuple(sorted(events, key=lambda e: e.month)))


class World(NamedTuple):
    """What one example changes: values from the start on, and dated changes and shocks."""

    values: dict[str, Any]
    timeline: tuple[Event, ...]


def worlds() -> st.SearchStrategy[World]:
    """Return worlds with up to a few dozen values, changes and shocks of their own."""
    values = st.builds(
        lambda district, strategy: {**district, **strategy},
        _values(("district",), 25), _values(("strategy",), 25),
    )  # fmt: skip
    return st.builds(World, values, _events())

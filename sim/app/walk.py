"""A month's walk through the model for the page: its steps, who acts, on what, by which rules."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Any

from sim.app.plain import json_text

if TYPE_CHECKING:
    from sim.schedule import Step

__all__ = ["KINDS", "schedule_text"]

KINDS = ("citizen", "business", "employee")
"""Of whom a life can be followed."""
_RULE = re.compile(r"(?s)^(.*?)\s*\(rules? ([A-Z]\d+)\)")
_RANGE = re.compile(r"([A-Z])(\d+)(?:-[A-Z](\d+))?")


@cache
def schedule_text() -> bytes:
    """Return the steps of a month, the accounts, and whose lives can be followed, as JSON."""
    from sim.accounts import INSIDE, PILLARS, UNALLOTTED
    from sim.schedule import SCHEDULE

    steps = [_step(number, step) for number, step in enumerate(SCHEDULE, 1)]
    return json_text({
        "steps": steps,
        "accounts": {"inside": list(INSIDE), "pillars": list(PILLARS), "first": UNALLOTTED},
        "kinds": list(KINDS),
    })  # fmt: skip


def _step(number: int, step: Step) -> dict[str, Any]:
    says = _rules()
    return {
        "number": number,
        "name": step.name,
        "sentence": step.sentence,
        "who": step.owner.split(", "),
        "reads": list(step.reads),
        "writes": _written(step.writes),
        "rules": [{"number": one, "says": says.get(one, "")} for one in _numbers(step.rules)],
    }


def _written(writes: tuple[str, ...]) -> list[dict[str, Any]]:
    """Return what a step writes: by whom it is held, and its name in words."""
    from sim.population.columns import BUSINESS_COLUMNS, CITIZEN_COLUMNS, EMPLOYEE_COLUMNS

    labels = {
        f"{whose}.{column.name}": column.label
        for whose, columns in (("citizens", CITIZEN_COLUMNS), ("businesses", BUSINESS_COLUMNS),
                               ("employees", EMPLOYEE_COLUMNS))
        for column in columns
    }  # fmt: skip
    held: dict[str, list[str]] = {}
    for name in writes:
        whose = name.partition(".")[0] if name in labels else ""
        held.setdefault(whose, []).append(labels.get(name, name))
    return [{"whose": whose, "names": names} for whose, names in held.items()]


def _numbers(rules: str) -> Iterator[str]:
    """Yield the rules of "B1 K1-K3" one by one."""
    for letter, first, last in _RANGE.findall(rules):
        for number in range(int(first), int(last or first) + 1):
            yield f"{letter}{number}"


@cache
def _rules() -> Mapping[str, str]:
    """Return what each rule gives, by its number: the first sentence of its docstring."""
    import sim.rules

    found: dict[str, str] = {}
    for module in iter_modules(sim.rules.__path__):
        for one in vars(import_module(f"sim.rules.{module.name}")).values():
            said = _RULE.match(getattr(one, "__doc__", None) or "") if callable(one) else None
            if said:
                found.setdefault(said[2], " ".join(said[1].split()).removeprefix("Return "))
    return found

"""The levers of a session: their names, what they may be, and what they cost a half-year."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sim.errors import UserError
from sim.parameters.catalogue import Parameter, catalogue, nearest

if TYPE_CHECKING:
    from sim.parameters.strategy import Strategy

__all__ = ["GIVEN", "Lever", "accepted", "lever_paths", "levers_of", "no_money_in", "path_of",
           "strategy_with"]  # fmt: skip

START = "strategy."
GIVEN = {
    "strategy.budget.grant_usd": "the Ministry of Planning and Budget",
    "strategy.budget.own_funds_usd_per_year": "the district council",
}
"""Levers of a scenario that are not the mayor's to set in mid-term, and who decides them."""
_BUILT_ONCE = {
    "strategy.accessibility.one_sign_on": "sign_on_usd",
}
"""Levers that are built once, with the price of it in `district.prices`."""

CostOf = Callable[["Strategy"], float]


@dataclass(frozen=True)
class Lever:
    """One lever that the mayor may set.

    Attributes
    ----------
    path, name : the dotted path, and its last word, which no other lever has.
    label, unit, note : for people.
    allowed : what it may be, in words.
    now : its value, with what is set for the round to come.
    price_usd : [USD]   What one unit of it costs in a half-year (a switch: being on); None where
        it has no running cost.
    once_usd : [USD]    What building it costs, once; None for nearly all.
    """

    path: str
    name: str
    label: str
    unit: str
    allowed: str
    note: str
    now: Any
    price_usd: float | None
    once_usd: float | None = None

    @property
    def pillar(self) -> str:
        """The group it belongs to: budget, accessibility, capacity ..."""
        return self.path.split(".")[1]


def lever_paths() -> dict[str, str]:
    """Return the dotted path of every lever the mayor may set, by its short name."""
    return {
        path.rpartition(".")[2]: path
        for path in catalogue()
        if path.startswith(START) and path not in GIVEN
    }


def path_of(name: str) -> str:
    """Return the dotted path of a lever, from its path or its last words.

    Raises
    ------
    UserError : no lever of the mayor has that name; it names the nearest one.
    """
    asked = name.strip()
    whole = [path for path in catalogue() if path == asked or path.endswith(f".{asked}")]
    levers = [path for path in whole if path.startswith(START)]
    if levers and levers[0] in GIVEN:
        raise UserError(
            f"{asked} is not the mayor's to set: {GIVEN[levers[0]]} decides it. To play with "
            "another sum, start from a scenario file that has it."
        )
    if len(levers) == 1:
        return levers[0]
    if whole:
        raise UserError(
            f"{asked} is not a lever: it describes the {whole[0].partition('.')[0]}, which does "
            "not change in mid-term."
        )
    raise UserError(f"{asked} is not a lever.{_hint(asked)}")


def _hint(asked: str) -> str:
    short = lever_paths()
    last = asked.rpartition(".")[2].lower()
    holding = [name for name in short if last in name] if len(last) > 2 else []
    if len(holding) > 1:
        return f" Do you mean one of {', '.join(holding)}?"
    near = holding[0] if holding else nearest(last, short)
    return f" Did you mean {near}?" if near else " The word `levers` lists them all."


def accepted(changes: Mapping[str, Any]) -> dict[str, Any]:
    """Return changes by dotted path, each value as its lever wants it.

    Raises
    ------
    UserError : names that are not levers and values that are not allowed, a sentence each.
    """
    from sim.scenario.values import accept

    good: dict[str, Any] = {}
    problems = []
    for name, value in changes.items():
        try:
            path = path_of(name)
            good[path] = accept(catalogue()[path], value)
        except UserError as error:
            problems.append(str(error))
        except ValueError as error:
            problems.append(f"{name.strip().rpartition('.')[2]} {_as_shown(str(error))}")
    if problems:
        raise UserError("\n".join(problems))
    return good


def _as_shown(text: str) -> str:
    """Return what a lever may be in the words of the report, which shows yes and no."""
    return text.replace("true or false", "yes or no")


def no_money_in(strategy: Strategy) -> str:
    """Return what is wrong where no pillar of the budget has a weight; else nothing."""
    if any(value > 0 for name, value in strategy.budget if name.startswith("weight_")):
        return ""
    return (
        "the five weights of the budget would all be 0, so no pillar would get any money. Leave at "
        "least one above 0, as in weight_accessibility=0.5. Nothing was changed."
    )


def strategy_with(strategy: Strategy, changes: Mapping[str, Any]) -> Strategy:
    """Return a strategy with some levers at other values, by dotted path."""
    groups: dict[str, dict[str, Any]] = {}
    for path, value in changes.items():
        _, pillar, name = path.split(".")
        groups.setdefault(pillar, {})[name] = value
    updated = {
        pillar: getattr(strategy, pillar).model_copy(update=values)
        for pillar, values in groups.items()
    }
    return strategy.model_copy(update=updated)


def levers_of(strategy: Strategy, cost_usd: CostOf, prices: Any) -> tuple[Lever, ...]:
    """Return every lever of the mayor with its value and its price a half-year.

    Parameters
    ----------
    cost_usd : what a strategy's running activities cost in a half-year, in USD.
    prices : the district's prices, for what is built once.
    """
    levers = []
    for path in lever_paths().values():
        declared = catalogue()[path]
        _, pillar, name = path.split(".")
        now = getattr(getattr(strategy, pillar), name)
        once = _BUILT_ONCE.get(path)
        levers.append(
            Lever(
                path, name, declared.label, declared.unit, _as_shown(declared.allowed()),
                declared.note, now, _price(strategy, declared, cost_usd),
                getattr(prices, once) if once else None,
            )
        )  # fmt: skip
    return tuple(levers)


def _price(strategy: Strategy, declared: Parameter, cost_usd: CostOf) -> float | None:
    """Return what one unit of a lever costs a half-year; None where it costs nothing."""
    if declared.kind == "switch":
        low: Any = False
        high: Any = True
    elif declared.kind in ("number", "integer"):
        low, high = (0, 1) if declared.kind == "integer" else (0.0, 1.0)
    else:
        return None
    more = cost_usd(strategy_with(strategy, {declared.path: high}))
    price = more - cost_usd(strategy_with(strategy, {declared.path: low}))
    return price if abs(price) > 0.005 else None

"""POST /api/compare: up to six strategies side by side, as `egov compare` lays them.

The table, who is best, the sentences: all are those of `sim.experiments.comparison`. The first
two are also told apart lever by lever, as `egov explain` does, where the request asks for it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sim.app.answers import chosen, verdict_of
from sim.app.api import Ask, post
from sim.app.api_run import stage_facts
from sim.app.engine import Rank
from sim.app.jobs import Kept
from sim.app.kept_runs import ensemble_of, portable
from sim.app.plain import cell
from sim.app.refusals import Refused
from sim.app.state import State, parse
from sim.app.twins import STAGES, Stage, tasks_of_plan

if TYPE_CHECKING:
    from sim.experiments.plan import Plan
    from sim.scenario import Scenario

__all__ = ["compared", "explained", "routes"]

TRADE = ("adoption_share", "cost_per_case_usd", "satisfaction_citizens")
LONGEST_NAME = 60
FEW_PLAYERS, ORDERS = 3, 4
"""Up to so many groups of levers all their sets are run; else so many random orders."""
EXPLAIN_SEEDS = 6

OnMonth = Callable[[int], None]


async def compare(ask: Ask) -> dict[str, Any]:
    """Return the comparison of the states of a request."""
    states = _states(ask)
    names = _names(ask, states)
    place = ask.whole("stage", 0, len(STAGES) - 1, 0)
    outcomes = chosen(ask.data.get("outcomes"))
    rank = Rank.ASK if place == 0 else Rank.REFINE
    stage = STAGES[place].fitting(states)
    scenarios, plan = await asyncio.to_thread(_planned, states, names, stage, outcomes)
    async with ask.page.comparisons.of(ask.session):
        found = await _made(ask, plan, rank, "sim.app.api_compare:compared")
        waterfall = None
        if place > 0 and ask.data.get("waterfall") is True:
            waterfall = await _explained(ask, scenarios[:2], outcomes)
    facts = stage_facts(states[0], place, stage) | {"names": names}
    return facts | found | {"waterfall": waterfall}


def _planned(
    states: Sequence[State], names: Sequence[str], stage: Stage, outcomes: Sequence[str]
) -> tuple[list[Scenario], Plan]:
    from sim.experiments.compare import compare_plan

    scenarios = [_named(state, name, stage) for state, name in zip(states, names, strict=True)]
    return scenarios, compare_plan(scenarios, outcomes=outcomes)


async def _made(ask: Ask, plan: Plan, rank: Rank, function: str) -> Any:
    """Return what a worker makes of the runs of a plan, once they are done."""
    tasks = await asyncio.to_thread(tasks_of_plan, plan)
    kept = await ask.page.engine.runs(tasks, rank, ask.session)
    return await ask.page.engine.call(
        function, portable(plan), kept, session=ask.session, rank=Rank.ASK
    )


def _states(ask: Ask) -> list[State]:
    given, most = ask.data.get("states"), ask.page.limits.states
    if not isinstance(given, list) or not 2 <= len(given) <= most:
        words = f"states must be a list of two to {most} states."
        raise Refused(words, problems=[("states", words)])
    first, *others = [parse(one) for one in given]
    return [first, *(
        replace(other, months=first.months, sample=first.sample, seed=first.seed)
        for other in others
    )]  # fmt: skip


def _names(ask: Ask, states: Sequence[State]) -> list[str]:
    given = ask.data.get("names", [])
    if not isinstance(given, list) or len(given) > len(states):
        raise Refused("names must be a list of texts, one a state.")
    names: list[str] = []
    for place, state in enumerate(states):
        told = given[place] if place < len(given) and isinstance(given[place], str) else ""
        plain = "".join(c if c.isprintable() else " " for c in told[:LONGEST_NAME]).strip()
        name, number = plain or state.base, 2
        while name in names:
            name, number = f"{plain or state.base} ({number})", number + 1
        names.append(name)
    return names


def _named(state: State, name: str, stage: Stage) -> Scenario:
    size = {"run.replications": stage.seeds, "run.sample": stage.sample_of(state)}
    return replace(state.scenario.with_values(size, origin="page"), name=name)


# In a worker ----------------------------------------------------------------------------------


def compared(plan: Plan, kept: Sequence[Kept], on_month: OnMonth) -> dict[str, Any]:
    """Return table, standings, sentences and points of a comparison as plain data."""
    from sim.experiments.comparison import Comparison

    result = Comparison(ensemble_of(plan, kept))
    months = list(map(int, result.settings["months"]))
    table = [row | {"verdict": verdict_of(row)} for row in _plain(result.table)]
    return {
        "months": months,
        "table": table,
        "best": _plain(result.best),
        "sentences": [{"topic": topic, "text": text} for topic, text in result.sentences],
        "notes": list(result.notes),
        "trade": _points(result, months[-1]),
    }


def _points(result: Any, month: int) -> dict[str, Any]:
    """Return the strategies by adoption, cost and satisfaction: the mean over the twin runs."""
    outcomes = [name for name in TRADE if name in result.facts]
    plan_outcomes = [name for name in outcomes if name in result.settings["outcomes"]]
    means = {name: result.values(name, month).mean(axis=0) for name in plan_outcomes}
    return {
        "month": month,
        "outcomes": [
            {"name": name, "label": result.facts[name]["label"],
             "unit": result.unit(name, month), "better": result.facts[name]["better"]}
            for name in plan_outcomes
        ],
        "points": [
            {"name": name} | {outcome: float(mean[k]) for outcome, mean in means.items()}
            for k, name in enumerate(result.names)
        ],
    }  # fmt: skip


def _plain(table: Any) -> list[dict[str, Any]]:
    return [
        {str(key): cell(value) for key, value in row.items()}
        for row in table.astype(object).to_dict("records")
    ]


# The waterfall --------------------------------------------------------------------------------


async def _explained(
    ask: Ask, scenarios: Sequence[Scenario], outcomes: Sequence[str]
) -> dict[str, Any] | None:
    """Return which levers make the difference of the first two; None where nothing differs."""
    asked = [name for name in TRADE if name in outcomes] or list(outcomes[:3])
    plan = await asyncio.to_thread(_plan_to_explain, scenarios, asked)
    if plan is None:
        return None
    found: dict[str, Any] = await _made(ask, plan, Rank.REFINE, "sim.app.api_compare:explained")
    return found


def _plan_to_explain(scenarios: Sequence[Scenario], asked: list[str]) -> Plan | None:
    from sim.experiments.explain_points import explain_plan

    one, other = (s.with_values({"run.replications": EXPLAIN_SEEDS}) for s in scenarios)
    plan = explain_plan(one, other, outcome=asked)
    if not plan.settings["players"]:
        return None
    if len(plan.settings["players"]) > FEW_PLAYERS:
        plan = explain_plan(one, other, outcome=asked, orders=ORDERS)
    return plan


def explained(plan: Plan, kept: Sequence[Kept], on_month: OnMonth) -> dict[str, Any]:
    """Return the parts of a difference as plain data, one waterfall an outcome."""
    from sim.experiments.explain import Explanation

    result = Explanation(ensemble_of(plan, kept))
    players = result.settings["players"]
    return {
        "names": list(result.names),
        "month": int(result.settings["month"]),
        "seeds": plan.replications,
        "outcomes": {
            outcome: {
                "from": _spread(found.a), "to": _spread(found.b),
                "difference": _spread(found.difference),
                "parts": [
                    {"name": player["name"], "changes": list(player["changes"])} | _spread(part)
                    for player, part in zip(players, found.parts, strict=True)
                ],
            }
            for outcome, found in result.attributions.items()
        },
        "sentences": [{"topic": topic, "text": text} for topic, text in result.sentences],
    }  # fmt: skip


def _spread(spread: Any) -> dict[str, Any]:
    return {key: cell(getattr(spread, key)) for key in ("mean", "low", "high")}


routes = [post("/api/compare", compare)]

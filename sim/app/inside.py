"""The inside of one run: decisions by step, phases of the applications, money; in a worker."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from sim.app.plain import json_text
from sim.app.state import State, parse
from sim.app.walk import KINDS

if TYPE_CHECKING:
    from sim.model import DistrictModel
    from sim.schedule import Step

__all__ = ["lived"]

OnMonth = Callable[[int], None]


def lived(given: dict[str, Any], on_month: OnMonth) -> bytes:
    """Return what happens inside one run, as JSON text; in a worker.

    It is the run that the page shows first: one world, the state's sample.
    """
    from sim.experiments.twin_inputs import Person
    from sim.parameters.run import month_text

    state = parse(given)
    start = state.scenario.run.start
    world = _world(state)
    steps: list[str] = []
    world.after_step = lambda step: _note(world, steps, step)
    for month in range(1, state.months + 1):
        world.step()
        on_month(month)
    tables = world.tables(("decisions", "ledger", "portfolio"))
    data = {
        "months": state.months,
        "dates": [month_text(month, start) for month in range(1, state.months + 1)],
        "sample": state.sample,
        "people": {kind: len(Person(kind, 0).population(world)) for kind in KINDS},
        "applications": _applications(tables["portfolio"]),
        "decisions": [
            {name: str(row[name]) for name in ("date", "actor", "decision", "reason")}
            | {"month": int(row["month"]), "numbers": _plain(row["numbers"]), "step": step}
            for row, step in zip(tables["decisions"].to_dict("records"), steps, strict=True)
        ],
        "flows": _flows(tables["ledger"]),
    }  # fmt: skip
    return json_text(data)


def _world(state: State) -> DistrictModel:
    """Return the model of replicate 1 of a state, before its first month."""
    from sim.app.twins import STAGES, plan_of
    from sim.model import DistrictModel

    plan = plan_of({state.base: state.scenario}, state, STAGES[0])
    only = next(plan.runs())
    return DistrictModel(plan.world(only), seed=only.seed, sample=state.sample)


def _note(world: DistrictModel, steps: list[str], step: Step) -> None:
    """Write down in which step the new decisions were taken."""
    new = len(world.minutes.decisions) - len(steps)
    steps += [step.name] * new


def _plain(numbers: Any) -> dict[str, Any]:
    """Return the numbers behind a decision, which the table holds as JSON text."""
    found = json.loads(numbers) if isinstance(numbers, str) else dict(numbers)
    return {str(name): value for name, value in found.items()}


def _applications(table: Any) -> list[dict[str, Any]]:
    return [
        {"name": str(name), "line": str(rows["line"].iloc[0]),
         "phases": [[int(m), str(p)] for m, p in zip(rows["month"], rows["phase"], strict=True)]}
        for name, rows in table.groupby("application", sort=False)
    ]  # fmt: skip


def _flows(ledger: Any) -> list[dict[str, Any]]:
    """Return the money from account to account over the whole run, the largest sums first."""
    cents: Counter[tuple[str, str]] = Counter()
    for source, use, usd in zip(ledger["source"], ledger["use"], ledger["usd"], strict=True):
        cents[str(source), str(use)] += round(100 * float(usd))
    return [
        {"source": source, "use": use, "usd": sum_ / 100}
        for (source, use), sum_ in cents.most_common()
    ]

"""The two scenarios of a forecast: in what they differ, and where the first of them ends."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sim.app.bases import scenario_of_base
from sim.app.plain import cell, json_text
from sim.app.question_runs import settings_of

__all__ = ["changes", "stands"]

OnMonth = Callable[[int], None]


def changes(a: str, b: str) -> dict[str, Any]:
    """Return what scenario `b` sets otherwise than `a`, as facts that every language can tell."""
    from sim.classroom.codes import levers

    one, other = scenario_of_base(a), scenario_of_base(b)
    pairs = [(lever, one.value(lever.path), other.value(lever.path)) for lever in levers()]
    return {
        "levers": [
            {"path": lever.path, "label": lever.label, "a": first, "b": second}
            for lever, first, second in pairs
            if first != second
        ],
        "timeline": one.timeline != other.timeline,
        "district": one.district != other.district or one.place != other.place,
    }


def stands(number: int, on_month: OnMonth) -> bytes:
    """Return the outcomes of scenario A of a question in one run, as JSON text; in a worker."""
    from sim.classroom.predict import asked_of
    from sim.model import DistrictModel
    from sim.session.report import readings_of

    asked = asked_of([str(number)], overrides=settings_of(0))
    plan, question = asked.plan, asked.question
    assert plan is not None
    first = next(run for run in plan.runs() if run.point.scenario == asked.names[0])
    world = DistrictModel(plan.world(first), seed=first.seed, sample=plan.sample)
    for month in range(1, question.month + 1):
        world.step()
        on_month(month)
    readings = readings_of(world, world.month, question.outcomes)
    return json_text({
        "month": question.month,
        "sample": plan.sample,
        "values": {one.name: {"value": cell(one.value), "unit": one.unit} for one in readings},
    })  # fmt: skip

"""A process that does many runs does not keep their models."""

from __future__ import annotations

import gc
import weakref

from sim.execution import task as tasks
from sim.experiments.plan import Plan, Point
from sim.model import DistrictModel
from sim.scenario import load_scenario


def test_a_finished_model_is_let_go(monkeypatch):
    made = []

    class Watched(DistrictModel):
        def __init__(self, *args, **settings):
            super().__init__(*args, **settings)
            made.append(weakref.ref(self))

    monkeypatch.setattr(tasks, "_model_class", lambda path: Watched)
    scenario = load_scenario("scenarios/baseline.yaml", ["run.months=2"])
    point = Point(scenario.name)
    plan = Plan("sweep", "memory", (scenario,), (point,), 2, seed=1, sample=200)
    for run in plan.runs():
        packed = tasks.perform(plan.task(run))
        assert packed.status == "ok", packed.reason
    gc.collect()
    assert [ref() for ref in made] == [None, None]

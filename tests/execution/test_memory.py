"""A process that does many runs does not keep their models."""

from __future__ import annotations

import gc
import weakref
from contextlib import suppress

import pytest

from sim.execution import task as tasks
from sim.experiments.plan import Plan, Point
from sim.model import DistrictModel
from sim.scenario import load_scenario
from sim.session.session import Session


class Left(BaseException):
    """Nobody waits for the run any more."""


@pytest.fixture
def made(monkeypatch):
    """The models that were made, as weak references."""
    references = []

    class Watched(DistrictModel):
        def __init__(self, *args, **settings):
            super().__init__(*args, **settings)
            references.append(weakref.ref(self))

    monkeypatch.setattr(tasks, "_model_class", lambda path: Watched)
    return references


def some_tasks(count: int) -> list[tasks.Task]:
    scenario = load_scenario("scenarios/baseline.yaml", ["run.months=2"])
    point = Point(scenario.name)
    plan = Plan("sweep", "memory", (scenario,), (point,), count, seed=1, sample=200)
    return [plan.task(run) for run in plan.runs()]


def test_a_finished_model_is_let_go(made):
    for task in some_tasks(2):
        packed = tasks.perform(task)
        assert packed.status == "ok", packed.reason
    gc.collect()
    assert [ref() for ref in made] == [None, None]


def test_a_run_that_was_left_is_let_go_by_the_next(made):
    def leave(month: int) -> None:
        if month == 1:
            raise Left

    *left, last = some_tasks(4)
    for task in left:
        with suppress(Left):
            tasks.perform(task, leave)
    tasks.perform(last)
    assert [ref() for ref in made] == 4 * [None]


def test_models_of_any_kind_are_let_go_together():
    session = Session("scenarios/baseline.yaml", sample=200, seed=1)
    session.advance()
    known = weakref.ref(session.model)
    del session
    tasks.let_all_go()  # from Mesa's own table
    gc.collect()
    assert known() is None

"""Which runs stand behind an answer: the worlds of a comparison, their seeds and keys.

They are the runs of `egov compare` with the same scenarios, seed, sample and replications: the
plan and the keys are those of `sim.experiments.plan`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sim.app.bases import reference_of
from sim.app.lru import Lru
from sim.app.state import State
from sim.app.worlds import is_same_world
from sim.execution.task import Task
from sim.experiments.plan import WITH_REPLICATE, Plan, Point

if TYPE_CHECKING:
    from sim.scenario import Scenario

__all__ = ["STAGES", "Stage", "all_tasks", "plan_of", "run_task", "stage_of", "tasks_of",
           "tasks_of_plan", "worlds_of"]  # fmt: skip

MONTHLY, WITH_MINUTES = ("monthly",), ("monthly", "decisions")
LARGE_SAMPLE = 20_000


@dataclass(frozen=True)
class Stage:
    """How sure an answer is: so many twin runs, of the state's sample or of `sample`."""

    seeds: int
    sample: int = 0

    def sample_of(self, state: State) -> int:
        """Return the citizens in each run."""
        return max(self.sample, state.sample)

    def fitting(self, states: Iterable[State]) -> Stage:
        """Return the stage with a sample that every one of these states has residents for."""
        return replace(self, sample=min(self.sample, *(one.largest_sample for one in states)))


STAGES = (Stage(1), Stage(6), Stage(20), Stage(20, LARGE_SAMPLE))
_TASKS: Lru[tuple[Task, ...]] = Lru(600)
"""Tasks by state and seeds, so that a world's digest is taken once; the size is their number."""


def worlds_of(state: State) -> Mapping[str, State]:
    """Return the states behind the lines: baseline, yours, and assumption if the world differs.

    The baseline's months, sample and seed are those of the state. "assumption" is the baseline's
    strategy in the world of yours, which tells a changed assumption from a changed policy.
    """
    reference = replace(state, base=reference_of(state.base), changes={})
    if is_same_world(reference.scenario, state.scenario):
        return {"baseline": reference, "yours": state}
    laid = replace(state, changes=state.district, strategy_of=reference.base)
    return {"baseline": reference, "assumption": laid, "yours": state}


def stage_of(state: State, place: int) -> Stage:
    """Return a stage by its place, for a state and what it is laid beside."""
    return STAGES[place].fitting(worlds_of(state).values())


def plan_of(scenarios: Mapping[str, Scenario], state: State, stage: Stage) -> Plan:
    """Return the comparison of some scenarios, as `egov compare` would plan it."""
    return Plan(
        verb="compare",
        name="page",
        bases=tuple(scenarios.values()),
        points=tuple(Point(name, base=place) for place, name in enumerate(scenarios)),
        replications=stage.seeds,
        seed=state.seed,
        sample=stage.sample_of(state),
        draws=WITH_REPLICATE,
    )


def tasks_of(state: State, stage: Stage) -> tuple[Task, ...]:
    """Return the runs of one state at a stage, in the order of their seeds."""
    name = f"{state.digest} {stage.seeds} {stage.sample_of(state)}"
    known = _TASKS.get(name)
    if known is None:
        plan = plan_of({state.base: state.scenario}, state, stage)
        known = tuple(tasks_of_plan(plan))
        _TASKS.put(name, known, len(known))
    return known


def tasks_of_plan(plan: Plan) -> list[Task]:
    """Return the runs of a plan, in its order."""
    return [_with_tables(plan.task(run)) for run in plan.runs()]


def _with_tables(task: Task) -> Task:
    """Keep the minutes of the first run, which the page shows, and none of the others."""
    is_first = task.label.endswith("replicate 1")
    return replace(task, tables=WITH_MINUTES if is_first else MONTHLY)


def run_task(state: State) -> Task:
    """Return the one quick run of a state."""
    return tasks_of(state, STAGES[0])[0]


def all_tasks(states: Sequence[State], stage: Stage) -> list[Task]:
    """Return the runs of several states, seed by seed, so that what is done is whole twins."""
    columns = [tasks_of(state, stage) for state in states]
    return [task for row in zip(*columns, strict=True) for task in row]

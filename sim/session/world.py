"""The one world of a session: what it starts from, its luck, its model."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.errors import UserError
from sim.session.record import NOTHING, Record

if TYPE_CHECKING:
    from sim.model import DistrictModel
    from sim.scenario import Scenario

__all__ = [
    "DEFAULT", "LONGEST", "TERM", "base_of", "drawn", "new_world", "rounds_of", "settled", "step_to"
]  # fmt: skip

DEFAULT = "scenarios/baseline.yaml"
LONGEST = 120
TERM = 48


def base_of(scenario: Scenario | str | Path) -> tuple[Scenario, Path | None]:
    """Return what a session starts from, and the file it was read from."""
    from sim.scenario import Scenario, load_scenario

    if isinstance(scenario, Scenario):
        return scenario, None
    if str(scenario) == DEFAULT and not Path(DEFAULT).exists():
        return Scenario.defaults(), None
    return load_scenario(scenario), Path(scenario)


def settled(base: Scenario, sample: int | None, seed: int | None, months: int) -> Scenario:
    """Return the base with the settings of the session, checked."""
    if isinstance(months, bool) or not isinstance(months, int) or not 1 <= months <= LONGEST:
        raise UserError(f"a term takes 1 to {LONGEST} months, not {months}.")
    if sample is not None and sample > base.district.residents:
        raise UserError(
            f"the sample is {sample:,}, larger than the district of {base.district.residents:,} "
            "residents. Write a smaller number, or all."
        )
    settings: dict[str, Any] = {"run.months": months, "run.sample": sample}
    if seed is not None:
        settings["run.seed"] = seed
    return replace(base.with_values(settings, origin="session"), expect=(), sweep=None)


def rounds_of(months: int) -> int:
    """Return the months of a round, checked."""
    if isinstance(months, bool) or not isinstance(months, int) or not 1 <= months <= 12:
        raise UserError(f"a round takes 1 to 12 months, not {months}.")
    return months


def drawn(record: Record) -> tuple[Scenario, int]:
    """Return the world of replicate 1 of a record, everything uncertain drawn, and its seed."""
    from sim.experiments.plan import Plan, Point

    scenario = record.scenario
    run = scenario.run
    plan = Plan("play", scenario.name, (scenario,), (Point(scenario.name),), 1, run.seed,
                run.sample)  # fmt: skip
    only = next(plan.runs())
    return plan.world(only), only.seed


def new_world(record: Record) -> DistrictModel:
    """Return the model of a record, run up to where it stands."""
    from sim.model import DistrictModel

    scenario, seed = drawn(replace(record, waiting=NOTHING))
    world = DistrictModel(scenario, seed=seed, sample=scenario.run.sample)
    step_to(world, record.month)
    return world


def step_to(world: DistrictModel, month: int) -> None:
    """Step a model to the end of a month."""
    while world.month < month:
        world.step()

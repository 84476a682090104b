"""Small plans of stand-in models, to be carried out into results folders."""

from __future__ import annotations

from sim.experiments.ensemble import Ensemble
from sim.experiments.plan import Plan, Point
from sim.scenario import Scenario


def plan_of(model: str, runs: int, months: int = 3, home: str = "tests.fakes") -> Plan:
    """Return a plan of some runs of two points of one scenario."""
    base = Scenario.defaults().with_values({"run.months": months})
    points = (Point("plan", 1), Point("plan", 2, 0, {"strategy.budget.grant_usd": 2e6}))
    return Plan(
        verb="sweep", name="small", bases=(base,), points=points, replications=runs // 2, seed=7,
        sample=100, draws=0, tables=("monthly", "decisions"), model=f"{home}:{model}",
    )  # fmt: skip


def digests(ensemble: Ensemble) -> dict[str, str]:
    """Return the hash of each table, but for the clock's part in the table of runs."""
    tables = ensemble.manifest["tables"]
    found = {name: facts["sha256"] for name, facts in tables.items() if name != "runs"}
    runs = ensemble.runs.drop(columns="wall_seconds")
    return found | {"runs": runs.to_csv(index=False)}

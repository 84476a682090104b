"""How large a plan is: runs, minutes, megabytes; said before anything is started."""

from __future__ import annotations

from dataclasses import dataclass

from sim.execution.task import ALL_TABLES
from sim.experiments.plan import WITH_REPLICATE, Plan

__all__ = ["PlanSize", "estimate"]

SECONDS_PER_CITIZEN_MONTH = 2.2e-7
"""One thread, compiled; measured by benchmarks/, rounded up."""
SECONDS_PER_MONTH = 1.4e-3
"""The part of a month that does not grow with the number of citizens."""
SECONDS_TO_BEGIN = 4.0
"""Starting processes and loading the model."""
BYTES_PER_MONTH = {"monthly": 420, "groups": 1_600, "services": 1_500, "decisions": 120,
                   "ledger": 700, "portfolio": 60}  # fmt: skip
"""As stored, compressed, twice: the run store and the final tables."""


@dataclass(frozen=True)
class PlanSize:
    """What a plan asks of the computer: runs [count], time [min], results on disk [MB]."""

    runs: int
    minutes: float
    megabytes: float
    sentence: str


def estimate(plan: Plan, workers: int | None = None) -> PlanSize:
    """Return the number of runs of a plan and roughly the minutes and megabytes they take."""
    from sim.execution.crew import available_cores

    workers = workers or available_cores()
    residents = plan.bases[0].district.residents
    citizens = residents if plan.sample is None else plan.sample
    whole = len(plan.points) * int(plan.full_run)
    sampled = plan.size - whole
    months = plan.months
    each = months * (citizens * SECONDS_PER_CITIZEN_MONTH + SECONDS_PER_MONTH)
    full = months * (residents * SECONDS_PER_CITIZEN_MONTH + SECONDS_PER_MONTH)
    seconds = SECONDS_TO_BEGIN + (sampled * each + whole * full) / min(workers, max(1, plan.size))
    kept = sum(BYTES_PER_MONTH[name] for name in ALL_TABLES if name in plan.tables)
    megabytes = plan.size * months * kept / 1e6
    sentence = (
        f"{_axes(plan)} of {months} months: {_time(seconds)} with {workers} "
        f"worker{'s' if workers != 1 else ''}, about {max(1, round(megabytes)):,} MB."
    )
    return PlanSize(plan.size, seconds / 60, megabytes, sentence)


def _axes(plan: Plan) -> str:
    names = len({point.scenario for point in plan.points})
    points = len(plan.points)
    factors = [f"{names} scenarios"] if names == points and names > 1 else []
    factors += [f"{points:,} points"] if points > names else []
    factors += [f"{plan.draws} worlds"] if plan.draws not in (0, WITH_REPLICATE) else []
    factors += [f"{plan.replications} replication{'s' if plan.replications != 1 else ''}"]
    total = f"{plan.size:,} run{'s' if plan.size != 1 else ''}"
    if any(point.first > 1 or point.last is not None for point in plan.points):
        return total  # not a product: some points have replicates of their own
    whole = f", and {points} of the whole district" if plan.full_run else ""
    return f"{total} ({' x '.join(factors)}{whole})" if len(factors) > 1 else total


def _time(seconds: float) -> str:
    if seconds < 60:
        return "under a minute"
    minutes = seconds / 60
    return f"about {minutes:.0f} minutes" if minutes < 120 else f"about {minutes / 60:.1f} hours"

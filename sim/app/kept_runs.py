"""Runs that the engine keeps, as the ensemble that the experiments' results are made of.

The page's tables are thereby those of `sim.compare` and `sim.explain`, made by the same code.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.app.jobs import Kept, outcome_names
from sim.experiments.plan import Plan
from sim.experiments.rows import AXES

if TYPE_CHECKING:
    from sim.experiments.ensemble import Ensemble

__all__ = ["KeptRuns", "ensemble_of", "portable"]


def portable(plan: Plan) -> Plan:
    """Return a plan that may be sent to another process: without its memory of digests.

    That memory goes by the addresses of objects, which mean nothing elsewhere.
    """
    return replace(plan, _digests={})


class KeptRuns:
    """The monthly rows of a plan's runs; see `sim.experiments.rows.RowSource`."""

    def __init__(self, plan: Plan, kept: Sequence[Kept]) -> None:
        self._plan, self._kept = plan, kept

    def batches(self, name: str, columns: Sequence[str] | None) -> Iterator[Any]:
        """Yield one Arrow table with the four axes in front, in the order of the plan."""
        import numpy as np
        import pyarrow as pa

        if name != "monthly":
            return
        runs = list(self._plan.runs())
        lengths = [one.monthly.shape[1] for one in self._kept]
        place = np.repeat(np.arange(len(runs)), lengths)
        axes: tuple[list[Any], ...] = (
            [run.point.scenario for run in runs], [run.point.number for run in runs],
            [run.draw for run in runs], [run.replicate for run in runs],
        )  # fmt: skip
        data = {axis: pa.array(column).take(place) for axis, column in zip(AXES, axes, strict=True)}
        data["month"] = pa.array(np.concatenate([np.arange(1, n + 1) for n in lengths]))
        every = np.concatenate([one.monthly for one in self._kept], axis=1)
        for outcome, row in zip(outcome_names(), every, strict=True):
            if columns is None or outcome in columns:
                data[outcome] = pa.array(row)
        yield pa.table(data)

    def stored(self) -> Path:
        """Say that these runs are on no disk."""
        raise NotImplementedError("the runs of the page are kept in memory only")


def ensemble_of(plan: Plan, kept: Sequence[Kept]) -> Ensemble:
    """Return the ensemble of a plan, all of whose runs are kept, in the order of the plan."""
    import pandas as pd

    from sim.experiments.ensemble import Ensemble
    from sim.experiments.published import outcomes_of

    rows = [
        {"scenario": run.point.scenario, "point": run.point.number, "draw": run.draw,
         "replicate": run.replicate, "seed": run.seed, "sample": plan.sample or 0,
         "status": "ok", "reason": "", "wall_seconds": one.seconds}
        for run, one in zip(plan.runs(), kept, strict=True)
    ]  # fmt: skip
    manifest = {"status": "complete", "outcomes": outcomes_of(plan.model)}
    return Ensemble(plan, pd.DataFrame(rows), KeptRuns(plan, kept), manifest)

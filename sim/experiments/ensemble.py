"""The runs of a plan, done and kept: what every comparison, sweep and search reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from sim.execution.task import Packed, perform, unpack_table
from sim.experiments.plan import Plan
from sim.progress import Style

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["AXES", "Ensemble", "carry_out"]

AXES = ("scenario", "point", "draw", "replicate")
OnError = Literal["stop", "continue"]


class Ensemble:
    """The runs of a plan that ended, and their tables.

    Attributes
    ----------
    plan : what was asked for.
    runs : one row a run: scenario, point, draw, replicate, seed, key, status, reason,
        wall_seconds.
    path : the results folder, if there is one.
    """

    def __init__(
        self, plan: Plan, runs: pd.DataFrame, path: Path | None, store: Mapping[str, Packed]
    ) -> None:
        self.plan, self.runs, self.path = plan, runs, path
        self._store = store

    @property
    def outcomes(self) -> dict[str, dict[str, Any]]:
        """Name, label, unit, kind, better, family and formula of each outcome, by name."""
        from sim.runner import outcomes_of

        return {facts["name"]: facts for facts in outcomes_of(self.plan.model)}

    @property
    def points(self) -> pd.DataFrame:
        """One row a point: scenario, point, and a column for each path that is varied."""
        import pandas as pd

        varied = self.plan.varied
        rows = []
        for point in self.plan.points:
            base = self.plan.bases[point.base]
            values = {path: point.changes.get(path, base.value(path)) for path in varied}
            rows.append({"scenario": point.scenario, "point": point.number, **values})
        return pd.DataFrame(rows)

    def monthly(self, columns: Sequence[str]) -> pd.DataFrame:
        """Return columns of the monthly table: the four axes, month, and those asked for.

        Rows are in the order of the plan; failed runs have none.
        """
        import pandas as pd

        parts = []
        for row in self.runs[self.runs["status"] == "ok"].itertuples():
            table = unpack_table(self._store[row.key].tables["monthly"])
            part = table.select(["month", *columns]).to_pandas()
            for place, axis in enumerate(AXES):
                part.insert(place, axis, getattr(row, axis))
            parts.append(part)
        empty = pd.DataFrame(columns=[*AXES, "month", *columns])
        return pd.concat(parts, ignore_index=True) if parts else empty

    def values(self, outcomes: Sequence[str], months: Sequence[int]) -> pd.DataFrame:
        """Return outcomes at months, one row a finished run.

        Returns
        -------
        values : index scenario, point, draw, replicate, in the order of the plan; columns
            (outcome, month). What swings with the season is taken over the twelve months up to
            then, as `sim.summary.value_at` says.
        """
        import pandas as pd

        from sim.summary import value_at

        monthly = self.monthly(outcomes)
        axes = list(AXES)
        done = self.runs[self.runs["status"] == "ok"]
        index = pd.MultiIndex.from_frame(done[axes])
        if not len(monthly):
            return pd.DataFrame(index=index)
        number = monthly.groupby(axes, sort=False).ngroup()
        flat = monthly.assign(replicate=number).drop(columns=["scenario", "point", "draw"])
        columns = {
            (name, month): value_at(flat, self.outcomes[name], month).to_numpy()
            for name in outcomes
            for month in months
        }
        return pd.DataFrame(columns, index=index)

    @property
    def failed(self) -> pd.DataFrame:
        """The rows of `runs` that failed."""
        return self.runs[self.runs["status"] == "failed"]


def carry_out(
    plan: Plan,
    *,
    out: str | Path | None = None,
    workers: int | None = None,
    threads: int | None = None,
    scheduler: str | None = None,
    on_error: OnError = "continue",
    progress: Style | None = None,
    force: bool = False,
) -> Ensemble:
    """Do every run of a plan that has not been done yet, and return them all.

    Parameters
    ----------
    out : the results folder; without one the runs are kept for as long as the result lives.
    workers : processes at a time; the number of cores unless given. 1 stays in this process.
    threads : threads of a run of every resident; the number of cores unless given.
    scheduler : the address of a Dask cluster, as "tcp://host:8786".
    on_error : whether a failed run ends the rest.
    progress : "bar", "lines" or "none"; a bar on a terminal, else nothing, unless given.
    """
    import pandas as pd

    store: dict[str, Packed] = {}
    rows = []
    for run in plan.runs():
        task = plan.task(run, threads or 1)
        if task.key not in store:
            store[task.key] = perform(task)
        packed = store[task.key]
        rows.append(
            {
                "scenario": run.point.scenario,
                "point": run.point.number,
                "draw": run.draw,
                "replicate": run.replicate,
                "seed": run.seed,
                "key": task.key,
                "status": packed.status,
                "reason": packed.reason,
                "wall_seconds": packed.wall_seconds,
            }
        )
    return Ensemble(plan, pd.DataFrame(rows), None if out is None else Path(out), store)

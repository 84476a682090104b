"""The runs of a plan, done and kept: what every comparison, sweep and search reads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.experiments.plan import Plan
from sim.experiments.rows import AXES, RowSource

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["AXES", "Ensemble"]


class Ensemble:
    """The runs of a plan that ended, and their tables.

    Attributes
    ----------
    plan : what was asked for.
    runs : one row a run, in the order of the plan: scenario, point, draw, replicate, seed,
        sample, key, status, reason, wall_seconds.
    manifest : status, versions, hashes; clock data apart.
    path : the results folder, if there is one.
    source : where its rows are read from.
    """

    def __init__(
        self,
        plan: Plan,
        runs: pd.DataFrame,
        source: RowSource,
        manifest: Mapping[str, Any],
        path: Path | None = None,
    ) -> None:
        self.plan, self.runs, self.manifest, self.path = plan, runs, dict(manifest), path
        self.source = source

    @property
    def outcomes(self) -> dict[str, dict[str, Any]]:
        """Name, label, unit, kind, better, family and formula of each outcome, by name."""
        return {facts["name"]: facts for facts in self.manifest["outcomes"]}

    @property
    def failed(self) -> pd.DataFrame:
        """The rows of `runs` that failed."""
        return self.runs[self.runs["status"] == "failed"]

    @cached_property
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
        return self._joined("monthly", ["month", *columns])

    def table(self, name: str) -> pd.DataFrame:
        """Return one of the plan's tables whole, with the four axes in front."""
        return self._joined(name, None)

    def batches(self, name: str, columns: Sequence[str] | None = None) -> Iterator[Any]:
        """Yield one of the plan's tables piece by piece (Arrow tables), in the plan's order."""
        yield from self.source.batches(name, columns)

    def _joined(self, name: str, columns: Sequence[str] | None) -> pd.DataFrame:
        import pandas as pd

        parts = [batch.to_pandas() for batch in self.source.batches(name, columns)]
        if not parts:
            return pd.DataFrame(columns=[*AXES, *(columns or ["month"])])
        return pd.concat(parts, ignore_index=True)

    def values(self, outcomes: Sequence[str], months: Sequence[int]) -> pd.DataFrame:
        """Return outcomes at months, one row a finished run.

        Returns
        -------
        values : index scenario, point, draw, replicate, in the order of the plan; columns
            (outcome, month). What swings with the season is taken over the twelve months up to
            then, as `sim.summary.value_at` says.
        """
        import pandas as pd

        done = self.runs[self.runs["status"] == "ok"]
        index = pd.MultiIndex.from_frame(done[list(AXES)])
        pieces = list(self._values_by_batch(outcomes, months))
        columns = pd.MultiIndex.from_product([outcomes, months], names=["outcome", "month"])
        if not pieces:
            return pd.DataFrame(index=index, columns=columns, dtype=float)
        values = pd.concat(pieces)
        values.columns = columns
        values.index = index
        return values

    def _values_by_batch(
        self, outcomes: Sequence[str], months: Sequence[int]
    ) -> Iterator[pd.DataFrame]:
        import pandas as pd

        from sim.summary import WINDOW, value_at

        known = self.outcomes
        wanted = {m for month in months for m in range(month - WINDOW + 1, month + 1)}
        for batch in self.source.batches("monthly", ["month", *outcomes]):
            rows = batch.to_pandas()
            rows = rows[rows["month"].isin(wanted)]
            if not len(rows):  # no run was finished: the table has no axes either
                continue
            number = rows.groupby(list(AXES), sort=False, dropna=False).ngroup()
            flat = rows.drop(columns=["scenario", "point", "draw"]).assign(replicate=number)
            yield pd.DataFrame(
                {
                    (name, month): value_at(flat, known[name], month)
                    for name in outcomes
                    for month in months
                }
            )

    def write_manifest(self) -> None:
        """Write the manifest again, after a change of what people read in it."""
        from sim.results_folder import write_manifest

        if self.path is not None:
            write_manifest(self.path, self.manifest)

    def settle(self, other: Ensemble) -> None:
        """Read from now on where another ensemble of the same plan reads."""
        self.runs, self.source = other.runs, other.source
        self.manifest, self.path = other.manifest, other.path

    def save(self, folder: Path, force: bool = False) -> None:
        """Write runs and tables into a results folder, and keep to it from now on.

        Raises
        ------
        OutputError : the folder exists (unless `force`) or cannot be written.
        """
        from sim.experiments.carry import copy_to

        copy_to(self, folder, force=force)

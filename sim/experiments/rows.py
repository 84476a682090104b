"""Where the rows of an ensemble come from: the run store, or the tables of a results folder.

Both give the same rows in the same order, a limited number of runs at a time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from sim.errors import OutputError

if TYPE_CHECKING:
    from sim.experiments.plan import Plan, PlannedRun
    from sim.store import Store

__all__ = ["AXES", "STORE", "RowSource", "StoredRuns", "WrittenTables"]

AXES = ("scenario", "point", "draw", "replicate")
STORE = "store"
RUNS_AT_A_TIME = 128


class RowSource(Protocol):
    """Something that has the tables of the runs of a plan."""

    def batches(self, name: str, columns: Sequence[str] | None) -> Iterator[Any]:
        """Yield Arrow tables with the four axes in front, in the order of the plan."""
        ...

    def stored(self) -> Path:
        """Return the folder of the run store, with every run on disk."""
        ...


class StoredRuns:
    """The rows of a plan's runs, read from the run store by their keys."""

    def __init__(self, plan: Plan, store: Store) -> None:
        self._plan, self._store = plan, store

    def batches(self, name: str, columns: Sequence[str] | None) -> Iterator[Any]:
        """Yield Arrow tables with the four axes in front, in the order of the plan."""
        finished = (
            (run, key)
            for run in self._plan.runs()
            if self._store.status(key := self._plan.key(run)) == "ok"
        )
        while group := list(islice(finished, RUNS_AT_A_TIME)):
            runs, keys = zip(*group, strict=True)
            for rows in self._store.batches(name, keys, columns, RUNS_AT_A_TIME, place=True):
                yield with_axes(rows, runs)

    def stored(self) -> Path:
        """Return the folder of the run store, with every run on disk."""
        self._store.flush()
        return self._store.folder


def with_axes(rows: Any, runs: Sequence[PlannedRun]) -> Any:
    """Return rows with the four axes in front; their column `place` says of which run they are."""
    import pyarrow as pa

    place = rows.column("place")
    values: tuple[list[Any], ...] = (
        [run.point.scenario for run in runs],
        [run.point.number for run in runs],
        [run.draw for run in runs],
        [run.replicate for run in runs],
    )
    kinds = (pa.string(), pa.int64(), pa.int64(), pa.int64())
    rows = rows.drop_columns(["key", "place"])
    for position, (axis, column, kind) in enumerate(zip(AXES, values, kinds, strict=True)):
        rows = rows.add_column(position, axis, pa.array(column, kind).take(place))
    return rows


class WrittenTables:
    """The rows of a plan's runs, read from the tables of a results folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def batches(self, name: str, columns: Sequence[str] | None) -> Iterator[Any]:
        """Yield Arrow tables with the four axes in front, in the order of the plan."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        path = self._folder / f"{name}.parquet"
        chosen = None if columns is None else [*AXES, *columns]
        text = path.with_suffix(".csv")
        if text.exists() and not path.exists():
            yield _from_csv(text, chosen, self._folder)
            return
        try:
            with pq.ParquetFile(path, page_checksum_verification=True) as file:
                for group in range(file.num_row_groups):
                    yield file.read_row_group(group, columns=chosen)
        except (OSError, pa.ArrowException) as error:
            first = str(error).splitlines()[0]
            raise OutputError(
                f"{path}: this file of the results is missing or damaged ({first}). Write the "
                f"tables again from the stored runs: egov resume {self._folder}"
            ) from error

    def stored(self) -> Path:
        """Return the folder of the run store, with every run on disk."""
        return self._folder / STORE


def _from_csv(path: Path, columns: Sequence[str] | None, folder: Path) -> Any:
    """Return a table that is written as text alone, such as the minutes, in one piece."""
    import pyarrow as pa
    import pyarrow.csv

    try:
        options = pyarrow.csv.ParseOptions(newlines_in_values=True)
        table = pyarrow.csv.read_csv(path, parse_options=options)
    except (OSError, pa.ArrowException) as error:
        first = str(error).splitlines()[0]
        raise OutputError(
            f"{path}: this file of the results is missing or damaged ({first}). Write the "
            f"tables again from the stored runs: egov resume {folder}"
        ) from error
    return table if columns is None else table.select(columns)

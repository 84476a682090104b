"""The reading side of the store: which runs are there, and their tables in any order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from sim.execution.task import Packed
from sim.store.contents import JOURNAL, Contents
from sim.store.files import in_words
from sim.store.shapes import KEY, common_schema

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

    from sim.store.reading import PartReader, Piece

__all__ = ["StoredRuns"]

OPEN_PARTS = 3
OPEN_GROUPS = 2
RECORD = ["key", "status", "reason", "details", "wall_seconds"]


class StoredRuns:
    """The runs of a store, read by key."""

    def __init__(self, folder: Path) -> None:
        from sim.store.reading import Recent

        self.folder = folder
        self.repairs: list[str] = []
        self._contents = Contents()
        self._verified: dict[str, set[str]] = {}
        self._readers = Recent(OPEN_PARTS, lambda reader: reader.close())
        self._groups = Recent(OPEN_GROUPS)

    def __contains__(self, key: object) -> bool:
        return key in self._contents.index

    def __iter__(self) -> Iterator[str]:
        return iter(self._contents.index)

    def __len__(self) -> int:
        return len(self._contents.index)

    @property
    def failed(self) -> list[str]:
        """The keys of the runs that failed; `add` takes a new try at one of them."""
        return [key for key in self if key in self._contents.failed]

    def status(self, key: str) -> Literal["ok", "failed"] | None:
        """Return how a run ended; None if it is not here."""
        return self._contents.status(key)

    def tables(self, key: str) -> frozenset[str]:
        """Return the names of the tables kept of a run; none of a failed one."""
        return frozenset(self._contents.shapes(key))

    def get(self, key: str) -> Packed:
        """Return one run, with equal tables, null for null and bit for bit in every number.

        Raises
        ------
        KeyError : the run is not here.
        StoreDamaged : its part cannot be read any more; see `set_aside`.
        """
        if self._contents.index[key] == JOURNAL:
            return self._contents.fresh[key].read()
        tables = {}
        for name in sorted(self.tables(key)):
            (rows,) = self.batches(name, [key])
            tables[name] = _as_bytes(rows.drop_columns([KEY]))
        with in_words(self.folder):
            facts = self._reader(self._contents.index[key]).records([key], RECORD)[key]
        return replace(Packed(*facts), tables=tables)

    def records(self, keys: Sequence[str] | None = None) -> pd.DataFrame:
        """Return key, status, reason, details and wall_seconds of runs, in the order asked."""
        import pandas as pd

        wanted = list(self if keys is None else keys)
        found: dict[str, tuple[Any, ...]] = {}
        with in_words(self.folder):
            for place, members in self._contents.by_place(wanted).items():
                if place == JOURNAL:
                    runs = (self._contents.fresh[key].read() for key in members)
                    found |= {one.key: tuple(getattr(one, name) for name in RECORD) for one in runs}
                else:
                    found |= self._reader(place).records(members, RECORD)
        return pd.DataFrame([found[key] for key in wanted], columns=RECORD)

    def batches(
        self,
        table: str,
        keys: Sequence[str],
        columns: Sequence[str] | None = None,
        size: int = 64,
        place: bool = False,
    ) -> Iterator[pa.Table]:
        """Yield the rows of runs, in the order of `keys`, so many runs at a time.

        Runs that failed have no rows. Memory depends on `size`, not on the number of runs.

        Parameters
        ----------
        table : the name of a table, for example "monthly".
        columns : those to be read; all unless given. The column `key` comes first in any case.
        size : [runs]   How many make a batch.
        place : add a column `place`: which of `keys` a row is of, counted from 0.

        Raises
        ------
        KeyError : a run is not here.
        OutputError : a run was kept without this table, or the runs' columns differ.
        StoreDamaged : a part cannot be read any more; see `set_aside`.
        """
        keys = list(keys)
        for key in keys:
            if key not in self:
                raise KeyError(key)
        ok = [(at, key) for at, key in enumerate(keys) if key not in self._contents.failed]
        shapes = dict.fromkeys(self._contents.shape(key, table) for _, key in ok)
        if not shapes:
            return iter(())
        schemas = [self._contents.schemas[shape] for shape in shapes]
        return self._batches(table, ok, common_schema(table, schemas, columns), size, place)

    def _forget_files(self) -> None:
        self._groups.clear()
        self._readers.clear()

    def _reader(self, place: int) -> PartReader:
        from sim.store.reading import PartReader

        part, _ = self._contents.parts[place - 1]
        verified = self._verified.setdefault(part.name, set())
        return self._readers.get(place, lambda: PartReader(part, verified, self._groups))

    def _batches(
        self, table: str, runs: list[tuple[int, str]], schema: pa.Schema, size: int, place: bool
    ) -> Iterator[pa.Table]:
        for start in range(0, len(runs), size):
            places, keys = zip(*runs[start : start + size], strict=True)
            yield self._batch(table, keys, schema, places if place else None)

    def _batch(
        self, table: str, keys: Sequence[str], schema: pa.Schema, places: Sequence[int] | None
    ) -> pa.Table:
        from sim.store.reading import join

        with in_words(self.folder):
            pieces = list(self._pieces(table, keys, schema.names))
        return join(pieces, keys, schema, places)

    def _pieces(self, table: str, keys: Sequence[str], columns: Sequence[str]) -> Iterable[Piece]:
        from sim.store.reading import piece_of_run

        for place, members in self._contents.by_place(keys).items():
            if place == JOURNAL:
                for key in members:
                    yield piece_of_run(self._contents.fresh[key].read(), table, columns)
            else:
                yield from self._reader(place).pieces(table, members, columns)


def _as_bytes(table: pa.Table) -> bytes:
    import pyarrow as pa

    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    return sink.getvalue().to_pybytes()

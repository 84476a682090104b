"""Reading stored runs: a few row groups of a few parts in memory, whatever the number of runs."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from sim.execution.task import Packed, unpack_table
from sim.store.parts import Part
from sim.store.shapes import KEY, PLACE

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["PartReader", "Piece", "Recent", "join", "piece_of_run"]

Value = TypeVar("Value")


class Recent:
    """The few things used last, made anew when they are asked for again later."""

    def __init__(self, size: int, drop: Callable[[Any], None] = lambda value: None) -> None:
        self._size, self._drop = size, drop
        self._kept: OrderedDict[Hashable, Any] = OrderedDict()

    def get(self, name: Hashable, make: Callable[[], Value]) -> Value:
        """Return what has this name, from memory or made."""
        if name not in self._kept:
            while len(self._kept) >= self._size:
                self._drop(self._kept.popitem(last=False)[1])
            self._kept[name] = make()
        self._kept.move_to_end(name)
        return self._kept[name]

    def clear(self) -> None:
        """Forget everything."""
        while self._kept:
            self._drop(self._kept.popitem()[1])


class Piece:
    """Rows of one or more runs, one run after the other.

    Attributes
    ----------
    rows : the table, without the column `key`.
    lengths : the number of rows of each run, in their order in `rows`.
    """

    def __init__(self, rows: pa.Table, lengths: Mapping[str, int]) -> None:
        self.rows, self.lengths = rows, lengths


class PartReader:
    """One part, open for reading: its runs by key, and its files.

    Parameters
    ----------
    verified : the files of this part of which every byte has been looked at; more are added.
    groups : the row groups read last, of this part and of others.
    """

    def __init__(self, part: Part, verified: set[str], groups: Recent) -> None:
        self.part = part
        self.runs = part.runs()
        self.tables = part.facts(self.runs)
        self.position = {key: at for at, key in enumerate(self.runs[KEY].to_pylist())}
        self._verified = verified
        self._files: dict[str, Any] = {}
        self._groups = groups

    def close(self) -> None:
        """Close the files."""
        for file, *_ in self._files.values():
            file.close()
        self._files.clear()

    def records(self, keys: Sequence[str], columns: Sequence[str]) -> dict[str, tuple[Any, ...]]:
        """Return what `runs.parquet` says of runs, by key."""
        rows = self.runs.select(list(columns)).take([self.position[key] for key in keys])
        values = zip(*(column.to_pylist() for column in rows.columns), strict=True)
        return dict(zip(keys, values, strict=True))

    def pieces(self, table: str, keys: Sequence[str], columns: Sequence[str]) -> list[Piece]:
        """Return the rows of runs of this part; runs of one row group come together."""
        _, starts, lengths, groups = self._file(table)
        members: dict[int, list[str]] = {}
        for key in sorted(keys, key=self.position.__getitem__):
            at = self.position[key]
            group = int(np.searchsorted(groups, starts[at], side="right")) - 1
            members.setdefault(group if lengths[at] else -1, []).append(key)
        found = []
        for group, inside in members.items():
            spans = {key: (starts[self.position[key]], lengths[self.position[key]])
                     for key in inside}  # fmt: skip
            found.append(self._piece(table, group, spans, tuple(columns)))
        return found

    def _piece(
        self, table: str, group: int, spans: dict[str, tuple[int, int]], columns: tuple[str, ...]
    ) -> Piece:
        file, _, _, groups = self._file(table)
        if group < 0:
            rows = file.schema_arrow.empty_table().select(columns)
            return Piece(rows, dict.fromkeys(spans, 0))
        name = (self.part.name, table, group, columns)
        rows = self._groups.get(name, lambda: self._read(file, table, group, columns))
        first = groups[group]
        local = [(start - first, length) for start, length in spans.values()]
        self._check_keys(table, rows[KEY], dict(zip(spans, local, strict=True)))
        picked = _pick(rows.drop_columns([KEY]), local)
        return Piece(picked, {key: length for key, (_, length) in spans.items()})

    def _read(self, file: Any, table: str, group: int, columns: tuple[str, ...]) -> Any:
        try:
            return file.read_row_group(
                group, columns=[KEY, *columns], use_threads=False
            ).combine_chunks()
        except (OSError, ValueError) as error:
            raise self.part.damaged(table) from error

    def _check_keys(self, table: str, column: Any, spans: dict[str, tuple[int, int]]) -> None:
        """Raise unless the rows are of the runs that `runs.parquet` says."""
        for key, (start, length) in spans.items():
            if any(column[int(at)].as_py() != key for at in (start, start + length - 1)):
                raise self.part.damaged(table)

    def _file(self, table: str) -> Any:
        """Return a table's file, where each run begins, its length, where each group begins."""
        if table not in self._files:
            file = self.part.open(table, self.tables[table], table not in self._verified)
            self._verified.add(table)
            lengths = self.runs[f"rows_{table}"].fill_null(0).to_numpy()
            starts = np.cumsum(lengths) - lengths
            rows = [file.metadata.row_group(i).num_rows for i in range(file.num_row_groups)]
            self._files[table] = (file, starts, lengths, np.cumsum([0, *rows])[:-1])
        return self._files[table]


def piece_of_run(run: Packed, table: str, columns: Sequence[str]) -> Piece:
    """Return the rows of a run that is still in the journal."""
    rows = unpack_table(run.tables[table]).select(list(columns))
    return Piece(rows.replace_schema_metadata(None), {run.key: len(rows)})


def join(
    pieces: Sequence[Piece], keys: Sequence[str], schema: pa.Schema, places: Sequence[int] | None
) -> pa.Table:
    """Return the rows of runs in the order of `keys`, with the column `key`.

    Parameters
    ----------
    keys : runs that the pieces hold; one may be named more than once.
    schema : the columns that come out.
    places : a number for each of `keys`, for a column `place`; None to leave that out.
    """
    import pyarrow as pa

    cast = [p.rows if p.rows.schema.equals(schema) else p.rows.cast(schema) for p in pieces]
    rows = pa.concat_tables(cast)
    spans = _spans(pieces)
    if len(schema) and list(spans) != list(keys):
        rows = rows.combine_chunks().take(pa.array(_indices([spans[key] for key in keys])))
    lengths = [spans[key][1] for key in keys]
    names = {key: at for at, key in enumerate(dict.fromkeys(keys))}
    numbers = np.repeat(np.array([names[key] for key in keys], dtype=np.int32), lengths)
    first = {
        KEY: pa.DictionaryArray.from_arrays(pa.array(numbers), pa.array(list(names), pa.string()))
    }
    if places is not None:
        first[PLACE] = pa.array(np.repeat(np.array(places, np.int64), lengths))
    return pa.Table.from_arrays([*first.values(), *rows.columns], [*first, *schema.names])


def _spans(pieces: Sequence[Piece]) -> dict[str, tuple[int, int]]:
    """Return where the rows of each run begin, and how many they are, when pieces are joined."""
    spans, at = {}, 0
    for piece in pieces:
        for key, length in piece.lengths.items():
            spans[key] = (at, length)
            at += length
    return spans


def _pick(rows: Any, spans: Sequence[tuple[int, int]]) -> Any:
    """Return stretches of a row group; a copy where little is taken, so that the rest can go."""
    import pyarrow as pa

    start, total = spans[0][0], sum(length for _, length in spans)
    together = spans[-1][0] + spans[-1][1] - start == total
    if together and 2 * total >= len(rows):
        return rows.slice(start, total)
    return rows.take(pa.array(_indices(spans)))


def _indices(spans: Sequence[tuple[int, int]]) -> Any:
    parts = [np.arange(start, start + length, dtype=np.int64) for start, length in spans]
    return np.concatenate(parts) if parts else np.empty(0, dtype=np.int64)

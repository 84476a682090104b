"""Writing a part: the runs of a journal as Parquet files, whole or not at all."""

from __future__ import annotations

import base64
import json
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.store.files import flush_file, flush_folder
from sim.store.journal import Frame
from sim.store.parts import FACTS, FORMAT, Part, file_digest
from sim.store.shapes import KEY, RUNS, digest_of

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["GROUP_BYTES", "GROUP_RUNS", "TEMPORARY", "write_part"]

TEMPORARY = ".writing-"
GROUP_RUNS = 64
GROUP_BYTES = 8_000_000


def write_part(
    folder: Path, number: int, frames: Sequence[Frame], schemas: dict[str, pa.Schema]
) -> Part:
    """Write runs of equal columns as a part, which appears whole or not at all.

    Only a few runs at a time are in memory.

    Raises
    ------
    OSError : the disk is full, or not to be written.
    ChangedRecord : the bytes of a run in the journal are not those written.
    """
    temporary = folder / f"{TEMPORARY}{number:06d}"
    shutil.rmtree(temporary, ignore_errors=True)
    try:
        temporary.mkdir()
        rows = _write_tables(temporary, frames, schemas)
        digest = _write_runs(temporary, rows, schemas)
        for path in temporary.iterdir():
            flush_file(path)
        flush_folder(temporary)
        target = folder / f"part-{number:06d}-{digest[:8]}"
        temporary.rename(target)
        flush_folder(folder)
    except BaseException:
        shutil.rmtree(temporary, ignore_errors=True)
        raise
    return Part(target, number)


def _write_tables(
    folder: Path, frames: Sequence[Frame], schemas: dict[str, pa.Schema]
) -> list[dict[str, Any]]:
    """Write the tables, and return the rows of `runs.parquet`."""
    import pyarrow.parquet as pq

    rows: list[dict[str, Any]] = []
    writers: dict[str, Any] = {}
    try:
        for name, schema in schemas.items():
            writers[name] = pq.ParquetWriter(
                folder / f"{name}.parquet", _with_key(schema), **_options(schema)
            )
        for group in _groups(frames):
            runs = [frame.read() for frame in group]
            counts = {name: _write_group(writers[name], name, runs) for name in schemas}
            for place, run in enumerate(runs):
                row = {f"rows_{name}": counts[name][place] for name in schemas}
                rows.append(
                    {"key": run.key, "status": run.status, "reason": run.reason,
                     "details": run.details, "wall_seconds": run.wall_seconds, **row}
                )  # fmt: skip
    finally:
        for writer in writers.values():
            writer.close()
    return rows


def _groups(frames: Sequence[Frame]) -> Iterator[list[Frame]]:
    """Yield frames a few at a time: together they are one row group of each table."""
    group: list[Frame] = []
    for frame in frames:
        group.append(frame)
        if len(group) == GROUP_RUNS or sum(one.length for one in group) > GROUP_BYTES:
            yield group
            group = []
    if group:
        yield group


def _write_group(writer: Any, name: str, runs: Sequence[Any]) -> list[int | None]:
    """Write one table of some runs, and return how many rows each has; None for no table."""
    import numpy as np
    import pyarrow as pa

    from sim.execution.task import unpack_table

    found = [unpack_table(run.tables[name]) if name in run.tables else None for run in runs]
    tables = [table for table in found if table is not None]
    if tables:
        keys = pa.array([run.key for run in runs if name in run.tables])
        places = np.repeat(np.arange(len(tables), dtype=np.int32), [len(t) for t in tables])
        joined = pa.concat_tables([table.replace_schema_metadata(None) for table in tables])
        column = pa.DictionaryArray.from_arrays(pa.array(places), keys)
        joined = joined.add_column(0, _key_field(), column)
        if len(joined):
            writer.write_table(joined, row_group_size=len(joined))
    return [None if table is None else len(table) for table in found]


def _write_runs(folder: Path, rows: list[dict[str, Any]], schemas: dict[str, pa.Schema]) -> str:
    """Write `runs.parquet`, and return its digest."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    tables = {}
    for name, schema in schemas.items():
        path = folder / f"{name}.parquet"
        text = base64.b64encode(schema.serialize().to_pybytes()).decode()
        tables[name] = {
            "sha256": file_digest(path),
            "bytes": path.stat().st_size,
            "shape": digest_of(schema),
            "columns": text,
        }
    texts = [pa.field(name, pa.string()) for name in ("key", "status", "reason", "details")]
    counts = [pa.field(f"rows_{name}", pa.int64()) for name in schemas]
    facts = {FACTS: json.dumps({"format": FORMAT, "tables": tables})}
    schema = pa.schema([*texts, pa.field("wall_seconds", pa.float64()), *counts], facts)
    path = folder / f"{RUNS}.parquet"
    pq.write_table(
        pa.Table.from_pylist(rows, schema), path, compression="zstd", write_page_checksum=True
    )
    return file_digest(path)


def _options(schema: pa.Schema) -> dict[str, Any]:
    """Return how columns are written.

    Fractions go byte by byte ("stream split"): a third less time than plain pages on the monthly
    table of the model, and a little less space.
    """
    import pyarrow as pa

    floats = {f.name: "BYTE_STREAM_SPLIT" for f in schema if f.type in (pa.float32(), pa.float64())}
    others = [name for name in schema.names if name not in floats]
    return {
        "compression": "zstd",
        "use_dictionary": [KEY, *others],
        "column_encoding": floats or None,
        "write_statistics": False,
        "write_page_checksum": True,
    }


def _key_field() -> Any:
    import pyarrow as pa

    return pa.field(KEY, pa.dictionary(pa.int32(), pa.string()))


def _with_key(schema: pa.Schema) -> Any:
    return schema.insert(0, _key_field())

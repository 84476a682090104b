"""Small runs to be stored: awkward values, and many of them fast."""

from __future__ import annotations

import hashlib
import struct
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from sim.execution.task import Packed, unpack_table

PAYLOADS = (0x7FF8000000000001, 0x7FF8000000ABCDEF, 0xFFF8000000000000, 0x7FF4000000000001)


def key_of(number: int) -> str:
    """Return a key as long as those of real runs."""
    return hashlib.sha256(str(number).encode()).hexdigest()


def as_bytes(table: pa.Table) -> bytes:
    """Return an Arrow table as a stream, without pandas in between."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    return sink.getvalue().to_pybytes()


def run(number: int, months: int = 6, **more: pa.Table) -> Packed:
    """Return a small run with a monthly table."""
    luck = np.random.default_rng(number)
    monthly = pa.table(
        {
            "month": pa.array(range(1, months + 1), pa.int64()),
            "date": pa.array([f"1997-{month:02d}" for month in range(1, months + 1)]),
            "adoption_share": luck.random(months),
            "spending_usd": luck.normal(1e5, 1e4, months),
        }
    )
    tables = {"monthly": monthly, **more}
    return Packed(
        key_of(number), "ok", wall_seconds=number / 7,
        tables={name: as_bytes(table) for name, table in tables.items()},
    )  # fmt: skip


def failed(number: int, reason: str = "after month 3: ValueError: no clerks") -> Packed:
    """Return a run that failed."""
    return Packed(key_of(number), "failed", reason, "Traceback ...\n  é\n", 0.25)


def awkward(number: int) -> Packed:
    """Return a run whose tables hold every value that is easily lost."""
    nans = [struct.unpack("<d", struct.pack("<Q", bits))[0] for bits in PAYLOADS]
    doubles = [*nans, -0.0, 0.0, 5e-324, 1.7976931348623157e308, float("inf"), float(number)]
    size = len(doubles)
    texts = ["", 'a,b\n"c"', "é 구청", "\x00", " x ", "NA", None, "nan", "0", "-0"]
    monthly = pa.table(
        {
            "double": pa.array(doubles, pa.float64()),
            "single": pa.array(np.array([*doubles[:7], 1.5, -np.inf, 0.1], dtype=np.float32)),
            "gaps": pa.array([None if i % 3 else float(i) for i in range(size)]),
            "whole": pa.array([-(2**63), 2**63 - 1, *range(size - 2)], pa.int64()),
            "byte": pa.array(range(size), pa.uint8()),
            "switch": pa.array([True, False, None] * 3 + [True]),
            "text": pa.array(texts, pa.large_string()),
            "short_text": pa.array(texts, pa.string()),
            "nothing": pa.nulls(size),
            "group": pa.array(texts).dictionary_encode(),
            "day": pa.array(range(size), pa.timestamp("s")),
        }
    )
    empty = monthly.slice(0, 0)
    ledger = pa.table({"usd": pa.array(np.arange(float(number % 4)))})
    return Packed(
        key_of(number), "ok", "", "", 0.1 + 0.2,
        {"monthly": as_bytes(monthly), "empty": as_bytes(empty), "ledger": as_bytes(ledger)},
    )  # fmt: skip


def same_bits(one: pa.Table, other: pa.Table) -> bool:
    """Return whether two tables have the same columns, gaps and bits."""
    if not one.schema.equals(other.schema) or len(one) != len(other):
        return False
    return all(_bits(one[name]) == _bits(other[name]) for name in one.column_names)


def same_run(one: Packed, other: Packed) -> bool:
    """Return whether two runs are the same in every fact and bit."""
    facts = ("key", "status", "reason", "details", "wall_seconds")
    if [getattr(one, name) for name in facts] != [getattr(other, name) for name in facts]:
        return False
    return set(one.tables) == set(other.tables) and all(
        same_bits(unpack_table(one.tables[name]), unpack_table(other.tables[name]))
        for name in one.tables
    )


def _bits(column: pa.ChunkedArray) -> Any:
    gaps = column.is_null().to_pylist()
    if pa.types.is_floating(column.type):
        numbers = column.fill_null(0).to_numpy()
        return gaps, numbers.dtype, numbers.tobytes()
    return gaps, column.type, column.to_pylist()


def joined(batches: Any) -> pd.DataFrame:
    """Return batches as one table, with plain texts for keys."""
    frames = [batch.to_pandas() for batch in batches]
    return pd.concat([frame.assign(key=frame["key"].astype(str)) for frame in frames])

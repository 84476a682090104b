"""Tables as files: Parquet with checksums, CSV that reads back bit for bit, and their digests."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["TableDigest", "read_csv", "read_parquet", "table_digest", "write_csv", "write_json",
           "write_parquet"]  # fmt: skip

TEXT_COLUMNS = ("scenario", "date", "actor", "decision", "reason", "numbers", "source", "use",
                "note")  # fmt: skip


def write_json(path: Path, data: Any) -> None:
    """Write plain data as readable JSON."""
    text = json.dumps(data, indent=2, ensure_ascii=False, allow_nan=False)
    path.write_text(text + "\n", encoding="utf-8")


class TableDigest:
    """The sha256 of a table's values, bit for bit, taken piece by piece.

    It does not depend on how the table was cut. Wall-clock columns are left out.
    """

    def __init__(self) -> None:
        self._columns: dict[str, Any] = {}

    def update(self, piece: pd.DataFrame) -> None:
        """Add the next rows."""
        for name in piece.columns:
            if name == "wall_seconds":
                continue
            column = piece[name]
            is_number = column.dtype.kind in "biuf"
            if name not in self._columns:
                kind = column.to_numpy().dtype.str if is_number else "text"
                self._columns[name] = hashlib.sha256(f"{name}\0{kind}\0".encode())
            if is_number:
                self._columns[name].update(column.to_numpy().tobytes())
            else:
                self._columns[name].update("".join(f"{value}\0" for value in column).encode())

    def hexdigest(self) -> str:
        """Return the digest of all rows so far."""
        parts = [column.digest() for column in self._columns.values()]
        return hashlib.sha256(b"".join(parts)).hexdigest()


def table_digest(table: pd.DataFrame) -> str:
    """Return the sha256 of a table's values, bit for bit; wall-clock columns are left out."""
    digest = TableDigest()
    digest.update(table)
    return digest.hexdigest()


def write_parquet(table: pd.DataFrame, path: Path) -> None:
    """Write a table as Parquet, with a checksum a page."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    pq.write_table(
        pa.Table.from_pandas(table, preserve_index=False), path, write_page_checksum=True
    )


def read_parquet(path: Path) -> pd.DataFrame:
    """Return the table of a Parquet file; a damaged page is an error, never a number."""
    import pyarrow.parquet as pq

    return pq.read_table(path, page_checksum_verification=True).to_pandas()


def write_csv(table: pd.DataFrame, path: Path) -> None:
    """Write a table so that every number reads back as the same bits."""
    import pyarrow as pa
    from pyarrow import csv

    options = csv.WriteOptions(quoting_style="needed")
    csv.write_csv(pa.Table.from_pandas(table, preserve_index=False), path, options)


def read_csv(path: Path) -> pd.DataFrame:
    """Return the table of a CSV file of ours: names and words stay text."""
    import pyarrow as pa
    from pyarrow import csv

    texts = dict.fromkeys(TEXT_COLUMNS, pa.string())
    options = csv.ConvertOptions(column_types={**texts, "usd": pa.float64()})
    return csv.read_csv(path, convert_options=options).to_pandas()

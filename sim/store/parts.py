"""Parts: finished runs in a few Parquet files, written once and never changed.

A part is a folder `part-<number>-<digest>`: `runs.parquet` with one row a run, and a file for each
kind of table with the column `key` first. The digest is that of `runs.parquet`, which holds those
of the other files, so that a change of any byte is seen.
"""

from __future__ import annotations

import base64
import errno
import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.errors import OutputError
from sim.store.shapes import RUNS

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["FACTS", "FORMAT", "Part", "StoreDamaged", "file_digest", "parts_in", "schema_from"]

FORMAT = 1
FACTS = b"egov_part"
# What a bad disk or a lost file gives; a lack of rights, for example, is no reason to set aside.
UNREADABLE = (errno.ENOENT, errno.EIO, errno.EISDIR, errno.ENOTDIR)
NAME = re.compile(r"part-(\d{6})-([0-9a-f]{8})")


class StoreDamaged(OutputError):
    """A part cannot be read any more.

    Attributes
    ----------
    part : its name, for `Store.set_aside`.
    what : which file it is, and what is wrong with it, in a sentence.
    """

    def __init__(self, part: str, what: str) -> None:
        self.part, self.what = part, what
        super().__init__(
            f"{what} The runs of this part have to be done again, as egov resume does; "
            "all other runs are kept."
        )

    def __reduce__(self) -> tuple[type[StoreDamaged], tuple[str, str]]:
        """Keep the part's name when the error crosses from another process."""
        return (type(self), (self.part, self.what))


@dataclass(frozen=True)
class Part:
    """One part, by name; its files are opened only to read them.

    Attributes
    ----------
    path : its folder.
    number : its place in the order in which parts were written.
    """

    path: Path
    number: int

    @property
    def name(self) -> str:
        """The folder's name."""
        return self.path.name

    def runs(self) -> pa.Table:
        """Return one row a run: key, status, reason, details, wall_seconds and rows_<table>.

        Raises
        ------
        StoreDamaged : the file is missing or a byte of it has changed.
        """
        return _read_whole(self._verified(RUNS, None))

    def facts(self, runs: pa.Table) -> dict[str, Any]:
        """Return what `runs` says of the part's tables: digest, bytes and columns of each."""
        facts: dict[str, Any] = json.loads(runs.schema.metadata[FACTS])
        if facts["format"] > FORMAT:
            raise OutputError(
                f"{self.path}: these runs were stored by a newer version of egov-sim. "
                "Read them with that version; nothing was changed."
            )
        return facts["tables"]

    def check(self, tables: dict[str, Any], fully: bool) -> None:
        """Raise StoreDamaged unless each table's file is there: by its size, or by every byte."""
        for name, facts in tables.items():
            if fully:
                self._verified(name, facts["sha256"])
            elif self._size(name) != facts["bytes"]:
                raise self.damaged(name)

    def open(self, table: str, facts: dict[str, Any], verify: bool) -> Any:
        """Return a table's Parquet file, open for reading; after a look at every byte if asked."""
        import pyarrow.parquet as pq

        path = self._verified(table, facts["sha256"]) if verify else self._file(table)
        try:
            return pq.ParquetFile(path, page_checksum_verification=True)
        except (OSError, ValueError) as error:
            raise self.damaged(table) from error

    def damaged(self, table: str) -> StoreDamaged:
        """Return the error that says what is wrong with a file of this part."""
        state = "is damaged" if self._file(table).exists() else "is missing"
        return StoreDamaged(self.name, f"{self._file(table)}: this file of stored runs {state}.")

    def _file(self, table: str) -> Path:
        return self.path / f"{table}.parquet"

    def _size(self, table: str) -> int:
        try:
            return self._file(table).stat().st_size
        except FileNotFoundError:
            return -1

    def _verified(self, table: str, digest: str | None) -> Path:
        try:
            found = file_digest(self._file(table))
        except OSError as error:
            if error.errno in UNREADABLE:
                raise self.damaged(table) from error
            raise
        if found != digest if digest else found[:8] != self.name[-8:]:
            raise self.damaged(table)
        return self._file(table)


def parts_in(folder: Path) -> list[Part]:
    """Return the parts of a store, oldest first."""
    named = ((path, NAME.fullmatch(path.name)) for path in folder.iterdir())
    return sorted(
        (Part(path, int(match[1])) for path, match in named if match),
        key=lambda part: part.name,
    )


def _read_whole(path: Path) -> Any:
    import pyarrow.parquet as pq

    with pq.ParquetFile(path, page_checksum_verification=True) as file:
        return file.read()


def file_digest(path: Path) -> str:
    """Return the sha256 of a file, as hexadecimal digits."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def schema_from(text: str) -> Any:
    """Return a table's columns from the text kept in a part's facts."""
    import pyarrow as pa

    return pa.ipc.read_schema(pa.py_buffer(base64.b64decode(text)))

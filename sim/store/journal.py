"""The journal: finished runs in one file, each appended whole, until they become a part.

A record is a frame: a mark, the length, a checksum, and the run. A kill in mid-writing leaves a
frame that is too short, which is seen by its length; anything else is seen by its checksum, and
the mark lets the reader find the next whole frame.
"""

from __future__ import annotations

import hashlib
import json
import os
import struct
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sim.errors import OutputError
from sim.execution.task import Packed

__all__ = ["FLUSH_SECONDS", "ChangedRecord", "Frame", "Journal", "Scan"]

MARK = b"\x93EGOVR1\n"
HEAD = struct.Struct("<8sQ16s")
FACTS = struct.Struct("<I")
FLUSH_SECONDS = 0.5


class ChangedRecord(OutputError):
    """The bytes of a run in an open journal are not those that were written."""


@dataclass(frozen=True)
class Frame:
    """Where a run is in a journal, and what it holds.

    Attributes
    ----------
    offset : [bytes]   Where the frame begins.
    length : [bytes]   The run, without the head of the frame.
    shape : the hash of each table's columns, by the table's name; empty for a failed run.
    """

    journal: Journal
    offset: int
    length: int
    key: str
    ok: bool
    shape: Mapping[str, str]

    @property
    def end(self) -> int:
        """The first byte after the frame."""
        return self.offset + HEAD.size + self.length

    def read(self) -> Packed:
        """Return the run; ChangedRecord if its bytes are not those that were written."""
        return self.journal.read(self)


@dataclass
class Scan:
    """What was found in a journal.

    Attributes
    ----------
    end : [bytes]   Where the last whole frame ends.
    torn : [bytes]   What is left of a last frame that was being written.
    damaged : stretches of bytes, from and to, that hold no whole frame.
    """

    frames: list[Frame] = field(default_factory=list)
    end: int = 0
    torn: int = 0
    damaged: list[tuple[int, int]] = field(default_factory=list)


class Journal:
    """One journal file, open for appending and reading, or for reading alone."""

    def __init__(self, path: Path, write: bool) -> None:
        self.path = path
        self._file = open(path, "a+b" if write else "rb", buffering=0)  # noqa: SIM115
        self.end = self._file.seek(0, os.SEEK_END)
        self._ragged = False
        self._unflushed = False
        self._flushed_at = -FLUSH_SECONDS

    def append(self, packed: Packed, shape: Mapping[str, str]) -> Frame:
        """Write a run at the end: after the return a kill of the process cannot lose it.

        It is flushed to the disk too unless that was done within the last half second.
        """
        body = _encode(packed, shape)
        length = sum(len(piece) for piece in body)
        data = b"".join((HEAD.pack(MARK, length, _checksum(length, *body)), *body))
        frame = Frame(self, self.end, length, packed.key, packed.status == "ok", shape)
        self._mend()
        self._ragged = True
        try:
            _write_all(self._file.fileno(), data)
            self.end = frame.end
            self._ragged, self._unflushed = False, True
        except BaseException:
            self._mend(quietly=True)
            raise
        if time.monotonic() - self._flushed_at >= FLUSH_SECONDS:
            self.flush()
        return frame

    def read(self, frame: Frame) -> Packed:
        """Return the run of a frame; ChangedRecord if its bytes are not those written."""
        body = self._body(frame.offset)
        if body is None:
            raise ChangedRecord(
                f"{self.path}: run {frame.key[:12]} has been damaged since the store was opened. "
                "Start again: the store is mended when it is opened, and the run is done again."
            )
        return _decode(body)

    def scan(self) -> Scan:
        """Read the whole file and say what it holds."""
        found, place, size = Scan(), 0, self._file.seek(0, os.SEEK_END)
        while place < size:
            frame = self._frame(place)
            if frame is not None:
                found.frames.append(frame)
                place = found.end = frame.end
                continue
            following = self._next_frame(place + 1)
            if following is None and self._is_torn(place, size):
                found.torn = size - place
            else:
                found.damaged.append((place, following or size))
            place = following or size
        return found

    def cut(self, end: int) -> None:
        """Remove what follows a byte."""
        self._file.truncate(end)
        os.fsync(self._file.fileno())
        self.end = end

    def stretch(self, start: int, stop: int) -> bytes:
        """Return a stretch of the file."""
        self._file.seek(start)
        return _read_all(self._file.fileno(), stop - start)

    def flush(self) -> None:
        """Return when everything appended has reached the disk."""
        if self._unflushed:
            os.fsync(self._file.fileno())
            self._unflushed, self._flushed_at = False, time.monotonic()

    def close(self) -> None:
        """Close the file; `flush` first if it is to be kept."""
        self._file.close()

    def _mend(self, quietly: bool = False) -> None:
        """Remove what is left of a frame that could not be written."""
        if not self._ragged:
            return
        try:
            self._file.truncate(self.end)
            self._ragged = False
        except OSError:
            if not quietly:
                raise

    def _body(self, offset: int) -> bytes | None:
        """Return the run of the frame that begins here; None unless it is whole."""
        head = self.stretch(offset, offset + HEAD.size)
        if len(head) < HEAD.size:
            return None
        mark, length, checksum = HEAD.unpack(head)
        if mark != MARK or length > self._size() - offset - HEAD.size:
            return None
        body = self.stretch(offset + HEAD.size, offset + HEAD.size + length)
        return body if _checksum(length, body) == checksum else None

    def _frame(self, offset: int) -> Frame | None:
        body = self._body(offset)
        if body is None:
            return None
        facts, _ = _facts(body)
        shape = {name: shape for name, _, shape in facts["tables"]}
        return Frame(self, offset, len(body), facts["key"], facts["status"] == "ok", shape)

    def _next_frame(self, start: int) -> int | None:
        """Return where the next whole frame begins."""
        rest = self.stretch(start, self._size())
        place = rest.find(MARK)
        while place >= 0:
            if self._body(start + place) is not None:
                return start + place
            place = rest.find(MARK, place + 1)
        return None

    def _is_torn(self, offset: int, size: int) -> bool:
        """Return whether the file ends with the beginning of a frame, or with empty pages."""
        head = self.stretch(offset, offset + HEAD.size)
        if not any(head):
            return not any(self.stretch(offset, size))
        if len(head) < HEAD.size:
            return head.startswith(MARK[: len(head)])
        mark, length, _ = HEAD.unpack(head)
        return mark == MARK and length > size - offset - HEAD.size

    def _size(self) -> int:
        return os.fstat(self._file.fileno()).st_size


def _encode(packed: Packed, shape: Mapping[str, str]) -> list[bytes]:
    """Return the run as the pieces of its bytes: its facts, and its tables as they are."""
    facts = {
        "key": packed.key,
        "status": packed.status,
        "reason": packed.reason,
        "details": packed.details,
        "wall_seconds": packed.wall_seconds,
        "tables": [[name, len(data), shape[name]] for name, data in packed.tables.items()],
    }
    text = json.dumps(facts, separators=(",", ":")).encode()
    return [FACTS.pack(len(text)), text, *packed.tables.values()]


def _facts(body: bytes) -> tuple[dict[str, Any], int]:
    (length,) = FACTS.unpack_from(body)
    place = FACTS.size + length
    return json.loads(body[FACTS.size : place]), place


def _decode(body: bytes) -> Packed:
    facts, place = _facts(body)
    tables = {}
    for name, length, _ in facts.pop("tables"):
        tables[name] = body[place : place + length]
        place += length
    return Packed(**facts, tables=tables)


def _checksum(length: int, *body: bytes) -> bytes:
    digest = hashlib.sha256(length.to_bytes(8, "little"))
    for piece in body:
        digest.update(piece)
    return digest.digest()[:16]


def _write_all(file: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(file, rest) :]


def _read_all(file: int, size: int) -> bytes:
    pieces = []
    while size > 0 and (piece := os.read(file, size)):
        pieces.append(piece)
        size -= len(piece)
    return b"".join(pieces)

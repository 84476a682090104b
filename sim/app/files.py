"""The page's own files: a table made from the folder, so that no request ever names a path.

A request's name is looked up in the table; nothing of it is ever opened. A changed file is read
again, and a name that is not in the table lets the folder be looked through again, at most once a
second: whoever works on the page need not start the server anew.
"""

from __future__ import annotations

import gzip
import hashlib
import stat
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

__all__ = ["Files", "Shipped", "tag_of"]

LOOK_AGAIN_SECONDS = 1.0
PACKED_ALREADY = ("image/png", "image/x-icon", "font/woff2")

KINDS = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".woff2": "font/woff2",
}


@dataclass(frozen=True)
class Shipped:
    """One file: what it holds, its type, and a tag that changes with it."""

    body: bytes
    kind: str
    tag: str

    @cached_property
    def packed(self) -> Shipped | None:
        """The same as gzip, with a tag of its own; None where that saves nothing. Made once."""
        if self.kind in PACKED_ALREADY:
            return None
        body = gzip.compress(self.body, 9, mtime=0)
        if len(body) >= len(self.body):
            return None
        return Shipped(body, self.kind, f'{self.tag[:-1]}-gzip"')


def tag_of(body: bytes) -> str:
    """Return a tag that changes with what a file holds."""
    return f'"{hashlib.sha256(body).hexdigest()[:16]}"'


class Files:
    """The files below a folder, by name relative to it; those of other kinds are left out."""

    def __init__(self, folder: Path, clock: Callable[[], float] = time.monotonic) -> None:
        self._folder, self._clock = folder.resolve(), clock
        self._table, self._looked = self._made(), clock()
        self._read: dict[str, tuple[tuple[int, int], Shipped]] = {}

    def get(self, name: str) -> Shipped | None:
        """Return a file by its name in the table, or None."""
        path = self._path_of(name)
        if path is None:
            return None
        try:
            facts = path.lstat()
        except OSError:  # taken away since
            return None
        if not stat.S_ISREG(facts.st_mode):
            return None
        stamp = (facts.st_mtime_ns, facts.st_size)
        if name not in self._read or self._read[name][0] != stamp:
            body = path.read_bytes()
            self._read[name] = (stamp, Shipped(body, KINDS[path.suffix], tag_of(body)))
        return self._read[name][1]

    def _path_of(self, name: str) -> Path | None:
        if name not in self._table and self._clock() - self._looked >= LOOK_AGAIN_SECONDS:
            self._table, self._looked = self._made(), self._clock()
        return self._table.get(name)

    def _made(self) -> dict[str, Path]:
        return {
            path.relative_to(self._folder).as_posix(): path
            for path in self._folder.rglob("*")
            if path.suffix in KINDS and path.is_file() and not path.is_symlink()
        }

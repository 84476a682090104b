"""The page's own files: a table made from the folder, so that no request ever names a path.

A request's name is looked up in the table; nothing of it is ever opened. The table is made again
when a file is changed, so that whoever works on the page need not start the server anew.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Files", "Shipped"]

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


class Files:
    """The files below a folder, by name relative to it; those of other kinds are left out."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder.resolve()
        self._read: dict[str, tuple[tuple[int, int], Shipped]] = {}

    def get(self, name: str) -> Shipped | None:
        """Return a file by its name in the table, or None."""
        path = self._table().get(name)
        if path is None:
            return None
        facts = path.stat()
        stamp = (facts.st_mtime_ns, facts.st_size)
        if name not in self._read or self._read[name][0] != stamp:
            body = path.read_bytes()
            tag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
            self._read[name] = (stamp, Shipped(body, KINDS[path.suffix], tag))
        return self._read[name][1]

    def _table(self) -> dict[str, Path]:
        return {
            path.relative_to(self._folder).as_posix(): path
            for path in self._folder.rglob("*")
            if path.suffix in KINDS and path.is_file() and not path.is_symlink()
        }

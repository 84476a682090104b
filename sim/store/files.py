"""Files of the store: errors in words, flushing to the disk, setting aside what is damaged."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sim.errors import OutputError

__all__ = ["DAMAGED", "flush_file", "flush_folder", "in_words", "put_aside", "write_aside"]

DAMAGED = "damaged"


@contextmanager
def in_words(folder: Path) -> Iterator[None]:
    """Turn an error of the file system into a sentence."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            why = "the disk is full, or a limit on the size of files was reached. Free some space."
        elif error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            why = "a file here may not be read or written. Check the rights of the folder."
        elif error.errno in (errno.ENOTDIR, errno.EEXIST):
            why = "a part of this path is a file, not a folder. Name another folder with --out."
        else:
            why = f"the stored runs cannot be read or written ({error.strerror or error})."
        raise OutputError(f"{folder}: {why} The runs finished so far are kept.") from error


def flush_file(path: Path) -> None:
    """Return when a file has reached the disk."""
    with path.open("rb+") as stream:
        os.fsync(stream.fileno())


def flush_folder(path: Path) -> None:
    """Return when the names in a folder have reached the disk; Windows does so by itself."""
    if sys.platform != "win32":
        folder = os.open(path, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def put_aside(path: Path) -> Path:
    """Move a damaged file or folder of the store to `damaged/`, beside it; return its new place."""
    target = _free_name(path.parent / DAMAGED, path.name)
    path.rename(target)
    flush_folder(target.parent)
    flush_folder(path.parent)
    return target


def write_aside(folder: Path, name: str, data: bytes) -> Path:
    """Keep damaged bytes in `damaged/` of the store, once."""
    target = folder / DAMAGED / name
    if target.exists() and target.read_bytes() == data:
        return target
    target = _free_name(folder / DAMAGED, name)
    target.write_bytes(data)
    flush_file(target)
    flush_folder(target.parent)
    return target


def _free_name(folder: Path, name: str) -> Path:
    folder.mkdir(exist_ok=True)
    target, number = folder / name, 2
    while target.exists():
        target, number = folder / f"{name}.{number}", number + 1
    return target

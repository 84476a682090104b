"""One writer at a time: a lock that the operating system takes back when the process dies."""

from __future__ import annotations

import errno
import os
import sys
from contextlib import suppress
from pathlib import Path

from sim.errors import OutputError

__all__ = ["FILE_NAME", "WriteLock"]

FILE_NAME = "lock"
NO_LOCKS_HERE = (errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP, errno.EINVAL)
FAR_AWAY = 1 << 30  # Windows locks bytes, and locked bytes cannot be read: lock one beyond the text


class WriteLock:
    """The right to write in a folder, held until `release` or the end of the process.

    Attributes
    ----------
    held : False on a file system without locks, where nobody can be kept out.

    Raises
    ------
    OutputError : another process holds it.
    """

    def __init__(self, folder: Path) -> None:
        self._file = os.open(folder / FILE_NAME, os.O_RDWR | os.O_CREAT, 0o666)
        try:
            self.held = _take(self._file)
        except BlockingIOError as error:
            owner = _owner(self._file)
            os.close(self._file)
            raise OutputError(
                f"{folder}: another process{owner} is writing runs into this folder. Wait until it "
                "has ended, or stop it; what it has finished is kept."
            ) from error
        except BaseException:
            os.close(self._file)
            raise
        self._sign()

    def _sign(self) -> None:
        """Note the process for the message of the next one; a full disk does not matter here."""
        with suppress(OSError):
            os.ftruncate(self._file, 0)
            os.lseek(self._file, 0, os.SEEK_SET)
            os.write(self._file, f"{os.getpid()}\n".encode())

    def release(self) -> None:
        """Let others write; closing the file is all it takes."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1


def _owner(file: int) -> str:
    with suppress(OSError, ValueError):
        os.lseek(file, 0, os.SEEK_SET)
        return f" (number {int(os.read(file, 20))})"
    return ""


if sys.platform == "win32":
    import msvcrt

    def _take(file: int) -> bool:
        """Take the lock; BlockingIOError if another process has it, False if there are none."""
        os.lseek(file, FAR_AWAY, os.SEEK_SET)
        try:
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        except OSError as error:
            raise BlockingIOError(errno.EWOULDBLOCK, "locked") from error
        return True

else:
    import fcntl

    def _take(file: int) -> bool:
        """Take the lock; BlockingIOError if another process has it, False if there are none."""
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if error.errno in NO_LOCKS_HERE:
                return False
            raise
        return True

"""Ctrl-C: the first one stops the work and says that it is saving; later ones change nothing."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

__all__ = ["first_interrupt", "held_back"]

SAVING = "\nSaving what is finished ...\n"


@contextmanager
def first_interrupt(say: bool = True) -> Iterator[None]:
    """Let the first Ctrl-C interrupt the block, and ignore every further one until its end.

    Parameters
    ----------
    say : print at once that what is finished is being saved.
    """

    def first(number: int, frame: Any) -> None:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        if say:
            with suppress(OSError, ValueError):  # not print: it may be in mid-print already
                os.write(sys.stderr.fileno(), SAVING.encode())
        raise KeyboardInterrupt

    before = _handler()
    if before is not signal.default_int_handler:  # someone else's, or not the main thread
        yield
        return
    signal.signal(signal.SIGINT, first)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def held_back() -> Iterator[None]:
    """Hold a Ctrl-C back until the block, which must not be cut in two, is over."""
    came: list[int] = []
    before = _handler()
    if not callable(before):
        yield
        return
    signal.signal(signal.SIGINT, lambda number, frame: came.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if came:
        before(came[0], None)


def _handler() -> Any:
    """Return what is done on Ctrl-C; None where that may not be changed."""
    if threading.current_thread() is not threading.main_thread():
        return None
    return signal.getsignal(signal.SIGINT)

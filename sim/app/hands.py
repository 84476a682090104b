"""One worker process as the server sees it: begun anew when it dies, ended with the server."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import pickle
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

from sim.app.worker import serve
from sim.execution.local import main_module_hidden, no_interrupts

__all__ = ["Died", "Hand"]

READY_SECONDS = 120.0
_ONE_AT_A_TIME = threading.Lock()
"""The main module is hidden while a process starts, which two threads must not do at once."""


class Died(Exception):
    """The process ended before it gave an answer; `begun` says whether it had begun the job."""

    def __init__(self, begun: bool) -> None:
        super().__init__("the worker process died")
        self.begun = begun


class Hand:
    """One process, and the thread of the server that talks to it.

    Attributes
    ----------
    is_warm : whether it has done a run: the model is imported, compiled and built.
    """

    def __init__(self, place: int) -> None:
        self.is_warm = False
        self._context = multiprocessing.get_context("spawn")
        self._dropped = self._context.RawValue("q", -1)
        self._thread = ThreadPoolExecutor(1, thread_name_prefix=f"page-worker-{place}")
        self._process: Any = None
        self._connection: Any = None
        self._closed = False

    @property
    def pid(self) -> int | None:
        """The process's id, or None before its first job."""
        return None if self._process is None else self._process.pid

    async def do(self, number: int, function: str, arguments: tuple[Any, ...]) -> Any:
        """Do a job and return (status, value).

        Raises
        ------
        Died : the process ended in between.
        """
        data = pickle.dumps((number, function, arguments), pickle.HIGHEST_PROTOCOL)
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, self._exchange, data)

    def give_up(self, number: int) -> None:
        """Let the process leave a job at its next month."""
        self._dropped.value = number

    def kill(self) -> None:
        """End the process in mid-job; it is begun anew with the next one."""
        with suppress(AttributeError, ValueError, OSError):
            self._process.kill()

    def close(self) -> None:
        """End the process and the thread for good."""
        self._closed = True
        self.kill()
        self._thread.shutdown(wait=True, cancel_futures=True)
        self._hang_up()

    # In the thread --------------------------------------------------------------------------

    def _exchange(self, data: bytes) -> Any:
        if self._process is None or not self._process.is_alive():
            self._begin()
        try:
            self._connection.send_bytes(data)
            return pickle.loads(self._connection.recv_bytes())
        except (EOFError, OSError, pickle.UnpicklingError):
            self._hang_up()
            raise Died(begun=True) from None

    def _begin(self) -> None:
        self._hang_up()
        if self._closed:
            raise Died(begun=False)
        ours, theirs = self._context.Pipe()
        arguments = (os.getpid(), theirs, self._dropped)
        self._process = self._context.Process(
            target=serve, args=arguments, daemon=True, name="egov-page-worker"
        )
        with _ONE_AT_A_TIME, main_module_hidden(), no_interrupts():
            self._process.start()
        theirs.close()
        self._connection = ours
        try:
            if not ours.poll(READY_SECONDS):
                raise EOFError
            ours.recv_bytes()
        except (EOFError, OSError):
            self._hang_up()
            raise Died(begun=False) from None

    def _hang_up(self) -> None:
        self.is_warm = False
        if self._process is None:
            return
        with suppress(OSError, ValueError):
            self._connection.close()
        with suppress(AttributeError, ValueError, OSError):
            self._process.kill()
            self._process.join(5)
        self._process = self._connection = None

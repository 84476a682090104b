"""A Dask scheduler and workers on loopback, as processes of their own."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from tests.execution.jobs import ROOT, until

WORKER = ("distributed.cli.dask_worker", "--nthreads", "1", "--no-dashboard", "--memory-limit", "0",
          "--local-directory")  # fmt: skip
SCHEDULER = ("distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--no-dashboard", "--port")


def free_port() -> int:
    """Return a port on which nothing listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
    return port


class Cluster:
    """One scheduler and some workers of one thread each; nannies start killed ones anew."""

    def __init__(self, folder: Path, workers: int = 2, nanny: bool = False) -> None:
        self.folder, self._nanny = folder, nanny
        self.port = free_port()
        self.address = f"tcp://127.0.0.1:{self.port}"
        self.scheduler = self._begin(*SCHEDULER, str(self.port))
        until(self._answers, 30)
        self.workers = [self.add_worker() for _ in range(workers)]

    def _begin(self, *command: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-m", *command], cwd=self.folder, stdin=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": str(ROOT)}, start_new_session=True,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip

    def _answers(self) -> bool:
        with socket.socket() as asked:
            return asked.connect_ex(("127.0.0.1", self.port)) == 0

    def add_worker(self) -> subprocess.Popen[bytes]:
        """Start one more worker."""
        nanny = "--nanny" if self._nanny else "--no-nanny"
        return self._begin(*WORKER, str(self.folder), nanny, self.address)

    def until_ready(self, workers: int) -> None:
        """Wait until so many workers are there."""
        from distributed import Client

        with Client(self.address, timeout=30, set_as_default=False) as client:
            client.wait_for_workers(workers, timeout=40)

    def close(self) -> None:
        """End all of it at once."""
        for process in [*self.workers, self.scheduler]:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
        for process in [*self.workers, self.scheduler]:
            process.wait(timeout=10)

"""The way to a Dask cluster: is Dask here, does the scheduler answer, are its workers like us."""

from __future__ import annotations

import logging
import re
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from importlib import import_module
from typing import Any

from sim.errors import UserError
from sim.execution.worker import facts

__all__ = ["checked_threads", "connected", "quiet_dask", "threads_by_worker", "usable", "within"]

ANSWER_SECONDS = 10.0
ADDRESS = re.compile(r"(tcp|tls|ucx|ws|wss)://[^\s/]+:\d+/?")


def usable(address: str) -> None:
    """Raise a UserError if Dask is not installed, or the address cannot be one of a scheduler."""
    try:
        import_module("distributed")
    except ImportError as error:
        raise UserError(
            "Running on a cluster needs Dask: pip install 'egov-sim[experiments]'"
        ) from error
    if not ADDRESS.fullmatch(address):
        raise UserError(
            f'"{address}" is not the address of a Dask scheduler. Write it as tcp://host:8786; '
            "the scheduler prints its own when it starts."
        )


@contextmanager
def quiet_dask() -> Iterator[None]:
    """Keep Dask's own messages from the screen: what matters in them is said in our words."""
    loggers = [logging.getLogger(name) for name in ("distributed", "distributed.client")]
    before = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        for logger, level in zip(loggers, before, strict=True):
            logger.setLevel(level)


def connected(address: str, seconds: float) -> Any:
    """Return a client of the cluster at an address."""
    client = import_module("distributed").Client
    try:
        return client(address, timeout=seconds, set_as_default=False, name="egov")
    except Exception as error:
        raise UserError(
            f"No Dask scheduler answers at {address} (tried for {seconds:.0f} s: "
            f"{type(error).__name__}). Look whether it runs there, or leave --scheduler out to "
            "use the processes of this machine."
        ) from error


def checked_threads(client: Any, address: str) -> int:
    """Return the threads of the cluster, once every worker is found to be like this process."""
    try:
        client.wait_for_workers(1, timeout=ANSWER_SECONDS)
        found = within(ANSWER_SECONDS, lambda: client.run(facts, on_error="return"))
        threads = sum(within(ANSWER_SECONDS, client.nthreads).values())
        answers = found.items()
    except Exception as error:
        raise UserError(
            f"The Dask scheduler at {address} has no worker that answers. Start one with: "
            f"dask worker {address} --nthreads 1"
        ) from error
    for worker, theirs in answers:
        _compare(worker, theirs)
    return threads


def _compare(worker: str, theirs: Any) -> None:
    if isinstance(theirs, BaseException):
        raise UserError(
            f"The worker {worker} cannot run egov-sim ({type(theirs).__name__}: {theirs}). "
            "Install the same version on every machine of the cluster."
        )
    ours = facts()
    other = [f"{name} {theirs[name]}, here {ours[name]}" for name in ours
             if theirs[name] != ours[name]]  # fmt: skip
    if other:
        raise UserError(
            f"The worker {worker} differs from this program: {'; '.join(other)}. Its numbers "
            "could too. Install the same versions on every machine of the cluster, and start "
            "its workers again."
        )


async def threads_by_worker(client: Any) -> Mapping[str, int]:
    """Return the threads of each worker, by its address."""
    threads: Mapping[str, int] = await client.scheduler.ncores(workers=None)
    return threads


def within(seconds: float, call: Callable[..., Any], *arguments: Any) -> Any:
    """Return what a call returns; None if it does not in time: a lost cluster may never answer."""
    found: list[Any] = []

    def run() -> None:
        with suppress(Exception):
            found.append(call(*arguments))

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(seconds)
    return found[0] if found else None

"""The loop of a worker process of the page: take a job, do it, send what came of it.

Only light modules are imported here: a fresh process imports this file before it sets the number
of threads, and numpy and numba read that number when they are imported.
"""

from __future__ import annotations

import gc
import pickle
import traceback
from collections.abc import Callable
from importlib import import_module
from multiprocessing.connection import Connection
from typing import Any

from sim.execution.task import let_all_go
from sim.execution.worker import begin_worker

__all__ = ["DROPPED", "FAILED", "OK", "REFUSED", "Dropped", "serve"]

OK, REFUSED, FAILED, DROPPED = "ok", "refused", "failed", "dropped"


class Dropped(BaseException):
    """Nobody waits for this job any more; not an `Exception`, so that a run lets it through."""


def serve(parent: int, connection: Connection, dropped: Any) -> None:
    """Do jobs until the other side hangs up.

    Parameters
    ----------
    parent : the id of the process that started this one.
    connection : jobs come in as (number, "module:name", arguments), and (status, value) goes back.
    dropped : shared; the number of the job that is to be given up, looked at each month.
    """
    begin_worker(parent, None)
    connection.send_bytes(b"ready")
    is_settled = False
    while True:
        try:
            data = connection.recv_bytes()
        except (EOFError, OSError):
            return
        connection.send_bytes(pickle.dumps(_answer(data, dropped), pickle.HIGHEST_PROTOCOL))
        let_all_go()  # a played term, a followed citizen, a run that was left
        if not is_settled:  # what the first job has imported stays
            gc.collect()
            gc.freeze()
            is_settled = True


def _answer(data: bytes, dropped: Any) -> tuple[str, Any]:
    try:
        number, function, arguments = pickle.loads(data)
        module, _, name = function.partition(":")
        work: Callable[..., Any] = getattr(import_module(module), name)
        return OK, work(*arguments, _looking_up(number, dropped))
    except Dropped:
        return DROPPED, None
    except BaseException as error:  # SystemExit and the like end a job, not this process
        return _said(error)


def _looking_up(number: int, dropped: Any) -> Callable[[int], None]:
    def on_month(month: int) -> None:
        if dropped.value == number:
            raise Dropped

    return on_month


def _said(error: BaseException) -> tuple[str, Any]:
    """Return an error as what can be sent: a user's mistake as it is, others as text."""
    from sim.errors import EgovError, UserError

    if isinstance(error, UserError):
        try:
            pickle.loads(pickle.dumps(error))
            return REFUSED, error
        except Exception:
            return REFUSED, UserError(str(error))
    words = str(error) if isinstance(error, EgovError) else f"{type(error).__name__}: {error}"
    return FAILED, (words, "".join(traceback.format_exception(error)))

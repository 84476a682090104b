"""One run: what is to be done, and what comes back from the process that did it.

Only light modules are imported here: a fresh process imports this file before it sets the number
of threads, and numpy and numba read that number when they are imported.
"""

from __future__ import annotations

import gc
import sys
import time
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    import pandas as pd

    from sim.scenario import Scenario

__all__ = ["ALL_TABLES", "REAL_MODEL", "Packed", "Task", "let_all_go", "let_go", "pack_table",
           "perform", "undisturbed", "unpack_table"]  # fmt: skip

REAL_MODEL = "sim.model:DistrictModel"
ALL_TABLES = ("monthly", "groups", "services", "decisions", "ledger", "portfolio")


@dataclass(frozen=True)
class Task:
    """One run to be done.

    Attributes
    ----------
    key : what the run is, as a hash of scenario, seed and code; see `sim.experiments.plan`.
    label : the run in a few words, for messages: "training_first, replicate 3".
    scenario : the world to be run, with every uncertain value drawn.
    seed : the run's own seed.
    sample : citizens simulated; None for all of them.
    threads : threads of the model.
    tables : which of the model's tables are kept.
    model : the model's class as "module:Class".
    """

    key: str
    label: str
    scenario: Scenario
    seed: int
    sample: int | None
    threads: int = 1
    tables: tuple[str, ...] = ALL_TABLES
    model: str = ""


@dataclass(frozen=True)
class Packed:
    """One run that ended, ready to be sent and stored: its tables as bytes, or why there are none.

    Attributes
    ----------
    status : "ok", or "failed" with its `reason` in a sentence and the technical `details`.
    tables : each table as an Arrow stream (`unpack_table`); empty for a failed run.
    """

    key: str
    status: Literal["ok", "failed"]
    reason: str = ""
    details: str = ""
    wall_seconds: float = 0.0
    tables: Mapping[str, bytes] = field(default_factory=dict)


def perform(task: Task, on_month: Callable[[int], None] | None = None) -> Packed:
    """Do one run; an error becomes a record with status "failed", never an exception."""
    start = time.perf_counter()
    month = 0

    def note_month(now: int) -> None:
        nonlocal month
        month = now
        if on_month is not None:
            on_month(now)

    try:
        note_month(0)
        with undisturbed():
            tables = _run(task, note_month)
    except Exception as error:
        reason = f"after month {month}: {type(error).__name__}: {error}"
        return Packed(
            task.key, "failed", reason, traceback.format_exc(), time.perf_counter() - start
        )
    return Packed(task.key, "ok", wall_seconds=time.perf_counter() - start, tables=tables)


@contextmanager
def undisturbed() -> Iterator[None]:
    """Look for garbage after a run instead of during it, which would take a tenth of its time."""
    was_enabled = gc.isenabled()
    gc.collect(1)  # a run that was left before its end: until now its error held on to it
    gc.disable()
    try:
        yield
    finally:
        gc.collect(0)  # all that the run has made is young
        if was_enabled:
            gc.enable()


def _run(task: Task, on_month: Callable[[int], None]) -> dict[str, bytes]:
    model: Any = None
    try:
        model = _model_class(task.model)(
            task.scenario, seed=task.seed, sample=task.sample, threads=task.threads
        )
        model.run(on_month=on_month)
        return {name: pack_table(t) for name, t in _tables(model, task.tables).items()}
    finally:
        let_go(model)  # also where the run was left


def pack_table(table: pd.DataFrame) -> bytes:
    """Return a table as the bytes of an Arrow stream."""
    import pyarrow as pa

    arrow = pa.Table.from_pandas(table, preserve_index=False).replace_schema_metadata(None)
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, arrow.schema) as writer:
        writer.write_table(arrow)
    return sink.getvalue().to_pybytes()


def unpack_table(data: bytes) -> Any:
    """Return the Arrow table from the bytes of `pack_table`."""
    import pyarrow as pa

    with pa.ipc.open_stream(data) as reader:
        return reader.read_all()


def _tables(model: Any, names: Sequence[str]) -> Mapping[str, pd.DataFrame]:
    tables: Mapping[str, pd.DataFrame] = model.tables(tuple(names))
    return {name: tables[name] for name in names}


def let_go(model: Any) -> None:
    """Let the memory of a finished model be freed.

    Mesa 3 numbers agents by a table of the class `Agent`, which would keep every model for good.
    """
    mesa = sys.modules.get("mesa")
    if mesa is not None:
        getattr(mesa.Agent, "_ids", {}).pop(model, None)


def let_all_go() -> None:
    """Let the memory of every model of this process be freed, as after a job of a worker."""
    mesa = sys.modules.get("mesa")
    if mesa is not None:
        getattr(mesa.Agent, "_ids", {}).clear()


def _model_class(path: str) -> Any:
    module, name = path.split(":")
    return getattr(import_module(module), name)

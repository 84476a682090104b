"""How the runs of an experiment are done: the options that all of them take alike."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from sim.execution.crew import OnError
    from sim.progress import Style

__all__ = ["How"]


class How(TypedDict, total=False):
    """Keywords of every experiment beside its own, handed on to `sim.experiments.carry`.

    Attributes
    ----------
    out : folder to write the results into; nothing is written unless given.
    workers : processes at a time; the number of cores unless given. 1 stays in this process.
    scheduler : the address of a Dask cluster, as "tcp://host:8786".
    on_error : "continue" or "stop": whether a failed run ends the rest; it does not unless given.
    progress : "bar", "lines" or "none"; a bar where someone looks on, else nothing, unless given.
    force : do runs anew that the folder holds already.
    """

    out: str | Path | None
    workers: int | None
    scheduler: str | None
    on_error: OnError
    progress: Style | None
    force: bool

"""The same numbers again: stored tables against their digests, stored runs against new ones."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.errors import UserError
from sim.execution.task import unpack_table
from sim.experiments.again import of_this_code
from sim.experiments.published import content_of, read_ensemble, read_table
from sim.experiments.rows import AXES
from sim.tables_on_disk import table_digest

if TYPE_CHECKING:
    import pandas as pd

    from sim.experiments.ensemble import Ensemble
    from sim.experiments.plan import PlannedRun

__all__ = ["RUNS", "Verification", "verify"]

RUNS = 5


@dataclass(frozen=True)
class Verification:
    """What a check of a results folder has found.

    Attributes
    ----------
    folder : the results folder.
    repeated : the runs done again, in words.
    differences : what is not as stored, in sentences; empty if everything is the same.
    """

    folder: Path
    repeated: Sequence[str]
    differences: Sequence[str] = field(default=())

    @property
    def is_same(self) -> bool:
        """Whether everything is as stored, bit for bit."""
        return not self.differences

    def text(self) -> str:
        """Return the finding in plain sentences."""
        count = len(self.repeated)
        if self.is_same:
            runs = f"{count} run{'s' if count != 1 else ''}"
            return (
                f"The same: every table has the digest it was written with, and {runs} done again "
                f"gave every number again, bit for bit ({'; '.join(self.repeated)})."
            )
        return "\n".join([f"NOT the same: {self.folder}", *self.differences])

    def as_dict(self) -> dict[str, Any]:
        """Return the finding as plain data."""
        return {"folder": self.folder.as_posix(), "same": self.is_same,
                "repeated": list(self.repeated), "differences": list(self.differences)}  # fmt: skip


def verify(
    folder: str | Path,
    *,
    runs: int = RUNS,
    seed: int | None = None,
    workers: int | None = None,
    scheduler: str | None = None,
) -> Verification:
    """Do a random sample of the runs of a results folder again, and compare bit for bit.

    Parameters
    ----------
    runs : [count]   How many; all of them if there are fewer.
    seed : which ones; another sample each time unless given.

    Raises
    ------
    OutputError : no results folder, made by other code, unfinished, or damaged.
    """
    place = Path(folder)
    if runs < 1:
        raise UserError(f"--runs is {runs}; at least one run is to be done again.")
    of_this_code(place)
    ensemble = read_ensemble(place)
    differences = list(_digests(ensemble, place))
    finished = _finished(ensemble)
    chosen = random.Random(seed).sample(finished, min(runs, len(finished)))
    labels = []
    stored = {name: read_table(place, name) for name in ensemble.plan.tables}
    for run, packed in _again(ensemble, chosen, workers, scheduler):
        task = ensemble.plan.task(run)
        labels.append(task.label)
        if packed.status != "ok":
            differences.append(f"{task.label}: this time it failed {packed.reason}.")
            continue
        tables = {name: unpack_table(data).to_pandas() for name, data in packed.tables.items()}
        differences += _compared(stored, run, task.label, tables)
    return Verification(place, sorted(labels), differences)


def _digests(ensemble: Ensemble, folder: Path) -> Iterator[str]:
    """Say which tables are not as they were written."""
    for name, known in ensemble.manifest["tables"].items():
        found = table_digest(read_table(folder, name))
        if found != known["sha256"]:
            yield f"{name}: the table is not the one that was written here (its digest differs)."
    if content_of(ensemble.plan)["plan_hash"] != ensemble.manifest["plan_hash"]:
        yield "The plan or a scenario in this folder is not the one that was run."


def _finished(ensemble: Ensemble) -> list[PlannedRun]:
    done = set(ensemble.runs.loc[ensemble.runs["status"] == "ok", "key"])
    plan = ensemble.plan
    return [run for run in plan.runs() if plan.key(run) in done]


def _again(
    ensemble: Ensemble, chosen: Sequence[PlannedRun], workers: int | None, scheduler: str | None
) -> Iterator[tuple[PlannedRun, Any]]:
    from sim.execution.crew import carry, crew_for

    plan = ensemble.plan
    by_key = {plan.key(run): run for run in chosen}
    with crew_for(workers, scheduler) as crew:
        for packed in carry((plan.task(run) for run in by_key.values()), crew):
            yield by_key[packed.key], packed


def _compared(
    all_stored: Mapping[str, pd.DataFrame],
    run: PlannedRun,
    label: str,
    tables: Mapping[str, pd.DataFrame],
) -> Iterator[str]:
    """Say where the numbers of one run differ from those stored."""
    for name, table in tables.items():
        stored = _rows_of(all_stored[name], run)
        if len(stored) != len(table):
            yield f"{label}: {name} has {len(table)} rows, stored are {len(stored)}."
            continue
        for column in table.columns:
            old, new = stored[column].to_numpy(), table[column].to_numpy()
            same = (old == new) | ((old != old) & (new != new))
            if not bool(same.all()):
                first = int((~same).argmax())
                yield (
                    f"{label}: {name}, column {column}, row {first + 1}: {new[first]!s} now, "
                    f"{old[first]!s} stored ({int((~same).sum())} of {len(same)} rows differ)."
                )


def _rows_of(table: pd.DataFrame, run: PlannedRun) -> pd.DataFrame:
    """Return the rows of one run, without its axes."""
    values = (run.point.scenario, run.point.number, run.draw, run.replicate)
    axes = [pair for pair in zip(AXES, values, strict=True) if pair[0] in table.columns]
    for axis, value in axes:
        table = table[table[axis] == value]
    return table.drop(columns=[axis for axis, _ in axes])

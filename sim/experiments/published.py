"""The tables of a results folder: written from the run store, piece by piece, and read back."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim import manifest as provenance
from sim.errors import OutputError, ScenarioError
from sim.execution import task as tasks
from sim.experiments.ensemble import Ensemble
from sim.experiments.plan import Plan
from sim.experiments.rows import StoredRuns, WrittenTables
from sim.results_folder import PLAN, ResultsFolder, read_scenario, require_manifest
from sim.seeds import TWIN
from sim.tables_on_disk import (
    TableDigest,
    read_csv,
    read_parquet,
    table_digest,
    write_csv,
    write_parquet,
)

if TYPE_CHECKING:
    import pandas as pd

    from sim.store import Store

__all__ = [
    "content_of",
    "files_of",
    "manifest_of",
    "outcomes_of",
    "publish",
    "read_ensemble",
    "read_plan",
    "read_table",
    "runs_table",
]

CSV_ONLY = ("decisions", "ledger", "portfolio")
ALSO_CSV = ("monthly",)  # for `egov run`, whose tables are small


def content_of(plan: Plan, identity: str | None = None) -> dict[str, Any]:
    """Return what determines the results of a plan, and its hash.

    `identity` is the hash of the plan that it has grown out of, by which its folder is known.
    """
    digest = plan.content_hash()
    return {
        "format": provenance.FORMAT,
        "verb": plan.verb,
        "name": plan.name,
        "scenario": plan.bases[0].name,
        "scenario_hash": plan.bases[0].content_hash(),
        "code_hash": provenance.code_hash(),
        "model": plan.model,
        "seed": plan.seed,
        "content_hash": identity or digest,
        "plan_hash": digest,
    }


def files_of(plan: Plan) -> dict[str, str]:
    """Return the plan and its scenarios as the texts that a results folder begins with."""
    texts = {name: base.resolved_yaml()
             for name, base in zip(_base_files(plan), plan.bases, strict=True)}  # fmt: skip
    return texts | {PLAN: json.dumps(plan.as_dict(), indent=1, ensure_ascii=False) + "\n"}


def _base_files(plan: Plan) -> list[str]:
    if plan.verb == "run":
        return ["scenario.resolved.yaml"]
    return [f"scenarios/{number}-{base.name}.yaml" for number, base in enumerate(plan.bases, 1)]


def read_plan(folder: Path) -> Plan:
    """Return the plan of a results folder.

    Raises
    ------
    OutputError : the folder is none of ours, or its plan cannot be read.
    """
    require_manifest(folder)
    try:
        data = json.loads((folder / PLAN).read_text(encoding="utf-8"))
        names = (
            ["scenario.resolved.yaml"]
            if data["verb"] == "run"
            else [f"scenarios/{n}-{name}.yaml" for n, name in enumerate(data["bases"], 1)]
        )
        bases = [
            read_scenario((folder / file).read_text(encoding="utf-8"), name)
            for file, name in zip(names, data["bases"], strict=True)
        ]
        return Plan.from_dict(data, bases)
    except (OSError, ValueError, KeyError, TypeError, ScenarioError) as error:
        first = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise OutputError(
            f"{folder}: its plan cannot be read ({first}). Its runs and tables are left as they "
            f"are. To mend it: egov resume {folder}"
        ) from error


def manifest_of(
    plan: Plan,
    store: Store,
    status: str,
    clock: Mapping[str, Any],
    identity: str | None = None,
) -> dict[str, Any]:
    """Return where the results come from; `tables` is still to be added."""
    from sim.result import about

    return {
        **content_of(plan, identity),
        "status": status,
        "runs_planned": plan.size,
        "about": about(plan.bases[0]),
        "scenarios": [{"name": base.name, "title": base.title} for base in plan.bases],
        "outcomes": outcomes_of(plan.model),
        "repairs": list(store.repairs),
        "versions": provenance.versions(),
        "platform": provenance.platform_facts(),
        "clock": dict(clock),
    }


def outcomes_of(model: str) -> list[dict[str, Any]]:
    """Return what is known of each outcome (name, label, unit ...), as plain data."""
    home = (model or tasks.REAL_MODEL).split(":")[0]
    outcomes = import_module("sim.outcomes" if home == "sim.model" else home).OUTCOMES
    names = ("name", "label", "unit", "kind", "better", "family", "formula")
    return [{name: getattr(outcome, name) for name in names} for outcome in outcomes]


def runs_table(plan: Plan, store: Store) -> pd.DataFrame:
    """Return one row a run that ended, in the order of the plan."""
    import pandas as pd

    runs = [(run, key) for run in plan.runs() if (key := plan.key(run)) in store]
    records = store.records([key for _, key in runs])
    rows = []
    for run, key in runs:
        row: dict[str, Any] = {"scenario": run.point.scenario}
        if plan.verb != "run":
            row |= {"point": run.point.number, "draw": run.draw}
        row["replicate"] = run.replicate
        if plan.verb == "run":
            row |= {"kind": "full size" if plan.sample_of(run) is None else "sample",
                    "luck_of": run.replicate or TWIN}  # fmt: skip
        rows.append(row | {"seed": run.seed, "sample": plan.sample_of(run) or 0, "key": key})
    table = pd.DataFrame(rows)
    for column in ("status", "reason", "wall_seconds"):
        table[column] = records[column].to_numpy() if len(rows) else []
    table["wall_seconds"] = table["wall_seconds"].astype(float).round(3)
    return _with_drawn(plan, table, [run for run, _ in runs]) if plan.verb == "run" else table


def _with_drawn(plan: Plan, table: pd.DataFrame, runs: list[Any]) -> pd.DataFrame:
    """Add a column for each uncertain parameter: what was drawn for each run."""
    for path in plan.bases[0].uncertain:
        table[path] = [plan.world(run).value(path) if run.draw else None for run in runs]
    return table


def publish(
    plan: Plan, store: Store, folder: ResultsFolder, status: str, clock: Mapping[str, Any]
) -> Ensemble:
    """Write every table of a plan into its folder, and return what is there."""
    manifest = manifest_of(plan, store, status, clock, folder.content["content_hash"])
    runs = runs_table(plan, store)

    def write(made: Path) -> dict[str, Any]:
        digests = {"runs": _write_runs(runs, made)}
        source = StoredRuns(plan, store)
        for name in plan.tables:
            digests[name] = _write_table(name, source.batches(name, None), made, plan)
        failures = _failures(runs, store)
        if failures:
            (made / "failures.txt").write_text(failures, encoding="utf-8")
        manifest["tables"] = digests
        return manifest

    store.seal()
    target = folder.publish(write)
    return Ensemble(plan, runs, WrittenTables(target), manifest, target)


def _write_runs(runs: pd.DataFrame, made: Path) -> dict[str, Any]:
    write_parquet(runs, made / "runs.parquet")
    write_csv(runs, made / "runs.csv")
    return {"rows": len(runs), "sha256": table_digest(runs)}


def _write_table(name: str, batches: Iterator[Any], made: Path, plan: Plan) -> dict[str, Any]:
    """Write one table piece by piece."""
    import pyarrow as pa

    digest, rows = TableDigest(), 0
    with _Writers(name, made, plan) as writers:
        for batch in batches:
            kept = _without_idle_axes(batch, plan)
            writers.write(kept)
            rows += len(kept)
            digest.update(kept.to_pandas())
        if rows == 0:
            writers.write(pa.table({"scenario": [], "replicate": [], "month": []}))
    return {"rows": rows, "sha256": digest.hexdigest()}


def _without_idle_axes(batch: Any, plan: Plan) -> Any:
    """Return the rows of `egov run` without the axes that it has not."""
    return batch.drop_columns(["point", "draw"]) if plan.verb == "run" else batch


class _Writers:
    """The files that one table is written to, opened at the first piece."""

    def __init__(self, name: str, made: Path, plan: Plan) -> None:
        self._parquet = None if name in CSV_ONLY else made / f"{name}.parquet"
        text = name in CSV_ONLY or (name in ALSO_CSV and plan.verb == "run")
        self._csv = made / f"{name}.csv" if text else None
        self._open: list[Any] = []

    def __enter__(self) -> _Writers:
        return self

    def write(self, piece: Any) -> None:
        import pyarrow.csv
        import pyarrow.parquet

        if not self._open:
            if self._parquet is not None:
                self._open.append(
                    pyarrow.parquet.ParquetWriter(
                        self._parquet, piece.schema, write_page_checksum=True
                    )
                )
            if self._csv is not None:
                options = pyarrow.csv.WriteOptions(quoting_style="needed")
                self._open.append(pyarrow.csv.CSVWriter(self._csv, piece.schema,
                                                        write_options=options))  # fmt: skip
        for writer in self._open:
            writer.write_table(piece)

    def __exit__(self, *error: object) -> None:
        for writer in self._open:
            writer.close()


def _failures(runs: pd.DataFrame, store: Store) -> str:
    """Return the technical details of failed runs, for a report of the fault."""
    failed = runs[runs["status"] == "failed"]
    details = list(store.records(list(failed["key"]))["details"])
    return "\n".join(
        f"{row.scenario}, replicate {row.replicate}\n{text}"
        for row, text in zip(failed.itertuples(), details, strict=True)
    )


def read_table(folder: Path, name: str) -> pd.DataFrame:
    """Return one table of a results folder.

    Raises
    ------
    OutputError : the file is missing or damaged.
    """
    path = folder / f"{name}.{'csv' if name in CSV_ONLY else 'parquet'}"
    try:
        return read_csv(path) if name in CSV_ONLY else read_parquet(path)
    except (OSError, ValueError) as error:
        raise OutputError(
            f"{path}: this file of the results is missing or damaged "
            f"({str(error).splitlines()[0]}). Write the tables again from the stored runs: "
            f"egov resume {folder}"
        ) from error


def read_ensemble(folder: Path) -> Ensemble:
    """Return the runs of a results folder whose tables are written.

    Raises
    ------
    OutputError : the folder is missing, is none of ours, is unfinished, or is damaged.
    """
    manifest = require_manifest(folder)
    if manifest.get("status") == "running":
        raise OutputError(f"{folder}: these results are unfinished. To go on: egov resume {folder}")
    runs = read_table(folder, "runs")
    return Ensemble(read_plan(folder), runs, WrittenTables(folder), manifest, folder)

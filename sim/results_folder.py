"""The results folder: written whole or not at all, and read back.

Everything goes into a temporary folder beside the place meant for it, which is renamed when it
is complete. A folder with the right name is therefore always a whole one.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from sim.errors import OutputError
from sim.interrupt import held_back

if TYPE_CHECKING:
    import pandas as pd

    from sim.result import RunResult
    from sim.scenario import Scenario

__all__ = [
    "MANIFEST",
    "ReportsInterrupted",
    "ResultsFolder",
    "clear_errors",
    "read_folder",
    "read_scenario",
    "stored_manifest",
    "table_digest",
    "write_json",
]

MANIFEST = "manifest.json"
SCENARIO = "scenario.resolved.yaml"
PARQUET = ("runs", "monthly", "groups", "services")
CSV_ONLY = ("decisions", "ledger")
TEXT_COLUMNS = ("scenario", "date", "actor", "decision", "reason", "numbers", "source", "use",
                "note")  # fmt: skip


class ReportsInterrupted(KeyboardInterrupt):
    """Ctrl-C while the reports were made: the folder is in its place and holds the tables."""


class ResultsFolder:
    """A results folder to be: claims its place at once, appears when it is complete.

    Use it as a context manager around the run, so that a place that cannot be written is found
    before the work is done, and nothing half written is left behind.

    Parameters
    ----------
    target : the folder's path.
    force : replace finished results that are there already.

    Raises
    ------
    OutputError : the folder exists and may not be replaced, or its place cannot be written.
    """

    def __init__(self, target: Path, force: bool = False) -> None:
        self.target = target
        self._force = force
        self._temporary: Path | None = None

    def __enter__(self) -> ResultsFolder:
        _refuse_to_replace(self.target, self._force)
        with clear_errors(self.target):
            self.target.parent.mkdir(parents=True, exist_ok=True)
            made = tempfile.mkdtemp(prefix=f".{self.target.name}.", dir=self.target.parent)
            os.chmod(made, 0o777 & ~_umask())
        self._temporary = Path(made)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._temporary is not None:
            shutil.rmtree(self._temporary, ignore_errors=True)

    def write(self, result: RunResult, reports: bool = True) -> RunResult:
        """Write everything, put the folder in its place, and return the result with its path."""
        if self._temporary is None:
            raise RuntimeError("a ResultsFolder is written inside its `with` block")
        stopped = False
        with clear_errors(self.target):
            try:
                with held_back():
                    write_tables(result, self._temporary)
                if reports:
                    from sim.reports import write_reports

                    write_reports(result, self._temporary)
            except KeyboardInterrupt:
                stopped = True
            with held_back():
                if stopped:
                    _drop_reports(self._temporary)
                _flush(self._temporary)
                _put_in_place(self._temporary, self.target)
                self._temporary = None
                result.path = self.target
        if stopped:
            raise ReportsInterrupted
        return result


def write_tables(result: RunResult, folder: Path) -> None:
    """Write the tables, the manifest and the resolved scenario."""
    digests = {}
    for name in (*PARQUET, *CSV_ONLY):
        table = getattr(result, name)
        digests[name] = {"rows": len(table), "sha256": table_digest(table)}
        if name in PARQUET:
            _write_parquet(table, folder / f"{name}.parquet")
        _write_csv(table, folder / f"{name}.csv")
    result.manifest = {**result.manifest, "tables": digests}
    write_json(folder / MANIFEST, result.manifest)
    (folder / SCENARIO).write_text(result.resolved, encoding="utf-8")
    if result.failures:
        (folder / "failures.txt").write_text(result.failures, encoding="utf-8")


def _drop_reports(folder: Path) -> None:
    """Remove reports of which some are missing; `egov report` makes them anew."""
    shutil.rmtree(folder / "figures", ignore_errors=True)
    for name in ("summary.json", "report.html"):
        (folder / name).unlink(missing_ok=True)


def write_json(path: Path, data: Any) -> None:
    """Write plain data as readable JSON."""
    text = json.dumps(data, indent=2, ensure_ascii=False, allow_nan=False)
    path.write_text(text + "\n", encoding="utf-8")


def table_digest(table: pd.DataFrame) -> str:
    """Return the sha256 of a table's values, bit for bit; wall-clock columns are left out."""
    digest = hashlib.sha256()
    for name in table.columns:
        if name == "wall_seconds":
            continue
        column = table[name]
        digest.update(f"{name}\0".encode())
        if column.dtype.kind in "biuf":
            values = column.to_numpy()
            digest.update(values.dtype.str.encode() + values.tobytes())
        else:
            digest.update("\0".join(map(str, column)).encode())
    return digest.hexdigest()


def stored_manifest(folder: Path) -> dict[str, Any] | None:
    """Return the manifest of a results folder, or None where there is none to be read."""
    try:
        found: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found


def read_folder(folder: Path) -> RunResult:
    """Return the result stored in a folder; see `sim.load`."""
    from sim.result import RunResult

    manifest = stored_manifest(folder)
    if manifest is None:
        raise OutputError(_no_results_there(folder))
    try:
        return RunResult(
            runs=_read_parquet(folder / "runs.parquet"),
            monthly=_read_parquet(folder / "monthly.parquet"),
            groups=_read_parquet(folder / "groups.parquet"),
            services=_read_parquet(folder / "services.parquet"),
            decisions=_read_csv(folder / "decisions.csv"),
            ledger=_read_csv(folder / "ledger.csv"),
            manifest=manifest,
            resolved=(folder / SCENARIO).read_text(encoding="utf-8"),
            path=folder,
        )
    except (OSError, ValueError) as error:
        first = str(error).splitlines()[0]
        raise OutputError(
            f"{folder}: a file of these results is missing or damaged ({first}). "
            "Run the scenario again with --force."
        ) from error


def read_scenario(resolved: str, name: str) -> Scenario:
    """Return the scenario from its resolved text."""
    from sim.scenario import load_scenario

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{name}.yaml"
        path.write_text(resolved, encoding="utf-8")
        return load_scenario(path)


def _no_results_there(folder: Path) -> str:
    if not folder.exists():
        return f"{folder}: there is no such folder. Name a results folder, as egov run prints it."
    return (
        f"{folder}: this is not a results folder (it has no readable {MANIFEST}). "
        "Name a folder that egov run has written."
    )


def _refuse_to_replace(target: Path, force: bool) -> None:
    """Raise unless the place is free, or holds results that may be replaced."""
    if not target.exists() and not target.is_symlink():
        return
    if target.is_dir() and not any(target.iterdir()):
        return
    manifest = stored_manifest(target) if target.is_dir() else None
    if manifest is None:
        raise OutputError(
            f"{target}: this exists and is not a results folder, so it is never replaced. "
            "Name another folder with --out."
        )
    if manifest.get("status") == "complete" and not force:
        raise OutputError(
            f"{target}: finished results of {manifest['scenario']} are in this folder already. "
            "Nothing was overwritten. Name another folder with --out, or replace them with --force."
        )


@contextmanager
def clear_errors(target: Path) -> Iterator[None]:
    """Turn an error of the file system into one sentence."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            why = "the disk is full. Free some space, or name a folder on another disk with --out."
        elif error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            why = "this place may not be written. Name another folder with --out."
        elif error.errno in (errno.ENOTDIR, errno.EEXIST):
            why = "a part of this path is a file, not a folder. Name another folder with --out."
        else:
            why = f"the folder cannot be written: {error.strerror or error}."
        raise OutputError(f"{target}: {why} Nothing was overwritten.") from error


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _put_in_place(temporary: Path, target: Path) -> None:
    """Rename the finished folder to its place; older results go only after that."""
    old = None
    if target.exists():
        old = Path(tempfile.mkdtemp(prefix=f".{target.name}.old.", dir=target.parent))
        target.rename(old / target.name)
    try:
        temporary.rename(target)
    except OSError:
        if old is not None:
            (old / target.name).rename(target)
        raise
    finally:
        if old is not None and target.exists():
            shutil.rmtree(old, ignore_errors=True)


def _flush(folder: Path) -> None:
    """Make sure that the files have reached the disk before the folder gets its name."""
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb+") as stream:
                os.fsync(stream.fileno())


def _write_parquet(table: pd.DataFrame, path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    pq.write_table(
        pa.Table.from_pandas(table, preserve_index=False), path, write_page_checksum=True
    )


def _read_parquet(path: Path) -> pd.DataFrame:
    import pyarrow.parquet as pq

    return pq.read_table(path, page_checksum_verification=True).to_pandas()


def _write_csv(table: pd.DataFrame, path: Path) -> None:
    """Write a table so that every number reads back as the same bits."""
    import pyarrow as pa
    from pyarrow import csv

    options = csv.WriteOptions(quoting_style="needed")
    csv.write_csv(pa.Table.from_pandas(table, preserve_index=False), path, options)


def _read_csv(path: Path) -> pd.DataFrame:
    import pyarrow as pa
    from pyarrow import csv

    texts = dict.fromkeys(TEXT_COLUMNS, pa.string())
    options = csv.ConvertOptions(column_types={**texts, "usd": pa.float64()})
    return csv.read_csv(path, convert_options=options).to_pandas()

"""The results folder: claimed before the work, kept through a crash, whole when it says so.

Its manifest has a status. "running" means that the runs are in `store/` and the tables are still
to come (`egov resume`); "complete", "stopped" and "interrupted" mean that every file is in its
place. Tables are written aside and put in their places at once, the manifest last.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Literal

from sim.errors import OutputError
from sim.interrupt import held_back
from sim.tables_on_disk import write_json

if TYPE_CHECKING:
    from sim.scenario import Scenario

__all__ = [
    "MANIFEST",
    "PLAN",
    "REPORTS",
    "ResultsFolder",
    "clear_errors",
    "put_reports",
    "read_scenario",
    "require_manifest",
    "restore_plan",
    "stored_manifest",
    "write_manifest",
]

MANIFEST = "manifest.json"
PLAN = "plan.json"
COPIES = "store/plan"
"""A second copy of plan, scenarios and first manifest, beside the runs that belong to them."""
REPORTS = ("summary.json", "report.html", "figures", "failures.txt")
Found = Literal["nothing", "unfinished", "complete"]


class ResultsFolder:
    """A place for results, claimed before the work is done.

    Use it as a context manager around the runs, so that a place that cannot be written is found
    at once. Where finished results are to be replaced (`force`), the work is done in a folder
    beside them, `.NAME.new`, which takes their place when it is complete.

    Parameters
    ----------
    target : the folder's path.
    content : what determines the results; kept in the manifest, and compared with what is there.
    files : texts to be written at the start: the plan and its scenarios.
    force : replace finished results that are there already.

    Attributes
    ----------
    found : what was there of the same content: "nothing", "unfinished" or "complete".
    work : the folder that is written into.
    keeps : set once a run is kept; a folder without any is taken away again.

    Raises
    ------
    OutputError : the folder holds something else, or its place cannot be written.
    """

    def __init__(
        self,
        target: Path,
        content: Mapping[str, Any],
        files: Mapping[str, str],
        force: bool = False,
    ) -> None:
        self.target, self.content, self._files, self._force = target, content, files, force
        self.work = target
        self.found: Found = "nothing"
        self.keeps = False

    def __enter__(self) -> ResultsFolder:
        self.found = _look(self.target, self.content, self._force)
        if self._force and self.found != "nothing":
            self.work = self.target.parent / f".{self.target.name}.new"
            self.found = _unfinished_only(self.work, self.content)
        if self.found != "complete":
            with clear_errors(self.target):
                self._begin()
        return self

    def _begin(self) -> None:
        """Make the folder, with the plan in it and a manifest that says "running"."""
        self.work.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=self.work, prefix=".new.") as made:
            for name, text in self._files.items():
                path = Path(made) / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")
            write_json(Path(made) / MANIFEST, {**self.content, "status": "running"})
            _flush(Path(made))
            shutil.copytree(made, self.work / COPIES, dirs_exist_ok=True)
            _flush(self.work / COPIES)
            _move_into(Path(made), self.work)

    def publish(self, write: Callable[[Path], Mapping[str, Any]]) -> Path:
        """Write tables aside, put them in their places, the manifest last; return the folder.

        `write` writes the tables into the folder it is given and returns the manifest. Reports of
        earlier tables are taken away. A Ctrl-C waits until it is done.
        """
        with clear_errors(self.target, self.keeps), held_back():
            with tempfile.TemporaryDirectory(dir=self.work, prefix=".new.") as made:
                manifest = write(Path(made))
                _flush(Path(made))
                for name in REPORTS:
                    _remove(self.work / name)
                _move_into(Path(made), self.work)
            write_manifest(self.work, manifest)
            self._take_place()
        return self.target

    def _take_place(self) -> None:
        """Let finished new results take the place of the old ones."""
        if self.work == self.target:
            return
        old = Path(tempfile.mkdtemp(prefix=f".{self.target.name}.old.", dir=self.target.parent))
        self.target.rename(old / self.target.name)
        self.work.rename(self.target)
        self.work = self.target
        shutil.rmtree(old, ignore_errors=True)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self.found == "nothing" and not self.keeps and _is_ours_alone(self.work / "store"):
            shutil.rmtree(self.work, ignore_errors=True)


def _is_ours_alone(store: Path) -> bool:
    """Return whether a store holds no runs and nobody else is writing into it."""
    from sim.store import Store

    if not store.exists():
        return True
    try:
        with Store.open(store) as opened:
            return len(opened) == 0
    except OutputError:
        return False


def _look(target: Path, content: Mapping[str, Any], force: bool) -> Found:
    """Return what is at a place; raise if it may not be used."""
    if not target.exists() and not target.is_symlink():
        return "nothing"
    if target.is_dir() and not any(target.iterdir()):
        return "nothing"
    manifest = stored_manifest(target) if target.is_dir() else None
    if manifest is None and (target / COPIES).is_dir():
        raise OutputError(_damaged_manifest(target))
    if manifest is None:
        raise OutputError(
            f"{target}: this exists and is not a results folder, so it is never replaced. "
            "Name another folder with --out."
        )
    same = content["content_hash"] == manifest.get("content_hash")
    finished = manifest.get("status") == "complete"
    grown = content["plan_hash"] not in (content["content_hash"], manifest.get("plan_hash"))
    if same or force:
        return "complete" if finished and not grown else "unfinished"
    raise OutputError(_something_else(target, manifest, content, finished))


def _something_else(
    target: Path, manifest: Mapping[str, Any], content: Mapping[str, Any], finished: bool
) -> str:
    whose = manifest.get("name", manifest.get("scenario", "another scenario"))
    state = "finished" if finished else "unfinished"
    other_code = manifest.get("code_hash") != content["code_hash"]
    if other_code:
        why = f"{state} results of {whose}, made by other code than this program's, are in here"
    else:
        why = f"{state} results of {whose} with other settings are in this folder already"
    go_on = "" if finished or other_code else f" To go on with those: egov resume {target}"
    return (
        f"{target}: {why}. Nothing was overwritten. Name another folder with --out, or replace "
        f"them with --force.{go_on}"
    )


def _unfinished_only(work: Path, content: Mapping[str, Any]) -> Found:
    """Return whether work on the same content was left unfinished beside the results."""
    if not work.exists():
        return "nothing"
    manifest = stored_manifest(work)
    if manifest is not None and manifest.get("content_hash") == content["content_hash"]:
        return "unfinished"
    raise OutputError(
        f"{work}: with --force, new results are made here first, and something else is in this "
        "place: perhaps what an earlier --force has left. Nothing was overwritten. Move it away "
        "or delete it, then try again."
    )


def write_manifest(folder: Path, manifest: Mapping[str, Any]) -> None:
    """Put a manifest in its place, at once."""
    with tempfile.TemporaryDirectory(dir=folder, prefix=".new.") as made:
        write_json(Path(made) / MANIFEST, manifest)
        _flush(Path(made))
        os.replace(Path(made) / MANIFEST, folder / MANIFEST)


def stored_manifest(folder: Path) -> dict[str, Any] | None:
    """Return the manifest of a results folder, or None where there is none to be read."""
    try:
        found = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None


def require_manifest(folder: Path) -> dict[str, Any]:
    """Return the manifest of a results folder.

    Raises
    ------
    OutputError : there is no such folder, or it is no results folder.
    """
    manifest = stored_manifest(folder)
    if manifest is not None:
        return manifest
    if not folder.exists():
        raise OutputError(
            f"{folder}: there is no such folder. Name a results folder, as egov run prints it."
        )
    if (folder / COPIES).is_dir():
        raise OutputError(_damaged_manifest(folder))
    raise OutputError(
        f"{folder}: this is not a results folder (it has no readable {MANIFEST}). "
        "Name a folder that egov has written."
    )


def _damaged_manifest(folder: Path) -> str:
    return (
        f"{folder}: its {MANIFEST} is missing or damaged. Its runs are kept; nothing was changed. "
        f"To mend it: egov resume {folder}"
    )


def restore_plan(folder: Path) -> bool:
    """Put plan, scenarios and first manifest back from their copies; return whether there are any.

    The manifest then says "running", so that the tables are written anew from the stored runs.
    """
    if not (folder / COPIES / MANIFEST).is_file():
        return False
    with clear_errors(folder), tempfile.TemporaryDirectory(dir=folder, prefix=".new.") as made:
        shutil.copytree(folder / COPIES, made, dirs_exist_ok=True)
        _flush(Path(made))
        _move_into(Path(made), folder)
    return True


def read_scenario(resolved: str, name: str) -> Scenario:
    """Return the scenario from its resolved text."""
    from sim.scenario import load_scenario

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{name}.yaml"
        path.write_text(resolved, encoding="utf-8")
        return load_scenario(path)


def put_reports(folder: Path, write: Callable[[Path], None]) -> None:
    """Write reports aside and put each in its place when all are made.

    Raises
    ------
    OutputError : the folder cannot be written.
    """
    with clear_errors(folder), tempfile.TemporaryDirectory(dir=folder, prefix=".new.") as made:
        write(Path(made))
        _move_into(Path(made), folder)


@contextmanager
def clear_errors(target: Path, keeps: bool = False) -> Iterator[None]:
    """Turn an error of the file system into one sentence; `keeps` says that runs are kept."""
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
        kept = f" Finished runs are kept: egov resume {target}" if keeps else ""
        raise OutputError(f"{target}: {why} Nothing was overwritten.{kept}") from error


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _move_into(made: Path, folder: Path) -> None:
    for path in sorted(p for p in made.rglob("*") if p.is_file()):
        target = folder / path.relative_to(made)
        target.parent.mkdir(parents=True, exist_ok=True)
        os.replace(path, target)


def _flush(folder: Path) -> None:
    """Make sure that the files have reached the disk before they get their names."""
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb+") as stream:
                os.fsync(stream.fileno())

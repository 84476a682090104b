"""Opening a store: what is there, and what a kill or a bad disk left to be mended."""

from __future__ import annotations

import re
import shutil
from contextlib import suppress
from pathlib import Path

from sim.store.contents import Contents
from sim.store.files import DAMAGED, flush_folder, put_aside, write_aside
from sim.store.journal import Journal, Scan
from sim.store.parts import Part, StoreDamaged, parts_in
from sim.store.writing import TEMPORARY

__all__ = ["load", "load_parts", "new_journal", "next_number", "remove_journal"]

JOURNAL_NAME = re.compile(r"journal-(\d{6})\.bin")
TRIES = 10


def load(
    folder: Path, contents: Contents, repairs: list[str], write: bool, fully: bool
) -> tuple[list[Journal], bool]:
    """Read everything that is in a store; mend it if it is opened for writing.

    Returns
    -------
    journals : those there are, open.
    damaged : whether one of them is to be given up, once its runs are in a part.
    """
    if write:
        for left in folder.glob(f"{TEMPORARY}*"):
            shutil.rmtree(left)
    scanned = _scan_journals(folder, write)
    try:
        load_parts(folder, contents, repairs, write, fully)
        kept = []
        for journal, scan in scanned:
            for frame in scan.frames:
                if contents.gives_way(frame.key, frame.ok, frame.shape):
                    contents.learn_shapes(frame)
                    contents.note_frame(frame)
            if write:
                _mend(folder, journal, scan, repairs)
            elif scan.damaged:
                repairs.append(f"{journal.path.name}: {_count(scan)} are damaged and left out.")
            kept.append(journal)
    except BaseException:
        for journal, _ in scanned:
            journal.close()
        raise
    return kept, any(scan.damaged for _, scan in scanned)


def _scan_journals(folder: Path, write: bool) -> list[tuple[Journal, Scan]]:
    """Read the journals, which come before the parts: runs on their way are seen in either."""
    for attempt in range(TRIES):
        found: list[tuple[Journal, Scan]] = []
        try:
            for path in _journal_paths(folder):
                journal = Journal(path, write)
                found.append((journal, Scan()))
                found[-1] = (journal, journal.scan())
            return found
        except BaseException as error:
            for journal, _ in found:
                journal.close()
            # A writer may just have turned it into a part: look again.
            if not isinstance(error, FileNotFoundError) or attempt == TRIES - 1:
                raise
    return []


def load_parts(
    folder: Path, contents: Contents, repairs: list[str], write: bool, fully: bool
) -> None:
    """Read which runs the parts hold, and set aside those that are damaged."""
    for part in parts_in(folder):
        runs = None
        try:
            runs = part.runs()
            facts = part.facts(runs)
            part.check(facts, fully)
        except StoreDamaged as error:
            _say_damaged(part, error, None if runs is None else len(runs), repairs, write)
            continue
        contents.note_part(part, runs, facts)


def new_journal(folder: Path, number: int) -> Journal:
    """Begin a journal; its name is on the disk before anything is written into it."""
    journal = Journal(folder / f"journal-{number:06d}.bin", write=True)
    flush_folder(folder)
    return journal


def next_number(folder: Path) -> int:
    """Return a number above that of every part and journal, so that later ones come later."""
    journals = [int(path.stem[-6:]) for path in _journal_paths(folder)]
    return max([0, *journals, *(part.number for part in parts_in(folder))]) + 1


def remove_journal(journal: Journal) -> None:
    """Remove a journal whose runs are in parts."""
    journal.close()
    # On Windows a reader may have it open. Its runs are then found twice, and count once.
    with suppress(PermissionError, FileNotFoundError):
        journal.path.unlink()


def _journal_paths(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if JOURNAL_NAME.fullmatch(path.name))


def _say_damaged(
    part: Part, error: StoreDamaged, runs: int | None, repairs: list[str], write: bool
) -> None:
    which = "its runs" if runs is None else f"its {runs} runs"
    if write:
        place = put_aside(part.path)
        then = (
            f"The part was set aside in {DAMAGED}/{place.name}, and {which} have to be done again."
        )
    else:
        then = f"{which.capitalize()} are left out."
    repairs.append(f"{error.what} {then}")


def _mend(folder: Path, journal: Journal, scan: Scan, repairs: list[str]) -> None:
    """Cut off a torn end; keep a copy of what is damaged."""
    name = journal.path.name
    for start, stop in scan.damaged:
        write_aside(folder, f"{name}.from-{start}", journal.stretch(start, stop))
    if scan.damaged:
        repairs.append(
            f"{name}: {_count(scan)} are damaged. They were set aside in {DAMAGED}/, and the runs "
            "that they held have to be done again; all others were kept."
        )
    if scan.torn:
        repairs.append(
            f"{name}: the last run was not written to its end ({scan.torn:,} bytes of it). It was "
            "removed and has to be done again; all others were kept."
        )
        journal.cut(journal.end - scan.torn)


def _count(scan: Scan) -> str:
    return f"{sum(stop - start for start, stop in scan.damaged):,} bytes"

"""The run store: finished runs by key, in a journal and in parts.

    store/
      journal-000003.bin       runs finished lately, appended one by one
      part-000001-9f8e7d6c/    runs.parquet, monthly.parquet ...: never changed once they are there
      part-000002-1a2b3c4d/
      damaged/                 what could not be read; nothing is ever deleted from here
      lock                     held by the one process that writes

A run is in the journal before `add` returns, so that a kill loses only runs in flight. The journal
becomes a part when it is long enough. A run found in both counts once: there is no index on disk
that could disagree with the files.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from types import TracebackType

from sim.errors import OutputError
from sim.execution.task import Packed
from sim.interrupt import held_back
from sim.store.contents import of_one_shape
from sim.store.files import flush_folder, in_words, put_aside
from sim.store.journal import Frame, Journal
from sim.store.lock import WriteLock
from sim.store.mending import load, load_parts, new_journal, next_number, remove_journal
from sim.store.shapes import digest_of, shapes_of, tidy
from sim.store.stored_runs import StoredRuns
from sim.store.writing import write_part

__all__ = ["SEAL_BYTES", "SEAL_RUNS", "Store"]

SEAL_RUNS = 256
SEAL_BYTES = 32_000_000
NO_LOCK = (
    "This file system has no locks. See to it that no other process writes into this results "
    "folder at the same time."
)


class Store(StoredRuns):
    """The finished runs of a results folder; see `Store.open`. Not for several threads at a time.

    Attributes
    ----------
    folder : the store's own folder.
    repairs : what was found damaged or torn on opening, and what was done, in sentences.
    """

    def __init__(self, folder: Path, write: bool, fully: bool) -> None:
        super().__init__(folder)
        self._write = write
        self._journals: list[Journal] = []
        self._lock: WriteLock | None = None
        with in_words(folder):
            self._start(fully)

    @classmethod
    def open(cls, folder: str | Path, write: bool = True, fully: bool | None = None) -> Store:
        """Open the store in its own folder, by custom `<results folder>/store`.

        Parameters
        ----------
        write : take the lock, make the folder if there is none, mend what a kill left behind. If
            False, nothing is changed, whatever another process is doing there.
        fully : look at every byte of every part, rather than at `runs.parquet` and the sizes of
            the others; unless given, True for writing. A damaged part is then known at once.

        Raises
        ------
        OutputError : another process is writing; there is no store to read; the disk is full.
        """
        folder = Path(folder).absolute()
        if not write and not folder.is_dir():
            raise OutputError(f"{folder}: there are no stored runs here.")
        return cls(folder, write, write if fully is None else fully)

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is None:
            self.close()
            return
        with suppress(OutputError):  # the first error is the one to be told; the runs are safe
            self.close()

    def add(self, packed: Packed) -> bool:
        """Keep a run; it is safe from a kill of the process when this returns.

        A power cut can cost the runs added since the last flush, which is done with the first run
        after half a second without one, when a part is written, on `flush` and on `close`.

        Returns
        -------
        added : False if the run is here already. A run that failed gives way to any later try; one
            that succeeded only to one with more tables.

        Raises
        ------
        OutputError : the disk is full, or the run's tables cannot be read. The store can be used
            as before. If it is the part that could not be written, the run is kept all the same.
        """
        self._must_write()
        packed = tidy(packed)
        ok = packed.status == "ok"
        if not self._contents.gives_way(packed.key, ok, packed.tables):
            return False
        schemas = shapes_of(packed, self._contents.schemas)
        shape = {name: digest_of(schema) for name, schema in schemas.items()}
        self._contents.schemas.update({shape[name]: schemas[name] for name in shape})
        with in_words(self.folder):
            if not self._journals:
                self._journals.append(new_journal(self.folder, next_number(self.folder)))
            self._contents.note_frame(self._journals[-1].append(packed, shape))
        if len(self._contents.fresh) >= SEAL_RUNS or self._journal_bytes() >= SEAL_BYTES:
            self.seal()
        return True

    def flush(self) -> None:
        """Return when every run added has reached the disk."""
        with in_words(self.folder):
            for journal in self._journals:
                journal.flush()

    def seal(self) -> None:
        """Turn the journal into a part.

        Raises
        ------
        OutputError : the disk is full; the runs stay in the journal.
        """
        self._must_write()
        with in_words(self.folder):
            for frames in of_one_shape(self._contents.fresh.values()):
                self._seal(frames)
            with held_back():
                while self._journals:
                    remove_journal(self._journals.pop())

    def close(self) -> None:
        """Turn the journal into a part and let other processes write."""
        try:
            if self._write:
                self.flush()
                self.seal()
        finally:
            self._let_go()

    def set_aside(self, part: str) -> list[str]:
        """Move a damaged part out of the way; return the runs that are to be done again.

        Parameters
        ----------
        part : its name, as `StoreDamaged.part` has it.
        """
        self._must_write()
        if part not in {known.name for known, _ in self._contents.parts}:
            raise KeyError(part)
        before = list(self)
        fresh = list(self._contents.fresh.values())
        with in_words(self.folder):
            self._forget_files()
            put_aside(self.folder / part)
            self._contents.forget_parts()
            load_parts(self.folder, self._contents, self.repairs, write=True, fully=False)
            for frame in fresh:
                self._contents.note_frame(frame)
        lost = [key for key in before if key not in self]
        self.repairs.append(
            f"{part}: this part is damaged. It was set aside, and its {len(lost)} runs have to be "
            "done again."
        )
        return lost

    def _start(self, fully: bool) -> None:
        if self._write:
            self.folder.mkdir(parents=True, exist_ok=True)
            flush_folder(self.folder.parent)
            self._lock = WriteLock(self.folder)
            if not self._lock.held:
                self.repairs.append(NO_LOCK)
        try:
            self._journals, damaged = load(
                self.folder, self._contents, self.repairs, self._write, fully
            )
            if self._write and (damaged or not self._contents.fresh):
                self.seal()
        except BaseException:
            self._let_go()
            raise
        if fully:
            for part, shapes in self._contents.parts:
                self._verified[part.name] = set(shapes)

    def _let_go(self) -> None:
        self._write = False
        self._forget_files()
        for journal in self._journals:
            journal.close()
        if self._lock is not None:
            self._lock.release()

    def _seal(self, frames: list[Frame]) -> None:
        shapes = next((frame.shape for frame in frames if frame.ok), {})
        schemas = {name: self._contents.schemas[shape] for name, shape in shapes.items()}
        part = write_part(self.folder, next_number(self.folder), frames, schemas)
        self._contents.note_sealed(part, shapes, frames)

    def _journal_bytes(self) -> int:
        return sum(journal.end for journal in self._journals)

    def _must_write(self) -> None:
        if not self._write:
            raise RuntimeError("this store is closed, or was opened for reading only")

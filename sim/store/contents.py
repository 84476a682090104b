"""What a store holds, in memory: for each run, whether it is in the journal or in which part."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

from sim.errors import OutputError
from sim.store.journal import Frame
from sim.store.parts import Part, schema_from

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["JOURNAL", "Contents", "of_one_shape"]

JOURNAL = 0


class Contents:
    """The runs of a store by key.

    Attributes
    ----------
    index : which of `parts` holds a run, counted from 1; `JOURNAL` for one that is in none yet.
    failed : the runs that failed.
    fresh : where in a journal the runs are that are in no part.
    parts : the parts, oldest first, with the shapes of their tables.
    schemas : the columns of tables, by their shape (`sim.store.shapes.digest_of`).
    """

    def __init__(self) -> None:
        self.index: dict[str, int] = {}
        self.failed: set[str] = set()
        self.fresh: dict[str, Frame] = {}
        self.parts: list[tuple[Part, Mapping[str, str]]] = []
        self.schemas: dict[str, pa.Schema] = {}

    def status(self, key: str) -> Literal["ok", "failed"] | None:
        """Return how a run ended; None if it is not here."""
        if key not in self.index:
            return None
        return "failed" if key in self.failed else "ok"

    def shapes(self, key: str) -> Mapping[str, str]:
        """Return the shape of each table of a run; none for one that failed."""
        if key in self.failed:
            return {}
        place = self.index[key]
        return self.fresh[key].shape if place == JOURNAL else self.parts[place - 1][1]

    def shape(self, key: str, table: str) -> str:
        """Return the shape of one table of a run that did not fail.

        Raises
        ------
        OutputError : the run was kept without this table.
        """
        shapes = self.shapes(key)
        if table not in shapes:
            raise OutputError(
                f'run {key[:12]} was stored without its table "{table}"; it has '
                f"{', '.join(shapes) or 'none'}. Do the run again with that table."
            )
        return shapes[table]

    def gives_way(self, key: str, ok: bool, tables: Collection[str]) -> bool:
        """Return whether a record is to be kept: it is new, or better than the one that is here.

        A failed run gives way to any later try; one that succeeded only to one with more tables.
        """
        status = self.status(key)
        if status == "ok":
            return ok and set(self.shapes(key)) < set(tables)
        return True

    def note_frame(self, frame: Frame) -> None:
        """Enter a run of the journal."""
        self.fresh[frame.key] = frame
        self._enter(frame.key, frame.ok, JOURNAL)

    def note_part(self, part: Part, runs: pa.Table, facts: Mapping[str, Any]) -> None:
        """Enter the runs of a part, as far as they are better than those that are here."""
        shapes = {name: fact["shape"] for name, fact in facts.items()}
        self.parts.append((part, shapes))
        for fact in facts.values():
            if fact["shape"] not in self.schemas:
                self.schemas[fact["shape"]] = schema_from(fact["columns"])
        columns = (runs["key"].to_pylist(), runs["status"].to_pylist())
        for key, status in zip(*columns, strict=True):
            if self.gives_way(key, status == "ok", shapes):
                self._enter(key, status == "ok", len(self.parts))

    def note_sealed(self, part: Part, shapes: Mapping[str, str], frames: Iterable[Frame]) -> None:
        """Enter that runs of the journal are in a part now."""
        self.parts.append((part, shapes))
        for frame in frames:
            self.index[frame.key] = len(self.parts)
            del self.fresh[frame.key]

    def forget_parts(self) -> None:
        """Forget all but the runs of the journal, before the parts are read again."""
        self.index.clear()
        self.failed.clear()
        self.parts.clear()

    def learn_shapes(self, frame: Frame) -> None:
        """Read the columns of a run found in a journal, unless they are known."""
        if self.schemas.keys() >= set(frame.shape.values()):
            return
        from sim.execution.task import unpack_table

        for name, data in frame.read().tables.items():
            schema = unpack_table(data).schema.remove_metadata()
            self.schemas.setdefault(frame.shape[name], schema)

    def by_place(self, keys: Sequence[str]) -> dict[int, list[str]]:
        """Return which of the keys each part holds, and the journal; each key once."""
        found: dict[int, list[str]] = {}
        for key in dict.fromkeys(keys):
            found.setdefault(self.index[key], []).append(key)
        return found

    def _enter(self, key: str, ok: bool, place: int) -> None:
        self.index[key] = place
        if ok:
            self.failed.discard(key)
        else:
            self.failed.add(key)


def of_one_shape(frames: Iterable[Frame]) -> list[list[Frame]]:
    """Return frames in groups of equal tables; those without any go with the first."""
    groups: dict[tuple[tuple[str, str], ...], list[Frame]] = {}
    failed = []
    for frame in frames:
        if frame.ok:
            groups.setdefault(tuple(sorted(frame.shape.items())), []).append(frame)
        else:
            failed.append(frame)
    found = list(groups.values()) or [[]]
    found[0] += failed
    return [group for group in found if group]

"""A memory of a limited number of bytes; what was not used for longest goes first."""

from __future__ import annotations

from collections import OrderedDict
from typing import Generic, TypeVar

__all__ = ["Lru"]

Value = TypeVar("Value")


class Lru(Generic[Value]):
    """Values by name, with the size of each told when it is put in.

    Parameters
    ----------
    most_bytes : [bytes]   What they may take together; a larger value is not kept at all.
    """

    def __init__(self, most_bytes: int) -> None:
        self._most = most_bytes
        self._held: OrderedDict[str, tuple[Value, int]] = OrderedDict()
        self.bytes = 0

    def __len__(self) -> int:
        return len(self._held)

    def __contains__(self, name: str) -> bool:
        return name in self._held

    def get(self, name: str) -> Value | None:
        """Return a value, or None; it counts as used."""
        if name not in self._held:
            return None
        self._held.move_to_end(name)
        return self._held[name][0]

    def put(self, name: str, value: Value, size: int) -> None:
        """Keep a value, and let the oldest go until there is room."""
        self.drop(name)
        if size > self._most:
            return
        self._held[name] = (value, size)
        self.bytes += size
        while self.bytes > self._most:
            self.drop(next(iter(self._held)))

    def drop(self, name: str) -> None:
        """Forget a value, if it is there."""
        if name in self._held:
            self.bytes -= self._held.pop(name)[1]

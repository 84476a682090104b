"""Parameters that `--set` holds at one value, so that nothing draws or varies them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

__all__ = ["held_paths", "held_words"]


def held_paths(overrides: Sequence[str], among: Iterable[str]) -> list[str]:
    """Return which of some parameters stand behind `--set`."""
    given = {override.partition("=")[0].strip() for override in overrides}
    return [path for path in among if path in given]


def held_words(values: Mapping[str, Any], instead_of: str) -> str:
    """Return the note on what is held, as in "Held at 0.5 in every run, ..."; empty without any.

    Parameters
    ----------
    values : by dotted path.
    instead_of : what would have been done with them: "drawn", "fitted".
    """
    from sim.experiments.names import value_words

    if not values:
        return ""
    said = [f"at {value_words(path, value)}: {path}" for path, value in values.items()]
    return f"Held {'; '.join(said)} (by --set, in every run; not {instead_of})."

"""A population: one numpy array a column, and a readable view of one agent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from operator import attrgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.parameters.catalogue import catalogue
from sim.population.columns import Column

__all__ = ["Individual", "Population", "starts_in"]

Array = NDArray[Any]


def _unknown(kind: str, name: str, known: Sequence[str]) -> str:
    """Return the sentence for an attribute that does not exist, with the nearest name."""
    nearest = get_close_matches(name, known, n=1, cutoff=0.5)
    hint = f" Did you mean '{nearest[0]}'?" if nearest else f" Known: {', '.join(known)}."
    return f"{kind} has no attribute '{name}'.{hint}"


def starts_in(district: Any, columns: Sequence[Column]) -> dict[str, float]:
    """Return what a district says of the columns that start from one of its parameters."""
    return {c.name: attrgetter(c.parameter)(district) for c in columns if c.parameter}


def _initial(
    column: Column, n: int, fixed: Mapping[str, Array], starts: Mapping[str, float]
) -> Array:
    """Return a state column as it is before the first month."""
    if column.parameter:
        value = starts.get(column.name)
        if value is None:
            value = catalogue()[f"district.{column.parameter}"].default
        return np.full(n, value, dtype=column.numpy_dtype)
    if isinstance(column.initial, str):
        return fixed[column.initial].astype(column.numpy_dtype)
    return np.full(n, column.initial or 0, dtype=column.numpy_dtype)


def _checked(column: Column, values: Array, n: int) -> Array:
    """Return a fixed column in its dtype, read-only; raise if its length is another."""
    if values.shape != (n,):
        raise ValueError(f"Column '{column.name}' has shape {values.shape}, not ({n},).")
    array = np.ascontiguousarray(values, dtype=column.numpy_dtype)
    if array is values:
        array = values.view()
    array.setflags(write=False)
    return array


class Individual:
    """One agent of a population, with its attributes by name (a live, read-only view)."""

    __slots__ = ("_index", "_population")

    def __init__(self, population: Population, index: int) -> None:
        object.__setattr__(self, "_population", population)
        object.__setattr__(self, "_index", index)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        arrays = self._population.arrays
        if name not in arrays:
            raise AttributeError(_unknown(f"A {self._population.kind}", name, list(arrays)))
        return arrays[name][self._index].item()

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"One {self._population.kind} is read-only; change the column.")

    def __dir__(self) -> list[str]:
        return list(self._population.arrays)

    def as_dict(self) -> dict[str, Any]:
        """Return every attribute by name, as plain numbers."""
        return {name: getattr(self, name) for name in self._population.arrays}

    def __repr__(self) -> str:
        population = self._population
        lines = [f"{population.kind} {self._index} of {len(population)}"]
        width = max(len(column.name) for column in population.columns)
        for column in population.columns:
            shown = _shown(column, getattr(self, column.name))
            lines.append(f"  {column.name:<{width}}  {shown}")
        return "\n".join(lines)


def _shown(column: Column, value: float | int) -> str:
    """Return one value with its unit or its meaning, as `repr` prints it."""
    if column.kind == "flag":
        return "yes" if value else "no"
    if column.kind == "bits":
        return f"{int(value):012b} (one bit a service line, line 0 on the right)"
    if column.names:
        return f"{column.names[int(value)]} ({value})"
    number = f"{value:.3g}" if isinstance(value, float) else str(value)
    return f"{number} {column.unit}"


class Population:
    """Agents of one kind as arrays by column; `pop.trust` is an array, `pop[42]` one agent.

    Parameters
    ----------
    kind : "citizen", "business" or "employee".
    columns : the columns, in the order in which they are shown.
    fixed : arrays of shape (n,) for every fixed column; kept read-only and shared by copies.
    weight : people (or firms) of the district represented by one row.
    state : arrays for state columns; those left out start from `Column.initial`.
    starts : values of columns that start from a parameter of the district; its default if left out.

    Raises
    ------
    ValueError
        If a fixed column is missing, unknown or of another length.
    """

    __slots__ = ("__dict__", "arrays", "columns", "kind", "starts", "weight")

    arrays: dict[str, Array]
    columns: tuple[Column, ...]
    kind: str
    weight: float
    starts: Mapping[str, float]

    def __init__(
        self,
        kind: str,
        columns: Sequence[Column],
        fixed: Mapping[str, Array],
        weight: float = 1.0,
        state: Mapping[str, Array] | None = None,
        starts: Mapping[str, float] | None = None,
    ) -> None:
        self.starts = starts or {}
        given = {**fixed, **(state or {})}
        self.kind, self.columns, self.weight = kind, tuple(columns), float(weight)
        unknown = sorted(set(given) - {column.name for column in columns})
        if unknown:
            known = [column.name for column in columns]
            raise ValueError(_unknown(f"The table of a {kind}", unknown[0], known))
        n = len(next(iter(fixed.values())))
        self.arrays = {column.name: self._column(column, n, given) for column in columns}
        self.__dict__.update(self.arrays)  # a kernel names forty columns, every month

    def _column(self, column: Column, n: int, given: Mapping[str, Array]) -> Array:
        if column.is_fixed:
            if column.name not in given:
                raise ValueError(f"A {self.kind} needs the fixed column '{column.name}'.")
            return _checked(column, given[column.name], n)
        if column.name in given:
            return np.array(given[column.name], dtype=column.numpy_dtype)
        return _initial(column, n, given, self.starts)

    def __getattr__(self, name: str) -> Array:
        # Only reached for what is no column; while unpickling there is nothing at all yet.
        if name.startswith("__") or name in Population.__slots__:
            raise AttributeError(name)
        raise AttributeError(
            _unknown(f"A population of {self.kind} agents", name, list(self.arrays))
        )

    def __setattr__(self, name: str, value: Any) -> None:
        if name in Population.__slots__:
            object.__setattr__(self, name, value)
            return
        getattr(self, name)  # an unknown name is told first
        raise AttributeError(f"Write into the column, as in population.{name}[:] = values.")

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *self.arrays})

    def __len__(self) -> int:
        return len(self.arrays[self.columns[0].name])

    def __iter__(self) -> Iterator[Individual]:
        return (Individual(self, index) for index in range(len(self)))

    def __getitem__(self, index: int) -> Individual:
        n = len(self)
        if not -n <= index < n:
            raise IndexError(f"There is no {self.kind} {index}; the numbers are 0 to {n - 1}.")
        return Individual(self, int(index) % n)

    def __repr__(self) -> str:
        return (
            f"<{len(self):,} {self.kind} rows, each standing for {self.weight:g}; "
            f"{len(self.columns)} columns>"
        )

    @property
    def people(self) -> float:
        """The number represented: rows times weight."""
        return len(self) * self.weight

    def column(self, name: str) -> Column:
        """Return the declaration of a column: unit, range, owner."""
        getattr(self, name)
        return next(column for column in self.columns if column.name == name)

    def copy(self, starts: Mapping[str, float] | None = None) -> Population:
        """Return the same agents with fresh state: fixed columns shared, state as at the start."""
        starts = self.starts if starts is None else starts
        return Population(self.kind, self.columns, self._fixed(), self.weight, starts=starts)

    def snapshot(self) -> Population:
        """Return the same agents with the state they have now, in arrays of its own."""
        state = {c.name: self.arrays[c.name] for c in self.columns if not c.is_fixed}
        return Population(self.kind, self.columns, self._fixed(), self.weight, state, self.starts)

    def replaced(self, **arrays: Array) -> Population:
        """Return a copy with these columns replaced, fixed ones too (for small worlds)."""
        for name in arrays:
            self.column(name)
        state = {c.name: self.arrays[c.name] for c in self.columns if not c.is_fixed}
        fixed = {**self._fixed(), **{k: np.asarray(v) for k, v in arrays.items()}}
        new_state = {name: fixed.pop(name) for name in arrays if name in state}
        whole = {**state, **new_state}
        return Population(self.kind, self.columns, fixed, self.weight, whole, self.starts)

    def _fixed(self) -> dict[str, Array]:
        return {c.name: self.arrays[c.name] for c in self.columns if c.is_fixed}

    def census(self) -> dict[str, float]:
        """Return weighted totals counted afresh, to hold against running totals.

        Keys: "agents"; "NAME" (weighted sum) for numbers and flags; "NAME=code" for codes with
        names (their number); "NAME.bit" for each bit of a bit mask.
        """
        counts: dict[str, float] = {"agents": self.people}
        for column in self.columns:
            counts.update(_counts(column, self.arrays[column.name], self.weight))
        return counts


def _counts(column: Column, values: Array, weight: float) -> dict[str, float]:
    """Return the weighted totals of one column."""
    if column.kind == "bits":
        bits = range(12)
        return {f"{column.name}.{bit}": weight * float(((values >> bit) & 1).sum()) for bit in bits}
    if column.kind == "code":
        counts = np.bincount(values, minlength=len(column.names))
        return {f"{column.name}={code}": weight * float(k) for code, k in enumerate(counts)}
    return {column.name: weight * float(values.sum(dtype=np.float64))}

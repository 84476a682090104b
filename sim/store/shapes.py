"""The columns of stored tables: named by a hash, and brought together where runs are joined."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from sim.errors import OutputError
from sim.execution.task import Packed

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["KEY", "PLACE", "common_schema", "digest_of", "shapes_of", "tidy"]

KEY = "key"
PLACE = "place"
RUNS = "runs"


def digest_of(schema: pa.Schema) -> str:
    """Return the name of a table's columns and their types."""
    return hashlib.sha256(schema.serialize().to_pybytes()).hexdigest()[:16]


def shapes_of(packed: Packed, known: Mapping[str, pa.Schema]) -> dict[str, pa.Schema]:
    """Return the columns of a run's tables; those not `known`, by digest, are tried out first.

    Raises
    ------
    OutputError : a table cannot be read, or its columns cannot be stored.
    """
    import pyarrow as pa

    from sim.execution.task import unpack_table

    found = {}
    for name, data in packed.tables.items():
        try:
            table = unpack_table(data)
            table.validate()
        except (pa.ArrowException, OSError, ValueError) as error:
            raise OutputError(
                f'run {packed.key[:12]}: its table "{name}" cannot be read ({_first(error)}). '
                "The run was not stored; it can be done again."
            ) from error
        schema = table.schema.remove_metadata()
        if digest_of(schema) not in known:
            _check(packed.key, name, schema)
        found[name] = schema
    return found


def tidy(packed: Packed) -> Packed:
    """Return a run whose texts can be written as UTF-8, and without tables if it failed."""
    texts = {name: getattr(packed, name) for name in ("reason", "details")}
    plain = {name: t.encode("utf-8", "backslashreplace").decode() for name, t in texts.items()}
    tables = packed.tables if packed.status == "ok" else {}
    return replace(packed, **plain, tables=tables)


def _check(key: str, name: str, schema: pa.Schema) -> None:
    columns = schema.names
    if not name.isidentifier() or name == RUNS:
        why = f'a table may not be called "{name}"; plain words can be used, but not "{RUNS}"'
    elif taken := {KEY, PLACE}.intersection(columns):
        why = f'its table "{name}" has a column "{min(taken)}", which is a name of the store'
    elif len(set(columns)) < len(columns):
        why = f'its table "{name}" has two columns of the same name'
    elif problem := _parquet_problem(schema):
        why = f'its table "{name}" cannot be written as Parquet ({problem})'
    else:
        return
    raise OutputError(f"run {key[:12]}: {why}. The run was not stored; change the model's tables.")


def _parquet_problem(schema: Any) -> str:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        pq.write_table(schema.empty_table(), pa.BufferOutputStream())
    except (pa.ArrowException, NotImplementedError) as error:
        return _first(error)
    return ""


def common_schema(
    table: str, schemas: Sequence[pa.Schema], columns: Sequence[str] | None
) -> pa.Schema:
    """Return the columns that the tables of several runs share, in the order asked.

    Whole numbers and fractions become fractions; a column without any value takes the other's type.

    Raises
    ------
    OutputError : a column asked for is missing, or the runs come from different models.
    """
    import pyarrow as pa

    for schema in schemas:
        _refuse_others(table, schema, schemas[0].names if columns is None else list(columns))
        if columns is None and len(schema.names) != len(schemas[0].names):
            extra = sorted(set(schema.names) - set(schemas[0].names))
            raise OutputError(_different(table, extra[0]))
    picked = [_pick(schema, schemas[0].names if columns is None else columns) for schema in schemas]
    try:
        return pa.unify_schemas(picked, promote_options="permissive")
    except (pa.ArrowTypeError, pa.ArrowInvalid) as error:
        raise OutputError(
            f'the table "{table}" has columns of different kinds in different runs '
            f"({_first(error)}). These runs come from different models and cannot be joined."
        ) from error


def _pick(schema: Any, columns: Sequence[str]) -> Any:
    import pyarrow as pa

    return pa.schema([schema.field(name) for name in columns])


def _refuse_others(table: str, schema: Any, wanted: list[str]) -> None:
    missing = [name for name in wanted if name not in schema.names]
    if not missing:
        return
    near = get_close_matches(missing[0], schema.names, 1)
    hint = f' The nearest name is "{near[0]}".' if near else ""
    raise OutputError(_different(table, missing[0]) + hint)


def _different(table: str, column: str) -> str:
    return (
        f'the table "{table}" has no column "{column}" in some of the runs asked for. '
        "Runs of different models can be in one store, but they are joined only on columns that "
        "all of them have."
    )


def _first(error: BaseException) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]

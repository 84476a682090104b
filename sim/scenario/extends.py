"""One parent by `extends:`: the files of a scenario, read and laid over each other.

A child's value replaces its parent's. Groups of settings are merged name by name; a list, and
each entry of `uncertain` and of `place`, is replaced as a whole.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from sim.errors import Problem, ScenarioError
from sim.scenario.strict_yaml import Node, parse, read_file, scenario_names

__all__ = ["SCHEMA_VERSION", "chain_of_text", "merge", "read_chain"]

SCHEMA_VERSION = 1
MAX_PARENTS = 20

_MERGED_SECTIONS = {"about", "place", "district", "strategy", "uncertain", "run"}


def read_chain(path: Path, shown: str) -> list[Node]:
    """Return the file and its parents, the file itself first.

    Raises
    ------
    ScenarioError : a parent that is missing, that comes round again, or that is not readable.
    """
    nodes: list[Node] = []
    seen: list[Path] = []
    here: Path | None = path
    asked_by: Node | None = None
    while here is not None:
        real = Path(os.path.realpath(here))
        if real in seen:
            raise _at(asked_by, shown, _circle([*seen, real]))
        if asked_by is not None and not here.is_file():
            raise _at(asked_by, shown, _no_parent(here, asked_by.text))
        if len(seen) > MAX_PARENTS:
            raise _at(asked_by, shown, f"more than {MAX_PARENTS} files extend one another.")
        seen.append(real)
        node = read_file(here, shown)
        _check_schema(node)
        nodes.append(node)
        asked_by = node.items.get("extends")
        here = _parent_of(here, asked_by)
        shown = shown if asked_by is None else os.path.normpath(Path(shown).parent / asked_by.text)
    return nodes


def chain_of_text(text: str, shown: str, shipped: Mapping[str, Path]) -> list[Node]:
    """Return the text of a scenario file and its parents, without opening a file that it names.

    Parameters
    ----------
    shipped : what `extends:` may say, with the file that is meant.

    Raises
    ------
    ScenarioError : it extends something else, or is not readable.
    """
    node = parse(text.removeprefix("\ufeff"), shown)
    _check_schema(node)
    asked = node.items.get("extends")
    if asked is None or asked.value is None:
        return [node]
    written = asked.text if isinstance(asked.value, str) else ""
    parent = shipped.get(written)
    if parent is None:
        message = (
            "extends may only name a scenario that comes with the program here, as in"
            " `extends: baseline.yaml`; no other file is read."
        )
        raise _at(asked, shown, message)
    return [node, *read_chain(parent, written)]


def _parent_of(path: Path, extends: Node | None) -> Path | None:
    if extends is None or extends.value is None:
        return None
    if not isinstance(extends.value, str):
        message = "extends takes one file name, for example `extends: baseline.yaml`."
        raise ScenarioError([Problem(extends.file, extends.line, "extends", message)])
    beside = path.parent / extends.value
    return beside if beside.is_file() else _shipped(extends.value) or beside


def _shipped(written: str) -> Path | None:
    """Return the shipped scenario of that file name: a plan handed in is read wherever it lies."""
    name = written.replace("\\", "/").rpartition("/")[2]
    roots = (Path("scenarios"), Path(__file__).parent.parent.parent / "scenarios")
    places = (root / part / name for root in roots for part in ("", "strategies"))
    return next((place for place in places if name.endswith(".yaml") and place.is_file()), None)


def _at(asked_by: Node | None, shown: str, message: str) -> ScenarioError:
    if asked_by is None:
        return ScenarioError([Problem(shown, None, "extends", message)])
    return ScenarioError([Problem(asked_by.file, asked_by.line, "extends", message)])


def _circle(files: list[Path]) -> str:
    start = files.index(files[-1])
    chain = " -> ".join(file.name for file in files[start:])
    return f"extends goes round in a circle: {chain}. One of them must stand on its own."


def _no_parent(parent: Path, written: str) -> str:
    from sim.parameters.catalogue import nearest

    names = scenario_names(parent.parent) if parent.parent.is_dir() else []
    near = nearest(parent.name, names)
    hint = f" Did you mean {Path(written).with_name(near)}?" if near else ""
    return (
        f"extends names {written}, but there is no such file beside this one"
        f" (the name is relative to this file).{hint}"
    )


def _check_schema(node: Node) -> None:
    """Refuse a file of another schema at once: its other keys cannot be judged."""
    schema = node.items.get("schema")
    if schema is None:
        message = f"schema is missing. Add the line `schema: {SCHEMA_VERSION}` at the top."
        raise ScenarioError([Problem(node.file, node.line, "schema", message)])
    version = schema.value
    if isinstance(version, bool) or not isinstance(version, int) or version < 1:
        message = f'schema is "{schema.text}", but it must be the number {SCHEMA_VERSION}.'
        raise ScenarioError([Problem(schema.file, schema.line, "schema", message)])
    if version > SCHEMA_VERSION:
        message = (
            f"this scenario is of schema {version}, newer than this version of egov-sim, which"
            f" reads schema {SCHEMA_VERSION}. Install a newer egov-sim, or write the scenario for"
            f" schema {SCHEMA_VERSION}."
        )
        raise ScenarioError([Problem(schema.file, schema.line, "schema", message)])


def merge(nodes: list[Node]) -> Node:
    """Return one node for a scenario and its parents (as from `read_chain`)."""
    child, *parents = nodes
    merged = child
    for parent in parents:
        merged = _laid_over(parent, merged, ())
    return merged


def _laid_over(parent: Node, child: Node, place: tuple[str, ...]) -> Node:
    whole = bool(place) and (place[0] not in _MERGED_SECTIONS or _is_entry(place))
    if child.value is None and isinstance(parent.value, dict):
        return parent  # an empty section in the child takes nothing away
    if whole or not (isinstance(parent.value, dict) and isinstance(child.value, dict)):
        return child
    entries = dict(parent.value)
    for key, node in child.value.items():
        entries[key] = (
            _laid_over(parent.value[key], node, (*place, key)) if key in parent.value else node
        )
    return Node(entries, child.file, child.line)


def _is_entry(place: tuple[str, ...]) -> bool:
    return place[0] in {"uncertain", "place"} and len(place) == 2

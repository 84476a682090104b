"""Read a YAML file strictly, keeping the line of every value.

What YAML 1.1 reads in surprising ways is read here as people mean it, or left as text for the
checks to refuse: `no` and `on` are words, `08:30` is not 510, `1e6` and `1_000` are numbers,
`010` is not eight. Anchors, aliases, tags, merge keys, repeated keys and second documents are
refused. Nothing is ever constructed but text, numbers, true, false and null.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeAlias

import yaml

from sim.errors import Problem, ScenarioError

__all__ = ["Node", "Scalar", "parse", "parse_value", "read_file"]

Scalar: TypeAlias = str | int | float | bool | None

MAX_BYTES = 1_000_000
MAX_DEPTH = 30

_INTEGER = re.compile(r"[-+]?(?:0|[1-9][0-9_]{0,39})")
_DECIMAL = re.compile(
    r"[-+]?(?:(?:0|[1-9][0-9_]{0,39})(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]{1,4})?"
)
_NULL = {"", "~", "null", "Null", "NULL"}
_BOOLEAN = {
    "true": True,
    "True": True,
    "TRUE": True,
    "false": False,
    "False": False,
    "FALSE": False,
}


@dataclass(frozen=True, slots=True)
class Node:
    """One value of a file with the place it was written in.

    `line` is that of the key for a value in a mapping. `text` is a scalar as it was written.
    """

    value: dict[str, Node] | list[Node] | Scalar
    file: str
    line: int | None
    text: str = ""

    @property
    def items(self) -> dict[str, Node]:
        """Return the entries of a mapping; empty for anything else."""
        return self.value if isinstance(self.value, dict) else {}


def read_file(path: Path, shown: str) -> Node:
    """Return the content of a scenario file; `shown` is its name in messages.

    Raises
    ------
    ScenarioError : with every problem found: no such file, not text, not YAML, a repeated key...
    """
    return parse(_read_text(path, shown), shown)


def _read_text(path: Path, shown: str) -> str:
    try:
        if path.is_file() and path.stat().st_size > MAX_BYTES:
            raise _refusal(shown, "is larger than 1 MB; that is not a scenario file.")
        raw = path.read_bytes()
    except FileNotFoundError:
        raise _refusal(shown, f"there is no such file.{_similar_file(path)}") from None
    except IsADirectoryError:
        raise _refusal(shown, "is a folder, but a scenario file (.yaml) is needed.") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise _refusal(shown, f"cannot be read ({reason}).") from None
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        message = "this is not UTF-8 text. Save the file as plain text in UTF-8."
        raise ScenarioError([Problem(shown, line, "", message)]) from None


def _refusal(shown: str, message: str) -> ScenarioError:
    return ScenarioError([Problem(shown, None, "", message)])


def _similar_file(path: Path) -> str:
    """Return a hint naming the files nearby that may have been meant."""
    from sim.parameters.catalogue import nearest

    folder = path.parent
    if not folder.is_dir():
        return f" There is no folder {folder} either."
    names = scenario_names(folder)
    near = nearest(path.name, names) or nearest(f"{path.name}.yaml", names)
    if not names and (folder / "scenarios").is_dir():  # as from the project's own folder
        folder = folder / "scenarios"
        names = scenario_names(folder)
        near = nearest(path.name, names)
    if near:
        return f" Did you mean {folder / near}?"
    listed = ", ".join(names[:8])
    return f" The folder {folder} holds: {listed}." if names else ""


def scenario_names(folder: Path) -> list[str]:
    """Return the scenario files of a folder: YAML with a line `schema:`, and not hidden."""
    return sorted(
        path.name
        for path in folder.iterdir()
        if path.suffix in {".yaml", ".yml"} and path.name[0] != "." and _has_schema(path)
    )


def _has_schema(path: Path) -> bool:
    try:
        if path.stat().st_size > MAX_BYTES:
            return False
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return False
    return any(line.startswith("schema:") for line in lines)


def parse(text: str, shown: str) -> Node:
    """Return the content of YAML text that must hold one mapping."""
    builder = _Builder(shown)
    try:
        root = builder.document(yaml.parse(text, Loader=yaml.SafeLoader))
    except yaml.reader.ReaderError as error:
        line = text[: error.position].count("\n") + 1
        message = "a character here does not belong in a text file. Is this a YAML file?"
        raise ScenarioError([*builder.problems, Problem(shown, line, "", message)]) from None
    except yaml.MarkedYAMLError as error:
        raise ScenarioError([*builder.problems, _syntax_problem(error, shown)]) from None
    if builder.problems:
        raise ScenarioError(builder.problems)
    if root is None or root.value is None:
        raise _refusal(shown, "the file is empty. `egov new NAME` writes a scenario to start from.")
    if not isinstance(root.value, dict):
        message = "a scenario file holds settings as `name: value`, but this is something else."
        raise ScenarioError([Problem(shown, root.line, "", message)])
    return root


def parse_value(text: str, shown: str) -> Node:
    """Return one value as it would stand behind `key:`; for `--set key=value`."""
    try:
        root = parse(f"value: {text}", shown)
    except ScenarioError as error:
        raise ScenarioError([replace(p, line=None) for p in error.problems]) from None
    if len(root.items) != 1:
        raise _refusal(shown, "one value belongs behind the equals sign.")
    return _without_lines(root.items["value"])


def _without_lines(node: Node) -> Node:
    value: Any = node.value
    if isinstance(value, list):
        value = [_without_lines(item) for item in value]
    elif isinstance(value, dict):
        value = {key: _without_lines(item) for key, item in value.items()}
    return Node(value, node.file, None, node.text)


def _syntax_problem(error: yaml.MarkedYAMLError, shown: str) -> Problem:
    mark = error.problem_mark or error.context_mark
    line = None if mark is None else mark.line + 1
    reason = error.problem or "cannot be read"
    if "'\\t'" in reason:
        advice = "a tab is used here; YAML is indented with spaces only."
    elif "but got '?'" in reason:
        advice = "between braces { }, text that holds a question mark must stand in quotes."
    elif "mapping values are not allowed" in reason:
        advice = (
            "this is not valid YAML: a second colon, or a line indented too far. Put text that"
            ' holds ": " in quotes.'
        )
    else:
        advice = (
            f"this is not valid YAML ({reason}). Look here and just above for a missing colon,"
            " bracket or quote, or for wrong indentation."
        )
    return Problem(shown, line, "", advice)


def _scalar(text: str) -> Scalar:
    """Return the value of an unquoted word: YAML 1.2 rules, with `1_000` as a number besides."""
    if text in _NULL:
        return None
    if text in _BOOLEAN:
        return _BOOLEAN[text]
    if _INTEGER.fullmatch(text):
        return int(text.replace("_", ""))
    if _DECIMAL.fullmatch(text):
        number = float(text.replace("_", ""))
        return number if math.isfinite(number) else text
    return text


def _line(event: yaml.Event) -> int:
    """Return the line of an event, counted from 1."""
    return int(event.start_mark.line) + 1 if event.start_mark else 1


class _Builder:
    """Turns the events of the YAML parser into nodes, noting whatever is refused."""

    def __init__(self, shown: str) -> None:
        self.shown = shown
        self.problems: list[Problem] = []

    def refuse(self, event: yaml.Event, message: str, key: str = "") -> None:
        problem = Problem(self.shown, _line(event), key, message)
        if problem not in self.problems:
            self.problems.append(problem)

    def document(self, events: Iterator[yaml.Event]) -> Node | None:
        """Return the only document, or `None` where there is none."""
        root: Node | None = None
        documents = 0
        for event in events:
            if not isinstance(event, yaml.DocumentStartEvent):
                continue
            documents += 1
            if documents == 2:
                self.refuse(event, "a second document starts here (---); a file holds one.")
            node = self.value(next(events), events, 0)
            root = node if documents == 1 else root
        return root

    def value(self, event: yaml.Event, events: Iterator[yaml.Event], depth: int) -> Node:
        """Return the node that starts with `event`, taking the rest of it from `events`."""
        line = _line(event)
        if depth > MAX_DEPTH:
            message = f"settings are nested more than {MAX_DEPTH} levels deep."
            raise ScenarioError([*self.problems, Problem(self.shown, line, "", message)])
        if isinstance(event, yaml.AliasEvent):
            self.refuse(event, f"*{event.anchor} is an alias; write the value out instead.")
            return Node(None, self.shown, line)
        self._check_anchor_and_tag(event)
        if isinstance(event, yaml.MappingStartEvent):
            return Node(self._mapping(events, depth), self.shown, line)
        if isinstance(event, yaml.SequenceStartEvent):
            return Node(self._sequence(events, depth), self.shown, line)
        assert isinstance(event, yaml.ScalarEvent)
        value = _scalar(event.value) if event.style is None else event.value
        return Node(value, self.shown, line, event.value)

    def _check_anchor_and_tag(self, event: yaml.Event) -> None:
        anchor = getattr(event, "anchor", None)
        tag = getattr(event, "tag", None)
        if anchor:
            self.refuse(event, f"&{anchor} is an anchor; write the value out where it is used.")
        if tag:
            short = tag.replace("tag:yaml.org,2002:", "!!")
            self.refuse(event, f"{short} is a tag; only plain text and numbers are read here.")

    def _sequence(self, events: Iterator[yaml.Event], depth: int) -> list[Node]:
        nodes: list[Node] = []
        for event in events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            nodes.append(self.value(event, events, depth + 1))
        return nodes

    def _mapping(self, events: Iterator[yaml.Event], depth: int) -> dict[str, Node]:
        nodes: dict[str, Node] = {}
        for event in events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            key = self._key(event, events, depth)
            node = self.value(next(events), events, depth + 1)
            if key is None:
                continue
            if key in nodes:
                message = (
                    f"{key} is written twice in the same place; it first stands in line"
                    f" {nodes[key].line}. Keep one of them."
                )
                self.refuse(event, message, key)
                continue
            nodes[key] = Node(node.value, self.shown, _line(event), node.text)
        return nodes

    def _key(self, event: yaml.Event, events: Iterator[yaml.Event], depth: int) -> str | None:
        if not isinstance(event, yaml.ScalarEvent) or event.value == "":
            self.refuse(event, "the name of a setting must be one word before the colon.")
            self.value(event, events, depth + 1)
            return None
        self._check_anchor_and_tag(event)
        if event.value == "<<":
            self.refuse(event, "<< (merge) is not read here; use `extends:` to share settings.")
            return None
        return str(event.value)

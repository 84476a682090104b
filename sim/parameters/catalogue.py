"""Every parameter there is, found by walking over the groups that declare them.

The list behind `egov params`, docs/parameters.md, the messages about a scenario, and later the
sliders of the page. Nothing is declared here.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from types import MappingProxyType, NoneType
from typing import TYPE_CHECKING, Any, Literal, get_args, get_origin

if TYPE_CHECKING:
    from pydantic.fields import FieldInfo

    from sim.parameters.declare import Group

__all__ = [
    "Kind",
    "Parameter",
    "catalogue",
    "catalogue_markdown",
    "nearest",
    "nearest_path",
    "section_groups",
    "walk",
]

Kind = Literal["number", "integer", "switch", "choice", "text", "list"]

_SECTION_TITLES = {
    "district": "The district: the world as it is found",
    "strategy": "The strategy: the levers, by pillar",
    "run": "The run: how the scenario is simulated",
}

_SPOKEN_UNITS = {"USD", "hours", "months", "years", "persons", "firms", "seats", "full-time posts"}


@dataclass(frozen=True)
class Parameter:
    """One parameter as declared: where it stands, what it may be, and where its value is from."""

    path: str
    default: Any
    unit: str
    low: float | None
    high: float | None
    step: float | None
    source: str
    status: str
    label: str
    note: str
    kind: Kind
    choices: tuple[str, ...]
    optional: bool
    needs: str
    prior: tuple[float, float] | None = None

    @property
    def section(self) -> str:
        """Return "district", "strategy" or "run"."""
        return self.path.partition(".")[0]

    @property
    def noun(self) -> str:
        """Return what a message calls it: "lever", "district parameter" or "run setting"."""
        return {"strategy": "lever", "run": "run setting"}.get(self.section, "district parameter")

    def allowed(self) -> str:
        """Return what it may be, in words: "0 to 400 hours/year", "one of asked, shared"."""
        if self.kind == "choice":
            return "one of " + ", ".join(self.choices)
        if self.kind == "switch":
            return "true or false"
        if self.kind == "text":
            return "text" if self.unit in {"", "text", "choice"} else f"a {self.unit}"
        noun = {"integer": "a whole number", "list": "a list of numbers"}.get(
            self.kind, "a share" if self.unit == "share" else "a number"
        )
        words = f"{noun}{self._limits()}{self._unit_words()}"
        return f"{words}, or null" if self.optional else words

    def _unit_words(self) -> str:
        """Return the unit as it follows a number in a sentence."""
        if self.unit in {"", "count", "share"}:
            return ""
        spoken = self.unit.partition("/")[0] in _SPOKEN_UNITS
        return f" {self.unit}" if spoken else f" ({self.unit})"

    def _limits(self) -> str:
        if self.low is not None and self.high is not None:
            return f" from {number_text(self.low)} to {number_text(self.high)}"
        if self.low is not None:
            return f", {number_text(self.low)} or more"
        if self.high is not None:
            return f", {number_text(self.high)} or less"
        return ""


def number_text(value: float) -> str:
    """Return a number as people write it: 1,000,000 and 0.25, without a needless ".0"."""
    if isinstance(value, float) and not value.is_integer():
        return f"{value:g}" if abs(value) < 1000 else f"{value:,.2f}"
    return f"{int(value):,}"


def section_groups() -> dict[str, type[Group]]:
    """Return the group that declares each section of a scenario file."""
    from sim.parameters.district import District
    from sim.parameters.run import RunSettings
    from sim.parameters.strategy import Strategy

    return {"district": District, "strategy": Strategy, "run": RunSettings}


@lru_cache(maxsize=1)
def catalogue() -> Mapping[str, Parameter]:
    """Return every parameter by its dotted path, in the order of declaration."""
    found = {
        item.path: item
        for section, group in section_groups().items()
        for item in walk(group(), section)
    }
    return MappingProxyType(found)


def walk(group: Group, path: str) -> Iterator[Parameter]:
    """Yield every parameter of a group and of the groups inside it.

    The defaults are the values of `group` itself, because a group may be used several times
    with other defaults.
    """
    from sim.parameters.declare import Group

    for name, field in type(group).model_fields.items():
        value = getattr(group, name)
        here = f"{path}.{name}"
        if isinstance(value, Group):
            needs = _extra(field).get("needs")
            for item in walk(value, here):
                yield replace(item, needs=needs) if needs and not item.needs else item
        else:
            yield _described(here, value, field)


def _extra(field: FieldInfo) -> dict[str, Any]:
    details = field.json_schema_extra
    return details if isinstance(details, dict) else {}


def _described(path: str, default: Any, field: FieldInfo) -> Parameter:
    details = _extra(field)
    if "unit" not in details:
        raise TypeError(f"{path} must be declared with sim.parameters.declare.parameter")
    kind, choices, optional = _kind(field.annotation)
    declared: dict[str, Any] = {
        name: details.get(name) for name in ("unit", "low", "high", "step", "source", "status")
    }
    return Parameter(
        path=path,
        default=default,
        label=field.title or path.rpartition(".")[2],
        note=field.description or "",
        kind=kind,
        choices=choices,
        optional=optional,
        needs=str(details.get("needs") or ""),
        prior=details.get("prior"),
        **declared,
    )


def _kind(annotation: Any) -> tuple[Kind, tuple[str, ...], bool]:
    """Return the kind of value a type annotation asks for, its choices, and whether null may."""
    if get_origin(annotation) is Literal:
        return "choice", tuple(str(choice) for choice in get_args(annotation)), False
    if get_origin(annotation) is tuple:
        return "list", (), False
    inside = [kind for kind in get_args(annotation) if kind is not NoneType]
    if inside:
        kind, choices, _ = _kind(inside[0])
        return kind, choices, NoneType in get_args(annotation)
    simple: dict[Any, Kind] = {float: "number", int: "integer", bool: "switch", str: "text"}
    return simple[annotation], (), False


def nearest(name: str, names: Iterable[str]) -> str | None:
    """Return the name most like `name`, or `None` where nothing is near."""
    by_lower = {candidate.lower(): candidate for candidate in names}
    found = difflib.get_close_matches(name.lower(), by_lower, n=1, cutoff=0.6)
    return by_lower[found[0]] if found else None


def nearest_path(path: str) -> str | None:
    """Return the dotted path most like `path`: misspelt in its group, or put in another one."""
    paths = list(catalogue())
    if not paths:
        return None
    group, _, last = path.rpartition(".")
    siblings = {p.rpartition(".")[2]: p for p in paths if p.rpartition(".")[0] == group}
    sibling = nearest(last, siblings)
    if sibling is not None:
        return siblings[sibling]
    same_name = [p for p in paths if p.rpartition(".")[2] == last]
    if same_name:
        return nearest(path, same_name) or same_name[0]
    whole = nearest(path, paths)
    if whole is not None and _similar_ends(path, whole):
        return whole
    by_last = {p.rpartition(".")[2]: p for p in paths}
    by_name = nearest(last, by_last)
    return by_last[by_name] if by_name else None


def _similar_ends(one: str, other: str) -> bool:
    """Say whether the last names are alike; a shared long prefix alone makes no suggestion."""
    return nearest(one.rpartition(".")[2], [other.rpartition(".")[2]]) is not None


def catalogue_markdown() -> str:
    """Return docs/parameters.md: one table a group, every parameter with its source."""
    lines = [
        "# Parameters",
        "",
        "Made from `sim/parameters/` by `python -m sim.scenario.generated`: change it there.",
        "",
        "Status says how well a value is known: *measured*, from the *literature*, *calibrated*",
        "(docs/calibration.md), or *assumed*.",
    ]
    group = section = ""
    for item in catalogue().values():
        if item.section != section:
            section = item.section
            lines += ["", f"## {_SECTION_TITLES.get(section, section)}"]
        if item.path.rpartition(".")[0] != group:
            group = item.path.rpartition(".")[0]
            lines += ["", f"### `{group}`", "", _TABLE_HEAD, "|---|---|---|---|---|---|"]
        lines.append(_table_row(item))
    return "\n".join(lines) + "\n"


_TABLE_HEAD = "| name | meaning | default | unit and range | status | source |"


def _table_row(item: Parameter) -> str:
    meaning = item.label if not item.note else f"{item.label}. {item.note}"
    cells = (
        f"`{item.path.rpartition('.')[2]}`",
        meaning,
        _default_text(item.default),
        item.allowed(),
        item.status,
        item.source,
    )
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"


def _default_text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return "null"
    if isinstance(value, (int, float)):
        return number_text(value)
    if isinstance(value, tuple):
        return ", ".join(_default_text(item) for item in value)
    return str(value)

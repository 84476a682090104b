"""The shipped scenarios that a state may start from: a fixed list of names, never a path.

"baseline", "do_nothing" ...     scenarios/NAME.yaml
"training_first" ...             scenarios/strategies/NAME.yaml
"question/13/three_years" ...    a scenario of question 13
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.scenario import Scenario

__all__ = ["BASELINE", "Base", "bases", "reference_of", "scenario_of_base", "title_of"]

BASELINE = "baseline"


@dataclass(frozen=True)
class Base:
    """One shipped scenario.

    Attributes
    ----------
    name : what a state calls it.
    path : its file, as this program found it; no request has a part in it.
    shown : its file as a user of the command line would write it.
    question : [1-14]   The question it belongs to; None for the others.
    against : the name of the scenario that a question compares it with; empty for the others.
    """

    name: str
    path: Path
    shown: str
    question: int | None = None
    against: str = ""


@cache
def bases() -> Mapping[str, Base]:
    """Return the scenarios by name: the plain ones, the strategies, those of the questions."""
    from sim.questions.catalogue import folder

    root = folder().parent.resolve()
    found = {}
    for below in ("", "strategies"):
        for path in sorted((root / below).glob("*.yaml")):
            shown = "/".join(part for part in ("scenarios", below, path.name) if part)
            found[path.stem] = Base(path.stem, path, shown)
    for base in _of_questions(root):
        found[base.name] = base
    first = {BASELINE: found[BASELINE]} if BASELINE in found else {}
    return MappingProxyType(first | found)


def _of_questions(root: Path) -> list[Base]:
    from sim.errors import EgovError
    from sim.questions.catalogue import NUMBERS, find

    found = []
    for number in NUMBERS:
        try:
            question = find(number)
        except EgovError:  # a question that is not there takes none of the others away
            continue
        names = [f"question/{number}/{path.stem}" for path in question.files]
        for name, path in zip(names, question.files, strict=True):
            shown = f"scenarios/{path.relative_to(root).as_posix()}"
            found.append(Base(name, path, shown, number, names[0]))
    return found


@cache
def scenario_of_base(name: str) -> Scenario:
    """Return a shipped scenario; KeyError for a name that is not in the list."""
    from sim.scenario import load_scenario

    return load_scenario(bases()[name].path)


@cache
def title_of(name: str) -> str:
    """Return the title of a shipped scenario, read without checking the rest of its file."""
    from sim.scenario.strict_yaml import read_file

    base = bases()[name]
    node = read_file(base.path, base.shown).items.get("title")
    return node.text if node is not None and isinstance(node.value, str) else name


@cache
def reference_of(name: str) -> str:
    """Return what a scenario is laid beside: the first of its question, else the baseline.

    A scenario of another place or another time is laid beside itself, without changes.
    """
    base = bases()[name]
    if base.against:
        first, own = scenario_of_base(base.against), scenario_of_base(name)
        return base.against if first.run.start == own.run.start else name
    own, usual = scenario_of_base(name), scenario_of_base(BASELINE)
    alike = own.run.start == usual.run.start and own.place == usual.place
    return BASELINE if alike else name

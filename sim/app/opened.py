"""A scenario file that somebody opens, as the state of a page; done in a worker process.

The text is read as `egov run` would read the file, but for its parent, which must be a scenario
that comes with the program. Reading it is given up after a second's work, whatever it holds.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.app.bases import BASELINE, Base, bases, scenario_of_base, title_of
from sim.app.hostile_text import TooSlow, cpu_seconds, require_plain
from sim.app.refusals import Refused
from sim.app.state import LIMITS, SAMPLE, State, parse
from sim.errors import Problem, ScenarioError

if TYPE_CHECKING:
    from sim.scenario import Scenario
    from sim.scenario.strict_yaml import Node

__all__ = ["opened"]

FILE = "the file"
CPU_SECONDS = 0.8
LONGEST_MESSAGE, LONGEST_TITLE = 300, 120
SETTLED_BY_THE_PAGE = ("run.replications", "run.full_run")
MADE_HERE = re.compile(r"From the page of egov-sim: (\S+\.yaml)(?: of question (\d+))?[,.]")
"""How a file that was taken away from the page says what it was made from."""

OnMonth = Callable[[int], None]


def opened(text: str, on_month: OnMonth) -> dict[str, Any]:
    """Return the state that a scenario file describes, its title, and notes on what is left out.

    Raises
    ------
    Refused : the file is wrong, or holds what a state cannot; every problem with its line.
    """
    _get_ready()
    try:
        with cpu_seconds(CPU_SECONDS):
            require_plain(text, FILE)
            return _opened(text)
    except TooSlow:
        raise Refused("This file takes too long to read; that is not a scenario file.") from None
    except ScenarioError as error:
        raise _refused(error.problems) from None


def _opened(text: str) -> dict[str, Any]:
    from sim.scenario.load import scenario_of_text

    scenario, tree = scenario_of_text(text, FILE, _parents())
    base = _base_of(scenario, tree)
    run = scenario.run
    own_sample = _node(tree, "run.sample") is not None
    sample = (run.sample or LIMITS.sample) if own_sample else SAMPLE
    state = _parsed(tree, {
        "base": base, "set": _differences(scenario, scenario_of_base(base)),
        "months": min(run.months, LIMITS.months), "sample": min(sample, LIMITS.sample),
        "seed": run.seed,
    })  # fmt: skip
    _require_same(scenario, state)
    title = title_of(base) if scenario.title == FILE else scenario.title[:LONGEST_TITLE]
    notes = list(_notes(scenario, tree, state))
    return {"state": state.as_dict(), "title": title, "notes": notes}


def _differences(scenario: Scenario, base: Scenario) -> dict[str, Any]:
    """Return the values of district and strategy that are not those of the base, by path."""
    from sim.parameters.catalogue import catalogue

    return {
        path: scenario.value(path)
        for path, declared in catalogue().items()
        if declared.section != "run" and scenario.value(path) != base.value(path)
    }


def _parsed(tree: Node, data: Mapping[str, Any]) -> State:
    try:
        return parse(data)
    except Refused as error:
        problems = error.problems or (("", str(error)),)
        raise _refused(
            [Problem(FILE, _line(tree, key), key, message) for key, message in problems]
        ) from None


def _require_same(scenario: Scenario, state: State) -> None:
    """Refuse rather than show other numbers than `egov run` would."""
    run = state.scenario.run
    size = {f"run.{name}": getattr(run, name) for name in type(run).model_fields}
    if scenario.with_values(size).content_hash() != state.scenario.content_hash():
        raise Refused("This scenario holds something that the page cannot. Use `egov run FILE`.")


# The base -------------------------------------------------------------------------------------


@cache
def _parents() -> Mapping[str, Path]:
    """Return what `extends:` may say, as shipped files say it of one another."""
    found: dict[str, Path] = {}
    for base in bases().values():
        below = base.shown.removeprefix("scenarios/")
        named = [base.shown, below, f"../{below}", f"../../{below}"]
        if base.question is None:
            named += [base.path.name, base.name]
        for name in named:
            found.setdefault(name, base.path)
    return found


def _base_of(scenario: Scenario, tree: Node) -> str:
    """Return the base that has everything of a scenario that a state cannot change.

    That which the file names, if it is so; else the baseline, else the first that is.
    """
    named = _named(tree)
    fixed = _fixed(scenario)
    for name in dict.fromkeys((named, BASELINE, *bases())):
        if _fixed(scenario_of_base(name)) == fixed:
            return name
    usual = _fixed(scenario_of_base(named))
    raise _refused([
        Problem(FILE, _line(tree, key), key, f"{words} Run it with `egov run FILE`.")
        for key, words in CANNOT.items()
        if fixed[key] != usual[key]
    ])  # fmt: skip


CANNOT = {
    "place": "the page has no place of its own but those of the shipped scenarios.",
    "uncertain": "the page has no uncertain values of its own but those of the shipped scenarios.",
    "timeline": "the page has no events of its own but those of the shipped scenarios.",
    "run.start": "the page begins when one of the shipped scenarios does.",
}


def _fixed(scenario: Scenario) -> dict[str, Any]:
    """Return what a state takes from its base as it is."""
    from sim.scenario.resolved import determining

    data = determining(scenario)
    return {
        "place": data.get("place"),
        "uncertain": data["uncertain"],
        "timeline": data["timeline"],
        "run.start": scenario.run.start,
    }


def _named(tree: Node) -> str:
    """Return the base that a file extends, or was made from."""
    extends, note = _node(tree, "extends"), _node(tree, "about.note")
    path = _parents().get(extends.text) if extends is not None else None
    made = MADE_HERE.search(note.text) if note is not None else None
    for base in bases().values():
        if base.path == path or (path is None and made and _made_of(base) == made.groups()):
            return base.name
    return BASELINE


def _made_of(base: Base) -> tuple[str, str | None]:
    return base.shown, None if base.question is None else str(base.question)


# What is left out -----------------------------------------------------------------------------


def _notes(scenario: Scenario, tree: Node, state: State) -> Iterator[str]:
    run = scenario.run
    for key in SETTLED_BY_THE_PAGE:
        if _node(tree, key) is not None and MADE_HERE.search(_text(tree, "about.note")) is None:
            yield f"{_at(tree, key)}: the page decides by itself how often it runs a scenario."
    if run.months != state.months:
        yield f"{_at(tree, 'run.months')}: the page shows the first {state.months} months."
    if _node(tree, "run.sample") is not None and run.sample != state.sample:
        yield f"{_at(tree, 'run.sample')}: the page takes at most {LIMITS.sample:,} citizens."
    for key in ("sweep", "expect"):
        if _node(tree, key) is not None:
            yield f"{_at(tree, key)}: the page does not use it; it stays in the file."
    if _node(tree, "about") is not None and MADE_HERE.search(_text(tree, "about.note")) is None:
        yield f"{_at(tree, 'about')}: the page does not show it; it stays in the file."


def _at(tree: Node, key: str) -> str:
    line = _line(tree, key)
    return key if line is None else f"{key} (line {line})"


def _node(tree: Node, key: str) -> Node | None:
    """Return what a file itself says at a dotted key."""
    node: Node | None = tree
    for name in key.split("."):
        node = None if node is None else node.items.get(name)
    return node


def _text(tree: Node, key: str) -> str:
    node = _node(tree, key)
    return "" if node is None else node.text


def _line(tree: Node, key: str) -> int | None:
    """Return the line of a dotted key, or of the group around it that is written."""
    names = key.split(".")
    while names:
        node = _node(tree, ".".join(names))
        if node is not None:
            return node.line
        names.pop()
    return None


# Saying no ------------------------------------------------------------------------------------


def _refused(problems: Any) -> Refused:
    shown = [(one.key or _line_words(one), _said(one)) for one in problems]
    many = f" ({len(shown)} problems)" if len(shown) > 1 else ""
    return Refused(f"This file cannot be opened{many}: {shown[0][1]}", problems=shown[:50])


def _line_words(problem: Problem) -> str:
    return "" if problem.line is None else f"line {problem.line}"


def _said(problem: Problem) -> str:
    text = "".join(c if c.isprintable() else "?" for c in problem.message)
    if len(text) > LONGEST_MESSAGE:
        text = f"{text[: LONGEST_MESSAGE // 2]} ... {text[-LONGEST_MESSAGE // 2 :]}"
    where = _line_words(problem)
    if problem.file != FILE and problem.line is not None:  # in a parent
        where = f"{problem.file}, {where}"
    return f"{where}: {text}" if where else text


@cache
def _get_ready() -> None:
    """Read the shipped scenarios before the clock runs."""
    for name in bases():
        scenario_of_base(name)
    _parents()

"""Asking for a forecast: line by line, or all of it from a file; every answer is checked."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from math import isfinite
from pathlib import Path
from typing import Any

from sim.classroom.predictions import Belief, Question
from sim.errors import Problem, ScenarioError
from sim.parameters.catalogue import nearest
from sim.reports.numbers import Scale, month_words

__all__ = ["Unit", "ask", "disagreement", "from_file", "intro", "unit_of"]

KEYS = ("higher", "low", "high")
PLAIN_UNITS = {
    "": "as a number", "0-1": "on its scale of 0 to 1", "index": "as an index", "1": "times",
    "count": "how many", "ratio": "as a ratio",
}  # fmt: skip
"""What is asked for where a number has no unit behind it."""
SURE, ROUNDING = 0.8, 1e-9
"""What a range that lies wholly on one side of zero says of that side, at the least."""
YES = ("yes", "y")
PERCENT_HINT = "write percent, from 0 to 100"
Facts = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Unit:
    """How a difference is asked for: a number times `factor` is in the outcome's own unit.

    Attributes
    ----------
    words : as in "points", "USD".
    """

    factor: float
    words: str


def unit_of(facts: Mapping[str, Any]) -> Unit:
    """Return how the difference of an outcome is asked for: shares in points of a hundred."""
    from sim.summary import unit_over

    unit = unit_over(facts)
    if unit == "share":
        return Unit(0.01, "points of 100")
    base, _, period = unit.partition("/")
    every = f" a {period}" if period else ""
    if base in PLAIN_UNITS:
        return Unit(1.0, f"{PLAIN_UNITS[base]}{every}")
    words = Scale.of(unit, [1.0]).unit
    return Unit(1.0, {"of 100": "points of 100"}.get(words, words))


def intro(question: Question, facts: Facts) -> str:
    """Return what is asked, before the first question."""
    about = f"{question.about}. " if question.about else ""
    return (
        f"{about}A is {question.a}, B is {question.b}; looked at after "
        f"{month_words(question.month)}. For {len(question.outcomes)} outcomes: how likely is it "
        "to be higher in B, and between which ends does B less A lie with 80 %? Nothing is shown "
        "before all is answered."
    )


def ask(
    question: Question, facts: Facts, read: Callable[[str], str], say: Callable[[str], None]
) -> dict[str, Belief]:
    """Ask for every outcome in turn, then show all answers until they are said to be right.

    An answer that cannot be is asked for again.

    Parameters
    ----------
    read : shows a prompt and returns what is answered.
    say : shows a sentence.
    """
    say(intro(question, facts))
    found = {}
    for place, name in enumerate(question.outcomes, 1):
        say(f"\n{place} of {len(question.outcomes)}. {facts[name]['label']}")
        found[name] = _one(unit_of(facts[name]), read, say)
    while place := _to_change(question, facts, found, read, say):
        name = question.outcomes[place - 1]
        say(f"\n{place} again. {facts[name]['label']}")
        found[name] = _one(unit_of(facts[name]), read, say)
    return found


def _one(unit: Unit, read: Callable[[str], str], say: Callable[[str], None]) -> Belief:
    """Ask for one belief; ends in the wrong order are both asked for again."""
    higher = _until("  Higher in B than in A? Percent: ", _percent, read, say)
    while True:
        low, high = (
            _until(f"  80 % range of B less A, {end} end ({unit.words}): ", _number, read, say)
            for end in ("low", "high")
        )
        if not (said := _order(low, high)):
            return Belief(higher, low * unit.factor, high * unit.factor)
        say(f"  {said}; both ends once more.")


def _to_change(
    question: Question, facts: Facts, found: Mapping[str, Belief], read: Callable[[str], str],
    say: Callable[[str], None],
) -> int:  # fmt: skip
    """Show what was answered; return the place of the line to change, 0 if all is right."""
    count = len(question.outcomes)
    say("\nYou have said, of B against A:")
    for place, name in enumerate(question.outcomes, 1):
        say(f"  {place}. {_row(facts[name], found[name])}")
        if said := disagreement(found[name]):
            say(f"     {said}")
    while True:
        answer = read("Right? (yes, or the number of the line to change): ").strip().lower()
        if answer in YES:
            return 0
        if answer.isdecimal() and 1 <= int(answer) <= count:
            return int(answer)
        say(f'  "{answer}" is neither yes nor a line from 1 to {count}.')


def _row(facts: Mapping[str, Any], belief: Belief) -> str:
    unit = unit_of(facts)
    low, high = (f"{end / unit.factor:.6g}" for end in (belief.low, belief.high))
    higher = f"higher with {100 * belief.higher:.6g} %"
    return f"{facts['label']}: {higher}; from {low} to {high} ({unit.words})"


def disagreement(belief: Belief) -> str:
    """Return in what a probability and a range contradict each other; nothing where they agree."""
    said = f"you said {100 * belief.higher:.6g} %"
    least, most = f"{100 * SURE:.0f} % at least", f"{100 * (1 - SURE):.0f} % at most"
    if belief.low > 0 and belief.higher < SURE:
        return f"These disagree: a range wholly above zero means higher with {least}; {said}."
    if belief.high < 0 and belief.higher > 1 - SURE + ROUNDING:
        return f"These disagree: a range wholly below zero means higher with {most}; {said}."
    return ""


def _until(
    prompt: str, parse: Callable[[str], float], read: Callable[[str], str],
    say: Callable[[str], None],
) -> float:  # fmt: skip
    while True:
        try:
            return parse(read(prompt))
        except ValueError as error:
            say(f"  {error}.")


def _order(low: float, high: float) -> str:
    return "" if low <= high else f"the high end ({high:g}) is below the low end ({low:g})"


def _number(text: str) -> float:
    """Return a number as people type it; ValueError holds the sentence."""
    plain = text.strip().replace("\N{MINUS SIGN}", "-").removesuffix("%").strip()
    try:
        value = float(plain)
    except ValueError:
        hint = "; write decimals with a point" if "," in plain else ""
        raise ValueError(f'"{text.strip()}" is no number{hint}') from None
    if not isfinite(value):
        raise ValueError(f'"{text.strip()}" is no number')
    return value


def _percent(text: str) -> float:
    value = _number(text)
    if 0 < value < 1:
        raise ValueError(f'"{text.strip()}" is less than one percent; {PERCENT_HINT}, as in 70')
    if not 0 <= value <= 100:
        raise ValueError(f'"{text.strip()}" is no probability; {PERCENT_HINT}')
    return value / 100


# From a file ----------------------------------------------------------------------------------


def from_file(path: Path, question: Question, facts: Facts) -> dict[str, Belief]:
    """Return the answers of a YAML file: `adoption_share: {higher: 70, low: -1, high: 3}`.

    Percent, and the units that are asked for at the terminal.

    Raises
    ------
    ScenarioError : the file is wrong; it holds every problem.
    """
    from sim.scenario.strict_yaml import read_file

    shown = str(path)
    items = read_file(path, shown).items
    problems = list(_unknown(items, question, shown))
    found = {}
    for name in question.outcomes:
        if name not in items:
            problems.append(
                Problem(shown, None, name, f"there is no answer for {name}; {_form()}.")
            )
            continue
        belief = _belief(name, items[name], unit_of(facts[name]), shown, problems)
        if belief is not None:
            found[name] = belief
    if problems:
        raise ScenarioError(problems)
    return found


def _form() -> str:
    return "write {higher: 70, low: -1, high: 3}"


def _unknown(items: Mapping[str, Any], question: Question, shown: str) -> Iterator[Problem]:
    for key, node in items.items():
        if key not in (*question.outcomes, "name"):
            near = nearest(key, list(question.outcomes))
            hint = f" Did you mean {near}?" if near else ""
            asked = ", ".join(question.outcomes)
            yield Problem(shown, node.line, key, f"{key} is not asked for.{hint} Asked: {asked}.")


def _belief(name: str, node: Any, unit: Unit, shown: str, problems: list[Problem]) -> Belief | None:
    """Return one answer; what is wrong with it goes to `problems`."""
    wrong = []
    numbers = {}
    for key in dict.fromkeys([*KEYS, *node.items]):
        if key not in KEYS:
            wrong.append(f"{name} has no {key}")
        elif key not in node.items:
            wrong.append(f"{name} lacks {key}")
        else:
            try:
                numbers[key] = (_percent if key == "higher" else _number)(node.items[key].text)
            except ValueError as error:
                wrong.append(f"{name}.{key}: {error}")
    if len(numbers) == len(KEYS) and (said := _order(numbers["low"], numbers["high"])):
        wrong.append(f"{name}: {said}")
    problems += [Problem(shown, node.line, name, f"{said}; {_form()}.") for said in wrong]
    if wrong:
        return None
    return Belief(numbers["higher"], numbers["low"] * unit.factor, numbers["high"] * unit.factor)

"""`--vary`: what is tried, said on the command line, so that nobody needs to edit a file.

    PATH=low:high         any value in the range
    PATH=low:high:step    the values low, low + step ... up to high
    PATH=a,b,c            these values

Values are written and checked as those of `--set`, units included.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sim.errors import Problem, ScenarioError
from sim.parameters.catalogue import Parameter, catalogue, number_text

if TYPE_CHECKING:
    from sim.scenario import Scenario
    from sim.scenario.schema import Distribution

__all__ = ["Variation", "parse_vary"]

MOST_STEPS = 1_000
FORMS = "PATH=low:high, PATH=low:high:step or PATH=a,b,c"
Spread = tuple[float, float] | list[Any]  # a range, or values
_COMMA_IN_NUMBER = re.compile(r"\d,\d{3}\b")


@dataclass(frozen=True)
class Variation:
    """What is varied.

    Attributes
    ----------
    ranges : lowest and highest value by dotted path; whole numbers where only those are allowed.
    choices : values by dotted path, at least two, in the order given.
    paths : the paths of both, in the order given.
    """

    ranges: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    choices: Mapping[str, list[Any]] = field(default_factory=dict)
    paths: tuple[str, ...] = ()

    def spread(self, path: str) -> Distribution:
        """Return what is tried at a path as a distribution: all of it equally likely."""
        from sim.scenario.schema import Distribution

        if path in self.choices:
            return Distribution(choice=tuple(self.choices[path]))
        low, high = self.ranges[path]
        return Distribution(uniform=(float(low), float(high)))


def parse_vary(
    options: Iterable[str] | Mapping[str, Sequence[Any]],
    scenario: Scenario,
    *,
    drawn: bool = True,
) -> Variation:
    """Return what the options vary, every value checked.

    Parameters
    ----------
    options : as written behind `--vary`; from Python also {path: (low, high)} for a range (a
        tuple) and {path: [a, b, c]} for values (a list).
    scenario : what is varied.
    drawn : whether `uncertain:` is drawn in the same runs; then no path may stand in both.

    Raises
    ------
    ScenarioError : with everything that is wrong in any of them.
    """
    problems: list[Problem] = []
    found: dict[str, Spread] = {}
    for shown, path, given in _pairs(options, problems):
        complaint = _refused_path(path, found, scenario, drawn)
        if complaint:
            problems.append(Problem(shown, None, path, complaint))
            continue
        try:
            found[path] = _spread(catalogue()[path], given, shown)
        except ValueError as error:
            problems.append(Problem(shown, None, path, f"{path} {error}"))
        except ScenarioError as error:
            problems += error.problems
    if problems:
        raise ScenarioError(problems)
    ranges = {path: spread for path, spread in found.items() if isinstance(spread, tuple)}
    choices = {path: spread for path, spread in found.items() if isinstance(spread, list)}
    return Variation(ranges, choices, tuple(found))


def _pairs(
    options: Iterable[str] | Mapping[str, Sequence[Any]], problems: list[Problem]
) -> list[tuple[str, str, Any]]:
    """Return (as shown in a message, path, what is to be tried) of each option."""
    if isinstance(options, Mapping):
        return [(f"vary[{path!r}]", path, given) for path, given in options.items()]
    pairs: list[tuple[str, str, Any]] = []
    for option in [options] if isinstance(options, str) else options:
        path, equals, text = option.partition("=")
        shown = f"--vary {option}"
        if equals and path.strip() and text.strip():
            pairs.append((shown, path.strip(), text.strip()))
        else:
            problems.append(Problem(shown, None, "", f"write {FORMS}."))
    return pairs


def _refused_path(path: str, before: Mapping[str, Spread], scenario: Scenario, drawn: bool) -> str:
    """Return why a path cannot be varied, or nothing."""
    from sim.scenario.messages import unknown_parameter

    declared = catalogue().get(path)
    if declared is None:
        return unknown_parameter(path)
    if path in before:
        return f"{path} is varied twice; write all its values in one --vary."
    if declared.section == "run":
        return (
            f"{path} is a run setting, the same for all runs of an experiment: use --set, or its"
            " own option. Levers (strategy.*) and the district can be varied."
        )
    if drawn and path in scenario.uncertain:
        return (
            f"{path} stands under `uncertain:` too, and is drawn anew in each world. Take it out"
            " of one of the two, or use --draws 0 if the verb has it."
        )
    return ""


def _spread(declared: Parameter, given: Any, shown: str) -> Spread:
    if declared.kind in {"list", "text"}:
        raise ValueError("cannot be varied this way; list whole settings under `sweep: list:`.")
    if not isinstance(given, str):
        return _from_python(declared, given)
    if ":" in given:
        return _range(declared, [part.strip() for part in given.split(":")], shown)
    try:
        return _distinct([_value(declared, part, shown) for part in given.split(",")], given)
    except ValueError as error:
        comma = _COMMA_IN_NUMBER.search(given) and declared.kind in {"number", "integer"}
        hint = " A comma parts two values here; write 1_000_000 for a large number."
        raise ValueError(f"{error}{hint if comma else ''}") from None


def _from_python(declared: Parameter, given: Sequence[Any]) -> Spread:
    from sim.scenario.values import accept

    values = [accept(declared, value) for value in given]
    if not isinstance(given, tuple):
        return _distinct(values, str(given))
    if len(values) != 2:
        raise ValueError(f"takes (lowest, highest) as a tuple, or a list of values; it is {given}.")
    return _ordered(declared, values[0], values[1], str(given))


def _value(declared: Parameter, text: str, shown: str) -> Any:
    """Return one value, read as that of `--set` is."""
    from sim.scenario.strict_yaml import parse_value
    from sim.scenario.values import accept

    node = parse_value(text.strip(), shown)
    return accept(declared, node.value, node.text)


def _range(declared: Parameter, parts: list[str], shown: str) -> Spread:
    given = ":".join(parts)
    if declared.kind not in {"number", "integer"}:
        raise ValueError(f"has no range: it is {declared.allowed()}. Write values: a,b,c.")
    if len(parts) > 3 or not all(parts):
        raise ValueError(f'is "{given}"; a range is low:high, or low:high:step.')
    low, high = (_value(declared, part, shown) for part in parts[:2])
    if low is None or high is None:
        raise ValueError("has null as an end; null can only stand among values: null,1000.")
    ends = _ordered(declared, low, high, given)
    return ends if len(parts) == 2 else _steps(declared, ends, parts[2], given)


def _ordered(declared: Parameter, low: float, high: float, given: str) -> tuple[float, float]:
    if declared.kind not in {"number", "integer"}:
        raise ValueError(f"has no range: it is {declared.allowed()}. Write values: a,b,c.")
    if not low < high:
        raise ValueError(f"is {given}; a range takes the lowest value first, then a higher one.")
    return low, high


def _steps(declared: Parameter, ends: tuple[float, float], text: str, given: str) -> list[Any]:
    from sim.scenario.units import parse_quantity

    step = parse_quantity(text, declared.unit)
    if not step > 0:
        raise ValueError(f"is {given}; the step must be above zero.")
    if declared.kind == "integer" and step != int(step):
        raise ValueError(f"is {given}; it takes whole numbers, so the step must be one.")
    low, high = ends
    count = int((high - low) / step + 1e-9) + 1
    if count > MOST_STEPS:
        raise ValueError(f"is {given}, which is {count:,} values; {MOST_STEPS:,} are allowed.")
    if count < 2:
        raise ValueError(
            f"is {given}: the step {number_text(step)} is longer than the range, so there is"
            " only one value."
        )
    values = [float(f"{low + place * step:.12g}") for place in range(count)]  # 0.3, not 0.1 + 0.2
    return [int(value) for value in values] if declared.kind == "integer" else values


def _distinct(values: list[Any], given: str) -> list[Any]:
    if len(values) < 2:
        raise ValueError(
            f"has one value only ({given}), so nothing varies; give several, as in a,b,c, or"
            " low:high. For one value use --set."
        )
    twice = [value for place, value in enumerate(values) if value in values[:place]]
    if twice:
        raise ValueError(f"holds a value twice ({given}); write each one once.")
    return values

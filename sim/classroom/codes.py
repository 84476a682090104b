"""A strategy as a short code, to be read aloud and typed in: only what differs from the baseline.

A code holds, as digits of one long number: how many levers differ, and for each its place in the
list of levers and its value. In front stand two symbols that tell the list of levers apart from
that of another version; behind stand two that catch typing mistakes (`sim.classroom.symbols`).
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from functools import lru_cache
from math import floor, log10
from typing import TYPE_CHECKING, Any

from sim.classroom.symbols import GROUP, checked, in_groups, read, to_number, to_symbols
from sim.errors import UserError
from sim.parameters.catalogue import Parameter, catalogue

if TYPE_CHECKING:
    from sim.scenario import Scenario

__all__ = ["changes_of", "code_in", "code_of", "levers", "scenario_of", "text_of"]

TAG, CHECKS = 2, 2
STEPS = 100
"""A lever's usual steps: a hundredth of its range, rounded down to a power of ten."""
MANTISSAS, LOWEST_EXPONENT, EXPONENTS = 1000, -4, 12
IN_A_SENTENCE = re.compile(r"\b[0-9A-Za-z]{4}(?:[-\u2010-\u2015][0-9A-Za-z]{4})+\b")
HAND_IN_THE_FILE = "Hand in the file instead."


@lru_cache
def levers() -> tuple[Parameter, ...]:
    """Return the levers that a code can hold, in the order that gives each its place."""
    return tuple(one for one in catalogue().values() if one.section == "strategy")


@lru_cache
def tag() -> int:
    """Return what tells this list of levers from that of another version [0-1023]."""
    facts = [[one.path, one.kind, one.choices, one.low, one.high, one.default] for one in levers()]
    digest = hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).digest()
    return int.from_bytes(digest[:2], "big") % 32**TAG


def code_of(scenario: Scenario) -> str:
    """Return the code of a strategy, as in "7KXM-0Q2T-9C4A".

    Raises
    ------
    UserError : the scenario changes what a code cannot hold: something else than levers, levers in
        mid-run, or a value of more than three significant digits.
    """
    _require_only_levers(scenario)
    number, base = 0, 1
    for digit, radix in _digits(_changed(scenario)):
        number, base = number + digit * base, base * radix
    length = -(-number.bit_length() // 5)
    length += -(length + TAG + CHECKS) % GROUP
    return in_groups(checked([*to_symbols(tag(), TAG), *to_symbols(number, length)]))


def changes_of(code: str) -> dict[str, Any]:
    """Return the levers that a code sets, by dotted path, in the order of the levers.

    Raises
    ------
    UserError : a typing mistake, or a code of another version.
    """
    symbols = read(code)
    if to_number(symbols[:TAG]) != tag():
        raise UserError(
            "this code was made by a version of egov-sim whose levers are others, so it cannot be "
            f"read here. {HAND_IN_THE_FILE}"
        )
    try:
        return _decoded(to_number(symbols[TAG:]))
    except (IndexError, ValueError, OverflowError):
        raise UserError(
            "the code's check digits fit, but it holds no strategy: it was typed wrongly in "
            "several places, or two codes ran together. Compare it group by group with the one "
            "that was handed in."
        ) from None


def code_in(lines: Sequence[str]) -> str:
    """Return the code in some lines: all of them together, or the one code inside a sentence.

    Where there is none, or several, the lines are returned together: `read` says what is wrong.
    """
    whole = "".join(lines)
    if _is_code(whole):
        return whole
    written = dict.fromkeys(IN_A_SENTENCE.findall(" ".join(lines)))
    good = [one for one in written if _is_code(one)]
    found = good or list(written)
    return found[0] if len(found) == 1 else whole


def _is_code(text: str) -> bool:
    """Return whether the check digits of a text fit."""
    try:
        read(text)
    except UserError:
        return False
    return True


def scenario_of(code: str, name: str = "code") -> Scenario:
    """Return the strategy of a code, on the baseline, as a scenario."""
    from dataclasses import replace

    from sim.scenario import Scenario

    made = Scenario.defaults().with_values(changes_of(code), origin="code")
    return replace(made, name=name, title=name)


def text_of(code: str) -> str:
    """Return the strategy of a code as the text of a scenario file."""
    changes = changes_of(code)
    lines = ["schema: 1", 'title: "Opened from a hand-in code"']
    lines += ["about:", f'  note: "egov class open {in_groups(checked(read(code)))}"']
    pillars: dict[str, list[str]] = {}
    for path, value in changes.items():
        _, pillar, lever = path.split(".")
        pillars.setdefault(pillar, []).append(f"    {lever}: {_yaml(value)}")
    if pillars:
        lines.append("strategy:")
    for pillar, entries in pillars.items():
        lines += [f"  {pillar}:", *entries]
    return "\n".join(lines) + "\n"


def _yaml(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value if isinstance(value, str) else json.dumps(value)


# What a scenario changes ----------------------------------------------------------------------


def _changed(scenario: Scenario) -> list[tuple[int, Any]]:
    """Return the place and value of each lever that differs from the baseline."""
    values = [(place, scenario.value(one.path)) for place, one in enumerate(levers())]
    return [(place, value) for place, value in values if value != levers()[place].default]


def _require_only_levers(scenario: Scenario) -> None:
    from sim.scenario import Scenario
    from sim.scenario.resolved import determining

    own, usual = determining(scenario), determining(Scenario.defaults())
    clock = ("start", "months")
    parts = {
        "the timeline": own["timeline"] != usual["timeline"],
        "the district": own["district"] != usual["district"] or "place" in own,
        "what is uncertain": own["uncertain"] != usual["uncertain"],
        "start or length of the run": any(own["run"][k] != usual["run"][k] for k in clock),
    }
    found = [name for name, differs in parts.items() if differs]
    if found:
        raise UserError(
            f"{scenario.name}: a code holds levers only, but this scenario also sets "
            f"{' and '.join(found)}. {HAND_IN_THE_FILE}"
        )


# Numbers --------------------------------------------------------------------------------------


def _digits(changed: list[tuple[int, Any]]) -> list[tuple[int, int]]:
    """Return the digits of a strategy, each with the number of values it can take."""
    count = len(levers())
    found = [(len(changed), count + 1)]
    for place, value in changed:
        found += [(place, count), *_digits_of(levers()[place], value)]
    return found


def _digits_of(lever: Parameter, value: Any) -> list[tuple[int, int]]:
    if lever.kind == "switch":
        return []  # it differs from the baseline, so it is the other one
    if lever.kind == "choice":
        others = [choice for choice in lever.choices if choice != lever.default]
        return [(others.index(value), len(others))]
    low, high = _ends(lever)
    if lever.kind == "integer":
        return [(int(value - low), int(high - low) + 1)]
    step, steps = _steps(low, high)
    place = round((value - low) / step)
    if 0 <= place < steps and _on_grid(low, step, place) == value:
        return [(0, 2), (place, steps)]
    return [(1, 2), *_scientific(lever, float(value))]


def _scientific(lever: Parameter, value: float) -> list[tuple[int, int]]:
    mantissa, exponent = _split(value)
    if (
        value < 0
        or float(f"{mantissa}e{exponent}") != value
        or not 0 <= _power(exponent) < EXPONENTS
    ):
        raise UserError(
            f"{lever.path} is {value!r}, which has more than three significant digits; a code "
            f"holds three. Round it, or: {HAND_IN_THE_FILE[0].lower()}{HAND_IN_THE_FILE[1:]}"
        )
    return [(mantissa, MANTISSAS), (_power(exponent), EXPONENTS)]


def _split(value: float) -> tuple[int, int]:
    """Return a number as three digits and a power of ten."""
    if value == 0:
        return 0, LOWEST_EXPONENT
    digits, exponent = f"{value:.2e}".split("e")
    return int(digits.replace(".", "")), int(exponent) - 2


def _power(exponent: int) -> int:
    return exponent - LOWEST_EXPONENT


def _ends(lever: Parameter) -> tuple[float, float]:
    if lever.low is None or lever.high is None:
        raise UserError(f"{lever.path} has no range, so no code can hold it. {HAND_IN_THE_FILE}")
    return lever.low, lever.high


def _steps(low: float, high: float) -> tuple[float, int]:
    """Return the usual step of a lever, and how many values that gives."""
    step = float(f"1e{floor(log10((high - low) / STEPS))}")
    return step, floor((high - low) / step + 1e-9) + 1


def _on_grid(low: float, step: float, place: int) -> float:
    return float(f"{low + place * step:.9g}")


def _decoded(number: int) -> dict[str, Any]:
    """Return the levers that a number stands for; ValueError or IndexError if it is none."""
    all_of, taker = levers(), _Taker(number)
    count, before = taker.take(len(all_of) + 1), -1
    found: dict[str, Any] = {}
    for _ in range(count):
        place = taker.take(len(all_of))
        value = _value_of(all_of[place], taker)
        if place <= before or value == all_of[place].default or not _allowed(all_of[place], value):
            raise ValueError("levers come once, in order, and differ from the baseline")
        found[all_of[place].path], before = value, place
    if taker.left:
        raise ValueError("something is left over")
    return found


def _value_of(lever: Parameter, taker: _Taker) -> Any:
    if lever.kind == "switch":
        return not lever.default
    if lever.kind == "choice":
        others = [choice for choice in lever.choices if choice != lever.default]
        return others[taker.take(len(others))]
    low, high = _ends(lever)
    if lever.kind == "integer":
        return int(low) + taker.take(int(high - low) + 1)
    step, steps = _steps(low, high)
    if taker.take(2) == 0:
        return _on_grid(low, step, taker.take(steps))
    mantissa, power = taker.take(MANTISSAS), taker.take(EXPONENTS)
    return float(f"{mantissa}e{power + LOWEST_EXPONENT}")


def _allowed(lever: Parameter, value: Any) -> bool:
    if lever.kind in {"switch", "choice"}:
        return True
    low, high = _ends(lever)
    return bool(low <= value <= high)


class _Taker:
    """Takes digits off a number, the last one first."""

    def __init__(self, number: int) -> None:
        self.left = number

    def take(self, radix: int) -> int:
        """Return the next digit, below `radix`."""
        self.left, digit = divmod(self.left, radix)
        return digit

"""The state of a page: a shipped scenario, what is changed in it, and the size of the run.

    {"v": 1, "base": "baseline", "set": {"strategy.accessibility.outreach": 2},
     "months": 120, "sample": 5000, "seed": 20020805}

A link holds it as base64url of that JSON behind "#s=", so that no server sees it unless the page
sends it. static/state.js has the same rules for what a link holds; it always writes every key.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from sim.app.bases import BASELINE, bases, scenario_of_base
from sim.app.limits import Limits, strict_json
from sim.app.lru import Lru
from sim.app.refusals import Refused, StateError, refusal_of
from sim.app.worlds import in_world
from sim.errors import ScenarioError

if TYPE_CHECKING:
    from sim.parameters.catalogue import Parameter
    from sim.scenario import Scenario

__all__ = ["SAMPLE", "VERSION", "State", "decode", "encode", "parse", "settable", "with_changes"]

VERSION = 1
SAMPLE = 5000
"""Citizens of the quick runs, unless the state says otherwise."""
LONGEST_NAME, LARGEST = 120, 1e15
MOST_NAMED, LONGEST_NAMED = 2, 90
"""So many unknown paths, if not longer, get their nearest name, which takes a while to find."""
KEYS = ("v", "base", "set", "months", "sample", "seed")
LIMITS = Limits()
_KNOWN: Lru[State] = Lru(256)
"""The last states, so that a scenario is made once."""

Problems = list[tuple[str, str]]


@dataclass(frozen=True)
class State:
    """What a page shows, checked.

    Attributes
    ----------
    base : the name of a shipped scenario.
    changes : values by dotted path (strategy.*, district.*), on top of the base.
    months, sample : [count]   Size of a run.
    seed : [0, 2**32)
    strategy_of : a shipped scenario whose strategy takes the place of the state's own, in the
        state's world; empty for the state as it is. No request sets it.
    """

    base: str = BASELINE
    changes: Mapping[str, Any] = field(default_factory=dict)
    months: int = 120
    sample: int = SAMPLE
    seed: int = 20020805
    strategy_of: str = ""

    @cached_property
    def scenario(self) -> Scenario:
        """The scenario, as `egov run` would read it."""
        own = _scenario(self)
        return in_world(scenario_of_base(self.strategy_of), own) if self.strategy_of else own

    @cached_property
    def largest_sample(self) -> int:
        """The largest sample that fits the district, and holds no more firms than are allowed."""
        district = self.scenario.district
        share = LIMITS.firms / max(district.businesses, LIMITS.firms)
        return int(district.residents * share)

    @property
    def district(self) -> dict[str, Any]:
        """The changed assumptions: values of the district."""
        return {path: v for path, v in self.changes.items() if path.startswith("district.")}

    @property
    def levers(self) -> dict[str, Any]:
        """The changed policy: values of the strategy."""
        return {path: v for path, v in self.changes.items() if path.startswith("strategy.")}

    def as_dict(self) -> dict[str, Any]:
        """Return the state as plain data."""
        return {"v": VERSION, "base": self.base, "set": dict(self.changes),
                "months": self.months, "sample": self.sample, "seed": self.seed}  # fmt: skip

    @cached_property
    def digest(self) -> str:
        """A name for the state; equal states have equal ones."""
        data = self.as_dict() | {"set": sorted(self.changes.items()), "of": self.strategy_of}
        return hashlib.sha256(json.dumps(data).encode()).hexdigest()


def _scenario(state: State) -> Scenario:
    values = {**state.changes, "run.months": state.months, "run.sample": state.sample,
              "run.seed": state.seed}  # fmt: skip
    return scenario_of_base(state.base).with_values(values, origin="page")


def encode(state: State) -> str:
    """Return a state as it stands in a link, behind "#s="."""
    text = json.dumps(state.as_dict(), separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).rstrip(b"=").decode()


def decode(link: str) -> State:
    """Return the state of a link.

    Raises
    ------
    Refused : it is no link of this program, or too long.
    StateError : it holds what cannot be used; every problem with its path.
    """
    text = link.removeprefix("#").removeprefix("s=")
    if len(text) > LIMITS.link_bytes:
        raise Refused(f"The link is longer than {LIMITS.link_bytes:,} characters.", 413)
    try:
        data = base64.b64decode(text.encode("ascii") + b"=" * (-len(text) % 4), b"-_", True)
    except (ValueError, binascii.Error):
        raise Refused("The link is damaged: part of it is missing, or was changed.") from None
    return parse(strict_json(data))


def parse(data: Any) -> State:
    """Return the state that plain data describes.

    Raises
    ------
    StateError : every problem, each with path, value, what is allowed and the nearest name.
    """
    if not isinstance(data, Mapping):
        raise StateError([("", "a state is an object with v, base, set, months, sample, seed.")])
    if _size(data) > LIMITS.link_bytes:
        raise StateError([("", f"the state is larger than {LIMITS.link_bytes:,} bytes.")])
    problems = _unknown_keys(data)
    base = _base(data.get("base", BASELINE), problems)
    usual = scenario_of_base(base).run
    state = State(
        base,
        _changes(data.get("set", {}), problems),
        _whole(data, "months", usual.months, (1, LIMITS.months), problems),
        _whole(data, "sample", SAMPLE, (100, LIMITS.sample), problems),
        _whole(data, "seed", usual.seed, (0, 2**32 - 1), problems),
    )
    if problems:
        raise StateError(problems)
    try:
        return _checked(state)
    except ScenarioError as error:
        raise refusal_of(error) from None


def _size(data: Mapping[str, Any]) -> int:
    try:
        return len(json.dumps(data, ensure_ascii=False).encode("utf-8", "replace"))
    except (TypeError, ValueError, RecursionError):
        raise StateError([("", "the state holds something that is no plain value.")]) from None


def with_changes(state: State, changes: Any) -> State:
    """Return a state with further values on top; see `parse` for what it raises."""
    more = changes if isinstance(changes, Mapping) else {"": changes}
    return parse(state.as_dict() | {"set": {**state.changes, **more}})


def _checked(state: State) -> State:
    """Return the state once its scenario could be made; the same object for the same values."""
    known = _KNOWN.get(state.digest)
    if known is not None:
        return known
    district = state.scenario.district
    if state.sample > district.residents:
        raise StateError([("sample", f"sample is {state.sample:,}, larger than the district of "
                           f"{district.residents:,} residents.")])  # fmt: skip
    firms = state.sample / district.residents * district.businesses  # a sample takes both
    if firms > LIMITS.firms:
        raise StateError([("district.businesses", f"this sample holds {firms:,.0f} firms; at most "
                           f"{LIMITS.firms:,} can be run here. Use a smaller sample, or "
                           "`egov run`.")])  # fmt: skip
    _KNOWN.put(state.digest, state, 1)
    return state


def _unknown_keys(data: Mapping[str, Any]) -> Problems:
    problems = [
        (_short(key), f'a state has no "{_short(key)}"; it has {", ".join(KEYS)}.')
        for key in data
        if key not in KEYS
    ]
    version = data.get("v", VERSION)
    if version != VERSION or isinstance(version, bool):
        problems.append(("v", f"v is {_short(version)}, but this program reads version {VERSION}."
                         " The link may be from another version of egov-sim."))  # fmt: skip
    return problems


def _base(name: Any, problems: Problems) -> str:
    if isinstance(name, str) and name in bases():
        return name
    from sim.parameters.catalogue import nearest

    near = nearest(name[:LONGEST_NAME], bases()) if isinstance(name, str) else None
    hint = f' Did you mean "{near}"?' if near else ""
    problems.append(("base", f'there is no shipped scenario "{_short(name)}".{hint}'))
    return BASELINE


def _whole(
    data: Mapping[str, Any], key: str, usual: int, allowed: tuple[int, int], problems: Problems
) -> int:
    value = data.get(key, min(usual, allowed[1]))
    if isinstance(value, float) and value.is_integer() and abs(value) < LARGEST:
        value = int(value)  # 120.0 is how some programs write 120
    low, high = allowed
    if isinstance(value, int) and not isinstance(value, bool) and low <= value <= high:
        return value
    words = f"a whole number from {low:,} to {high:,}"
    problems.append((key, f"{key} is {_short(value)}, but it must be {words}."))
    return usual


def _changes(given: Any, problems: Problems) -> dict[str, Any]:
    if not isinstance(given, Mapping):
        problems.append(("set", "set must be an object: a dotted path and a value each."))
        return {}
    if len(given) > LIMITS.changes:
        problems.append(("set", f"set changes {len(given):,} values; at most {LIMITS.changes}."))
        return {}
    from sim.parameters.catalogue import catalogue

    found: dict[str, Any] = {}
    unknown = []
    for path, value in given.items():
        declared = catalogue().get(path) if isinstance(path, str) else None
        if declared is None:
            unknown.append(_short(path))
        elif declared.section == "run":
            problems.append((path, f"{path} is not set here: months, sample and seed are keys of "
                             "the state, and the server decides the rest."))  # fmt: skip
        else:
            found[path] = _value(declared, value, problems)
    problems += _unknown(unknown)
    return dict(sorted(found.items()))


def _unknown(paths: list[str]) -> Problems:
    """Return a sentence for each path that no parameter has; the first with the nearest name."""
    from sim.scenario.messages import unknown_parameter

    return [
        (path, unknown_parameter(path) if place < MOST_NAMED and len(path) <= LONGEST_NAMED
         else f"{path} is not a known parameter.")
        for place, path in enumerate(paths)
    ]  # fmt: skip


def settable(path: Any) -> bool:
    """Say whether a state may change the value at a path; no more than a look into a table."""
    from sim.parameters.catalogue import catalogue

    declared = catalogue().get(path) if isinstance(path, str) else None
    return declared is not None and declared.section != "run"


def _value(declared: Parameter, value: Any, problems: Problems) -> Any:
    from sim.scenario.values import accept

    kinds = {"switch": bool, "choice": str, "text": str}
    fits = isinstance(value, kinds.get(declared.kind, (int, float)))
    if declared.kind not in kinds:
        fits = fits and not isinstance(value, bool)
        fits = fits and abs(value) <= LARGEST  # which is no NaN and not infinite
    try:
        if fits:
            return accept(declared, _short(value) if isinstance(value, str) else value)
        said = f"is {_short(value)}, but it must be {declared.allowed()}."
    except (ValueError, OverflowError) as error:
        said = str(error)
    problems.append((declared.path, f"{declared.path} {said}"))
    return None


def _short(value: Any) -> str:
    """Return what somebody wrote, cut to a length that a message can hold."""
    if isinstance(value, int) and abs(value) > LARGEST:
        return "too large a number"
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    text = "".join(c if c.isprintable() else "?" for c in text[:LONGEST_NAME])
    return text if len(text) < LONGEST_NAME else f"{text[:60]}..."

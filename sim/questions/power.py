"""Who holds what the plan waits for, read from the minutes of one run.

The plan needs four things, and each actor's hold on a thing is a share from 0 to 1:

    time    of all months in which planned applications were not begun, those in which they waited
            for this actor: for the law, for a register, for a payment partner. One that waits for
            two actors counts for both, because each of them alone could stop it.
    money   of all dollars spent or withheld, those that this actor gave or withheld; vendors hold
            what their work cost above its plan.
    work    of all months in which applications were being built, those under work to rule, times
            the part of their speed that it takes.
    term    of all months, those after voters let the programme be dropped, times the part of the
            money that goes with the mayor.

An actor's power is its largest hold: it is as strong as its strongest grip. Its interest is the
mean of two shares: years in which it acts unasked, and how early it does so for the first time (1
in the first month, 0 if never).
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sim.data.tables import Application, applications
from sim.questions.decision_kinds import DecisionKind, kind_of

__all__ = ["HOLDS", "Line", "holds_of", "interests_of"]

HOLDS = ("time", "money", "work", "term")
PARTNERS_NEEDED = 2
_QUOTED = re.compile(r"'(.*)'$")
_REGISTER = re.compile(r"opens the (.+) register$")


@dataclass(frozen=True)
class Line:
    """One line of the minutes, with what it is."""

    month: int
    decision: str
    numbers: Mapping[str, Any]
    kind: DecisionKind | None

    @classmethod
    def of(cls, month: int, actor: str, decision: str, numbers: str) -> Line:
        """Return a line from the columns of the table of decisions."""
        return cls(month, decision, json.loads(numbers or "{}"), kind_of(actor, decision))


@dataclass
class _Run:
    """What the minutes of a run tell: dates of gates and of applications, and money."""

    months: int
    law_prepared: int = 0
    law: int = 0
    registers: dict[str, int] = field(default_factory=dict)
    partners: list[int] = field(default_factory=list)
    started: dict[str, int] = field(default_factory=dict)
    ended: dict[str, int] = field(default_factory=dict)
    planned_usd: dict[str, float] = field(default_factory=dict)
    above_plan_usd: float = 0.0
    rule: list[tuple[int, int]] = field(default_factory=list)
    dropped: int = 0
    granted: dict[str, float] = field(default_factory=dict)
    withheld_usd: float = 0.0

    def until(self, month: int) -> int:
        """Return how many months passed before a date; all of them where there is none (0)."""
        return min(self.months, month - 1) if month else self.months


def _read(lines: Sequence[Line], months: int) -> _Run:
    run = _Run(months)
    for line in lines:
        _note_project(run, line)
        _note_gate(run, line)
        _note_money(run, line)
        if line.decision == "calls for work to rule":
            run.rule.append((line.month, months + 1))
        elif line.decision == "ends work to rule" and run.rule:
            run.rule[-1] = (run.rule[-1][0], line.month)
        elif line.decision.startswith("drops the programme") and not run.dropped:
            run.dropped = line.month
    return run


def _note_project(run: _Run, line: Line) -> None:
    found = _QUOTED.search(line.decision)
    if not found:
        return
    name, word = found.group(1), line.decision.split(" ", 1)[0]
    if word == "starts":
        run.started[name] = line.month
        run.planned_usd[name] = float(line.numbers["planned_usd"])
    elif word in ("launches", "cancels", "opens") and name not in run.ended:
        run.ended[name] = line.month
        cost = float(line.numbers.get("cost_usd", line.numbers.get("spent_usd", 0.0)))
        run.above_plan_usd += max(0.0, cost - run.planned_usd.get(name, cost))


def _note_gate(run: _Run, line: Line) -> None:
    register = _REGISTER.search(line.decision)
    if register:
        run.registers[register.group(1).replace(" ", "_")] = line.month
    elif line.decision == "prepares the law":
        run.law_prepared = line.month
    elif line.decision == "puts the new law in force":
        run.law = line.month
        run.law_prepared = run.law_prepared or line.month
    elif line.decision == "joins the payment service":
        run.partners.append(line.month)


def _note_money(run: _Run, line: Line) -> None:
    if line.kind is None or line.kind.about != "money" or not line.kind.who:
        return
    given = float(line.numbers.get("granted_usd", line.numbers.get("grant_usd", 0.0)))
    run.granted[line.kind.who] = run.granted.get(line.kind.who, 0.0) + given
    if "asked_usd" in line.numbers:
        asked = float(line.numbers["asked_usd"])
        run.withheld_usd = asked - given


def holds_of(
    lines: Sequence[Line], months: int, spent_usd: float, slowed: float, lost: float
) -> dict[str, dict[str, float]]:
    """Return each actor's holds in one run.

    Parameters
    ----------
    lines : the minutes.
    months : how long the run was.
    spent_usd : [USD]   What the programme spent.
    slowed : [0-1]   The part of their speed that work to rule takes from projects.
    lost : [0-1]   The part of the money that goes when a new mayor drops the programme.

    Returns
    -------
    holds : by actor and thing, shares [0-1]; every actor of the minutes is there.
    """
    run = _read(lines, months)
    holds: dict[str, dict[str, float]] = {
        line.kind.who: {} for line in lines if line.kind is not None and line.kind.who
    }
    for who, share in {
        **{(who, "time"): share for who, share in _time(run).items()},
        **{(who, "money"): share for who, share in _money(run, spent_usd).items()},
        ("Employees", "work"): slowed * _work(run),
        ("Voters", "term"): lost * (1.0 - run.until(run.dropped) / months),
    }.items():
        if share > 0.0 or who[0] in holds:
            holds.setdefault(who[0], {})[who[1]] = share
    return holds


def _time(run: _Run) -> dict[str, float]:
    """Return which part of the waiting of planned applications was for whom."""
    second = sorted(run.partners)
    partner = second[PARTNERS_NEEDED - 2] if len(second) >= PARTNERS_NEEDED - 1 else 0
    waited: dict[str, int] = {}
    whole = 0
    for spec in applications():
        if spec.live_at_start:
            continue
        idle = run.until(run.started.get(spec.name, run.ended.get(spec.name, 0)))
        whole += idle
        for who, closed in _closed(run, spec, partner).items():
            waited[who] = waited.get(who, 0) + min(idle, closed)
    return {who: months / whole for who, months in waited.items()} if whole else {}


def _closed(run: _Run, spec: Application, partner: int) -> dict[str, int]:
    """Return for how many months an application's gates were closed, by who keeps them."""
    closed = {}
    if spec.needs_law:
        closed["MOGAHA"] = run.until(run.law)
        closed["Other districts"] = run.until(run.law_prepared)
    if spec.registers:
        closed["MOIC"] = max(run.until(run.registers.get(name, 0)) for name in spec.registers)
    if spec.needs_payment and not _has_pilot_partner(spec):
        closed["Banks and card companies"] = run.until(partner)
    return closed


def _has_pilot_partner(spec: Application) -> bool:
    from sim.institutions.it_committee import PILOT_LINES

    return spec.line in PILOT_LINES


def _money(run: _Run, spent_usd: float) -> dict[str, float]:
    whole = spent_usd + run.withheld_usd
    if whole <= 0.0:
        return {}
    held = dict(run.granted)
    held["National Assembly"] = held.get("National Assembly", 0.0) + run.withheld_usd
    held["Vendors"] = run.above_plan_usd
    return {who: min(1.0, usd / whole) for who, usd in held.items()}


def _work(run: _Run) -> float:
    """Return which part of all project-months fell under work to rule."""
    whole = slowed = 0
    for name, start in run.started.items():
        end = run.ended.get(name, run.months + 1)
        whole += end - start
        slowed += sum(max(0, min(end, last) - max(start, first)) for first, last in run.rule)
    return slowed / whole if whole else 0.0


def interests_of(lines: Sequence[Line], months: int) -> dict[str, float]:
    """Return each actor's interest [0-1] in one run: how often and how early it acts unasked."""
    acts: dict[str, list[int]] = {}
    for line in lines:
        if line.kind is None or not line.kind.who:
            continue
        acts.setdefault(line.kind.who, [])
        if line.kind.own:
            acts[line.kind.who].append(line.month)
    years = -(-months // 12)
    return {
        who: 0.5 * len({(month - 1) // 12 for month in found}) / years
        + 0.5 * (1.0 - (min(found) - 1) / months)
        if found else 0.0
        for who, found in acts.items()
    }  # fmt: skip

"""The district from inside: the month's schedule, money and applications of a run, twin lives.

GET  /api/district       the steps of a month: who acts, on which numbers, by which rules
POST /api/applications   one run of a state: the phases of the applications, the minutes by step,
                         and the money from account to account
POST /api/follow         one person in two worlds: {"a": S, "b": S, "citizen": 42}
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Any

from sim.app.api import Ask, get, post
from sim.app.engine import Rank
from sim.app.refusals import Refused
from sim.app.state import State, parse

if TYPE_CHECKING:
    from sim.experiments.twins import TwinLives
    from sim.model import DistrictModel
    from sim.schedule import Step

__all__ = ["followed", "lived", "routes"]

KINDS = ("citizen", "business", "employee")
MOST_EVENTS = 60
LARGEST = 10_000_000
_RULE = re.compile(r"(?s)^(.*?)\s*\(rules? ([A-Z]\d+)\)")
_RANGE = re.compile(r"([A-Z])(\d+)(?:-[A-Z](\d+))?")

OnMonth = Callable[[int], None]


# The schedule ---------------------------------------------------------------------------------


async def district(ask: Ask) -> bytes:
    """Return the steps of a month."""
    return _schedule()


@cache
def _schedule() -> bytes:
    from sim.accounts import INSIDE, PILLARS, UNALLOTTED
    from sim.schedule import SCHEDULE

    steps = [_step(number, step) for number, step in enumerate(SCHEDULE, 1)]
    return _text({
        "steps": steps,
        "accounts": {"inside": list(INSIDE), "pillars": list(PILLARS), "first": UNALLOTTED},
        "kinds": list(KINDS),
    })  # fmt: skip


def _step(number: int, step: Step) -> dict[str, Any]:
    says = _rules()
    return {
        "number": number,
        "name": step.name,
        "sentence": step.sentence,
        "who": step.owner.split(", "),
        "reads": list(step.reads),
        "writes": _written(step.writes),
        "rules": [{"number": one, "says": says.get(one, "")} for one in _numbers(step.rules)],
    }


def _written(writes: tuple[str, ...]) -> list[dict[str, Any]]:
    """Return what a step writes: by whom it is held, and its name in words."""
    from sim.population.columns import BUSINESS_COLUMNS, CITIZEN_COLUMNS, EMPLOYEE_COLUMNS

    labels = {
        f"{whose}.{column.name}": column.label
        for whose, columns in (("citizens", CITIZEN_COLUMNS), ("businesses", BUSINESS_COLUMNS),
                               ("employees", EMPLOYEE_COLUMNS))
        for column in columns
    }  # fmt: skip
    held: dict[str, list[str]] = {}
    for name in writes:
        whose = name.partition(".")[0] if name in labels else ""
        held.setdefault(whose, []).append(labels.get(name, name))
    return [{"whose": whose, "names": names} for whose, names in held.items()]


def _numbers(rules: str) -> Iterator[str]:
    """Yield the rules of "B1 K1-K3" one by one."""
    for letter, first, last in _RANGE.findall(rules):
        for number in range(int(first), int(last or first) + 1):
            yield f"{letter}{number}"


@cache
def _rules() -> Mapping[str, str]:
    """Return what each rule gives, by its number: the first sentence of its docstring."""
    import sim.rules

    found: dict[str, str] = {}
    for module in iter_modules(sim.rules.__path__):
        for one in vars(import_module(f"sim.rules.{module.name}")).values():
            said = _RULE.match(getattr(one, "__doc__", None) or "") if callable(one) else None
            if said:
                found.setdefault(said[2], " ".join(said[1].split()).removeprefix("Return "))
    return found


# A run from inside ----------------------------------------------------------------------------


async def applications(ask: Ask) -> bytes:
    """Return the applications, minutes and money of one quick run of a state."""
    state = ask.state()
    name = f"district {state.digest}"
    body = ask.page.answers.get(name)
    if body is None:
        body = await ask.page.engine.call(
            "sim.app.api_district:lived", state.as_dict(), session=ask.session, rank=Rank.ASK,
            key=state.digest, may_be_left=True,
        )  # fmt: skip
        ask.page.answers.put(name, body, len(body))
    return bytes(body)


def lived(given: dict[str, Any], on_month: OnMonth) -> bytes:
    """Return what happens inside one run, as JSON text; in a worker.

    It is the run that the page shows first: one world, the state's sample.
    """
    from sim.execution.task import let_go
    from sim.parameters.run import month_text

    state = parse(given)
    start = state.scenario.run.start
    world = _world(state)
    steps: list[str] = []
    world.after_step = lambda step: _note(world, steps, step)
    for month in range(1, state.months + 1):
        world.step()
        on_month(month)
    tables = world.tables(("decisions", "ledger", "portfolio"))
    data = {
        "months": state.months,
        "dates": [month_text(month, start) for month in range(1, state.months + 1)],
        "sample": state.sample,
        "applications": _applications(tables["portfolio"]),
        "decisions": [
            {name: str(row[name]) for name in ("date", "actor", "decision", "reason")}
            | {"month": int(row["month"]), "numbers": _plain(row["numbers"]), "step": step}
            for row, step in zip(tables["decisions"].to_dict("records"), steps, strict=True)
        ],
        "flows": _flows(tables["ledger"]),
    }  # fmt: skip
    let_go(world)
    return _text(data)


def _world(state: State) -> DistrictModel:
    """Return the model of replicate 1 of a state, before its first month."""
    from sim.app.twins import STAGES, plan_of
    from sim.model import DistrictModel

    plan = plan_of({state.base: state.scenario}, state, STAGES[0])
    only = next(plan.runs())
    return DistrictModel(plan.world(only), seed=only.seed, sample=state.sample)


def _note(world: DistrictModel, steps: list[str], step: Step) -> None:
    """Write down in which step the new decisions were taken."""
    new = len(world.minutes.decisions) - len(steps)
    steps += [step.name] * new


def _plain(numbers: Any) -> dict[str, Any]:
    """Return the numbers behind a decision, which the table holds as JSON text."""
    found = json.loads(numbers) if isinstance(numbers, str) else dict(numbers)
    return {str(name): value for name, value in found.items()}


def _applications(table: Any) -> list[dict[str, Any]]:
    return [
        {"name": str(name), "line": str(rows["line"].iloc[0]),
         "phases": [[int(m), str(p)] for m, p in zip(rows["month"], rows["phase"], strict=True)]}
        for name, rows in table.groupby("application", sort=False)
    ]  # fmt: skip


def _flows(ledger: Any) -> list[dict[str, Any]]:
    """Return the money from account to account over the whole run, the largest sums first."""
    cents: Counter[tuple[str, str]] = Counter()
    for source, use, usd in zip(ledger["source"], ledger["use"], ledger["usd"], strict=True):
        cents[str(source), str(use)] += round(100 * float(usd))
    return [
        {"source": source, "use": use, "usd": sum_ / 100}
        for (source, use), sum_ in cents.most_common()
    ]


# Twin lives -----------------------------------------------------------------------------------


async def follow(ask: Ask) -> bytes:
    """Return one person's life in two worlds, or persons whose lives part if nobody is named."""
    a, b = ask.state("a"), ask.state("b")
    b = replace(b, months=a.months, sample=a.sample, seed=a.seed)
    named = {kind: ask.data[kind] for kind in KINDS if kind in ask.data}
    for kind in named:
        ask.whole(kind, 0, LARGEST, 0)
    if len(named) > 1:
        words = "One life at a time can be followed: name a citizen, a business or an employee."
        raise Refused(words, problems=[(kind, words) for kind in named])
    key = json.dumps(["follow", a.digest, b.digest, named])
    body = ask.page.answers.get(key)
    if body is None:
        body = await ask.page.engine.call(
            "sim.app.api_district:followed", a.as_dict(), b.as_dict(), named,
            session=ask.session, rank=Rank.ASK, key=key, may_be_left=True,
        )  # fmt: skip
        ask.page.answers.put(key, body, len(body))
    return bytes(body)


def followed(
    a: dict[str, Any], b: dict[str, Any], named: dict[str, int], on_month: OnMonth
) -> bytes:
    """Return twin lives as JSON text; in a worker."""
    from sim.experiments.twins import follow as follow_twins

    one, other = (parse(given) for given in (a, b))
    names = ("A", "B")
    worlds = [replace(state.scenario, name=name)
              for state, name in zip((one, other), names, strict=True)]  # fmt: skip
    lives = follow_twins(
        worlds[0], worlds[1], citizen=named.get("citizen"), business=named.get("business"),
        employee=named.get("employee"), find=not named, on_month=on_month,
    )  # fmt: skip
    return _text(dict(lives.summary) | _seen(lives))


def _seen(lives: TwinLives) -> dict[str, Any]:
    """Return the months, the lines to draw and what happened, for the page."""
    from sim.experiments.twin_why import columns_words, place_words
    from sim.parameters.run import month_text

    if lives.person is None or lives.a is None or lives.b is None:
        return {"lines": [], "events": [], "said": []}
    said = []
    for parting in dict.fromkeys((lives.parting, lives.deed)):
        if parting is not None:
            said.append({"where": place_words(lives, parting),
                         "what": columns_words(lives, parting)})  # fmt: skip
    told = lives.summary["events"]
    months = sorted({*told["A"], *told["B"]})[:MOST_EVENTS]
    return {
        "said": said,
        "lines": _lines(lives),
        "dates": [month_text(month, lives.start) for month in range(1, lives.months + 1)],
        "events": [
            {"month": month, "date": month_text(month, lives.start) if month else "",
             "a": told["A"].get(month, []), "b": told["B"].get(month, [])}
            for month in months
        ],
    }  # fmt: skip


def _lines(lives: TwinLives) -> list[dict[str, Any]]:
    """Return the courses of the picture of twin lives: label, and values in A and in B."""
    from sim.reports.lives import FOR_STAFF, FOR_USERS, OF_100

    staff = lives.person is not None and lives.person.kind == "employee"
    found = []
    for name, label in FOR_STAFF if staff else FOR_USERS:
        scale = 100.0 if name in OF_100 else 1.0
        sides = [
            [round(scale * _value(state, name), 4) for state in diary.states]
            for diary in (lives.a, lives.b)
            if diary is not None
        ]
        found.append({"name": name, "label": label, "a": sides[0], "b": sides[1]})
    return found


def _value(state: Mapping[str, Any], name: str) -> float:
    return float(int(state["aware_lines"]).bit_count() if name == "known" else state[name])


def _text(data: Any) -> bytes:
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False,
                      default=float)  # fmt: skip
    return text.encode("utf-8", "replace")


routes = [
    get("/api/district", district),
    post("/api/applications", applications),
    post("/api/follow", follow),
]

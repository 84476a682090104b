"""GET /api/about: what the page can show and set, from the declarations; nothing is said twice."""

from __future__ import annotations

from functools import cache
from math import floor, log10
from typing import TYPE_CHECKING, Any

import sim
from sim.app.answers import facts_of
from sim.app.api import Ask, get
from sim.app.bases import BASELINE, bases, scenario_of_base, title_of
from sim.app.limits import Limits
from sim.app.refusals import Refused
from sim.app.twins import STAGES
from sim.app.words import LANGUAGES
from sim.parameters.catalogue import catalogue

if TYPE_CHECKING:
    from sim.parameters.catalogue import Parameter
    from sim.scenario import Scenario

__all__ = ["about", "lever", "routes"]

STEPS = 100
"""A slider has about so many steps, each a power of ten."""
MOST_UNCERTAIN = "uncertain"
"""The shipped scenario whose `uncertain:` says which assumptions are worth showing."""


async def _about(ask: Ask) -> dict[str, Any]:
    return {"started": ask.page.name} | about(ask.page.limits)


def about(limits: Limits) -> dict[str, Any]:
    """Return versions, scenarios, levers by pillar, assumptions, outcomes and limits."""
    from sim.manifest import code_hash
    from sim.reports.headline import CAUTION
    from sim.reports.validated import validation_line

    return {
        "version": sim.__version__,
        "code": code_hash()[:8],
        "caution": CAUTION,
        "evidence_line": validation_line(),
        "bases": _bases(),
        "pillars": _pillars(),
        "assumptions": _assumptions(),
        "outcomes": [
            {key: value for key, value in facts.items() if key != "formula"}
            for facts in facts_of().values()
        ],
        "stages": [{"seeds": stage.seeds, "sample": stage.sample or None} for stage in STAGES],
        "limits": limits.as_dict(),
        "languages": list(LANGUAGES),
    }


async def _base(ask: Ask) -> dict[str, Any]:
    """Return what a shipped scenario asks, and where its levers stand.

    Raises
    ------
    Refused : there is no scenario of that name (404).
    """
    name = ask.path["name"]
    if name not in bases():
        raise Refused("There is no shipped scenario of that name; /api/about lists them.", 404)
    scenario = scenario_of_base(name)
    return {
        "name": name,
        "title": scenario.title,
        "about": {key: getattr(scenario.about, key) for key in ("question", "role", "note")},
        "months": scenario.run.months,
        "seed": scenario.run.seed,
        "values": _unusual(scenario),
        "dated_changes": len(scenario.timeline),
    }


def _unusual(scenario: Scenario) -> dict[str, Any]:
    """Return the values on the page that a scenario sets otherwise than the defaults."""
    shown = [one for group in (*_pillars(), *_assumptions()) for one in group["levers"]]
    values = {one["path"]: scenario.value(one["path"]) for one in shown}
    return {one["path"]: values[one["path"]] for one in shown
            if values[one["path"]] != one["default"]}  # fmt: skip


@cache
def _bases() -> list[dict[str, Any]]:
    usual = scenario_of_base(BASELINE).run
    return [
        {"name": base.name, "title": title_of(base.name), "question": base.question,
         "file": base.shown, "months": usual.months}
        for base in bases().values()
    ]  # fmt: skip


@cache
def _pillars() -> list[dict[str, Any]]:
    from sim.parameters.strategy import Strategy

    found: dict[str, list[dict[str, Any]]] = {}
    for item in catalogue().values():
        if item.section == "strategy":
            found.setdefault(item.path.split(".")[1], []).append(lever(item))
    return [
        {"name": name, "label": name.capitalize(), "note": _about_group(Strategy, name),
         "levers": levers}
        for name, levers in found.items()
    ]  # fmt: skip


def _about_group(section: Any, name: str) -> str:
    return str(section.model_fields[name].annotation.__doc__ or "").splitlines()[0]


@cache
def _assumptions() -> list[dict[str, Any]]:
    """Return the parameters of the district that are not known for sure, by subject."""
    spread = scenario_of_base(MOST_UNCERTAIN).uncertain if MOST_UNCERTAIN in bases() else {}
    found: dict[str, list[dict[str, Any]]] = {}
    for item in catalogue().values():
        if item.section == "district" and (item.prior or item.path in spread):
            found.setdefault(".".join(item.path.split(".")[1:-1]), []).append(lever(item))
    return [
        {"name": name, "label": name.split(".")[-1].replace("_", " ").capitalize(),
         "levers": levers}
        for name, levers in found.items()
    ]  # fmt: skip


def lever(item: Parameter) -> dict[str, Any]:
    """Return one parameter as the page shows it."""
    return {
        "path": item.path,
        "label": item.label,
        "unit": item.unit,
        "low": item.low,
        "high": item.high,
        "step": _step(item),
        "kind": item.kind,
        "choices": list(item.choices),
        "default": item.default,
        "source": item.source,
        "status": item.status,
        "note": item.note,
        "needs": item.needs,
    }


def _step(item: Parameter) -> float | None:
    """Return the step of a slider: as declared, else a power of ten near a hundredth."""
    if item.step is not None or item.low is None or item.high is None:
        return item.step
    if item.kind not in ("number", "integer") or item.high <= item.low:
        return None
    step = float(f"1e{floor(log10((item.high - item.low) / STEPS))}")
    return max(1, int(step)) if item.kind == "integer" else step


routes = [get("/api/about", _about), get("/api/base/{name:path}", _base)]

"""POST /api/run: a state as lines, bands, differences and sentences, in four stages.

The answer to a stage is the same for everybody who asks for the same state, so it is kept.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import time
from collections.abc import Mapping, Sequence
from typing import Any

from sim.app.answers import Line, chosen, course_words, headline
from sim.app.api import Ask, post
from sim.app.api_ahead import look_ahead, neighbours
from sim.app.bases import title_of
from sim.app.engine import Rank
from sim.app.jobs import Kept
from sim.app.lru import Lru
from sim.app.state import State
from sim.app.twins import STAGES, Stage, all_tasks, stage_of, tasks_of, worlds_of
from sim.app.worlds import is_same_strategy
from sim.parameters.run import month_text

__all__ = ["answer", "routes", "stage_facts"]

AHEAD_SECONDS = 0.01
_LINES: Lru[tuple[Kept, Line]] = Lru(32)
"""The lines of the last single runs; only the event loop uses it."""


async def run(ask: Ask) -> bytes:
    """Return the answer to one stage of a state."""
    began, asked = time.perf_counter(), time.monotonic()
    state, near = ask.state(), neighbours(ask)
    place = ask.whole("stage", 0, len(STAGES) - 1, 0)
    outcomes = chosen(ask.data.get("outcomes"))
    name = _name_of(state, place, outcomes)
    body = ask.page.answers.get(name)
    if body is None:
        body = await _made(ask, state, place, outcomes, asked)
        ask.page.answers.put(name, body, len(body))
    if place == 0 and "ahead" in ask.data:  # a little later, behind the answer
        asyncio.get_running_loop().call_later(AHEAD_SECONDS, look_ahead, ask, state, near, asked)
    return body[:-1] + b',"ms":%d}' % (1000 * (time.perf_counter() - began))


def _name_of(state: State, place: int, outcomes: Sequence[str]) -> str:
    text = f"{state.digest} {place} {','.join(outcomes)}"
    return hashlib.sha256(text.encode()).hexdigest()


async def _made(ask: Ask, state: State, place: int, outcomes: Sequence[str], asked: float) -> bytes:
    worlds, stage = worlds_of(state), stage_of(state, place)
    tasks = all_tasks(list(worlds.values()), stage)
    engine = ask.page.engine
    rank = Rank.MOVE if place == 0 else Rank.REFINE
    if place == 0 and not engine.expects(tasks):  # the hand went elsewhere
        engine.ahead(ask.session, (), asked)
    if engine.has(tasks):
        runs = await engine.runs(tasks, rank, ask.session)
    else:
        turns = ask.page.moves if place == 0 else ask.page.refinements
        async with turns.of(ask.session):
            runs = await engine.runs(tasks, rank, ask.session)
    kept = {task.key: one for task, one in zip(tasks, runs, strict=True)}
    if stage.seeds == 1:
        return answer(state, place, outcomes, kept)
    return await asyncio.to_thread(answer, state, place, outcomes, kept)


def answer(state: State, place: int, outcomes: Sequence[str], kept: Mapping[str, Kept]) -> bytes:
    """Return the answer to a stage as JSON text, from its runs by key."""
    worlds, stage = worlds_of(state), stage_of(state, place)
    runs = {
        name: [kept[task.key] for task in tasks_of(world, stage)] for name, world in worlds.items()
    }
    lines = {name: _line(found) for name, found in runs.items()}
    start = state.scenario.run.start
    months = list(range(1, state.months + 1))
    reference = worlds["baseline"].base
    data = stage_facts(state, place, stage) | {
        "reference": {"name": reference, "title": title_of(reference)},
        "changed": _changed(worlds),
        "months": months,
        "dates": [month_text(month, start) for month in months],
        "headline": headline(lines["baseline"], lines["yours"], outcomes, state.months),
        "sentences": {name: course_words(name, lines) for name in outcomes},
        "minutes": list(runs["yours"][0].minutes) if place == 0 else [],
        "model_ms": round(1000 * max(one.seconds for one in runs["yours"])),
    }  # fmt: skip
    if "assumption" in lines:
        data["headline_of_assumption"] = headline(
            lines["baseline"], lines["assumption"], outcomes, state.months
        )
        data["headline_of_policy"] = headline(
            lines["assumption"], lines["yours"], outcomes, state.months
        )
    drawn = ",".join(f'"{name}":{line.as_json(outcomes)}' for name, line in lines.items())
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return f'{text[:-1]},"lines":{{{drawn}}}}}'.encode()


def _changed(worlds: Mapping[str, State]) -> dict[str, bool]:
    """Return what differs from the reference: the policy, the world that it meets, or both."""
    own, beside = worlds["yours"].scenario, worlds["baseline"].scenario
    return {"policy": not is_same_strategy(own, beside), "assumption": "assumption" in worlds}


def _line(runs: Sequence[Kept]) -> Line:
    """Return the line of some runs; that of a single run, as a baseline's, is remembered."""
    if len(runs) > 1:
        return Line.of(runs)
    name = str(id(runs[0]))
    known = _LINES.get(name)
    if known is None or known[0] is not runs[0]:
        known = (runs[0], Line.of(runs))
        _LINES.put(name, known, 1)
    return known[1]


def stage_facts(state: State, place: int, stage: Stage) -> dict[str, Any]:
    """Return what a stage is: its number, how many there are, its sample and its seeds."""
    return {"stage": place, "stages": len(STAGES), "sample": stage.sample_of(state),
            "seeds": stage.seeds}  # fmt: skip


routes = [post("/api/run", run)]

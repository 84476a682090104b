"""The fourteen questions of the case: what is asked, what somebody expects, what comes out.

GET  /api/questions            the fourteen: number, title, what is asked
GET  /api/questions/13         its texts, its scenarios as states, and what is to be predicted
POST /api/questions/start      {"number": 13}: the outcomes of its scenario A in one run
POST /api/questions/answer     {"number": 13}: five sentences, a table and a figure; with
                               {"stage": 1} from more and larger twin runs
POST /api/predict              {"number": 13, "forecasts": {outcome: {higher, low, high}}}: scored

An answer takes many runs, so there are two sizes of it, and each is told with its numbers. Each
answer is made once and kept for everybody.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from sim.app.api import Ask, get, post
from sim.app.bases import BASELINE, bases, title_of
from sim.app.engine import Rank
from sim.app.forecasts import beliefs_of
from sim.app.plain import json_text
from sim.app.question_pairs import changes
from sim.app.question_runs import SIZES, scored, settings_of
from sim.app.refusals import Refused
from sim.app.state import SAMPLE, State

__all__ = ["routes"]

SECONDS = (170.0, 900.0)
"""After which an answer is given up, by stage."""
MOST_LARGE = 3
"""Large answers that are made or wait at the same time."""
_UNDER_WAY: dict[asyncio.Future[bytes], tuple[int, int]] = {}


# What is asked --------------------------------------------------------------------------------


async def questions(ask: Ask) -> bytes:
    """Return the fourteen questions."""
    return await asyncio.to_thread(_listed)


@cache
def _listed() -> bytes:
    return json_text([
        {"number": one.number, "title": one.title, "asks": one.asks,
         "scenarios": len(one.scenarios)}
        for one in _all()
    ])  # fmt: skip


def _all() -> Any:
    from sim.questions.catalogue import all_questions

    return all_questions()


async def question(ask: Ask) -> bytes:
    """Return one question with its scenarios as states, and what is to be predicted."""
    return await asyncio.to_thread(_one, _number(ask.path["number"]))


def _number(given: Any) -> int:
    text = given if isinstance(given, str) else ""
    number = int(text) if text.isdecimal() and len(text) <= 2 else given
    if isinstance(number, int) and not isinstance(number, bool) and 1 <= number <= 14:
        return number
    raise Refused("There are fourteen questions; name one by its number, 1 to 14.",
                  404 if isinstance(given, str) else 400,
                  problems=[("number", "a whole number from 1 to 14")])  # fmt: skip


@cache
def _one(number: int) -> bytes:
    from sim.questions.catalogue import find

    asked = find(number)
    of_it = [base for base in bases().values() if base.question == number]
    return json_text({
        "number": number, "title": asked.title, **asked.texts,
        "scenarios": [
            {"name": title_of(base.name), "short": base.path.stem, "path": base.shown,
             "state": _state(base.name, number).as_dict()}
            for base in of_it
        ],
        "predict": _to_predict(number),
        "sizes": [{"seeds": seeds, "sample": citizens} for seeds, citizens in SIZES],
        "command": f"egov question {number}",
    })  # fmt: skip


def _state(name: str, number: int) -> State:
    """Return the state that opens a scenario of a question: its own months and seed."""
    from sim.app.bases import scenario_of_base

    run = scenario_of_base(name).run
    return State(base=name if name in bases() else BASELINE, months=min(run.months, 300),
                 sample=SAMPLE, seed=run.seed)  # fmt: skip


def _to_predict(number: int) -> dict[str, Any]:
    """Return what somebody is asked to predict, as `egov predict` asks it."""
    from sim.classroom.predict import asked_of

    asked = asked_of([str(number)], overrides=settings_of(0))
    question = asked.question
    return {
        "a": question.a, "b": question.b, "month": question.month,
        "changes": changes(*(f"question/{number}/{one}" for one in (question.a, question.b))),
        "outcomes": [_fact(asked.facts[name]) for name in question.outcomes],
    }  # fmt: skip


def _fact(fact: Mapping[str, Any]) -> dict[str, Any]:
    return {key: fact[key] for key in ("name", "label", "unit", "better")}


# What comes out -------------------------------------------------------------------------------


async def start(ask: Ask) -> bytes:
    """Return where scenario A ends in one run, for somebody who is to forecast a difference."""
    number = _number(ask.data.get("number"))
    name = f"question {number} start"
    body = ask.page.answers.get(name)
    if body is None:
        body = await ask.page.engine.call(
            "sim.app.question_pairs:stands", number, session=ask.session, rank=Rank.ASK, key=name,
            may_be_left=True,
        )  # fmt: skip
        ask.page.answers.put(name, body, len(body))
    return bytes(body)


async def answer(ask: Ask) -> bytes:
    """Return the answer to a question."""
    number = _number(ask.data.get("number"))
    return _shown(await _found(ask, number, _stage(ask)))


async def predict(ask: Ask) -> bytes:
    """Return how a forecast did in the runs that answer the question."""
    number, stage = _number(ask.data.get("number")), _stage(ask)
    asked = await asyncio.to_thread(_one, number)
    outcomes = [one["name"] for one in json.loads(asked)["predict"]["outcomes"]]
    beliefs = beliefs_of(ask.data.get("forecasts"), outcomes)
    found = json.loads(await _found(ask, number, stage))
    return await asyncio.to_thread(scored, number, stage, beliefs, found["truth"])


def _stage(ask: Ask) -> int:
    return ask.whole("stage", 0, len(SIZES) - 1, 0)


def _shown(found: bytes) -> bytes:
    """Return the answer without what only a score needs."""
    data = json.loads(found)
    del data["truth"]
    return json_text(data)


async def _found(ask: Ask, number: int, stage: int) -> bytes:
    """Return the answer that is kept, or have it made; it is kept even if nobody waits."""
    name = f"question {number} {' '.join(settings_of(stage))}"
    kept = ask.page.answers.get(name)
    if kept is not None:
        return kept
    _require_room(number, stage)

    async def made() -> bytes:
        body = bytes(await ask.page.engine.call(
            "sim.app.question_runs:answered", number, stage, session=ask.session,
            rank=Rank.LONG, key=name, seconds=SECONDS[stage],
        ))  # fmt: skip
        ask.page.answers.put(name, body, len(body))
        return body

    making = asyncio.ensure_future(made())  # it goes on when this page goes away
    _UNDER_WAY[making] = (number, stage)
    making.add_done_callback(_is_done)
    return await asyncio.shield(making)


def _require_room(number: int, stage: int) -> None:
    """Refuse one more large answer while several others are being made."""
    large = {one for one in _UNDER_WAY.values() if one[1] > 0} - {(number, stage)}
    if stage > 0 and len(large) >= MOST_LARGE:
        raise Refused("Larger answers to other questions are being made. Ask again in a minute.",
                      503)  # fmt: skip


def _is_done(making: asyncio.Future[bytes]) -> None:
    _UNDER_WAY.pop(making, None)
    if not making.cancelled():
        making.exception()


routes = [
    get("/api/questions", questions),
    get("/api/questions/{number}", question),
    post("/api/questions/start", start),
    post("/api/questions/answer", answer),
    post("/api/predict", predict),
]

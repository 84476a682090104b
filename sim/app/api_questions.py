"""The fourteen questions of the case: what is asked, what somebody expects, what comes out.

GET  /api/questions            the fourteen: number, title, what is asked
GET  /api/questions/13         its texts, its scenarios as states, and what is to be predicted
POST /api/questions/answer     {"number": 13}: five sentences, a table and a figure
POST /api/predict              {"number": 13, "forecasts": {outcome: {higher, low, high}}}: scored

An answer takes many runs, so its size here is small and fixed, and told with it. Each is made once
and kept for everybody.
"""

from __future__ import annotations

import asyncio
import json
import math
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from sim.app.api import Ask, get, post
from sim.app.bases import BASELINE, bases, title_of
from sim.app.engine import Rank
from sim.app.refusals import Refused
from sim.app.state import SAMPLE, State

__all__ = ["answered", "routes", "scored"]

SEEDS, CITIZENS = 6, 2000
SIZE = (f"run.replications={SEEDS}", f"run.sample={CITIZENS}", "run.full_run=no")
"""Every answer of the page; `egov question` has larger ones."""
SECONDS = 170.0
MOST_BELIEFS = 12
LARGEST = 1e12

OnMonth = Callable[[int], None]
_UNDER_WAY: set[asyncio.Future[bytes]] = set()


# What is asked --------------------------------------------------------------------------------


async def questions(ask: Ask) -> bytes:
    """Return the fourteen questions."""
    return await asyncio.to_thread(_listed)


@cache
def _listed() -> bytes:
    return _text([
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
    return _text({
        "number": number, "title": asked.title, **asked.texts,
        "scenarios": [
            {"name": title_of(base.name), "short": base.path.stem, "path": base.shown,
             "state": _state(base.name, number).as_dict()}
            for base in of_it
        ],
        "predict": _to_predict(number),
        "size": {"seeds": SEEDS, "sample": CITIZENS},
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

    asked = asked_of([str(number)], overrides=SIZE)
    question = asked.question
    return {
        "a": question.a, "b": question.b, "month": question.month,
        "moved": list(asked.moved),
        "outcomes": [_fact(asked.facts[name]) for name in question.outcomes],
    }  # fmt: skip


def _fact(fact: Mapping[str, Any]) -> dict[str, Any]:
    return {key: fact[key] for key in ("name", "label", "unit", "better")}


# What comes out -------------------------------------------------------------------------------


async def answer(ask: Ask) -> bytes:
    """Return the answer to a question."""
    found = await _found(ask, _number(ask.data.get("number")))
    return _shown(found)


async def predict(ask: Ask) -> bytes:
    """Return how a forecast did in the runs that answer the question."""
    number = _number(ask.data.get("number"))
    beliefs = _beliefs(ask.data.get("forecasts"), number)
    found = json.loads(await _found(ask, number))
    return await asyncio.to_thread(scored, number, beliefs, found["truth"])


def _shown(found: bytes) -> bytes:
    """Return the answer without what only a score needs."""
    data = json.loads(found)
    del data["truth"]
    return _text(data)


async def _found(ask: Ask, number: int) -> bytes:
    """Return the answer that is kept, or have it made; it is kept even if nobody waits."""
    name = f"question {number} {' '.join(SIZE)}"
    kept = ask.page.answers.get(name)
    if kept is not None:
        return kept

    async def made() -> bytes:
        body = bytes(await ask.page.engine.call(
            "sim.app.api_questions:answered", number, session=ask.session, rank=Rank.LONG,
            key=name, seconds=SECONDS,
        ))  # fmt: skip
        ask.page.answers.put(name, body, len(body))
        return body

    making = asyncio.ensure_future(made())  # it goes on when this page goes away
    _UNDER_WAY.add(making)
    making.add_done_callback(_is_done)
    return await asyncio.shield(making)


def _is_done(making: asyncio.Future[bytes]) -> None:
    _UNDER_WAY.discard(making)
    if not making.cancelled():
        making.exception()


def answered(number: int, on_month: OnMonth) -> bytes:
    """Return the answer to a question as JSON text; in a worker."""
    import sim
    from sim.classroom.predict import asked_of
    from sim.classroom.predictions import truth_of
    from sim.questions.ask import Answer

    result: Answer = sim.question(number, overrides=SIZE, workers=1, progress="none")
    asked = asked_of([str(number)], overrides=SIZE)
    truth = truth_of(result.ensemble, asked.question, asked.names)
    wide, narrow = result.plot.answer(), result.plot.answer(narrow=True)
    return _text({
        "number": number,
        "title": result.title,
        "size": {"seeds": SEEDS, "sample": CITIZENS, "months": result.ensemble.plan.months},
        "headline": _plain(result.headline),
        "sentences": [{"topic": topic, "text": text} for topic, text in result.sentences],
        "figure": {"title": wide.title, "alt": wide.alt, "wide": wide.svg(),
                   "narrow": narrow.svg()},
        "table": _table(result),
        "notes": list(result.notes),
        "command": result.command,
        "truth": {name: [float(value) for value in values] for name, values in truth.items()},
    })  # fmt: skip


def _table(result: Any) -> dict[str, Any]:
    """Return the paired differences at the month of the headline."""
    month = result.headline["month"]
    rows = result.table[result.table["month"] == month]
    names = ("scenario", "against", "outcome", "unit", "difference", "low", "high", "n")
    facts = result.ensemble.outcomes
    return {
        "month": month,
        "rows": [
            {name: _cell(row[name]) for name in names}
            | {"label": facts[row["outcome"]]["label"], "better": facts[row["outcome"]]["better"]}
            for row in rows.astype(object).to_dict("records")
        ],
    }


# The forecast ---------------------------------------------------------------------------------


def _beliefs(given: Any, number: int) -> dict[str, tuple[float, float, float]]:
    """Return what somebody expects, by outcome: chance of more in B, and the range of 80 %."""
    outcomes = {one["name"]: one for one in json.loads(_one(number))["predict"]["outcomes"]}
    if not isinstance(given, dict) or not 1 <= len(given) <= MOST_BELIEFS:
        words = "forecasts must be an object: for each outcome higher, low and high."
        raise Refused(words, problems=[("forecasts", words)])
    problems: list[tuple[str, str]] = []
    found = {}
    for name, belief in given.items():
        if name not in outcomes:
            problems.append((name[:60], "is not asked here; asked are " + ", ".join(outcomes)))
        else:
            found[name] = _belief(name, belief, problems)
    if problems:
        path, words = problems[0]
        raise Refused(f"This forecast cannot be scored: {path} {words}.", problems=problems)
    return found


def _belief(name: str, given: Any, problems: list[tuple[str, str]]) -> tuple[float, float, float]:
    values = given if isinstance(given, dict) else {}
    numbers = [values.get(key) for key in ("higher", "low", "high")]
    if not all(_is_number(one) for one in numbers):
        problems.append((name, "needs three numbers: higher (0 to 1), low and high"))
        return (0.5, 0.0, 0.0)
    higher, low, high = (float(one) for one in numbers)  # type: ignore[arg-type]
    if not 0.0 <= higher <= 1.0:
        problems.append((name, f"has the chance {higher:g}; it must be from 0 to 1"))
    if low > high:
        problems.append((name, f"has a range from {low:g} down to {high:g}; low comes first"))
    return higher, low, high


def _is_number(value: Any) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return abs(value) <= LARGEST


def scored(
    number: int, beliefs: Mapping[str, tuple[float, float, float]], truth: Mapping[str, list[float]]
) -> bytes:
    """Return a forecast with its score, as `egov predict` gives it."""
    from sim.classroom.debrief import forecast_words
    from sim.classroom.predict import asked_of
    from sim.classroom.predictions import ALWAYS_HALF, Belief, Forecast, score

    asked = asked_of([str(number)], overrides=SIZE)
    forecast = Forecast("you", asked.question,
                        {name: Belief(*belief) for name, belief in beliefs.items()})  # fmt: skip
    table = score(forecast, truth)
    return _text({
        "sentence": forecast_words(table),
        "always_half": ALWAYS_HALF,
        "month": asked.question.month,
        "rows": [
            {str(key): _cell(value) for key, value in row.items()}
            | {"label": asked.facts[row["outcome"]]["label"],
               "unit": asked.facts[row["outcome"]]["unit"]}
            for row in table.astype(object).to_dict("records")
        ],
    })  # fmt: skip


# Plain data -----------------------------------------------------------------------------------


def _plain(data: Mapping[str, Any]) -> dict[str, Any]:
    return {key: _cell(value) for key, value in data.items()}


def _cell(value: Any) -> Any:
    """Return a cell as plain data; what is no number is null."""
    if hasattr(value, "item"):
        value = value.item()
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _text(data: Any) -> bytes:
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.encode("utf-8", "replace")


routes = [
    get("/api/questions", questions),
    get("/api/questions/{number}", question),
    post("/api/questions/answer", answer),
    post("/api/predict", predict),
]

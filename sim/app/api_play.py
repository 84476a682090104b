"""POST /api/play: the mayor's term in one world, replayed from its rounds each time.

    {"state": S, "months": 48, "rounds": [{path: value}, ...], "next": {path: value}}

`rounds` are the levers set before each half-year that is over; `next` those set for the one to
come. The server remembers nothing of a term: the rounds are all of it. What `sim.Session` refuses
in `next` is told in `refused`, and the report is then that without it.

/api/play/score   the end of the term beside the shipped strategies, in the same world
/api/play/file    the term as a scenario file
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.app.api import Ask, post
from sim.app.bases import bases
from sim.app.engine import Rank
from sim.app.refusals import Refused, StateError
from sim.app.state import State, parse
from sim.errors import UserError

if TYPE_CHECKING:
    from sim.session.session import Session

__all__ = ["file", "replay", "routes", "score"]

TERM, LONGEST, EACH = 48, 120, 6
COURSE = ("adoption_share", "satisfaction_citizens", "satisfaction_employees", "trust",
          "cost_per_case_usd")  # fmt: skip
"""The outcomes whose course is drawn."""
TOLD = ("adoption_share", "satisfaction_citizens", "satisfaction_employees", "trust")
"""The outcomes whose change tells what a round came to."""
NEWS = 3
"""Items of news that stand beside the levers of a round that is over."""
SAVED_AS = "my-term.yaml"
MOST_PROBLEMS = 5

OnMonth = Callable[[int], None]
Rounds = Sequence[Mapping[str, Any]]


async def play(ask: Ask) -> bytes:
    """Return the report of a term after its rounds, and what the mayor may set now."""
    return await _made(ask, "replay", Rank.ASK, _asked(ask))


async def scorecard(ask: Ask) -> bytes:
    """Return the end of a term beside the shipped strategies."""
    state, months, rounds, _ = _asked(ask)
    return await _made(ask, "score", Rank.LONG, (state, months, rounds))


async def as_file(ask: Ask) -> bytes:
    """Return the term so far as a scenario file."""
    return await _made(ask, "file", Rank.ASK, _asked(ask))


async def _made(ask: Ask, what: str, rank: Rank, asked: tuple[Any, ...]) -> bytes:
    """Return what a worker makes of a term, or made before."""
    name = _name(what, asked)
    body = ask.page.answers.get(name)
    if body is None:
        state, *others = asked
        body = await ask.page.engine.call(
            f"sim.app.api_play:{what}", state.as_dict(), *others, session=ask.session, rank=rank,
            key=name,
        )  # fmt: skip
        ask.page.answers.put(name, body, len(body))
    return bytes(body)


def _name(what: str, asked: tuple[Any, ...]) -> str:
    state, *others = asked
    text = json.dumps([what, state.digest, *others])
    return hashlib.sha256(text.encode()).hexdigest()


def _asked(ask: Ask) -> tuple[State, int, list[dict[str, Any]], dict[str, Any]]:
    """Return state, months, rounds and the levers to come of a request; its shape is checked."""
    months = ask.whole("months", EACH, LONGEST, TERM)
    rounds, coming = ask.data.get("rounds", []), ask.data.get("next", {})
    if not isinstance(rounds, list) or not all(isinstance(one, dict) for one in rounds):
        raise _wrong("rounds", "rounds must be a list of objects: a dotted path and a value each.")
    if not isinstance(coming, dict):
        raise _wrong("next", "next must be an object: a dotted path and a value each.")
    most = min(ask.page.limits.rounds, -(-months // EACH))
    if len(rounds) > most:
        raise _wrong("rounds", f"a term of {months} months has {most} rounds, not {len(rounds)}.")
    return ask.state(), months, rounds, coming


def _wrong(path: str, words: str) -> Refused:
    return Refused(words, problems=[(path, words)])


# In a worker ----------------------------------------------------------------------------------


def replay(
    state: dict[str, Any], months: int, rounds: Rounds, coming: dict[str, Any], on_month: OnMonth
) -> bytes:
    """Return the report of a term as JSON text; see the head of this file."""
    began, past = _played(state, months, rounds, on_month)
    was = {lever.path: lever.now for lever in began.levers.values()}
    refused: str | None = None
    remarks: tuple[str, ...] = ()
    try:
        if coming and not began.is_over:
            remarks = began.set(_plain(coming))
    except UserError as error:
        refused = str(error)
    report = began.report()
    data = report.as_dict() | {
        "refused": refused,
        "remarks": list(remarks),
        "is_over": began.is_over,
        "next_date": began.date,
        "months_per_round": EACH,
        "levers": [
            asdict(lever) | {"pillar": lever.pillar, "was": was[lever.path]}
            for lever in began.levers.values()
        ],
        "past": past,
        "course": _course(began),
        "sample": began.record.base.run.sample,
        "seed": began.record.base.run.seed,
    }
    return _text(data)


def _played(
    state: dict[str, Any], months: int, rounds: Rounds, on_month: OnMonth
) -> tuple[Session, list[dict[str, Any]]]:
    """Return the session after its rounds, and what came of each; the start stands first."""
    from sim.session.session import Session

    checked = parse(state)
    session = Session(
        checked.scenario, sample=checked.sample, seed=checked.seed, months=months,
        months_per_round=EACH,
    )  # fmt: skip
    past: list[dict[str, Any]] = [{"round": 0, "moods": _moods(session)}]
    for number, levers in enumerate(rounds, 1):
        try:
            if levers:
                session.set(_plain(levers))
        except UserError as error:
            raise Refused(f"Round {number}: {error}", problems=[(f"rounds.{number}", str(error))]) \
                from None  # fmt: skip
        session.advance()
        on_month(session.month)
        past.append(_came_to(session, levers))
    return session, past


def _plain(levers: Mapping[str, Any]) -> dict[str, Any]:
    """Return levers whose names and values were checked as those of any state are."""
    try:
        return dict(parse({"set": dict(levers)}).changes)
    except StateError as error:
        raise UserError("\n".join(words for _, words in error.problems[:MOST_PROBLEMS])) from None


def _came_to(session: Session, levers: Mapping[str, Any]) -> dict[str, Any]:
    from sim.session.report import readings_of

    before = (session.round - 1) * EACH
    return {
        "round": session.round,
        "from": before + 1,
        "to": session.month,
        "set": dict(levers),
        "changes": [asdict(one) for one in readings_of(session.model, before, TOLD)],
        "moods": _moods(session),
        "news": [asdict(item) for item in session.news()[:NEWS]],
    }


def _moods(session: Session) -> list[float]:
    from sim.session.moods import moods_of

    return [mood.score for mood in moods_of(session.model)]


def _course(session: Session) -> dict[str, Any]:
    """Return outcomes by month so far, as they stand in monthly.csv."""
    if not session.month:
        return {"months": [], "dates": [], "lines": {}}
    table = session.model.tables(("monthly",))["monthly"]
    return {
        "months": [int(month) for month in table["month"]],
        "dates": [str(date) for date in table["date"]],
        "lines": {name: [_number(value) for value in table[name]] for name in COURSE},
    }


def score(state: dict[str, Any], months: int, rounds: Rounds, on_month: OnMonth) -> bytes:
    """Return the scorecard of a term as JSON text."""
    from sim.questions.catalogue import folder
    from sim.session.scorecard import COMPARED, YOU

    session, _ = _played(state, months, rounds, on_month)
    card = session.scorecard(folder().resolve().parent / "strategies")
    checked = parse(state)
    base = None if checked.changes else Path(bases()[checked.base].shown)
    shown = replace(card, folder=Path("scenarios/strategies"), base=base, saved=Path(SAVED_AS))
    facts = {one.name: one for one in _outcomes()}
    return _text({
        "month": card.month,
        "you": YOU,
        "columns": [
            {"name": name, "label": facts[name].label, "unit": facts[name].unit,
             "better": facts[name].better, "place": card.rank(name)}
            for name in COMPARED
        ],
        "rows": [
            {"name": str(name), "values": [_number(row[one]) for one in COMPARED]}
            for name, row in card.table.iterrows()
        ],
        "command": shown.command,
    })  # fmt: skip


def file(
    state: dict[str, Any], months: int, rounds: Rounds, coming: dict[str, Any], on_month: OnMonth
) -> bytes:
    """Return a term as a file for `egov run` and `egov play --load`, with its name and type."""
    from sim.session.file import text_of

    session, _ = _played(state, months, rounds, on_month)
    if coming and not session.is_over:
        session.set(_plain(coming))
    text = text_of(session.record, Path(SAVED_AS))
    return _text({"filename": SAVED_AS, "mime": "application/yaml", "text": text})


def _outcomes() -> Any:
    from sim.outcomes import OUTCOMES

    return OUTCOMES


def _number(value: Any) -> float | None:
    found = float(value)
    return found if abs(found) < float("inf") else None


def _text(data: Mapping[str, Any]) -> bytes:
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False,
                      default=float)  # fmt: skip
    return text.encode("utf-8", "replace")


routes = [
    post("/api/play", play),
    post("/api/play/score", scorecard),
    post("/api/play/file", as_file),
]

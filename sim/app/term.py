"""A term of the mayor as the page shows it; done in a worker, from its rounds each time."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.app.bases import bases
from sim.app.plain import json_text, number_of
from sim.app.refusals import Refused, StateError
from sim.app.state import parse
from sim.errors import UserError

if TYPE_CHECKING:
    from sim.session.scorecard import Scorecard
    from sim.session.session import Session

__all__ = ["EACH", "file", "replay", "score"]

EACH = 6
COURSE = ("adoption_share", "satisfaction_citizens", "satisfaction_employees", "trust",
          "spending_cum_usd", "cost_per_case_usd")  # fmt: skip
"""The outcomes whose course is drawn."""
TOLD = ("adoption_share", "satisfaction_citizens", "satisfaction_employees", "trust")
"""The outcomes whose change tells what a round came to."""
NEWS = 3
"""Items of news that stand beside the levers of a round that is over."""
SAVED_AS = "my-term.yaml"
MOST_PROBLEMS = 5

OnMonth = Callable[[int], None]
Rounds = Sequence[Mapping[str, Any]]


def replay(
    state: dict[str, Any], months: int, rounds: Rounds, coming: dict[str, Any], on_month: OnMonth
) -> bytes:
    """Return the report of a term as JSON text; see the head of this file."""
    began, past, start = _played(state, months, rounds, on_month)
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
        "without": _without(state, months, rounds, on_month),
        "course": _course(began),
        "sample": began.record.base.run.sample,
        "seed": began.record.base.run.seed,
    }
    if began.round == 1:
        data["outcomes"] = {
            name: _since_start(one, name, start) for name, one in data["outcomes"].items()
        }
    return json_text(data)


def _played(
    state: dict[str, Any], months: int, rounds: Rounds, on_month: OnMonth
) -> tuple[Session, list[dict[str, Any]], Mapping[str, float]]:
    """Return the session after its rounds, what came of each, and the outcomes at the start.

    Of what came of the rounds, the start stands first.
    """
    from sim.session.session import Session

    checked = parse(state)
    session = Session(
        checked.scenario, sample=checked.sample, seed=checked.seed, months=months,
        months_per_round=EACH,
    )  # fmt: skip
    past: list[dict[str, Any]] = [{"round": 0, "moods": _moods(session)}]
    start = _at_start(session)
    for number, levers in enumerate(rounds, 1):
        try:
            if levers:
                session.set(_plain(levers))
        except UserError as error:
            raise Refused(f"Round {number}: {error}", problems=[(f"rounds.{number}", str(error))]) \
                from None  # fmt: skip
        session.advance()
        on_month(session.month)
        past.append(_came_to(session, levers, start))
    return session, past, start


def _at_start(session: Session) -> Mapping[str, float]:
    """Return the outcomes that there are before the first month."""
    from sim.session.report import readings_of

    began = readings_of(session.model, 0)
    return {one.name: one.value for one in began if one.value is not None}


def _since_start(reading: dict[str, Any], name: str, start: Mapping[str, float]) -> dict[str, Any]:
    """Return an outcome after the first round with its change since the term began."""
    if reading["value"] is None or name not in start:
        return reading
    return reading | {"change": reading["value"] - start[name]}


def _without(
    state: dict[str, Any], months: int, rounds: Rounds, on_month: OnMonth
) -> list[dict[str, Any]] | None:
    """Return what the last round came to with nothing new set in it, the luck being the same."""
    if not rounds or not rounds[-1]:
        return None
    _, past, _ = _played(state, months, [*rounds[:-1], {}], on_month)
    found: list[dict[str, Any]] = past[-1]["changes"]
    return found


def _plain(levers: Mapping[str, Any]) -> dict[str, Any]:
    """Return levers whose names and values were checked as those of any state are."""
    try:
        return dict(parse({"set": dict(levers)}).changes)
    except StateError as error:
        raise UserError("\n".join(words for _, words in error.problems[:MOST_PROBLEMS])) from None


def _came_to(
    session: Session, levers: Mapping[str, Any], start: Mapping[str, float]
) -> dict[str, Any]:
    from sim.session.report import readings_of

    before = (session.round - 1) * EACH
    changes = [asdict(one) for one in readings_of(session.model, before, TOLD)]
    if session.round == 1:
        changes = [_since_start(one, one["name"], start) for one in changes]
    return {
        "round": session.round,
        "from": before + 1,
        "to": session.month,
        "set": dict(levers),
        "changes": changes,
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
        "lines": {name: [number_of(value) for value in table[name]] for name in COURSE},
    }


def score(
    state: dict[str, Any], months: int, rounds: Rounds, worlds: int, on_month: OnMonth
) -> bytes:
    """Return the scorecard of a term as JSON text, with bands if there are several worlds."""
    from sim.outcomes import OUTCOMES
    from sim.questions.catalogue import folder
    from sim.session.scorecard import COMPARED, YOU

    session, *_ = _played(state, months, rounds, on_month)
    card = session.scorecard(folder().resolve().parent / "strategies", worlds)
    facts = {one.name: one for one in OUTCOMES}
    return json_text({
        "month": card.month,
        "worlds": card.worlds,
        "you": YOU,
        "columns": [
            {"name": name, "label": facts[name].label, "unit": facts[name].unit,
             "better": facts[name].better, "place": card.rank(name)}
            for name in COMPARED
        ],
        "rows": [_row(card, str(name)) for name in card.table.index],
        "command": _shown(card, state).command,
    })  # fmt: skip


def _row(card: Scorecard, name: str) -> dict[str, Any]:
    """Return a strategy's values in this world, and the ends of its bands over the others."""
    ends = [card.low, card.high]
    return {
        "name": name,
        "values": [number_of(value) for value in card.table.loc[name]],
        "bands": [
            None if one is None else [number_of(value) for value in one.loc[name]] for one in ends
        ],
    }


def _shown(card: Scorecard, state: dict[str, Any]) -> Scorecard:
    """Return a scorecard whose command names the files as a user has them."""
    checked = parse(state)
    base = None if checked.changes else Path(bases()[checked.base].shown)
    return replace(card, folder=Path("scenarios/strategies"), base=base, saved=Path(SAVED_AS))


def file(
    state: dict[str, Any], months: int, rounds: Rounds, coming: dict[str, Any], on_month: OnMonth
) -> bytes:
    """Return a term as a file for `egov run` and `egov play --load`, with its name and type."""
    from sim.session.file import text_of

    session, *_ = _played(state, months, rounds, on_month)
    if coming and not session.is_over:
        session.set(_plain(coming))
    text = text_of(session.record, Path(SAVED_AS))
    return json_text({"filename": SAVED_AS, "mime": "application/yaml", "text": text})

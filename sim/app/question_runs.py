"""The runs that answer a question, and how a forecast did in them.

An answer takes many runs, so there are two sizes of it here, and each is told with its numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from typing import TYPE_CHECKING, Any

from sim.app.plain import cell, json_text

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["SIZES", "answered", "scored", "settings_of"]

SIZES = ((6, 2000), (20, 5000))
"""Twin runs and citizens of an answer: at once, and when more are asked for."""
MOST_ROWS = 200
"""Of the table behind a figure; of more months only each twelfth is told."""
TOLD = ("mean", "difference", "low", "high")
"""Columns in the unit of the row's outcome."""
LEFT_OUT = (
    "label", "better", "level", "skewness", "mean_a", "mean_b", "n_higher", "n_lower", "n_equal",
    "n_better", "unit", "sign", "only_here", "only_first", "p_twins",
)  # fmt: skip
"""Columns that a reader of the figure can do without."""

OnMonth = Callable[[int], None]


def settings_of(stage: int) -> tuple[str, ...]:
    """Return the settings of the runs of a stage, as a command line has them."""
    seeds, citizens = SIZES[stage]
    return (f"run.replications={seeds}", f"run.sample={citizens}", "run.full_run=no")


def answered(number: int, stage: int, on_month: OnMonth) -> bytes:
    """Return the answer to a question as JSON text; in a worker."""
    import sim
    from sim.classroom.predict import asked_of
    from sim.classroom.predictions import truth_of
    from sim.questions.ask import Answer

    size = settings_of(stage)
    result: Answer = sim.question(number, overrides=size, workers=1, progress="none")
    asked = asked_of([str(number)], overrides=size)
    plan = result.ensemble.plan
    truth = truth_of(result.ensemble, asked.question, asked.names)
    wide, narrow = result.plot.answer(), result.plot.answer(narrow=True)
    return json_text({
        "number": number,
        "title": result.title,
        "stage": stage,
        "size": {"seeds": plan.replications, "sample": plan.sample, "months": plan.months},
        "headline": _plain(result.headline),
        "sentences": [{"topic": topic, "text": text} for topic, text in result.sentences],
        "figure": {"title": wide.title, "alt": wide.alt, "wide": wide.svg(),
                   "narrow": narrow.svg(), "kind": result.settings["view"]["kind"],
                   "data": _drawn(wide.data, result.ensemble.outcomes)},
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
            {name: cell(row[name]) for name in names}
            | {"label": facts[row["outcome"]]["label"], "better": facts[row["outcome"]]["better"]}
            for row in rows.astype(object).to_dict("records")
        ],
    }


def _drawn(data: pd.DataFrame, facts: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Return the numbers that a figure draws as a small table, with the unit of each row.

    Returns
    -------
    columns : their names, in order.
    told : which of them are in the unit of the row.
    rows : [unit, values].
    """
    short = _fewer(data)
    names = [
        name for name in short.columns
        if name not in LEFT_OUT and not short[name].isna().all()
        and (name in ("outcome", *TOLD) or short[name].nunique() > 1)
    ]  # fmt: skip
    return {
        "columns": names,
        "told": [name for name in names if name in TOLD],
        "rows": [
            {"unit": _unit(row, facts), "values": [cell(row[name]) for name in names]}
            for row in short.astype(object).to_dict("records")
        ],
    }


def _fewer(data: pd.DataFrame) -> pd.DataFrame:
    """Return a table with fewer months, or what comes first of it, if it has too many rows."""
    if len(data) > MOST_ROWS and "month" in data:
        by_year = data[data["month"] % 12 == 0]
        by_two = by_year[by_year["month"] % 24 == 0]
        data = by_year if len(by_year) <= MOST_ROWS or by_two.empty else by_two
    return data.head(MOST_ROWS)


def _unit(row: Mapping[Hashable, Any], facts: Mapping[str, Mapping[str, Any]]) -> str:
    named = row.get("unit") or facts.get(row.get("outcome", ""), {}).get("unit")
    return str(named or "")


def scored(
    number: int, stage: int, beliefs: Mapping[str, tuple[float, float, float]],
    truth: Mapping[str, list[float]],
) -> bytes:  # fmt: skip
    """Return a forecast with its score, as `egov predict` gives it."""
    from sim.classroom.debrief import forecast_words
    from sim.classroom.predict import asked_of
    from sim.classroom.predictions import Belief, Forecast, score

    asked = asked_of([str(number)], overrides=settings_of(stage))
    forecast = Forecast("you", asked.question,
                        {name: Belief(*belief) for name, belief in beliefs.items()})  # fmt: skip
    table = score(forecast, truth)
    known = table[table["n"] > 0]
    return json_text({
        "sentence": forecast_words(table),
        "brier": cell(known["brier"].mean()),
        "always_50": cell(known["always_50"].mean()),
        "best": cell(known["best"].mean()),
        "month": asked.question.month,
        "rows": [
            {str(key): cell(value) for key, value in row.items()}
            | {"label": asked.facts[row["outcome"]]["label"],
               "unit": asked.facts[row["outcome"]]["unit"]}
            for row in table.astype(object).to_dict("records")
        ],
    })  # fmt: skip


def _plain(data: Mapping[str, Any]) -> dict[str, Any]:
    return {key: cell(value) for key, value in data.items()}

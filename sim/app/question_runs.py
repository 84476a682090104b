"""The runs that answer a question, and how a forecast did in them.

An answer takes many runs, so its size here is small and fixed, and told with it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sim.app.plain import cell, json_text

__all__ = ["CITIZENS", "SEEDS", "SIZE", "answered", "scored"]

SEEDS, CITIZENS = 6, 2000
SIZE = (f"run.replications={SEEDS}", f"run.sample={CITIZENS}", "run.full_run=no")
"""Every answer of the page; `egov question` has larger ones."""

OnMonth = Callable[[int], None]


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
    return json_text({
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
            {name: cell(row[name]) for name in names}
            | {"label": facts[row["outcome"]]["label"], "better": facts[row["outcome"]]["better"]}
            for row in rows.astype(object).to_dict("records")
        ],
    }


def scored(
    number: int, beliefs: Mapping[str, tuple[float, float, float]], truth: Mapping[str, list[float]]
) -> bytes:
    """Return a forecast with its score, as `egov predict` gives it."""
    from sim.classroom.debrief import forecast_words
    from sim.classroom.predict import asked_of
    from sim.classroom.predictions import Belief, Forecast, score

    asked = asked_of([str(number)], overrides=SIZE)
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

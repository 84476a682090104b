"""An answer as text for a terminal, and the question as a section of the report."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING, Any

from sim.questions.words import shown
from sim.reports.difference import MINUS, difference_scale, is_clear, is_known, is_nothing
from sim.reports.experiment import text_of
from sim.reports.numbers import DASH, Scale, month_words

if TYPE_CHECKING:
    from sim.questions.answer import Answer

__all__ = ["question_section", "text_of_answer"]

CELL = 15
LABEL = 25
ASKED = (("varied", "What is varied"), ("look_at", "What to look at"),
         ("change_your_mind", "What would change your mind"))  # fmt: skip


def question_section(answer: Answer) -> str:
    """Return the question, what the case says, what is varied and what to look at, as HTML."""
    from sim.reports.sections import section

    texts = answer.texts
    case = "".join(
        f"<li>{escape(point['says'])} (p. {escape(point['page'])})</li>" for point in texts["case"]
    )
    parts = [f"<p>{escape(texts['asks'])}</p>", f"<h3>What the case says</h3>\n<ul>{case}</ul>"]
    parts += [f"<h3>{title}</h3>\n<p>{escape(texts[name])}</p>" for name, title in ASKED]
    return section("question", "The question", *parts)


def text_of_answer(answer: Answer, width: int = 80) -> str:
    """Return the question, a table of differences with intervals, and the five sentences."""
    if not answer.has_twins:
        return text_of(answer, width)
    title, _, said = text_of(answer, width).partition("\n")
    asked = textwrap.fill(answer.texts["asks"], width)
    varied = textwrap.fill(f"Varied: {answer.texts['varied']}", width)
    return "\n".join([title, "", asked, varied, "", *_table(answer, width), said])


def _table(answer: Answer, width: int) -> list[str]:
    """Return the differences at the headline's month, in columns of the same width."""
    result, month = answer.comparison, answer.headline["month"]
    column = max(CELL, _longest(answer) + 1)
    most = max(1, (width - LABEL - column) // column)
    lines = [f"After {month_words(month)}: {shown(result.names[0])}, and how the others differ "
             "(± half of the 95 % interval; * leaves out zero)"]  # fmt: skip
    table = result.table[result.table["month"] == month]
    for first in range(1, len(result.names), most):
        some = result.names[first : first + most]
        lines += ["", *_heads([result.names[0], *some], column)]
        for outcome in result.settings["outcomes"]:
            rows = table[table["outcome"] == outcome].set_index("scenario").loc[some]
            facts = {**result.facts[outcome], "unit": result.unit(outcome, month)}
            lines += _row(facts, rows.to_dict("records"), column)
    return [textwrap.shorten(lines[0], width, placeholder=" ...") if len(lines[0]) > width
            else lines[0], *lines[1:]]  # fmt: skip


def _longest(answer: Answer) -> int:
    """Return the width of the widest difference of the table."""
    result, month = answer.comparison, answer.headline["month"]
    table = result.table[result.table["month"] == month]
    found = [CELL - 1]
    for outcome in result.settings["outcomes"]:
        rows = table[table["outcome"] == outcome].to_dict("records")
        rows = [{**row, "unit": result.unit(outcome, month)} for row in rows]
        change = max(map(difference_scale, rows), key=lambda scale: scale.decimals)
        found += [len(_cell(row, change)) for row in rows]
    return max(found)


def _heads(names: Sequence[str], column: int) -> list[str]:
    """Return the heads of the columns, over as many lines as they need."""
    parts = [textwrap.wrap(shown(name), column - 2) for name in names]
    down = max(map(len, parts))
    return [
        " " * LABEL + "".join(
            f"{(part[line - down + len(part)] if line - down + len(part) >= 0 else ''):>{column}}"
            for part in parts
        )
        for line in range(down)
    ]  # fmt: skip


def _row(facts: dict[str, Any], rows: Sequence[dict[str, Any]], column: int) -> list[str]:
    """Return an outcome's line; a long label takes a line of its own."""
    means = [row["mean_a"] for row in rows] + [row["mean_b"] for row in rows]
    level = Scale.of(str(facts["unit"]), means)
    change = max((difference_scale({**row, "unit": facts["unit"]}) for row in rows),
                 key=lambda scale: scale.decimals)  # fmt: skip
    label = level.label(str(facts["label"]))
    cells = [level.bare(rows[0]["mean_a"]), *[_cell(row, change) for row in rows]]
    words = textwrap.wrap(label, LABEL - 1, subsequent_indent="  ")
    line = "".join(f"{cell:>{column}}" for cell in cells)
    return [*words[:-1], f"{words[-1]:<{LABEL}}{line}"]


def _cell(row: dict[str, Any], scale: Scale) -> str:
    if not is_known(row["difference"]):
        return DASH
    if is_nothing(row):
        return "0"
    at = row["difference"]
    text = f"{'+' if at > 0 else MINUS}{scale.bare(abs(at))}"
    if not is_known(row["low"]):
        return text
    half = scale.bare((row["high"] - row["low"]) / 2)
    return f"{text} ±{half}{'*' if is_clear(row) else ' '}"

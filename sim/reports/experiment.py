"""What every experiment writes and shows: tables, summary, figures and one page.

It is the same for all of them, and knows nothing but what `ExperimentResult` promises. A result
may say more about itself through `captions`, `command` and `page_sections`.
"""

from __future__ import annotations

import math
import os
import tempfile
import textwrap
from collections.abc import Mapping
from html import escape
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.reports.again_page import again_section
from sim.reports.bases_page import set_section, stories_section
from sim.reports.data_table import cell_words
from sim.reports.headline import CAUTION
from sim.reports.validated import footer_html

if TYPE_CHECKING:
    import pandas as pd

    from sim.experiments.result import ExperimentResult
    from sim.reports.style import Drawing

__all__ = ["html_of", "page", "summary_of", "text_of", "write_reports"]

ROWS_ON_PAGE = 40
ROWS_IN_SUMMARY = 1000
LABEL = 14
"""Columns that the topics of sentences take on a terminal."""


def write_reports(result: ExperimentResult, folder: Path) -> None:
    """Write tables (.csv), summary.json, figures and report.html into a results folder.

    Each file is replaced when its new form is complete, so that none is ever half written.

    Raises
    ------
    OutputError : the folder cannot be written.
    """
    from sim.results_folder import clear_errors

    with clear_errors(folder):
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder, prefix=".new.") as made:
            _write(result, Path(made))
            for path in sorted(p for p in Path(made).rglob("*") if p.is_file()):
                target = folder / path.relative_to(made)
                target.parent.mkdir(exist_ok=True)
                os.replace(path, target)


def _write(result: ExperimentResult, folder: Path) -> None:
    from sim.tables_on_disk import write_json

    for name, table in result.tables.items():
        table.to_csv(folder / f"{name}.csv", index=False, lineterminator="\n")
    write_json(folder / "summary.json", result.summary)
    drawings = result.plot.all()
    (folder / "figures").mkdir()
    for name, drawing in drawings.items():
        drawing.save(folder / "figures" / name)
    (folder / "report.html").write_text(page(result, drawings), encoding="utf-8")


def summary_of(result: ExperimentResult) -> dict[str, Any]:
    """Return a result as plain data; a number that does not exist is None, never NaN.

    A table of more than 1,000 rows is cut there; `rows` says how many its CSV file holds.
    """
    plan = result.ensemble.plan
    return {
        "verb": result.verb,
        "title": result.title,
        "scenarios": list(dict.fromkeys(point.scenario for point in plan.points)),
        "start": plan.start,
        "months": plan.months,
        "replications": plan.replications,
        "seed": plan.seed,
        "sample": plan.sample,
        "runs": run_counts(result),
        "sentences": [{"topic": t, "sentence": said} for t, said in result.sentences],
        "notes": [*_notes(result), CAUTION],
        "tables": {name: _table_data(name, table) for name, table in result.tables.items()},
    }


def run_counts(result: ExperimentResult) -> dict[str, int]:
    """Return how many runs were planned, finished and failed [count]."""
    status = list(result.runs["status"]) if len(result.runs) else []
    return {
        "planned": result.ensemble.plan.size,
        "finished": int(sum(state == "ok" for state in status)),
        "failed": int(sum(state == "failed" for state in status)),
    }


def _table_data(name: str, table: pd.DataFrame) -> dict[str, Any]:
    records = table.head(ROWS_IN_SUMMARY).to_dict("records")
    return {
        "file": f"{name}.csv",
        "rows": len(table),
        "data": [{str(key): _plain(value) for key, value in row.items()} for row in records],
    }


def _plain(value: Any) -> Any:
    """Return a cell as JSON knows it."""
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value if isinstance(value, str | int | float | bool | None) else str(value)


def text_of(result: ExperimentResult, width: int = 80) -> str:
    """Return title, sentences and notes as plain text of at most `width` columns."""
    parts = [result.title, ""]
    for topic, sentence in result.sentences:
        head = f"{topic + ':':<{LABEL}} " if topic else ""
        parts += _wrapped(head, sentence, width)
    parts.append("")
    for note in [*_notes(result), CAUTION]:
        parts += _wrapped("", note, width)
    return "\n".join(parts)


def _wrapped(head: str, text: str, width: int) -> list[str]:
    indent = " " * min(len(head), LABEL + 1)
    return textwrap.wrap(
        head + text, width, subsequent_indent=indent, break_long_words=False,
        break_on_hyphens=False, drop_whitespace=True,
    ) or [head]  # fmt: skip


def _notes(result: ExperimentResult) -> list[str]:
    """Return the notes; the caution is said by the page itself."""
    return [note for note in result.notes if note != CAUTION]


def html_of(result: ExperimentResult) -> str:
    """Return title, sentences and notes as a piece of HTML, for a notebook."""
    notes = "".join(f"<p><small>{escape(n)}</small></p>" for n in [*_notes(result), CAUTION])
    return f"<h3>{escape(result.title)}</h3>{_said(result, 'b')}{notes}"


def _said(result: ExperimentResult, tag: str) -> str:
    return "\n".join(
        (f"<p><{tag}>{escape(topic)}.</{tag}> " if topic else "<p>") + f"{escape(sentence)}</p>"
        for topic, sentence in result.sentences
    )


# The page -------------------------------------------------------------------------------------


def page(result: ExperimentResult, wide: Mapping[str, Drawing]) -> str:
    """Return the whole report as one HTML file that needs nothing else.

    Parameters
    ----------
    result : what is reported.
    wide : its figures by name, as for a desk; those for a phone are drawn here.
    """
    style = files("sim.reports").joinpath("page.css").read_text(encoding="utf-8")
    parts = [
        "<!doctype html>",
        '<html lang="en">',
        "<head>",
        '<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{escape(result.title)} - egov-sim report</title>",
        f"<style>\n{style}</style>",
        "</head>",
        "<body>",
        f'<header>\n<h1>{escape(result.title)}</h1>\n<p class="caution">{CAUTION}</p>',
        f'<p class="quiet">{escape(_span(result))}</p>\n</header>\n<main>',
        _sentences(result),
        *result.page_sections(),
        set_section(result),
        stories_section(result),
        _figures(result, wide),
        _tables(result),
        again_section(result),
        f"</main>\n{footer_html()}\n</body>\n</html>\n",
    ]
    return "\n".join(part for part in parts if part)


def _span(result: ExperimentResult) -> str:
    plan = result.ensemble.plan
    whom = "of the whole district" if plan.sample is None else f"on {plan.sample:,} citizens"
    counts = run_counts(result)
    failed = f", {counts['failed']:,} failed" if counts["failed"] else ""
    return f"{counts['finished']:,} of {counts['planned']:,} runs {whom}{failed}; {result.span}"


def _sentences(result: ExperimentResult) -> str:
    from sim.reports.sections import section

    notes = [f'<p class="quiet">{escape(note)}</p>' for note in _notes(result)]
    return section("sentences", "What came out", _said(result, "strong"), *notes)


def _figures(result: ExperimentResult, wide: Mapping[str, Drawing]) -> str:
    from sim.reports.html import figure
    from sim.reports.sections import section

    if not wide:
        return ""
    narrow = result.plot.all(narrow=True)
    drawn = [figure(name, wide[name], narrow.get(name, wide[name])) for name in wide]
    return section("figures", "In pictures", *drawn)


def _tables(result: ExperimentResult) -> str:
    from sim.reports.sections import section

    shown = [
        _table(name, table, result.captions.get(name, name.replace("_", " ").capitalize()))
        for name, table in result.tables.items()
        if len(table.columns)
    ]
    where = '<p class="printed">Left out in print: the tables are in the files beside the page.</p>'
    return section("tables", "In figures", where, *shown) if shown else ""


def _table(name: str, table: pd.DataFrame, caption: str) -> str:
    """Return a table folded away; what does not fit the page is in its file."""
    from sim.reports.sections import table as html_table

    rows = [[escape(cell_words(value)) for value in row] for row in
            table.head(ROWS_ON_PAGE).itertuples(index=False)]  # fmt: skip
    heads = [str(column).replace("_", " ") for column in table.columns]
    where = f"{name}.csv holds these numbers in full"
    if len(table) > ROWS_ON_PAGE:
        where = f"the first {ROWS_ON_PAGE} of {len(table):,} rows; {name}.csv holds them all"
    body = html_table(heads, rows, where[0].upper() + where[1:])
    opened = f"<details><summary>{escape(caption)}</summary>"
    return f"{opened}{body}</details>"

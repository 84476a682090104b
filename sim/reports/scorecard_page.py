"""The scorecard and the shapes as sections of the report."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from sim.experiments.validation_words import (
    band_text,
    figure_number,
    label_with_unit,
    place_words,
    verdict_word,
    when_words,
)
from sim.reports.sections import section, table

if TYPE_CHECKING:
    from sim.experiments.validate import Validation

__all__ = ["sections"]

CLASSES = {"inside": "good", "OUTSIDE": "bad", "not shown": "open"}
SHOWN = {"yes": "good", "no": "bad"}


def sections(result: Validation) -> list[str]:
    """Return the scorecard, a table a place, then the shapes, as HTML."""
    found = [_scorecard(result)]
    if "shapes" in result.tables:
        found.append(_shapes(result))
    return found


def _scorecard(result: Validation) -> str:
    heads = ["Figure", "Observed", "Simulated, 90 % band", "Verdict", "Grade, use"]
    parts = []
    for place in dict.fromkeys(result.table["place"]):
        rows = result.table[result.table["place"] == place]
        firsts = ~rows.duplicated("base")
        cells = [_row(row, first) for row, first in zip(rows.to_dict("records"), firsts,
                                                        strict=True)]  # fmt: skip
        parts.append(table(heads, cells, place_words(str(place))))
    return section("scorecard", "Scorecard", *parts)


def _row(row: dict[Any, Any], first: bool) -> list[str]:
    """Return a figure as cells; its series is named in the first of them only."""
    verdict = verdict_word(row["inside"])
    series = f"{escape(label_with_unit(row))}<br>" if first else ""
    return [
        f'{series}{escape(when_words(row))} <span class="source">{_source(row)}</span>',
        figure_number(row["observed"]),
        f'{figure_number(row["median"])}<br><span class="band">{escape(band_text(row))}</span>',
        f'<span class="{CLASSES[verdict]}">{verdict.lower()}</span>',
        f"{escape(str(row['grade']))}, {escape(str(row['use']))}",
    ]


def _source(row: dict[Any, Any]) -> str:
    """Return the source, as a link where it has an address on the web."""
    title, url = escape(str(row["source"] or "")), str(row["url"] or "")
    return f'<a href="{escape(url)}">{title or "source"}</a>' if url.startswith("http") else title


def _shapes(result: Validation) -> str:
    heads = ["Shape", "Wanted", "Simulated, 90 % band", "Runs", "Shown"]
    rows = []
    for row in result.tables["shapes"].to_dict("records"):
        said = f"{row['measure']}. Record: {row['observed']}."
        kind = SHOWN.get(row["shown"], "open")
        rows.append([
            f'{escape(row["shape"])}<br><span class="source quiet">{escape(said)}</span>',
            escape(row["wanted"]),
            f'{figure_number(row["median"])}<br><span class="band">{escape(band_text(row))}</span>',
            f"{row['runs_showing']} of {row['runs']}",
            f'<span class="{kind}">{escape(row["shown"])}</span>',
        ])  # fmt: skip
    caption = "What a single figure does not show; the ranges were set from the record by judgement"
    return section("shapes", "Shapes of the history", table(heads, rows, caption))

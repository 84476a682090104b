"""docs/evidence.md: what each figure is compared with, and why some are left out.

`python -m sim.evidence.page` in the project's folder writes it anew; a test fails while it is
stale. The numbers are those of sim/data/evidence/figures.csv and of sim/evidence/internet_ages.py.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from sim.evidence.counterparts import ALIASES, COUNTERPARTS, base_series, counterpart_of
from sim.evidence.figures import Figure, packaged_figures
from sim.evidence.internet_ages import predicted_ages
from sim.evidence.page_words import (
    BEGIN,
    GRADES,
    INPUTS,
    INTERNET,
    LEFT_OUT,
    NO_FIGURES,
    OWN_FIGURES,
    PLACE_TITLES,
    USES,
)

__all__ = ["PAGE", "evidence_markdown", "write_page"]

PAGE = "docs/evidence.md"
COMPARED = ("calibrate", "held apart", "compare")


def _cell(text: object) -> str:
    return str(text).replace("|", "/").replace("\n", " ")


def _table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> list[str]:
    """Return a table in Markdown, one line a row, with a blank line after it."""
    lines = [f"| {' | '.join(columns)} |", "|" + "---|" * len(columns)]
    lines += [f"| {' | '.join(map(_cell, row))} |" for row in rows]
    return [*lines, ""]


def _number(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) else f"{value:,}"


def _source(figure: Figure) -> str:
    title = figure.source_title
    return f"[{title}]({figure.source_url})" if figure.source_url else title


def _time(figure: Figure) -> str:
    first, last = figure.period
    year = first[:4]
    return year if (first, last) == (f"{year}-01", f"{year}-12") else (
        first if first == last else f"{first} to {last}"
    )  # fmt: skip


def _by_series(figures: Iterable[Figure]) -> dict[str, list[Figure]]:
    """Return the figures by base series, in time within each."""
    found: dict[str, list[Figure]] = {}
    for figure in figures:
        found.setdefault(base_series(figure.series), []).append(figure)
    return {name: sorted(each, key=lambda figure: figure.period) for name, each in found.items()}


def _series(name: str, figures: Sequence[Figure]) -> list[str]:
    """Return the part of one series: its counterpart, and its figures."""
    counterpart = COUNTERPARTS[name]
    rows = [
        (_time(f), _number(f.value), f.unit, f.grade, USES[f.use][0], f.note, _source(f))
        for f in figures
    ]
    heading = f"#### {counterpart.label} (`{name}`)"
    columns = ("when", "value", "unit", "grade", "use", "note", "source")
    return [heading, "", f"Compared with: {counterpart.definition}", "", *_table(columns, rows)]


def _compared() -> list[str]:
    figures = [f for f in packaged_figures() if f.use in COMPARED]
    lines = ["## Figures that are compared", ""]
    for place, title in PLACE_TITLES.items():
        here = [f for f in figures if COUNTERPARTS[base_series(f.series)].place == place]
        lines += [f"### {title}", ""]
        groups = _by_series(here)
        for name in COUNTERPARTS:
            lines += _series(name, groups[name]) if name in groups else []
    return lines


def _in_a_line(figures: Sequence[Figure]) -> str:
    """Return the series of some figures with their years, in a line."""
    years: dict[str, list[str]] = {}
    for figure in figures:
        years.setdefault(figure.series, []).append(figure.year[:4])
    return "; ".join(
        f"`{series}` {', '.join(dict.fromkeys(sorted(found)))}" for series, found in years.items()
    )


def _by_reason(use: str) -> list[tuple[str, str]]:
    """Return (series and years, reason) for the figures of one use, one row a reason."""
    reasons: dict[str, list[Figure]] = {}
    for figure in packaged_figures():
        if figure.use == use:
            reasons.setdefault(figure.note, []).append(figure)
    return [(_in_a_line(figures), reason) for reason, figures in reasons.items()]


def _counts() -> list[str]:
    counts = Counter(figure.use for figure in packaged_figures())
    rows = [(name, counts[use], meaning) for use, (name, meaning) in USES.items()]
    return _table(("use", "figures", "meaning"), rows)


def _without_figures() -> list[str]:
    have = {base_series(f.series) for f in packaged_figures() if f.use in COMPARED}
    rows = [
        (f"`{name}`", each.unit, each.definition)
        for name, each in COUNTERPARTS.items()
        if name not in have
    ]
    others = "; ".join(f"`{name}` is `{known}`" for name, known in ALIASES.items())
    return [*_table(("series", "unit", "compared with"), rows), f"Other names: {others}.", ""]


def _ages() -> list[str]:
    table = predicted_ages()
    rows = [
        (row.age_group, row.survey, f"{row.observed:.1f}", f"{row.predicted:.1f}",
         f"{row.error_points:+.1f}")
        for row in table.itertuples()
    ]  # fmt: skip
    errors = table["error_points"].abs()
    summary = (
        f"{len(table)} surveys left out: the mean error is {errors.mean():.1f} points, "
        f"{int((errors <= 3).sum())} are within 3 points, the largest error is "
        f"{errors.max():.1f}."
    )
    columns = ("age group", "survey", "observed, %", "predicted, %", "error, points")
    return [summary, "", *_table(columns, rows)]


def evidence_markdown() -> str:
    """Return the text of docs/evidence.md."""
    unused = [f for f in packaged_figures() if f.use in COMPARED and counterpart_of(f) is None]
    if unused:
        raise ValueError(f"{unused[0].id} is to be compared, but has no counterpart.")
    grades = _table(("grade", "meaning"), GRADES.items())
    lines = [
        BEGIN, *_counts(), *grades, OWN_FIGURES, *_compared(),
        INPUTS, *_table(("figures", "how"), _by_reason("input")),
        INTERNET, *_ages(),
        LEFT_OUT, *_table(("figures", "why"), _by_reason("left out")),
        NO_FIGURES, *_without_figures(),
    ]  # fmt: skip
    return "\n".join(lines).rstrip() + "\n"


def write_page(root: Path) -> None:
    """Write the page below the project's folder."""
    (root / PAGE).write_text(evidence_markdown(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write_page(Path.cwd())

"""The headline: what happened to adoption, cost, satisfaction and divide, in plain sentences."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING

from sim.reports.numbers import Scale, listed, month_words
from sim.summary import Point, point, reporting_months, unit_over

if TYPE_CHECKING:
    from sim.result import RunResult

__all__ = ["CAUTION", "HEADLINE_OUTCOMES", "Headline", "KeyRow", "headline", "key_rows"]

CAUTION = "An illustrative model, not a forecast."
HEADLINE_OUTCOMES = (
    "adoption_share",
    "spending_cum_usd",
    "cost_per_case_usd",
    "satisfaction_citizens",
    "age_gap_points",
)
SAME = 0.02  # a relative change smaller than this is called "about the same"


@dataclass(frozen=True)
class KeyRow:
    """One outcome over the reported months."""

    name: str
    label: str
    unit: str
    points: tuple[Point, ...]

    @property
    def scale(self) -> Scale:
        """How the row's values are written."""
        return Scale.of(self.unit, [p.value for p in self.points])


@dataclass(frozen=True)
class Headline:
    """The headline of a result; `str()` gives it as plain text.

    Attributes
    ----------
    title : the scenario's title.
    span : the months simulated, in words.
    sentences : topic and sentence.
    rows : the same in figures, with bands.
    notes : what the values and the bands are from, and what to be careful about.
    """

    title: str
    span: str
    sentences: tuple[tuple[str, str], ...]
    rows: tuple[KeyRow, ...]
    notes: tuple[str, ...]

    def text(self, width: int = 80) -> str:
        """Return the headline as plain text of at most `width` columns."""
        parts = [self.title, self.span, ""]
        for topic, sentence in self.sentences:
            parts += _wrapped(f"{topic + ':':<14}", sentence, width)
        if self.rows:
            parts += ["", *_table(self.rows, width)]
        parts.append("")
        for note in self.notes:
            parts += _wrapped("", note, width)
        return "\n".join(parts)

    def __str__(self) -> str:
        return self.text()


def headline(result: RunResult) -> Headline:
    """Return the headline of a result."""
    run = result.manifest["about"]["run"]
    span = f"{result.name}: {result.months} months from {run['start']}"
    title = result.manifest["about"]["title"] or result.name
    if result.monthly.empty:
        sentence = ("Result", "No run was finished, so there is nothing to show.")
        return Headline(title, span, (sentence,), (), _failed_note(result))
    rows = {row.name: row for row in key_rows(result, HEADLINE_OUTCOMES)}
    sentences = [
        ("Adoption", _adoption(rows)),
        ("Cost", _cost(rows)),
        ("Satisfaction", _satisfaction(result, rows)),
        ("Divide", _divide(rows)),
    ]
    told = tuple((topic, sentence) for topic, sentence in sentences if sentence)
    return Headline(title, span, told, tuple(rows.values()), _notes(result, rows))


def key_rows(result: RunResult, names: tuple[str, ...]) -> list[KeyRow]:
    """Return the outcomes named, with their value and band at each reported month."""
    rows = []
    for name in names:
        facts = result.outcomes.get(name)
        if facts is None or name not in result.monthly.columns:
            continue
        months = reporting_months(result.months)
        points = tuple(point(result, facts, month) for month in months)
        unit = unit_over(facts, min(12, result.months))
        rows.append(KeyRow(name, facts["label"], unit, points))
    return rows


def _adoption(rows: dict[str, KeyRow]) -> str:
    row = rows.get("adoption_share")
    if row is None:
        return ""
    return (
        f"{_values(row)} of residents had used an online service in the past twelve months"
        f"{_when(row)}."
    )


def _cost(rows: dict[str, KeyRow]) -> str:
    spent, case = rows.get("spending_cum_usd"), rows.get("cost_per_case_usd")
    text = ""
    if spent is not None:
        text = f"The programme had spent {_values(spent)}{_when(spent)}."
    if case is not None:
        last = case.points[-1]
        text += f" At the end a case costs the district {case.scale.text(last.value)}"
        text += f"{_than_before(case)}."
    return text.strip()


def _satisfaction(result: RunResult, rows: dict[str, KeyRow]) -> str:
    row = rows.get("satisfaction_citizens")
    if row is None:
        return ""
    others = key_rows(result, ("satisfaction_businesses", "satisfaction_employees"))
    text = f"Citizens' satisfaction is {_values(row)}{_when(row)}"
    ends = [f"that of {r.name.split('_')[1]} {r.points[-1].value:.0f}" for r in others]
    return f"{text}; at the end {' and '.join(ends)}." if ends else f"{text}."


def _divide(rows: dict[str, KeyRow]) -> str:
    row = rows.get("age_gap_points")
    if row is None:
        return ""
    text = f"Adoption under 40 leads that of 60 and over by {_values(row)}{_when(row)}"
    return f"{text}; {_direction(row)}."


def _values(row: KeyRow) -> str:
    """Return the values over the years, the unit once: 3.4, 11.4, 26.3 and 43.9 %."""
    return f"{listed([row.scale.bare(p.value) for p in row.points])} {row.scale.unit}".strip()


def _when(row: KeyRow) -> str:
    """Return when the values hold, and the band at the end."""
    months = [p.month for p in row.points]
    if all(month % 12 == 0 for month in months):
        when = f"{listed([str(month // 12) for month in months])} year"
        when += "s" if months[-1] > 12 else ""
    else:
        when = listed([month_words(month) for month in months])
    last = row.points[-1]
    if last.low is None:
        return f" after {when}"
    return f" after {when} (90 % band at the end {row.scale.band(last.low, last.high)})"


def _than_before(row: KeyRow) -> str:
    """Return how the last value stands against the first one, in words."""
    if len(row.points) < 2:
        return ""
    first, last = row.points[0], row.points[-1]
    was = f"{row.scale.text(first.value)} after {month_words(first.month)}"
    if abs(last.value - first.value) <= SAME * abs(first.value):
        return f", about the same as the {was}"
    return f", {'more' if last.value > first.value else 'less'} than the {was}"


def _direction(row: KeyRow) -> str:
    """Return whether the gap has widened, narrowed, or first one and then the other."""
    values = [p.value for p in row.points]
    first, last, top = values[0], values[-1], max(values)
    if len(values) == 1:
        return "one point in time tells no direction"
    if last < 0.9 * top and first < 0.9 * top:
        return "it widened first and has narrowed since"
    if abs(last - first) < 1:
        return "it has hardly changed"
    return "it has widened" if last > first else "it has narrowed"


def _notes(result: RunResult, rows: dict[str, KeyRow]) -> tuple[str, ...]:
    notes = [f"Values: {result.value_words}. {_capital(result.band_words)}."]
    if result.has_full_run and result.has_band:
        outside = [row.label.lower() for row in rows.values() if _strays(row)]
        note = f"In brackets: {result.full_words}."
        if outside:
            note += f" This one run leaves the band at times: {listed(outside)}."
        notes.append(note)
    if result.has_band and result.manifest["about"]["run"]["sample"]:
        notes.append(
            "All replications share the same sampled people, so the band holds no sampling error "
            "of people."
        )
    if result.manifest["about"]["uncertain"]:
        notes.append(
            f"Each replication draws its own value of {len(result.manifest['about']['uncertain'])} "
            "uncertain parameters, so the band holds chance and these uncertainties."
            + (" The run of the whole district has the scenario's." if result.has_full_run else "")
        )
    return (*notes, *_failed_note(result), CAUTION)


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]


def _strays(row: KeyRow) -> bool:
    """Return whether the full-size run leaves the band at a reported month."""
    return any(
        p.full is not None and p.low is not None and p.high is not None
        and not p.low <= p.full <= p.high
        for p in row.points
    )  # fmt: skip


def _failed_note(result: RunResult) -> tuple[str, ...]:
    notes = []
    counts = result.summary["runs"]
    if result.manifest["status"] != "complete":
        notes.append(
            f"Stopped before the end: these results hold {counts['finished']} of "
            f"{counts['planned']} runs, each of them whole."
        )
    if counts["failed"]:
        reason = result.runs.loc[result.runs["status"] == "failed", "reason"].iloc[0]
        notes.append(f"{counts['failed']} of {counts['planned']} runs failed; the first {reason}")
    return tuple(notes)


def _wrapped(head: str, text: str, width: int) -> list[str]:
    return textwrap.wrap(text, width, initial_indent=head, subsequent_indent=" " * len(head)) or [
        head
    ]


def _table(rows: tuple[KeyRow, ...], width: int) -> list[str]:
    """Return the key figures as lines: the value, then the band and the full-size run."""
    months = [p.month for p in rows[0].points]
    column = max(11, min(16, (width - 24) // len(months)))
    first = width - column * len(months)
    lines = [f"{'after':<{first}}" + "".join(f"{month_words(m):>{column}}" for m in months)]
    for row in rows:
        label = textwrap.wrap(row.scale.label(row.label), first - 2, max_lines=3)
        cells = [
            "".join(f"{row.scale.bare(p.value):>{column}}" for p in row.points),
            "".join(f"{row.scale.span(p.low, p.high):>{column}}"
                    for p in row.points),
            "".join(f"{_bracketed(p, row.scale):>{column}}" for p in row.points),
        ]  # fmt: skip
        for left, right in zip_longest(label, cells, fillvalue=""):
            if left or right.strip():
                lines.append(f"{left:<{first}}{right}".rstrip())
    return lines


def _bracketed(at: Point, scale: Scale) -> str:
    """Return the full-size run's value in brackets where it is not the value itself."""
    return "" if at.full is None or at.low is None else f"({scale.bare(at.full)})"

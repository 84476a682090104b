"""The words of a validation: the coverage line, the table on a terminal, notes."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from sim.experiments.compared import USES
from sim.experiments.held import held_words
from sim.experiments.scorecard import widest_of
from sim.reports.numbers import DASH, listed

if TYPE_CHECKING:
    import pandas as pd

    from sim.experiments.validate import Validation

__all__ = [
    "COVERED",
    "NARROW",
    "band_text",
    "coverage_line",
    "facts_of",
    "figure_number",
    "figure_words",
    "label_with_unit",
    "notes",
    "place_words",
    "sentences",
    "verdict_word",
    "when_words",
    "widest_line",
]

COVERED = 0.9
"""The share of fitted figures that is to be inside."""
NARROW = 3.0
"""The widest band, as a factor around its median, of a fitted figure of grade A."""
NEAR = 1.1
"""A figure outside whose median is within this factor of it is said to be near."""
VERDICTS = {True: "inside", False: "OUTSIDE", None: "not shown"}
PLACE_WORDS = {"gangnam": "Gangnam-gu", "korea": "Korea", "united_states": "United States"}


def place_words(place: str) -> str:
    """Return a place as a reader would write it."""
    return PLACE_WORDS.get(place, place.replace("_", " "))


def verdict_word(inside: object) -> str:
    """Return "inside", "OUTSIDE" or "not shown"."""
    return VERDICTS[inside if isinstance(inside, bool) else None]


def figure_number(value: float) -> str:
    """Return a figure with three or four digits that matter: 14,338, 102.6, 0.86."""
    if not math.isfinite(value):
        return DASH
    size = abs(value)
    if size >= 1000:
        return f"{value:,.0f}"
    text = f"{value:.1f}" if size >= 10 else f"{value:.2f}" if size >= 0.1 else f"{value:.3g}"
    return text.rstrip("0").rstrip(".") if "." in text and "e" not in text else text


def figure_words(row: dict[Any, Any]) -> str:
    """Return a figure in a few words: "Employees, 2006"."""
    return f"{row['label']}, {when_words(row)}"


def when_words(row: dict[Any, Any]) -> str:
    """Return when a figure was, in words: "2002 (Jan-Oct)"."""
    return f"{row['year']}{period_words(str(row['series']))}"


def label_with_unit(row: dict[Any, Any]) -> str:
    """Return what a series is, with its unit behind it where the label does not say it."""
    label, unit = str(row["label"]), str(row["unit"])
    said = unit.split()[-1].lower() in label.lower() if unit else True
    return label if said else f"{label}, {unit}"


def period_words(series: str) -> str:
    """Return the months behind a year, of a series of a part of the year: " (Jan-Oct)"."""
    import re

    found = re.search(
        r"_((?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec){1,2}|[HQ]\d)$", series
    )
    if not found:
        return ""
    part = found.group(1)
    return f" ({part[:3]}-{part[3:]})" if len(part) == 6 else f" ({part})"


def coverage_line(coverage: pd.DataFrame) -> str:
    """Return "14 of 16 fitted figures inside their 90 % band; held apart 3 of 4; ...".

    How many of the first are met by construction is said where there are any.
    """
    whole = coverage[coverage["grade"] == "all"].to_dict("records")
    parts: list[str] = []
    for row in whole:
        counts = f"{row['inside']} of {row['figures']}"
        parts.append(f"{row['use']} {counts}" if parts else f"{counts} {row['use']}")
    if not parts:
        return "no figure was laid beside the model"
    parts[0] += " figures inside their 90 % band"
    if made := whole[0]["by_construction"]:
        parts[0] += f" ({made} of the {whole[0]['figures']} met by construction)"
    return "; ".join(parts)


def widest_line(table: pd.DataFrame) -> str:
    """Return the widest band of a fitted figure of grade A, in words; empty without one."""
    row = widest_of(table[(table["use"] == "fitted") & (table["grade"] == "A")])
    if row is None:
        return ""
    return (
        f"widest band of a fitted figure of grade A: {_factor(float(row['factor']))} "
        f"({figure_words(row)})"
    )


def _factor(factor: float) -> str:
    if math.isinf(factor):
        return "it reaches zero, so that no factor can be given"
    return f"a factor of {factor:.2g} around the median"


def facts_of(result: Validation) -> dict[str, Any]:
    """Return the coverage and both bars as plain data."""
    table, coverage = result.table, result.coverage
    fitted = table[table["use"] == "fitted"]
    row = widest_of(fitted[fitted["grade"] == "A"])
    share = _share_inside(fitted)
    factor = None if row is None else float(row["factor"])
    return {
        "coverage": coverage_line(coverage),
        "widest": widest_line(table),
        "fitted_share_inside": share,
        "fitted_covered": None if share is None else share >= COVERED,
        "widest_factor_grade_a": factor if factor is None or math.isfinite(factor) else None,
        "bands_narrow_enough": None if factor is None else factor <= NARROW,
    }


def _share_inside(part: pd.DataFrame) -> float | None:
    if not len(part):
        return None
    return sum(verdict is True for verdict in part["inside"]) / len(part)


def sentences(result: Validation) -> list[tuple[str, str]]:
    """Return what came out, as (topic, sentence)."""
    found = [("Coverage", _upper(coverage_line(result.coverage)) + "." + _bar_covered(result))]
    widest = widest_line(result.table)
    if widest:
        found.append(("Band", f"{_upper(widest)}.{_bar_narrow(result)}"))
    found += _by_grade(result.coverage)
    found += _outside(result.table)
    found += _not_shown(result.table)
    if "shapes" in result.tables:
        found.append(("Shapes", _shapes(result.tables["shapes"])))
    if "left_out" in result.tables:
        rows = result.tables["left_out"]
        inputs = int((rows["use"] == "input").sum())
        found.append(("Left out", f"{len(rows)} figures are not laid beside the model: {inputs} "
                      f"are fed in, {len(rows) - inputs} are left out. Each with why: "
                      "left_out.csv."))  # fmt: skip
    return found


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _bar_covered(result: Validation) -> str:
    met = facts_of(result)["fitted_covered"]
    if met is None:
        return ""
    return f" The bar is nine in ten of those fitted: {'met' if met else 'not met'}."


def _bar_narrow(result: Validation) -> str:
    met = facts_of(result)["bands_narrow_enough"]
    return f" The bar is a factor of {NARROW:g}: {'met' if met else 'not met'}."


def _by_grade(coverage: pd.DataFrame) -> list[tuple[str, str]]:
    """Return the coverage by grade of evidence, a sentence a use."""
    found = []
    for use in USES.values():
        rows = coverage[(coverage["use"] == use) & (coverage["grade"] != "all")]
        if len(rows):
            said = [f"{row['inside']} of {row['figures']} of grade {row['grade']}"
                    for row in rows.to_dict("records")]  # fmt: skip
            found.append((_upper(use), f"Inside are {listed(said)}."))
    return found


def _outside(table: pd.DataFrame) -> list[tuple[str, str]]:
    """Return the figures outside: those fitted and held apart one by one, the others counted."""
    found = []
    for use in list(USES.values())[:2]:
        rows = [r for r in _records(table) if r["inside"] is False and r["use"] == use]
        if rows:
            near = sum(abs(math.log(r["ratio"])) <= math.log(NEAR) for r in rows if r["ratio"] > 0)
            found.append(("Outside", f"{len(rows)} of those {use}, {near} of them with a median "
                          f"within 10 % of what was observed: {_by_label(rows)}."))  # fmt: skip
    return found


def _by_label(rows: list[dict[str, Any]]) -> str:
    """Return figures with their times, each label once: "Employees, 1995 and 2002; ..."."""
    times: dict[str, list[str]] = {}
    for row in rows:
        times.setdefault(str(row["label"]), []).append(when_words(row))
    return "; ".join(f"{label}, {listed(found)}" for label, found in times.items())


def _not_shown(table: pd.DataFrame) -> list[tuple[str, str]]:
    rows = [row for row in _records(table) if row["inside"] is None]
    if not rows:
        return []
    labels = list(dict.fromkeys(str(row["label"]) for row in rows))
    said = (
        f"No run shows {len(rows)} of the figures ({listed(labels)}): the run is too short, or the "
        "model lacks the outcome. They count as not inside."
    )
    return [("Not shown", said)]


def _shapes(table: pd.DataFrame) -> str:
    """Return how many shapes show, and which do not."""
    shown = int((table["shown"] == "yes").sum())
    others = [f"{row['shape'].lower()} ({row['shown']})" for row in table.to_dict("records")
              if row["shown"] != "yes"]  # fmt: skip
    rest = f" The others: {'; '.join(others)}." if others else ""
    return f"{shown} of {len(table)} show in at least nine runs of ten.{rest}"


def _records(table: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(key): value for key, value in row.items()} for row in table.to_dict("records")]


def band_text(row: dict[Any, Any]) -> str:
    """Return the simulated band of a row, as in "3,900 to 4,600"."""
    if not math.isfinite(row["low"]):
        return DASH
    return f"{figure_number(row['low'])} to {figure_number(row['high'])}"


def notes(result: Validation) -> list[str]:
    """Return what a reader must know to read the scorecard rightly."""
    plan = result.ensemble.plan
    drawn = plan.draws != 0 and any(base.uncertain for base in plan.bases)
    spread = (
        "its own luck and its own draw of the fitted and uncertain parameters"
        if drawn
        else "its own luck; parameters are the same in all of them"
    )
    whom = "every resident" if plan.sample is None else f"{plan.sample:,} citizens"
    said = [
        f"Band: 5th to 95th percentile over {plan.replications} runs a place on {whom}, each with "
        f"{spread}. It holds no error of the observation itself; a figure is inside when it "
        "lies between the ends of the band, which are not rounded.",
        f"Evidence: {result.settings['evidence']}. Grade A is precise and from the records, B "
        "a round or derived number, C said to advertise or at odds with others. Fitted figures set "
        "parameters, so that being inside is no success of theirs; figures held apart and compared "
        "had no part in it.",
    ]
    if held := held_words(result.settings.get("held", {}), "drawn"):
        said.append(held)
    if plan.replications < 20:
        said.append(f"With {plan.replications} runs the ends of a 90 % band are rough: the least "
                    "and the largest run.")  # fmt: skip
    failed = len(result.ensemble.failed)
    return [*said, f"{failed} runs failed and have no part in the bands."] if failed else said

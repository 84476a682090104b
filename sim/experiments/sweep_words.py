"""What a sweep came to in words; every number in them is in its tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from sim.experiments.design import SAMPLES
from sim.experiments.names import changes_words, value_words
from sim.experiments.paired import ENOUGH
from sim.reports.numbers import Scale, listed, month_words
from sim.summary import WINDOW, unit_over

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sim.experiments.sweep import SweepResult

__all__ = ["change_text", "notes", "sentences", "topic_of"]

SAID = 4
"""Outcomes that get sentences; the tables hold all."""
GOOD_FIT, ROUNDING = 0.7, 1e-9
WORDS_FOR_POINT = 3
"""Paths up to which a point is spelled out."""


def sentences(result: SweepResult) -> list[tuple[str, str]]:
    """Return topic and sentences for the first outcomes, at the last month read."""
    month = result.settings["months"][-1]
    return [
        (topic_of(result.ensemble.outcomes[name]), _outcome(result, name, month))
        for name in result.settings["outcomes"][:SAID]
    ]


def topic_of(facts: Mapping[str, Any]) -> str:
    """Return the word a sentence on an outcome is filed under."""
    return str(facts["family"] or facts["name"].replace("_", " ")).capitalize()


def change_text(scale: Scale, value: float) -> str:
    """Return a difference: of two shares in points, of anything else in its unit."""
    unit = "points" if scale.unit == "%" else scale.unit
    return f"{scale.bare(value)} {unit}".strip()


def _outcome(result: SweepResult, name: str, month: int) -> str:
    facts = result.ensemble.outcomes[name]
    table = result.tables["results"]
    rows = table[(table["outcome"] == name) & (table["month"] == month)].reset_index(drop=True)
    known = rows[rows["mean"].notna()]
    label = f"{facts['label']} after {month_words(month)}"
    if len(known) < 2:
        return f"{label}: too few points were finished to compare any."
    scale = Scale.of(unit_over(facts, min(WINDOW, month)), rows["mean"])
    if float(np.ptp(known["mean"])) == 0:
        return f"{label}: {scale.text(float(known['mean'].iloc[0]))} at every point."
    ends = result.tables["extremes"]
    gap = ends[(ends["outcome"] == name) & (ends["month"] == month)].iloc[0]
    moved = _moved(result, name, month, scale)
    if gap["low"] <= 0:
        said = f"{label}: no clear difference between points{_apart(gap, scale)}"
        return f"{said} {moved}".strip()
    rows = rows.set_index("point")
    best, worst = (
        (gap["lowest"], gap["highest"]) if facts["better"] < 0 else (gap["highest"], gap["lowest"])
    )
    words = ("best", "worst") if facts["better"] else ("highest", "lowest")
    said = "; ".join(
        f"{word} {_value(rows.loc[number], scale)} {_where(result, int(number))}"
        for word, number in zip(words, (best, worst), strict=True)
    )
    return f"{label}: {said}; {_distance(gap, scale)}. {moved}".strip()


def _apart(gap: Any, scale: Scale) -> str:
    """Return how far the lowest and the highest of points that hardly differ are apart."""
    return f"; the lowest and the highest are {_distance(gap, scale)}, which may be chance."


def _distance(gap: Any, scale: Scale) -> str:
    """Return the difference of the two extremes with its interval."""
    text = f"{change_text(scale, gap['difference'])} apart"
    if not np.isfinite(gap["low"]):
        return f"{text} (chance cannot be told from {gap['n']} replication)"
    return f"{text} (95 % interval of twin runs {scale.band(gap['low'], gap['high'])})"


def _value(row: Any, scale: Scale) -> str:
    """Return a point's mean with its interval and, apart from it, its range over worlds."""
    said = []
    if np.isfinite(row["low"]):
        said.append(f"95 % interval {scale.band(row['low'], row['high'])}")
    if np.isfinite(row["worlds_low"]):
        said.append(f"in 90 % of worlds {scale.band(row['worlds_low'], row['worlds_high'])}")
    return f"{scale.text(row['mean'])} ({'; '.join(said)})" if said else scale.text(row["mean"])


def _where(result: SweepResult, number: int) -> str:
    changes = {p: result.points.set_index("point").loc[number, p] for p in result.settings["paths"]}
    if len(changes) > WORDS_FOR_POINT:
        return f"at point {number}"
    return f"at point {number} ({changes_words(changes, result.names)})"


def _moved(result: SweepResult, name: str, month: int, scale: Scale) -> str:
    """Say which path moved the outcome most, where there are several and it can be told."""
    table = result.tables.get("effects")
    if table is None or len(result.settings["paths"]) < 2:
        return ""
    rows = table[(table["outcome"] == name) & (table["month"] == month)]
    clear = rows[rows["low"] > ROUNDING * rows["highest"].abs()].sort_values(
        "effect", ascending=False, kind="stable"
    )
    if not len(clear):
        return "No single value moved it clearly."
    first = clear.iloc[0]
    ends = [value_words(first["path"], first[end]) for end in ("lowest_at", "highest_at")]
    others = [
        f"{result.names[row['path']]} ({change_text(scale, row['effect'])})"
        for _, row in clear.iloc[1:3].iterrows()
    ]
    return (
        f"{result.names[first['path']]} moved it most: {change_text(scale, first['effect'])} "
        f"({scale.band(first['low'], first['high'])}) from {ends[0]} to {ends[1]}, the others "
        f"being equal{f'; then {listed(others)}' if others else ''}.{_poor_fit(first)}"
    )


def _poor_fit(row: Any) -> str:
    """Warn where effects added up explain little of the differences between points."""
    if not row["explained"] < GOOD_FIT:
        return ""
    return (
        f" Added up, such effects explain only {100 * row['explained']:.0f} % of the differences "
        "between points: the rest bends, or hangs on several at once (egov sensitivity tells)."
    )


def notes(result: SweepResult) -> list[str]:
    """Return what a reader must know to read tables and figures rightly."""
    plan = result.ensemble.plan
    points, paths = len(plan.points), result.settings["paths"]
    worlds = f" in {plan.draws} worlds" if plan.draws else ""
    said = [
        f"{points} points ({result.settings['design'].replace('_', ' ')}) of {len(paths)} "
        f"path{'s' if len(paths) != 1 else ''}, each with the same {plan.replications} "
        f"replication{'s' if plan.replications != 1 else ''}{worlds}."
    ]
    said.append(
        "Interval: where the mean over many replications would lie, in the worlds given (95 %, "
        "Student's t). It is chance only."
        if plan.replications > 1
        else "There is one replication, so nothing says how much is chance; add --replications."
    )
    if plan.draws:
        said.append(
            "Range over worlds: from 5 % to 95 % of the worlds drawn, each averaged over the "
            "replications. It does not shrink with more replications."
        )
    if 1 < plan.replications < ENOUGH:
        said.append(f"With fewer than {ENOUGH} replications, intervals may be somewhat narrow.")
    if "effects" in result.tables and result.settings["design"] in SAMPLES:
        said.append("What moved most is read from straight lines fitted to all paths together.")
    said.append(
        f"Best and worst were picked from {points} points afterwards, which flatters the "
        "difference between them."
    )
    return [*said, *result.settings["notes"], *_missing(result)]


def _missing(result: SweepResult) -> list[str]:
    failed = result.ensemble.failed
    if not len(failed):
        return []
    points = sorted(set(failed["point"]))
    named = listed([str(point) for point in points[:5]]) + (" and more" if len(points) > 5 else "")
    return [
        f"{len(failed)} of {len(result.runs)} runs failed (point {named}; runs.csv says why). A "
        "replication with a failed run is left out at its point."
    ]

"""What a sensitivity analysis came to in words; every number in them is in its tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from sim.experiments.names import lower_first
from sim.experiments.salib import LEVELS
from sim.experiments.sweep_words import change_text, topic_of
from sim.reports.numbers import Scale, listed, month_words
from sim.summary import WINDOW, unit_over

if TYPE_CHECKING:
    import pandas as pd

    from sim.experiments.sensitivity import SensitivityResult

__all__ = ["is_clear", "notes", "sentences"]

CLEAR_SHARE = 0.01
"""Sobol: a value matters clearly if its interval lies above this share of the variance."""
CLEAR_PART = 0.05
"""Morris: a value matters clearly if its interval lies above this part of the largest effect."""
NAMED = 4
NOISY, WIDE, ENOUGH = 0.1, 0.15, 10


def is_clear(rows: pd.DataFrame, method: str, chance: pd.DataFrame) -> pd.Series:
    """Return of each path whether it clearly matters for an outcome.

    Parameters
    ----------
    rows : the indices of one outcome at one month.
    chance : the table of that name. Luck that differs from point to point gives every path an
        index; one no larger than that does not count.
    """
    same = chance[["outcome", "month"]] == rows[["outcome", "month"]].iloc[0]
    luck = chance[same.all(axis=1)].iloc[0]
    noise = float(np.nan_to_num(luck["noise_share"]))
    if method == "sobol":
        return rows["ST"] - rows["ST_conf"] > CLEAR_SHARE + noise
    # Two means that differ by luck alone, a step of LEVELS / (2 LEVELS - 2) apart: E|difference|
    step = LEVELS / (2 * LEVELS - 2)
    by_luck = 2 / np.sqrt(np.pi) * np.sqrt(noise) * luck["sd_points"] / step
    floor = max(by_luck, CLEAR_PART * rows["mu_star"].max())
    return rows["mu_star"] - rows["mu_star_conf"] > floor


def sentences(result: SensitivityResult) -> list[tuple[str, str]]:
    """Return topic and sentence for each outcome at the last month looked at."""
    month = result.settings["months"][-1]
    return [
        (topic_of(result.ensemble.outcomes[name]), _outcome(result, name, month))
        for name in result.settings["outcomes"]
    ]


def _outcome(result: SensitivityResult, name: str, month: int) -> str:
    facts = result.ensemble.outcomes[name]
    head = f"{facts['label']} after {month_words(month)}"
    values = result.outcomes[(name, month)].mean(axis=1)
    scale = Scale.of(unit_over(facts, min(WINDOW, month)), values)
    table = result.tables["indices"]
    rows = table[(table["outcome"] == name) & (table["month"] == month)] if len(table) else table
    if not len(rows):
        return (
            f"{head} is {scale.text(float(values[0]))} at every one of the {len(values)} points, "
            "so there is nothing to share out."
        )
    key = "ST" if result.problem.method == "sobol" else "mu_star"
    rows = rows.sort_values(key, ascending=False, kind="stable")
    clear = is_clear(rows, result.problem.method, result.tables["chance"])
    said = _sobol if key == "ST" else _morris
    return f"{said(result, head, rows[clear], scale)}{_rest(result, rows, clear, key)}"


def _sobol(result: SensitivityResult, head: str, rows: pd.DataFrame, scale: Scale) -> str:
    if not len(rows):
        return f"{head}: nothing stands out with so few points; --n asks for more."
    first = rows.iloc[0]
    lead = (
        f"{head}: {_part(first['ST'])} of what moves it hangs on "
        f"{lower_first(result.names[first['path']])} (total index "
        f"{first['ST']:.2f}, 95 % interval {_interval(first, 'ST')}; on its own {first['S1']:.2f})"
    )
    others = [
        f"{lower_first(result.names[row['path']])} ({row['ST']:.2f}, {_interval(row, 'ST')})"
        for _, row in rows.iloc[1:NAMED].iterrows()
    ]
    return f"{lead}; then {listed(others)}." if others else f"{lead}."


def _part(share: float) -> str:
    """Return a share in plain words."""
    words = ((0.95, "nearly all"), (0.7, "most"), (0.56, "more than half"), (0.45, "about half"),
             (0.29, "about a third"), (0.2, "about a quarter"))  # fmt: skip
    return next((word for limit, word in words if share >= limit), f"about {100 * share:.0f} %")


def _interval(row: Any, index: str) -> str:
    low, high = row[index] - row[f"{index}_conf"], row[index] + row[f"{index}_conf"]
    return f"{max(0.0, low):.2f} to {high:.2f}"


def _morris(result: SensitivityResult, head: str, rows: pd.DataFrame, scale: Scale) -> str:
    if not len(rows):
        return f"{head}: nothing stands out with so few trajectories; --n asks for more."
    moves = [_move(result, row, scale) for _, row in rows.head(NAMED).iterrows()]
    first = rows.iloc[0]
    bends = (
        " How far depends much on the other values, or bends."
        if first["sigma"] > first["mu_star"]
        else ""
    )
    text = f"{head} moves most with {moves[0]}"
    return f"{text}; then {listed(moves[1:])}.{bends}" if moves[1:] else f"{text}.{bends}"


def _move(result: SensitivityResult, row: Any, scale: Scale) -> str:
    low, high = row["mu_star"] - row["mu_star_conf"], row["mu_star"] + row["mu_star_conf"]
    amount = f"{change_text(scale, row['mu_star'])}, {scale.band(max(0.0, low), high)}"
    return f"{lower_first(result.names[row['path']])} ({_way(result, row)}{amount})"


def _way(result: SensitivityResult, row: Any) -> str:
    """Return which way more of a value moves the outcome; of words there is no more or less."""
    if result.problem.spreads[row["path"]].choice is not None:
        return ""
    if abs(row["mu"]) < 0.9 * row["mu_star"]:
        return "both ways, "
    return "up " if row["mu"] > 0 else "down "


def _rest(result: SensitivityResult, rows: pd.DataFrame, clear: pd.Series, key: str) -> str:
    """Name what makes no clear difference, and what makes exactly none."""
    named = [result.names[path] for path in rows[clear]["path"].iloc[NAMED:]]
    parts = [f" Less, but clearly: {_names(named)}."] if named else []
    nothing = (rows[key] == 0) & (rows[f"{key}_conf"] == 0)
    vague = [result.names[path] for path in rows[~clear & ~nothing]["path"]]
    none = [result.names[path] for path in rows[nothing]["path"]]
    parts += [f" No clear difference: {_names(vague)}."] if vague else []
    parts += [f" None at all: {_names(none)}."] if none else []
    return "".join(parts)


def _names(names: list[str]) -> str:
    return listed([lower_first(name) for name in names])


def notes(result: SensitivityResult) -> list[str]:
    """Return what a reader must know: the design, the meaning of the numbers, chance."""
    return [
        *_design(result),
        *_meaning(result),
        *_luck(result),
        *_width(result),
        *result.settings["notes"],
    ]


def _design(result: SensitivityResult) -> list[str]:
    plan, problem = result.ensemble.plan, result.problem
    size = "trajectories" if problem.method == "morris" else "base points"
    same = ", the same luck at every point" if plan.replications > 1 else ""
    said = [
        f"{problem.method.capitalize()}, {problem.n} {size} of {len(problem.paths)} values: "
        f"{len(plan.points):,} points, each with {plan.replications} "
        f"replication{'s' if plan.replications != 1 else ''}{same}; SALib makes and analyses the "
        "design."
    ]
    others = [path for path in plan.bases[0].uncertain if path not in problem.paths]
    if others:
        said.append("What else stands under `uncertain:` was kept at the values of the file.")
    return said


def _meaning(result: SensitivityResult) -> list[str]:
    if result.problem.method == "morris":
        return [
            "Morris gives the average effect (mu*) of moving a value over its whole range, from "
            "places all over the space, with its 95 % interval. It ranks values; for their share "
            f"of the variance use --method sobol. Clear: the interval above "
            f"{100 * CLEAR_PART:.0f} % of the largest effect, and above what chance gives."
        ]
    return [
        "A total index is the share of the variance that would stay if all but this value were "
        "known; on its own, the share that would go if it alone were. Shares overlap where values "
        "act together, so they may add up to more than 1. Clear: the interval above "
        f"{CLEAR_SHARE}, and above what chance gives."
    ]


def _luck(result: SensitivityResult) -> list[str]:
    if result.ensemble.plan.replications < 2:
        return ["There is one replication, so nothing says how much is chance; --replications 2 "
                "or more does."]  # fmt: skip
    chance = result.tables["chance"]
    chance = chance[(chance["month"] == result.settings["months"][-1]) & (chance["sd_points"] > 0)]
    if not len(chance):
        return []
    labels = {name: lower_first(facts["label"]) for name, facts in result.ensemble.outcomes.items()}
    shares = [
        f"{100 * row['noise_share']:.1f} % for {labels[row['outcome']]}"
        for _, row in chance.iterrows()
    ]
    said = [
        f"Chance in the variance between points, which the indices share out: {', '.join(shares)}."
    ]
    if (chance["noise_share"] > NOISY).any():
        said.append("Chance makes small effects look larger than they are: add --replications.")
    return said


def _width(result: SensitivityResult) -> list[str]:
    table = result.tables["indices"]
    if result.problem.method == "morris":
        few = result.problem.n < ENOUGH
        return [f"With fewer than {ENOUGH} trajectories, intervals are too narrow."] if few else []
    widest = float(np.nanmax(table["ST_conf"])) if len(table) else 0.0
    if widest <= WIDE:
        return []
    return [f"Intervals are as wide as +/- {widest:.2f}: four times --n would halve them."]

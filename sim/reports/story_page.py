"""The section of the report that tells the run from its minutes."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from html import escape
from typing import TYPE_CHECKING, Any

from sim.reports.numbers import listed, number
from sim.reports.story import ABBREVIATIONS, EFFECTS, month_named, sentence_of, story

if TYPE_CHECKING:
    import pandas as pd

    from sim.result import RunResult

__all__ = ["abbreviations", "story_section", "turns_list"]

WORDS = {"stopped": "holds up", "moved": "moves on", "asked": "asks or reports"}
RARE = 0.25
"""A turn that fewer runs than this take is folded away."""
WORK = {
    "starts applications": "starts {} applications",
    "launches applications": "launches {}",
    "integrates applications": "integrates {}",
    "cancels applications": "cancels {}",
}


def story_section(result: RunResult) -> str:
    """Return the turning points as short sentences, and who moved and who stopped how often."""
    from sim.reports.sections import section

    told = story(result)
    if told.empty:
        return ""
    turns = told[~told["is_work"].astype(bool)]
    rare = turns["runs"] < RARE * turns["of_runs"]
    many = int(told["of_runs"].iloc[0])
    which = f"the minutes of {many} runs" if many > 1 else "the minutes of the one run"
    dates = " A date is the middle one of the runs in which it happens." if many > 1 else ""
    parts = [
        f'<p class="quiet">Told from {which}: who moved the programme on, who held it up.{dates}'
        f"{abbreviations(told)}</p>",
        turns_list(turns[~rare], result.start),
    ]
    if rare.any():
        parts.append(
            f"<details><summary>{int(rare.sum())} turns that few runs take</summary>"
            f"{turns_list(turns[rare], result.start)}</details>"
        )
    parts += [_work(told), _who(told)]
    return section("story", "The story of the run", *parts)


def abbreviations(told: pd.DataFrame) -> str:
    """Return what the short names among the actors stand for."""
    actors = set(told["actor"])
    said = [f"{short} is {whole}." for short, whole in ABBREVIATIONS.items() if short in actors]
    return escape(f" {' '.join(said)}") if said else ""


def turns_list(turns: pd.DataFrame, start: str) -> str:
    """Return turning points as a list, in the order in which they fall."""
    items = "\n".join(_turn(row, start) for row in turns.to_dict("records"))
    return f'<ol class="timeline story">\n{items}\n</ol>' if items else ""


def _turn(row: Mapping[Hashable, Any], start: str) -> str:
    effect = str(row["effect"])
    reason = str(row["reason"]).strip().rstrip(".")
    why = f" <span>The reason{_mostly(row)}: {escape(reason)}.</span>" if reason else ""
    said = escape(sentence_of({str(k): v for k, v in row.items()}, start))
    when = month_named(float(row["month"]), start)
    return (
        f'<li class="{effect}"><time>{when}</time> <span class="tag">{WORDS[effect]}</span> '
        f"{said}{why}</li>"
    )


def _mostly(row: Mapping[Hashable, Any]) -> str:
    return " given most often" if row["runs"] > 1 or row["times"] > 1 else ""


def _work(told: pd.DataFrame) -> str:
    """Return how many applications a run starts, launches, integrates and cancels."""
    said = []
    for kind, words in WORK.items():
        rows = told[told["decision"] == kind]
        if len(rows):
            each = float((rows["times"] * rows["runs"] / rows["of_runs"]).sum())
            said.append(words.format(number(each, 2)))
    if not said:
        return ""
    one = int(told["of_runs"].iloc[0]) == 1
    return f"<p>{'The run' if one else 'On average a run'} {escape(listed(said))}.</p>"


def _who(told: pd.DataFrame) -> str:
    """Return how often each actor moves, stops or asks, a run."""
    from sim.reports.sections import table

    each = told.assign(each=told["times"] * told["runs"] / told["of_runs"])
    sums = each.pivot_table(index="actor", columns="effect", values="each", aggfunc="sum")
    sums = sums.reindex(columns=list(EFFECTS)).fillna(0.0)
    sums = sums.sort_values(["stopped", "moved"], ascending=False, kind="stable")
    rows = [
        [escape(str(actor)), *(number(float(row[effect]), 2) for effect in EFFECTS)]
        for actor, row in sums.iterrows()
    ]
    heads = ["Who", *(WORDS[effect].capitalize() for effect in EFFECTS)]
    caption = "How often each holds the programme up, moves it on, or asks or reports, a run"
    return table(heads, rows, caption)

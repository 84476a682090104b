"""What was set in an experiment's scenarios, and what their minutes tell: sections of its page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

    from sim.experiments.differing import Differences
    from sim.experiments.result import ExperimentResult
    from sim.scenario import Scenario

__all__ = ["set_section", "stories_section"]

MOST_COLUMNS = 5
"""Scenarios that stand beside each other; more are told one under the other."""
MOST_TOLD = 6
"""Scenarios whose minutes are told."""
RARE = 0.5
"""A turn that fewer runs take is left to the report of a run."""


def set_section(result: ExperimentResult) -> str:
    """Return which levers and assumptions differ between the scenarios and from the defaults."""
    from sim.experiments.differing import differences
    from sim.reports.sections import section
    from sim.scenario import Scenario

    bases = result.ensemble.plan.bases
    default = Scenario.defaults()
    found = [differences(default, base) for base in bases]
    parts = [
        _kind(bases, [one.levers for one in found], "Lever", "levers", "Baseline"),
        _kind(bases, [one.district for one in found], "Assumption", "assumptions", "Default"),
        _varied(result),
        _besides(bases, found),
    ]
    return section("set", "What was set", *(part for part in parts if part))


def _kind(
    bases: Sequence[Scenario], changes: Sequence[Mapping[str, Any]], what: str, many: str, was: str
) -> str:
    """Return the levers, or the assumptions: those that differ, and those changed in all."""
    paths = list(dict.fromkeys(path for one in changes for path in one))
    differing = [p for p in paths if len({repr(base.value(p)) for base in bases}) > 1]
    alike = [p for p in paths if p not in differing]
    parts = []
    if len(bases) > 1:
        none = f"<p>No {many} differ between the scenarios.</p>"
        title = f"<h3>{many.capitalize()} that differ between the scenarios</h3>"
        parts.append(title + (_unlike(bases, differing, what, was) if differing else none))
    if alike or len(bases) == 1:
        whose = "Changed in all of them" if len(bases) > 1 else "Changed"
        title = f"<h3>{whose}: {many}</h3>"
        parts.append(title + _same(bases[0], alike, what, was, many))
    return "".join(parts)


def _unlike(bases: Sequence[Scenario], paths: Sequence[str], what: str, was: str) -> str:
    """Return a table of what differs, a column a scenario, or a list where there are many."""
    from sim.experiments.names import value_words
    from sim.reports.sections import table
    from sim.scenario import Scenario

    default = Scenario.defaults()
    if len(bases) > MOST_COLUMNS:
        return "".join(_listed(base, paths) for base in bases)
    known = any(all(repr(b.value(p)) == repr(default.value(p)) for p in paths) for b in bases)
    shown = bases if known else (default, *bases)  # a scenario may be the baseline itself
    rows = [
        [named, *(escape(value_words(path, one.value(path))) for one in shown)]
        for path, named in _named(paths).items()
    ]
    heads = [what, *([] if known else [was]), *(_said(base.name) for base in bases)]
    return table(heads, rows, f"{what}s that differ: {len(rows)}", kind="plain settings")


def _same(base: Scenario, paths: Sequence[str], what: str, was: str, many: str) -> str:
    from sim.experiments.names import value_words
    from sim.reports.sections import table
    from sim.scenario import Scenario

    if not paths:
        return f"<p>No {many} differ from the baseline.</p>"
    default = Scenario.defaults()
    rows = [
        [named, *(escape(value_words(path, one.value(path))) for one in (default, base))]
        for path, named in _named(paths).items()
    ]
    inner = table([what, was, "Here"], rows, f"{what}s changed: {len(rows)}", kind="plain")
    return inner if len(rows) <= 3 else _folded(f"{len(rows)} {many}", inner)


def _named(paths: Sequence[str]) -> dict[str, str]:
    """Return each path's label with the path itself, as HTML."""
    from sim.experiments.names import parameter_names
    from sim.reports.settings_page import breakable

    names = parameter_names(list(paths))
    return {p: f"{escape(names[p])}<br><code>{breakable(p)}</code>" for p in paths}


def _listed(base: Scenario, paths: Sequence[str]) -> str:
    """Return what one of many scenarios has changed, folded away."""
    from sim.experiments.names import changes_words, parameter_names
    from sim.scenario import Scenario

    default = Scenario.defaults()
    unlike = {p: base.value(p) for p in paths if repr(base.value(p)) != repr(default.value(p))}
    words = changes_words(unlike, parameter_names(list(unlike))) or "as the baseline"
    return _folded(_said(base.name), f"<p>{escape(words)}.</p>")


def _varied(result: ExperimentResult) -> str:
    """Return what the experiment itself varies on top of its scenarios."""
    from sim.experiments.names import lower_first, parameter_names
    from sim.reports.numbers import listed

    varied = list(result.ensemble.plan.varied)
    if not varied:
        return ""
    names = [lower_first(name) for name in parameter_names(varied).values()]
    few = listed(names) if len(names) <= MOST_COLUMNS else f"{len(names)} of them"
    return f"<p>On top of this the experiment itself varies {escape(few)}.</p>"


def _besides(bases: Sequence[Scenario], found: Sequence[Differences]) -> str:
    """Return what else a scenario holds: dated changes and what each run draws."""
    from sim.reports.numbers import listed

    dated = [_said(base.name) for base, one in zip(bases, found, strict=True) if one.timeline]
    drawn = sorted({path for one in found for path in one.uncertain})
    said = []
    if dated:
        whose = "all of them" if len(dated) == len(bases) > 1 else listed(dated)
        said.append(f"Dated changes or shocks other than the baseline's: {whose}.")
    if drawn:
        count = f"{len(drawn)} value{'s' if len(drawn) != 1 else ''}"
        said.append(f"Drawn otherwise than in the baseline, under uncertain: {count}.")
    return f"<p>{escape(' '.join(said))} The files below hold them.</p>" if said else ""


def stories_section(result: ExperimentResult) -> str:
    """Return the turning points of each scenario, where its runs have kept their minutes."""
    from sim.reports.sections import section

    plan = result.ensemble.plan
    if "decisions" not in plan.tables or any(point.number for point in plan.points):
        return ""
    minutes = result.ensemble.table("decisions")
    names = list(dict.fromkeys(point.scenario for point in plan.points))[:MOST_TOLD]
    told = [_told(result, minutes, name) for name in names]
    intro = (
        '<p class="quiet">From the minutes: who moved the programme on and who held it up, in at '
        "least half of the runs. A date is the middle one of these runs.</p>"
        '<p class="printed">Left out in print: open the page to read it.</p>'
    )
    return section("story", "What happened in each", intro, *told) if any(told) else ""


def _told(result: ExperimentResult, minutes: pd.DataFrame, name: str) -> str:
    from sim.reports.story import story_of
    from sim.reports.story_page import abbreviations, turns_list

    runs = result.runs[(result.runs["status"] == "ok") & (result.runs["scenario"] == name)]
    count = int((runs["replicate"] > 0).sum())
    rows = minutes[(minutes["scenario"] == name) & (minutes["replicate"] > 0)]
    if not count or rows.empty:
        return ""
    told = story_of(rows, count)
    turns = told[~told["is_work"].astype(bool) & (told["runs"] >= RARE * count)]
    short = abbreviations(turns)
    note = f'<p class="quiet">{short}</p>' if short else ""
    return _folded(_said(name), note + turns_list(turns, result.ensemble.plan.start))


def _folded(title: str, inner: str) -> str:
    return f"<details><summary>{escape(title)}</summary>{inner}</details>"


def _said(name: str) -> str:
    return name.replace("_", " ")

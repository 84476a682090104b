"""The sections of the report on what was set: levers, assumptions, dated changes, evidence."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import TYPE_CHECKING, Any

from sim.reports.story import month_named

if TYPE_CHECKING:
    from sim.experiments.differing import Pair
    from sim.result import RunResult
    from sim.scenario import Scenario

__all__ = ["breakable", "evidence_section", "levers_section"]


def levers_section(result: RunResult) -> str:
    """Return the levers that differ from the baseline, and every assumption that was changed."""
    from sim.experiments.differing import differences
    from sim.reports.sections import section
    from sim.scenario import Scenario

    here = result.scenario
    differing = differences(Scenario.defaults(), here)
    levers = "Every lever is as in the baseline: as granted in August 2002."
    district = "No assumption about the district was changed."
    parts = [
        "<h3>Levers that differ from the baseline</h3>",
        _pairs(differing.levers, "Lever", "Baseline", levers),
        _dated(here),
        "<h3>Assumptions that were changed</h3>",
        _pairs(differing.district, "Assumption", "Default", district),
        _place(here),
        _uncertain(here),
    ]
    return section("levers", "What was set", *(part for part in parts if part))


def _pairs(pairs: Mapping[str, Pair], what: str, first: str, none: str) -> str:
    from sim.experiments.names import parameter_names, value_words
    from sim.reports.sections import table

    if not pairs:
        return f"<p>{none}</p>"
    names = parameter_names(list(pairs))
    rows = [
        [f"{escape(names[path])}<br><code>{breakable(path)}</code>",
         escape(value_words(path, was)), escape(value_words(path, now))]
        for path, (was, now) in pairs.items()
    ]  # fmt: skip
    caption = f"{what}s that differ: {len(rows)}"
    return table([what, first, "Here"], rows, caption, kind="plain")


def breakable(path: str) -> str:
    """Return a dotted path that a narrow page may break at its dots."""
    return escape(path).replace(".", ".<wbr>").replace("_", "_<wbr>")


def _dated(here: Scenario) -> str:
    """Return the dated changes, shocks and facts of the scenario as a list."""
    if not here.timeline:
        return ""
    items = []
    for event in here.timeline:
        said = "; ".join(_event_words(event))
        note = f" <span>{escape(event.note)}</span>" if event.note else ""
        when = month_named(event.month, here.run.start)
        items.append(f"<li><time>{when}</time> {escape(said)}.{note}</li>")
    return f'<h3>Dated changes</h3><ol class="timeline">{"".join(items)}</ol>'


def _event_words(event: Any) -> list[str]:
    from sim.experiments.names import lower_first, parameter_names, value_words

    names = parameter_names(list(event.changes))
    said = [f"{lower_first(names[p])}: {value_words(p, v)}" for p, v in event.changes.items()]
    if event.shock is not None:
        size = "" if event.size == 1 else f", {event.size:g} times the usual size"
        said.append(f"a shock: {event.shock.replace('_', ' ')}{size}")
    said += [f"opens '{name}'" for name in event.open]
    said += [f"opens the {name.replace('_', ' ')} register" for name in event.open_register]
    return said or ["what others decided then"]


def _place(here: Scenario) -> str:
    if here.place is None:
        return ""
    name = here.place.title or "another place"
    return f"<p>The people are those of another place: {escape(name)}.</p>"


def _uncertain(here: Scenario) -> str:
    """Return the parameters that each run draws, folded away."""
    from sim.experiments.names import parameter_names
    from sim.reports.sections import table

    if not here.uncertain:
        return "<p>No parameter is drawn: every run has the same values.</p>"
    names = parameter_names(list(here.uncertain))
    rows = [
        [escape(names[path]), escape(_spread_words(spread))]
        for path, spread in here.uncertain.items()
    ]
    count = len(rows)
    inner = table(["Uncertain", "Drawn from"], rows, "Each run draws its own", kind="plain")
    return (
        f"<details><summary>{count} uncertain parameter{'s' if count != 1 else ''} that each run "
        f"draws</summary>{inner}</details>"
    )


def _spread_words(spread: Any) -> str:
    if spread.posterior:
        return "what the calibration left, all such parameters together"
    for shape in ("uniform", "triangular", "normal", "choice"):
        values = getattr(spread, shape)
        if values is not None:
            said = ", ".join(f"{v:g}" if isinstance(v, int | float) else str(v) for v in values)
            return f"{shape}: {said}"
    return "one value"


def evidence_section(result: RunResult) -> str:
    """Return how well the model fits what happened, and how well its values are known."""
    from collections import Counter

    from sim.parameters.catalogue import catalogue
    from sim.reports.headline import CAUTION
    from sim.reports.numbers import listed
    from sim.reports.sections import section
    from sim.reports.validated import validation_line

    known = [p for path, p in catalogue().items() if path.startswith("district.")]
    counts = Counter(str(item.status) for item in known)
    said = listed([f"{count} {status}" for status, count in counts.most_common()])
    line = validation_line()
    parts = [f"<p>{escape(line)}</p>"] if line else []
    parts.append(
        f"<p>Of the {len(known)} values that describe the district and its people: {escape(said)}. "
        "The page docs/parameters.md says of each where it is from.</p>"
    )
    parts.append(f'<p class="caution">{CAUTION}</p>')
    return section("evidence", "How far to trust it", *parts)

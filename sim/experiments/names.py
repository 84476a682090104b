"""Scenario, outcomes and years as a user names them, and parameters as a reader knows them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Any

from sim.errors import UserError
from sim.parameters.catalogue import catalogue, number_text

if TYPE_CHECKING:
    from sim.scenario import Scenario

__all__ = [
    "HEADLINE",
    "Vary",
    "as_options",
    "asked_for",
    "changes_words",
    "lower_first",
    "parameter_names",
    "ready_scenario",
    "value_words",
]

HEADLINE = (
    "adoption_share",
    "cost_per_case_usd",
    "spending_cum_usd",
    "satisfaction_citizens",
    "age_gap_points",
)
MOST = 5
Vary = Sequence[str] | Mapping[str, Sequence[Any]]
"""What is varied: as behind `--vary`, or {path: (low, high)} and {path: [a, b, c]}."""
WITH_THEIR_UNIT = {"USD", "hours", "months", "years", "persons", "posts"}


def ready_scenario(scenario: Scenario | str | Path, overrides: Sequence[str]) -> Scenario:
    """Return a scenario, read from its file if need be, with the overrides of `--set`.

    Raises
    ------
    ScenarioError : the file is wrong, or a value.
    UserError : overrides for a scenario that is loaded already.
    """
    from sim.scenario import Scenario, load_scenario

    if not isinstance(scenario, Scenario):
        return load_scenario(scenario, overrides)
    if overrides:
        raise UserError(
            "overrides go with the path of a scenario file; change a scenario that is loaded "
            'already with scenario.with_values({"run.months": 24}).'
        )
    return scenario


def asked_for(
    model: str, outcomes: Sequence[str], years: Sequence[int], months: int, usual: Sequence[int]
) -> tuple[list[str], list[int]]:
    """Return the outcomes and the months that tables hold.

    Parameters
    ----------
    model : the model's class as "module:Class".
    outcomes : names; "+name" adds one to the usual ones. None of them: the usual ones.
    years : [year]   At whose end outcomes are read; none: the `usual` months.
    months : [month]   The length of the runs.

    Raises
    ------
    UserError : naming every outcome and year that there is not.
    """
    from sim.experiments.asked import chosen_outcomes, months_of
    from sim.experiments.published import outcomes_of

    known = {str(facts["name"]): facts for facts in outcomes_of(model)}
    plain = [name for name in outcomes if not name.startswith("+")]
    few = [] if plain else [name for name in HEADLINE if name in known] or list(known)[:MOST]
    names, problems = chosen_outcomes([*few, *outcomes], known)
    chosen, wrong = months_of(years, months)
    if problems or wrong:
        raise UserError("\n".join([*problems, *wrong]))
    return names, chosen or list(usual)


def as_options(vary: Vary, **asked: Any) -> list[str]:
    """Return what was asked as it would stand on the command line, for the page to repeat it.

    Parameters
    ----------
    asked : by the name of the option; a list is an option for each, None is none.
    """
    said = []
    for name, value in {"vary": _as_written(vary), **asked}.items():
        option = f"--{name.replace('_', '-')}"
        if value is True:
            said.append(option)
        elif isinstance(value, (list, tuple)):
            said += [f"{option} {quote(str(item))}" for item in value]
        elif value is not None and value is not False:
            said.append(f"{option} {quote(str(value))}")
    return said


def _as_written(vary: Vary) -> list[str]:
    if isinstance(vary, str):
        return [vary]
    if not isinstance(vary, Mapping):
        return list(vary)
    return [f"{path}={(':' if isinstance(given, tuple) else ',').join(map(str, given))}"
            for path, given in vary.items()]  # fmt: skip


def parameter_names(paths: Sequence[str]) -> dict[str, str]:
    """Return what a reader calls each path: its label, with the path where two have the same."""
    labels = {path: _label(path) for path in paths}
    often = [label for label in labels.values() if list(labels.values()).count(label) > 1]
    return {
        path: f"{label} ({'.'.join(path.split('.')[-2:])})" if label in often else label
        for path, label in labels.items()
    }


def _label(path: str) -> str:
    declared = catalogue().get(path)
    label = declared.label if declared else path
    return label[:1].upper() + label[1:]


def value_words(path: str, value: Any) -> str:
    """Return a value of a parameter as a reader would write it: 30 %, 1,000,000 USD, yes."""
    if isinstance(value, bool) or str(value) in {"True", "False"}:
        return "yes" if str(value) == "True" else "no"
    if not isinstance(value, (int, float)):
        return "none" if value is None else str(value).replace("_", " ")
    declared = catalogue().get(path)
    unit = declared.unit if declared else ""
    if unit == "share":
        return f"{100 * value:.3g} %"
    text = number_text(value if float(value).is_integer() else float(f"{value:.3g}"))
    return f"{text} {unit}" if unit.partition("/")[0] in WITH_THEIR_UNIT else text


def changes_words(changes: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """Return a point in words: "grant: 1,000,000 USD, job guarantee: yes"."""
    return ", ".join(f"{lower_first(names[p])}: {value_words(p, v)}" for p, v in changes.items())


def lower_first(label: str) -> str:
    """Return a label for the middle of a sentence; an abbreviation keeps its capitals."""
    return label if label[:2].isupper() else label[:1].lower() + label[1:]

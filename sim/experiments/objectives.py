"""Which outcomes a search is for: their names, directions and thresholds, said and checked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sim.errors import UserError

__all__ = ["DEFAULT_OBJECTIVES", "chosen_month", "chosen_objectives", "chosen_thresholds",
           "known_outcomes"]  # fmt: skip

DEFAULT_OBJECTIVES = ("adoption_share", "spending_cum_usd", "satisfaction_citizens")
"""Spending, not the cost of a case: the latter falls by itself when adoption rises, so it would
ask for adoption twice, and spending is what somebody has to find."""
MOST_OBJECTIVES = 5


def chosen_objectives(names: Sequence[str], known: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """Return the names of the objectives, checked.

    Raises
    ------
    UserError : an outcome that does not exist, has no direction, or is named twice.
    """
    chosen = list(names or DEFAULT_OBJECTIVES)
    problems = [said for name in chosen if (said := _not_judged(name, known))]
    twice = sorted({name for name in chosen if chosen.count(name) > 1})
    problems += [f"{name} is named twice as an objective." for name in twice]
    if len(chosen) > MOST_OBJECTIVES:
        problems.append(
            f"{len(chosen)} objectives are too many: almost everything is then on the front. Take "
            f"at most {MOST_OBJECTIVES}, and ask for the others by thresholds."
        )
    if problems:
        raise UserError("\n".join(problems))
    return chosen


def chosen_thresholds(
    thresholds: Mapping[str, float] | Iterable[str],
    objectives: Sequence[str],
    known: Mapping[str, Mapping[str, Any]],
) -> dict[str, float | None]:
    """Return the worst value of each outcome that will do.

    Parameters
    ----------
    thresholds : {name: value}, or "name=value" as on the command line. If there are none, every
        objective must be as good as it is in the scenario as it is: None stands for that.

    Raises
    ------
    UserError : an outcome that does not exist or has no direction, or something not a number.
    """
    if isinstance(thresholds, str):
        thresholds = [thresholds]
    given = thresholds if isinstance(thresholds, Mapping) else dict(map(_pair, thresholds))
    problems = [said for name in given if (said := _not_judged(name, known))]
    if problems:
        raise UserError("\n".join(problems))
    if not given:
        return dict.fromkeys(objectives)
    return {name: float(value) for name, value in given.items()}


def known_outcomes(names: Sequence[str], model: str) -> dict[str, dict[str, Any]]:
    """Return what is known of outcomes, by name, in the order given.

    Raises
    ------
    UserError : naming every one that does not exist.
    """
    from sim.experiments.published import outcomes_of

    known = {str(facts["name"]): facts for facts in outcomes_of(model)}
    problems = [_unknown(name, known) for name in names if name not in known]
    if problems:
        raise UserError("\n".join(problems))
    return {name: known[name] for name in names}


def chosen_month(year: float | None, months: int) -> int:
    """Return the month at which outcomes are read: the end of a year, or of the run."""
    if year is None:
        return months
    month = round(12 * year)
    if not 1 <= month <= months:
        raise UserError(
            f"year {year:g} is not within the run, which has {months} months "
            f"({months / 12:g} years); give a year up to that, or a longer run by --months."
        )
    return month


def _pair(text: str) -> tuple[str, float]:
    name, equals, value = text.partition("=")
    try:
        if not equals:
            raise ValueError
        return name.strip(), float(value.replace("_", ""))
    except ValueError:
        raise UserError(
            f"--threshold {text}: write NAME=NUMBER, for example adoption_share=0.2."
        ) from None


def _not_judged(name: str, known: Mapping[str, Mapping[str, Any]]) -> str:
    """Return why an outcome cannot be judged, or nothing."""
    facts = known.get(name)
    if facts is None:
        return _unknown(name, known)
    if facts["better"]:
        return ""
    judged = [other for other, its in known.items() if its["better"]]
    return (
        f"{name} ({facts['label']}) is neither better high nor better low, so nothing can be "
        f"searched for or promised by it. Outcomes with a direction: {', '.join(judged)}."
    )


def _unknown(name: str, known: Mapping[str, Any]) -> str:
    from sim.parameters.catalogue import nearest

    near = nearest(name, known)
    hint = f" Did you mean {near}?" if near else ""
    return f"There is no outcome {name!r}.{hint}"

"""Outcomes and years as a user asks for them, checked before anything is run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sim.reports.numbers import month_words

__all__ = ["MAIN_OUTCOMES", "chosen_outcomes", "months_of", "require_outcomes"]

MAIN_OUTCOMES = (
    "adoption_share",
    "online_transaction_share",
    "spending_cum_usd",
    "cost_per_case_usd",
    "satisfaction_citizens",
    "satisfaction_employees",
    "age_gap_points",
    "trust",
    "backlog_cases",
)


def chosen_outcomes(asked: Sequence[str], known: Mapping[str, Any]) -> tuple[list[str], list[str]]:
    """Return the outcomes asked for, and what is wrong with them, in sentences.

    Parameters
    ----------
    asked : names; those with a plus sign in front are added to the usual ones, and those without
        take their place. Nothing asked gives the usual ones.
    known : outcomes by name.
    """
    plain = [name for name in asked if not name.startswith("+")]
    usual = [name for name in MAIN_OUTCOMES if name in known]
    names = [*(plain or usual), *(name[1:] for name in asked if name.startswith("+"))]
    names = list(dict.fromkeys(name.strip() for name in names))
    return names, require_outcomes(names, known)


def require_outcomes(names: Iterable[str], known: Mapping[str, Any]) -> list[str]:
    """Return a sentence for each name that is no outcome."""
    from sim.parameters.catalogue import nearest

    problems = []
    for name in names:
        if name not in known:
            near = nearest(name, known)
            hint = f"the nearest name is {near}" if near else f"there are {', '.join(known)}"
            problems.append(f"there is no outcome {name!r}; {hint}.")
    return problems


def months_of(years: Iterable[float | str], months: int) -> tuple[list[int], list[str]]:
    """Return years as months of the run, and what is wrong with them, in sentences.

    Parameters
    ----------
    years : [year]    Counted from the start; halves and quarters are whole months.
    months : [month]  The length of the run.
    """
    chosen: list[int] = []
    problems: list[str] = []
    for year in years:
        try:
            month = 12 * float(year)
        except ValueError:
            problems.append(f'the year "{year}" is no number; write years as in 1,3,5.')
            continue
        if not 1 <= month <= months:
            problems.append(
                f"year {year} is outside the run, which has {months} months "
                f"({month_words(months)}): choose years from 1/12 to {months / 12:g}."
            )
        elif abs(month - round(month)) > 1e-6:
            problems.append(f"year {year} does not end with a whole month.")
        else:
            chosen.append(round(month))
    return sorted(set(chosen)), problems

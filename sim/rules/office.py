"""The office (rules Q1 to Q4, K1 to K4): desks and projects."""

from __future__ import annotations

import math


def served_hours(backlog_hours: float, arriving_hours: float, capacity_hours: float) -> float:
    """Return the hours of work a desk clears this month (rule Q1)."""
    return min(backlog_hours + arriving_hours, capacity_hours)


def hours_with_overtime(
    capacity_hours: float, wait_months: float, most_share: float, most_at_months: float
) -> float:
    """Return a desk's hours with overtime, which grows with the wait up to a limit (rule Q2).

    Parameters
    ----------
    capacity_hours : [hours/month]
    wait_months : [months]     Last month's.
    most_share : [0-1]         Most overtime against usual hours.
    most_at_months : [months]  Wait at which it is reached.
    """
    return capacity_hours * (1.0 + most_share * min(1.0, wait_months / most_at_months))


def wait_months(backlog_hours: float, capacity_hours: float) -> float:
    """Return the wait a new visitor meets: backlog over capacity, Little's law (rule Q3)."""
    if capacity_hours <= 0.0:
        return 12.0 if backlog_hours > 0.0 else 0.0
    return min(12.0, backlog_hours / capacity_hours)


def minutes_online(
    at_desk: float, back_office: float, new_way: float, integrated: float, retyping: float
) -> float:
    """Return staff minutes for one case that comes online (rule Q4).

    Parameters
    ----------
    at_desk, back_office : [minutes]   The case at the desk; online with everything in place.
    new_way : [0-1]                    Share of work done the new way in the division.
    integrated : [0-1]                 Share of the line's applications that are integrated.
    retyping : [ratio]                 A case printed and typed again, against the desk.

    Source
    ------
    Online costs 1/20 to 1/57 of the counter in three costings; double channel assumed.
    """
    new = back_office * (2.0 - integrated)
    return new_way * new + (1.0 - new_way) * retyping * at_desk


def tail_probability(
    base: float, years: float, size_usd: float, dependencies: int, knowledge: float,
    partnership: float,
) -> float:  # fmt: skip
    """Return the chance that a project runs away (rule K1).

    Parameters
    ----------
    base : [0-1]                       A project of a year and USD 50,000, nothing helping.
    years : [years]                    Planned length.
    size_usd : [USD]                   Planned cost.
    dependencies : [count]             Registers it needs.
    knowledge, partnership : [0-1]     Of the vendor; between vendor and staff.

    Source
    ------
    Standish CHAOS 2009 and Bloch et al. 2012 (size and length, signs); sizes assumed.
    """
    if base <= 0.0:
        return 0.0
    odds = (
        math.log(base / (1.0 - base))
        + 0.15 * years
        + 0.5 * math.log(max(size_usd, 1000.0) / 50_000.0)
        + 0.3 * dependencies
        - 0.8 * (knowledge - 0.3)
        - 0.6 * (partnership - 0.2)
    )
    return 1.0 / (1.0 + math.exp(-odds))


def cost_ratio_ordinary(median: float, log_sd: float, normal_draw: float) -> float:
    """Return actual over planned cost of an ordinary project, lognormal (rule K2)."""
    return median * math.exp(log_sd * normal_draw)


def cost_ratio_runaway(start: float, exponent: float, draw: float) -> float:
    """Return actual over planned cost of a runaway project, Pareto (rule K3).

    Parameters
    ----------
    start : [ratio]         Where the tail begins.
    exponent : [>0]
    draw : (0-1)

    Source
    ------
    Flyvbjerg et al. 2022: power law, n = 5,392.
    """
    return start * (1.0 - draw) ** (-1.0 / exponent)


def quality_at_launch(
    vendor_skill: float, knowledge: float, usability_effort: float, cost_ratio: float
) -> float:
    """Return the quality of an application when it is launched (rule K4).

    Parameters
    ----------
    vendor_skill, knowledge : [0-1]    Technology; the district's administration.
    usability_effort : [0-1]           The lever.
    cost_ratio : [ratio]               Rework leaves traces.

    Source
    ------
    Lee J-N 2001, 195 Korean public organisations: knowledge sharing (sign). Sizes assumed.
    """
    raw = 0.15 + 0.3 * vendor_skill + 0.25 * knowledge + 0.3 * usability_effort
    return max(0.05, min(1.0, raw - 0.05 * (cost_ratio - 1.0)))

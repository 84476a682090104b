"""Cases (rules D1 to D5): how many, whether they fail online, and what they are worth."""

from __future__ import annotations

import math

from sim.jit import rule


@rule
def number_of_cases(draw: float, expected: float, most: int) -> int:
    """Return how many cases a person has this month, Poisson by inversion (rule D1).

    Parameters
    ----------
    draw : (0-1)             The person's luck.
    expected : [cases/month]
    most : [count]           No more than this, whatever the draw.

    Source
    ------
    440 million documents a year for 48.4 million people: 9.1 a head.
    """
    if draw <= 1.0 - expected:  # the chance of no case is never below this
        return 0
    chance = math.exp(-expected)
    reached = chance
    cases = 0
    while draw > reached and cases < most:
        cases += 1
        chance *= expected / cases
        reached += chance
    return cases


@rule
def failure_probability(at_start: float, quality: float, skill: float, uptime: float) -> float:
    """Return the chance that an online attempt fails (rule D2).

    Parameters
    ----------
    at_start : [0-1]   With a service of no quality and a person of middling skill.
    quality : [0-1]    Of the service line.
    skill : [0-1]      Of the person.
    uptime : [0-1]     Share of the month the service answers.

    Source
    ------
    Assumed 0.05 to 0.4: no reliable figure of 2002. Form: exp(-quality).
    """
    fails = at_start * math.exp(-quality) * (1.5 - skill)
    return min(0.95, 1.0 - uptime * (1.0 - fails))


@rule
def desk_performance(
    answer_quality: float, wait_months: float, wait_scale: float, documents: float
) -> float:
    """Return what a visit to the desk is worth (rule D3).

    Parameters
    ----------
    answer_quality : [0-1]   Of the division's staff.
    wait_months : [months]   Backlog met on arrival.
    wait_scale : [months]    Wait at which the worth falls by 1/e.
    documents : [count]      Documents that had to be brought.

    Returns
    -------
    performance : [0-1]

    Source
    ------
    KRILA study of a Seoul district office: waits disappoint. Size: assumed.
    """
    worth = 0.45 + 0.3 * answer_quality
    return max(0.0, worth * math.exp(-wait_months / wait_scale) - 0.02 * documents)


@rule
def online_performance(quality: float, ease_of_use: float, documents: float) -> float:
    """Return what a case done online is worth (rule D4).

    Parameters
    ----------
    quality : [0-1]       Of the service line: usability, integration, upkeep.
    ease_of_use : [0-1]   For this person (rule C5).
    documents : [count]   Documents that still had to be fetched.

    Returns
    -------
    performance : [0-1]

    Source
    ------
    Online scores 5 to 10 points above government overall (ACSI 2004-2010). Sizes assumed.
    """
    worth = 0.5 + 0.25 * quality + 0.15 * ease_of_use - 0.03 * documents
    return max(0.0, min(1.0, worth))


@rule
def failed_performance(fallback: float) -> float:
    """Return what a case is worth that failed online and was done elsewhere (rule D5).

    Parameters
    ----------
    fallback : [0-1]   What the desk or the phone was worth.
    """
    return 0.5 * fallback

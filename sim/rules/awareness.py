"""Awareness (rules W1 to W4): how an online service comes to a person's notice."""

from __future__ import annotations

import math

from sim.jit import rule


@rule
def word_of_mouth_pull(good: float, bad: float, asked: float, weight_of_bad: float) -> float:
    """Return the pull of what contacts say: good reports less weighted bad ones (rule W1).

    Parameters
    ----------
    good, bad : [count]    Reports heard this month.
    asked : [count]        Contacts asked this month.
    weight_of_bad : [>=0]  How many good reports a bad one undoes.

    Returns
    -------
    pull : [-1, 1]         Zero when nobody is asked.

    Source
    ------
    Kampen, Van de Walle & Bouckaert 2006 (sign).
    """
    if asked <= 0.0:
        return 0.0
    return max(-1.0, (good - weight_of_bad * bad) / asked)


@rule
def notice_hazard_per_month(
    campaign_per_year: float, intensity: float, peers_per_year: float, pull: float
) -> float:
    """Return the hazard that one unknown online service is noticed (rule W2).

    Parameters
    ----------
    campaign_per_year : [1/year]   Notice through campaign and media (Bass p).
    intensity : [>=0]              Campaign for this line; 1 is the usual one.
    peers_per_year : [1/year]      Notice through word of mouth (Bass q).
    pull : [-1, 1]                 What contacts say (rule W1); bad reports undo a campaign.

    Returns
    -------
    hazard : [1/month]

    Source
    ------
    Bass 1969; sizes fitted to HomeTax subscribers 2002-2006.
    """
    return max(0.0, campaign_per_year * intensity + peers_per_year * pull) / 12.0


@rule
def probability_of_notice(hazard_per_month: float, unknown_lines: int) -> float:
    """Return the chance that the line looked at this month is noticed (rule W3).

    One unknown line is looked at each month, chosen evenly; its hazard therefore counts once for
    every unknown line, so that each line is noticed at its own hazard.

    Parameters
    ----------
    hazard_per_month : [1/month]   Of the line looked at (rule W2).
    unknown_lines : [count]        Online lines the person does not know of.
    """
    return 1.0 - math.exp(-hazard_per_month * unknown_lines)


@rule
def staff_refer(draw: float, referral_probability: float, effort: float) -> bool:
    """Return whether desk staff tell a visitor of the online service (rule W4).

    Parameters
    ----------
    draw : (0-1)                    The luck of this case.
    referral_probability : [0-1]    Usual chance a visit.
    effort : [>=0]                  The lever; 1 is usual.

    Source
    ------
    A 2018 survey: 40 % of users had learned of services from office staff. Size: assumed.
    """
    return draw < referral_probability * effort

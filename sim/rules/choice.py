"""Channel choice (rules C1 to C10): desk, phone, Internet, kiosk or television."""

from __future__ import annotations

import math

from sim.jit import rule


@rule
def limited(value: float, limit: float) -> float:
    """Return a value kept between minus and plus its limit."""
    return max(-limit, min(limit, value))


@rule
def desk_hours(
    travel_hours: float, desk: float, more_visits: float, documents: float, document_hours: float
) -> float:
    """Return the hours a case costs a citizen at the desk (rule C1).

    Parameters
    ----------
    travel_hours : [hours]     To the office and back.
    desk : [hours]             At the desk, waiting included.
    more_visits : [0-1]        Share of cases that need a further visit.
    documents : [count]        Documents to fetch from other agencies first.
    document_hours : [hours]   Time to fetch one.

    Source
    ------
    Inter-American Development Bank 2018; the case, p. 21.
    """
    return (travel_hours + desk) * (1.0 + more_visits) + documents * document_hours


@rule
def online_hours(
    desk: float, time_ratio: float, documents: float, document_hours: float, travel_hours: float
) -> float:
    """Return the hours a case costs online (rule C2).

    A document that agencies do not share must still be fetched, and carried to the office.

    Parameters
    ----------
    desk : [hours]             The same case at the desk.
    time_ratio : [0-1]         Online time against desk time.
    documents : [count]        Documents still to be fetched.
    document_hours : [hours]   Time to fetch one.
    travel_hours : [hours]     To the office and back.

    Source
    ------
    Inter-American Development Bank 2023: digital is 74 % faster.
    """
    carried = travel_hours if documents >= 1.0 else documents * travel_hours
    return desk * time_ratio + documents * document_hours + carried


@rule
def usefulness(desk: float, other: float, value_of_time: float, scale_usd: float) -> float:
    """Return how much a channel saves against the desk, in standard deviations (rule C3).

    Parameters
    ----------
    desk, other : [hours]        Cost of the case at the desk and by the other channel.
    value_of_time : [USD/hour]   Of this person.
    scale_usd : [USD]            One standard deviation.

    Returns
    -------
    usefulness : [-3, 3]

    Source
    ------
    Perceived usefulness read as a difference of generalised cost.
    """
    return limited(value_of_time * (desk - other) / scale_usd, 3.0)


@rule
def practised_share(uses: float, learning_exponent: float) -> float:
    """Return the share of what can be learned by use that has been learned (rule C4).

    Parameters
    ----------
    uses : [count]              Successful uses so far.
    learning_exponent : [0-1]   Learning by use.

    Source
    ------
    Power law of practice; progress ratio near 0.81.
    """
    if uses <= 0.0:
        return 0.0
    return 1.0 - (1.0 + uses) ** (-learning_exponent)


@rule
def ease(skill: float, practised: float, usability: float) -> float:
    """Return how easy a person finds the portal: skill, practice, usability (rule C5).

    Parameters
    ----------
    skill : [0-1]       Digital skill before any use.
    practised : [0-1]   What use has taught (rule C4).
    usability : [0-1]   Of the service line.

    Returns
    -------
    ease : [0-1]
    """
    return (skill + (1.0 - skill) * practised) * (0.5 + 0.5 * usability)


@rule
def intention(
    usefulness_z: float, ease_z: float, social_z: float, conditions_z: float, standing_z: float
) -> float:
    """Return the sum of what speaks for going online; every term is weighted already (rule C6).

    Parameters
    ----------
    usefulness_z, ease_z, social_z, conditions_z : [standard deviations x weight]
    standing_z : [standard deviations x weight]    Trust less perceived risk.

    Source
    ------
    UTAUT core; weights in people.choice.
    """
    return usefulness_z + ease_z + social_z + conditions_z + standing_z


@rule
def risk_of_sum(amount_usd: float, practised: float, risk_per_tenfold: float) -> float:
    """Return the risk felt in paying a sum online, in standard deviations (rule C7).

    People pay small sums first, and large ones once use has taught them to.

    Parameters
    ----------
    amount_usd : [USD]             What is paid in this case; 0 if nothing.
    practised : [0-1]              What use has taught (rule C4).
    risk_per_tenfold : [sd]        Risk of a sum ten times the usual fine of USD 75.

    Source
    ------
    The mean online payment in Gangnam rose from 0.19 to 5.1 million won between 2001 and early
    2003 (Hankyung 27 Nov 2002 and 5 May 2003). Size assumed.
    """
    if amount_usd <= 75.0:
        return 0.0
    return risk_per_tenfold * math.log10(amount_usd / 75.0) * (1.0 - practised)


@rule
def standing(
    trust: float, privacy_concern: float, sum_risk: float, trust_weight: float, risk_weight: float
) -> float:
    """Return trust less perceived risk (rule C8).

    Parameters
    ----------
    trust, privacy_concern : [0-1]
    sum_risk : [sd]                       Of what is paid in this case (rule C7).
    trust_weight, risk_weight : [path]    Weights of the two.

    Source
    ------
    Belanger & Carter 2008 (signs).
    """
    risk = (privacy_concern - 0.5) / 0.25 + sum_risk
    return trust_weight * limited((trust - 0.5) / 0.2, 3.0) - risk_weight * limited(risk, 6.0)


@rule
def utility(
    intention_z: float, scale: float, habit: float, habit_weight: float, threshold: float
) -> float:
    """Return the log-odds of a channel against the desk (rule C9).

    Parameters
    ----------
    intention_z : [standard deviations]   What speaks for it.
    scale : [logit]                       Logits in one standard deviation that becomes behaviour.
    habit : [0-1]                         Habit of this channel.
    habit_weight : [logit]                Its weight.
    threshold : [logit]                   Reluctance.

    Source
    ------
    Armitage & Conner 2001; Webb & Sheeran 2006.
    """
    return scale * intention_z + habit_weight * habit - threshold


@rule
def chosen_channel(
    draw: float, phone: float, internet: float, kiosk: float, television: float
) -> int:
    """Return the channel taken: 0 desk, 1 phone, 2 Internet, 3 kiosk, 4 television (rule C10).

    Parameters
    ----------
    draw : (0-1)                                The luck of this case.
    phone, internet, kiosk, television : [>=0]  Odds against the desk; 0 where there is no gate.

    Source
    ------
    Multinomial logit.
    """
    point = draw * (1.0 + phone + internet + kiosk + television)
    if point < internet:
        return 2
    if point < internet + kiosk:
        return 3
    if point < internet + kiosk + television:
        return 4
    if point < internet + kiosk + television + phone:
        return 1
    return 0


@rule
def filed_by_agent(draw: float, is_business_tax: bool, agents_online: float) -> bool:
    """Return whether a tax agent files this case online for the firm (rule C11).

    Parameters
    ----------
    draw : (0-1)             The luck of this case.
    is_business_tax : yes or no
    agents_online : [0-1]    Share of such filings made by agents who file online.

    Source
    ------
    National returns: 46 % e-filed in 2003, 69 % in 2004 (Kyongbuk Maeil 12 Jun 2009), sooner than
    firms took up anything else. That agents made the difference is assumed.
    """
    return is_business_tax and draw < agents_online

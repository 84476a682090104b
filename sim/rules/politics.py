"""Politics (rules R1, R2, L1, B1, B2, M1, X1, X2): those outside the office who decide."""

from __future__ import annotations

import math


def probability_from_hazard(hazard_per_month: float) -> float:
    """Return the chance that something with this hazard happens within the month."""
    return 1.0 - math.exp(-hazard_per_month)


def register_hazard_per_month(
    base: float, trust: float, mandate: float, safeguards: float, sensitivity: float,
    recent_breach: float, mode_effect: float,
) -> float:  # fmt: skip
    """Return the hazard that MOIC opens one register (rule R1).

    Parameters
    ----------
    base : [1/month]        Nothing helping.
    trust, mandate, safeguards, sensitivity, recent_breach, mode_effect : [log hazard]

    Source
    ------
    Gil-Garcia et al. 2017; dg.o 2020; the case, p. 15 and 26 (signs). Sizes assumed.
    """
    return base * math.exp(trust + mandate + safeguards - sensitivity - recent_breach + mode_effect)


def trust_of_ministry(
    trust: float, gain: float, joint_work: float, loss_from_breach: float
) -> float:
    """Return MOIC's trust in the district after a month (rule R2).

    Parameters
    ----------
    trust, joint_work : [0-1]
    gain : [1/month]
    loss_from_breach : [0-1]

    Source
    ------
    Luna-Reyes et al. 2008, SDR 24(3): trust grows with the pace of sharing.
    """
    return max(0.0, min(1.0, trust + gain * joint_work * (1.0 - trust) - loss_from_breach))


def consent_hazard_per_month(
    base: float, success: float, bandwagon: float, coalition: float, national_lead: float
) -> float:
    """Return the hazard that a peer district consents to a change of law (rule L1).

    Parameters
    ----------
    base : [1/month]
    success, bandwagon, coalition, national_lead : [log hazard]   Visible success; those who
        consent already; posts that work on it; interagency board.

    Source
    ------
    Diffusion of disclosure acts among Korean local governments: vertical and internal factors,
    no effect of proximity (signs). Sizes assumed.
    """
    return base * math.exp(success + bandwagon + coalition + national_lead)


def request_log_odds(
    base: float, allies: float, results: float, rivals: float, size: float, election: float
) -> float:
    """Return the log-odds that the Assembly grants anything (rule B1).

    Parameters
    ----------
    base, allies, results, rivals, size, election : [logit]

    Source
    ------
    The case, p. 13-14: refused; too much for a pilot; three rivals. Sizes assumed.
    """
    return base + allies + results - rivals - size + election


def logistic(log_odds: float) -> float:
    """Return the chance that has these log-odds."""
    return 1.0 / (1.0 + math.exp(-log_odds))


def visible_success(
    new_applications: float, adoption: float, saving: float, weight_of_applications: float,
    weight_of_adoption: float, weight_of_saving: float,
) -> float:  # fmt: skip
    """Return how much success a visitor from another district sees (rule B2).

    Parameters
    ----------
    new_applications : [0-1]   Share of the planned applications that were launched.
    adoption : [0-1]           Share of residents that use them.
    saving : [0-1]             Saving against the programme's cost, limited to 1.
    weight_of_applications, weight_of_adoption, weight_of_saving : [ratio]
    """
    seen = weight_of_applications * new_applications + weight_of_adoption * adoption
    return min(1.0, seen + weight_of_saving * saving)


def survival_log_odds(
    base: float, satisfaction_change: float, effect: float, capital: float,
    capital_effect: float, entrenched: float, entrenchment_effect: float,
) -> float:  # fmt: skip
    """Return the log-odds that the programme survives an election (rule M1).

    Parameters
    ----------
    base : [logit]
    satisfaction_change : [-1, 1]    Of citizens, since the start.
    effect : [logit]                 Of that change.
    capital : [0-1]                  The mayor's political capital; 0.5 is neutral.
    capital_effect : [logit]
    entrenched : [0-1]               IT department, long contract, many users.
    entrenchment_effect : [logit]
    """
    satisfied = base + effect * satisfaction_change
    return satisfied + capital_effect * (capital - 0.5) + entrenchment_effect * entrenched


def incident_hazard_per_year(
    base: float, endpoints: float, mode_multiplier: float, spending: float, scale: float
) -> float:
    """Return the yearly hazard of a security incident (rule X1).

    Parameters
    ----------
    base : [1/year]
    endpoints : [>=0]             Applications live and registers open; 1 at the start.
    mode_multiplier : [ratio]     More doors, more hazard.
    spending, scale : [USD/year]  Spending equal to the scale halves the hazard.

    Source
    ------
    Gordon & Loeb 2002, class I; Cyentia IRIS 2022.
    """
    return base * endpoints * mode_multiplier / (1.0 + spending / scale)


def records_lost(log10_mean: float, log10_sd: float, normal_draw: float, most: float) -> float:
    """Return the records lost in one incident, lognormal, no more than are held (rule X2)."""
    return min(most, 10.0 ** (log10_mean + log10_sd * normal_draw))

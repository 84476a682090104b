"""Vendors (rules V1 to V4): horizon, knowledge, price, lock-in."""

from __future__ import annotations

import math


def willingness_to_invest(discount_per_month: float, months_expected: float) -> float:
    """Return how much a vendor invests in knowing the district (rule V1).

    Parameters
    ----------
    discount_per_month : [0-1]
    months_expected : [months]   Length of the contract and the likely renewals.

    Source
    ------
    Susarla et al. 2010, ISR 21(1): duration and extension options limit hold-up.
    """
    return 1.0 - discount_per_month**months_expected


def knowledge_after(
    knowledge: float, gain: float, invest: float, exchange: float, loss: float
) -> float:
    """Return a vendor's knowledge of the administration after a month (rule V2).

    Parameters
    ----------
    knowledge : [0-1]
    gain, loss : [1/month]
    invest, exchange : [0-1]   Own investment; learning from the district's staff.

    Source
    ------
    Case p. 16 and 23; Lee J-N 2001 (sign).
    """
    effort = gain * (0.5 * invest + 0.5 * exchange)
    return max(0.0, min(1.0, knowledge + effort * (1.0 - knowledge) - loss * knowledge))


def price_factor(
    years_sole: float, escalation: float, growth_inside: float, years_in_contract: float,
    bidders: float, bidders_discount: float, premium: float,
) -> float:  # fmt: skip
    """Return the price of a vendor's work against the market (rule V3).

    Parameters
    ----------
    years_sole, years_in_contract : [years]
    escalation, growth_inside : [1/year]   Without competition; inside a long contract.
    bidders : [count]                      At the last tender; three are usual.
    bidders_discount : [0-1]               Fall of price when bidders double.
    premium : [ratio]                      Asked by the vendor of reputation, or for length.

    Source
    ------
    COM(2013) 455; GAO-08-298; GAO NSIAD-88-5.
    """
    competition = (1.0 - bidders_discount) ** (math.log(max(bidders, 1.0) / 3.0) / math.log(2.0))
    escalated = (1.0 + escalation) ** years_sole * (1.0 + growth_inside) ** years_in_contract
    return premium * escalated * competition


def lock_in(knowledge: float, years_sole: float) -> float:
    """Return how far the district depends on one vendor (rule V4).

    Parameters
    ----------
    knowledge : [0-1]       What only the vendor knows.
    years_sole : [years]    As the only supplier.
    """
    return knowledge * (1.0 - math.exp(-years_sole / 3.0))

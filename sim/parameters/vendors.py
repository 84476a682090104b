"""Vendors: what the four are at the start, their contracts, knowledge and lock-in."""

from __future__ import annotations

from pydantic import Field

from sim.parameters.declare import Group, parameter

_PROFILE = "Assumed; case p. 16: the global vendor knows technology, not administration"


class VendorProfile(Group):
    """What a vendor is at the start."""

    skill: float = parameter(
        0.60, unit="share", low=0, high=1, status="assumed", source=_PROFILE,
        label="Skill in technology",
    )
    knowledge: float = parameter(
        0.35, unit="share", low=0, high=1, status="assumed", source=_PROFILE,
        label="Knowledge of the administration",
    )
    price: float = parameter(
        1.00, unit="ratio", low=0.2, high=5, status="assumed", source=_PROFILE,
        label="Price against the market",
    )
    reputation: float = parameter(
        0.60, unit="share", low=0, high=1, status="assumed", source=_PROFILE,
        label="Reputation", needs="strategy.consolidation.selection=reputation",
    )


def _global_vendor() -> VendorProfile:
    return VendorProfile(skill=0.85, knowledge=0.10, price=1.25, reputation=0.90)


def _local_2() -> VendorProfile:
    return VendorProfile(skill=0.50, knowledge=0.40, price=0.95, reputation=0.45)


def _local_3() -> VendorProfile:
    return VendorProfile(skill=0.45, knowledge=0.30, price=0.88, reputation=0.40)


class Profiles(Group):
    """The four who bid: one global vendor, three local ones."""

    global_vendor: VendorProfile = Field(default_factory=_global_vendor)
    local_1: VendorProfile = Field(default_factory=VendorProfile)
    local_2: VendorProfile = Field(default_factory=_local_2)
    local_3: VendorProfile = Field(default_factory=_local_3)


class Vendors(Group):
    """Contracts, knowledge, lock-in."""

    discount_per_month: float = parameter(
        0.985, unit="1/month", low=0.9, high=1, status="assumed",
        label="How a vendor discounts the future", source="Assumed 0.97 to 0.995",
    )
    knowledge_gain_per_month: float = parameter(
        0.06, unit="1/month", low=0, high=0.5, status="assumed",
        label="How fast an investing vendor learns the administration", source="Assumed",
    )
    knowledge_loss_per_month: float = parameter(
        0.02, unit="1/month", low=0, high=0.3, status="literature",
        label="How fast knowledge of the administration fades",
        source="Monthly retention 0.75 to 0.99, Argote's depreciation studies",
    )
    multi_year_discount: float = parameter(
        0.0, unit="share", low=-0.2, high=0.3, status="assumed",
        label="Price of a multi-year contract below that of one-year contracts",
        source="GAO 1987: 7.8 % cheaper on average (-10.3 to +26.5 %) but prices inside grow by "
        "10 to 30 %; none assumed. The case (p. 29) names no price of either",
    )
    assurance_premium_per_year: float = parameter(
        0.03, unit="1/year", low=0, high=0.2, status="literature",
        label="Growth of price inside a multi-year contract",
        source="GAO-08-298: 10 to 30 % over the term",
    )
    lock_in_escalation_per_year: float = parameter(
        0.04, unit="1/year", low=0, high=0.2, status="assumed",
        label="Growth of price without competition", source="Assumed 0 to 0.1",
    )
    bidders_discount: float = parameter(
        0.09, unit="share", low=0, high=0.3, status="literature",
        label="Fall of price when bidders double", source="European Commission COM(2013) 455",
    )
    switching_cost_share: float = parameter(
        0.33, unit="share", low=0, high=1.5, status="literature",
        label="Cost of leaving a vendor against a year's spending",
        source="Peukert 2019, EJIS: 1,318 organisations, 11 years",
    )
    recontracting_months: float = parameter(
        2.0, unit="months", low=0, high=6, status="measured",
        label="Months lost by re-contracting",
        source="Vendors' statement in ETNews 22 Dec 2009: two months in twelve",
    )
    leave_hazard_per_month: float = parameter(
        0.02, unit="1/month", low=0, high=0.2, status="assumed",
        label="Chance that the global vendor leaves without a promise of renewal",
        source="Case p. 17: it may go to another district; size assumed",
    )
    bidders_yearly: float = parameter(
        4.0, unit="count", low=1, high=20, status="assumed",
        label="Bidders for a contract of one year",
        source="Assumed: all four vendors; short contracts bind nobody for long",
    )
    bidders_two_years: float = parameter(
        3.0, unit="count", low=1, high=20, status="assumed",
        label="Bidders for a contract of two years", source="Assumed: one fewer; three are usual",
    )
    bidders_longer: float = parameter(
        2.0, unit="count", low=1, high=20, status="assumed",
        label="Bidders for a longer contract", source="Assumed: the small ones stay away",
    )
    bid_spread: float = parameter(
        0.16, unit="share", low=0, high=1, status="assumed",
        label="Luck in a bid, from the lowest to the highest", source="Assumed 0 to 0.4",
    )
    renewal_expected_yearly: float = parameter(
        0.5, unit="share", low=0, high=1, status="assumed",
        label="Chance of renewal that a vendor counts on under yearly contracts",
        source="Assumed: neither likely nor unlikely; case p. 16 and 29 name the worry",
    )
    renewal_expected_longer: float = parameter(
        0.7, unit="share", low=0, high=1, status="assumed",
        label="Chance of renewal that a vendor counts on under longer contracts",
        source="Assumed 0.5 to 0.9: a partner of years is rarely changed",
    )
    learning_when_separate: float = parameter(
        0.7, unit="ratio", low=0, high=1, status="assumed",
        label="Learning when divisions contract on their own",
        source="Assumed 0.5 to 1: each division teaches its own vendor (case p. 26)",
        needs="strategy.consolidation.contracting=separate",
    )
    forgetting_when_yearly: float = parameter(
        1.4, unit="ratio", low=1, high=4, status="assumed",
        label="Forgetting under yearly contracts against longer ones",
        source="Assumed 1 to 2: teams are moved where the next contract is",
    )
    profiles: Profiles = Field(default_factory=Profiles)

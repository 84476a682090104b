"""Vendors: one global, three local. They bid, learn the district, raise prices, leave."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim import in_force
from sim.draws import BID, VENDOR_LEAVES
from sim.institutions.base import Institution
from sim.rules.vendors import knowledge_after, lock_in, price_factor, willingness_to_invest

if TYPE_CHECKING:
    from sim.parameters.vendors import VendorProfile

NAMES = {
    "global_vendor": "CCT Inc. (global)",
    "local_1": "Local vendor 1",
    "local_2": "Local vendor 2",
    "local_3": "Local vendor 3",
}
"""The vendors by the name of their profile, in the order of their seats."""


class Vendor(Institution):
    """A supplier of applications and their upkeep."""

    def prepare(self) -> None:
        """Set what it holds at the start."""
        name = tuple(NAMES)[self.seat]
        profiles = self.world.district.organisation.vendors.profiles
        profile: VendorProfile = getattr(profiles, name)
        self.label = NAMES[name]
        self.is_global = name == "global_vendor"
        self.skill = profile.skill
        self.knowledge = profile.knowledge
        self.list_price = profile.price
        self.reputation = profile.reputation
        self.is_present = True
        self.holds_contract = False
        self.contract_start = 0
        self.contract_end = 0
        self.sole_since = 0

    @property
    def years_sole(self) -> float:
        """Years since this vendor became the only supplier."""
        return (self.world.month - self.sole_since) / 12 if self.holds_contract else 0.0

    def price(self) -> float:
        """Return the price of its work against the market (rule V3)."""
        rules = self.world.district.organisation.vendors
        years = self.world.levers.consolidation.contract_years
        bidders = {1: rules.bidders_yearly, 2: rules.bidders_two_years}
        inside = (self.world.month - self.contract_start) / 12 if self.holds_contract else 0.0
        discount = rules.multi_year_discount if years > 1 else 0.0
        return price_factor(
            self.years_sole,
            rules.lock_in_escalation_per_year * self.lock_in(),
            rules.assurance_premium_per_year,
            inside if years > 1 else 0.0,
            bidders.get(years, rules.bidders_longer),
            rules.bidders_discount,
            self.list_price * (1.0 - discount),
        )

    def lock_in(self) -> float:
        """Return how far the district depends on this vendor (rule V4)."""
        return lock_in(self.knowledge, self.years_sole)

    def bid(self) -> float:
        """Return the price it asks in a tender; some luck, and less for one who is in already."""
        spread = self.world.district.organisation.vendors.bid_spread
        luck = 1.0 + spread * (self.draw(BID) - 0.5)
        return self.price() * luck

    def learn(self) -> None:
        """Learn the administration while holding the contract, forget it otherwise (rule V2)."""
        rules = self.world.district.organisation.vendors
        levers = self.world.levers
        years = levers.consolidation.contract_years
        renewal = rules.renewal_expected_yearly if years == 1 else rules.renewal_expected_longer
        horizon = 12.0 * years * (1.0 + renewal)
        invest = willingness_to_invest(rules.discount_per_month, horizon)
        exchange = in_force.vendor_staff_exchange(self.world)
        gain = rules.knowledge_gain_per_month if self.holds_contract else 0.0
        if levers.consolidation.contracting == "separate":
            gain *= rules.learning_when_separate
        lost = rules.knowledge_loss_per_month
        if years == 1:
            lost *= rules.forgetting_when_yearly
        self.knowledge = knowledge_after(self.knowledge, gain, invest, exchange, lost)

    def reconsider(self) -> None:
        """Leave when a global vendor sees no promise of renewal."""
        world = self.world
        if not (self.is_global and self.is_present):
            return
        if world.levers.consolidation.contract_years > 1:
            return
        hazard = world.district.organisation.vendors.leave_hazard_per_month
        if self.draw(VENDOR_LEAVES) < hazard:
            self.is_present = self.holds_contract = False
            self.decide(
                "leaves for another district",
                "without a promise of renewal its investment may be lost",
                hazard_per_month=hazard,
            )  # fmt: skip

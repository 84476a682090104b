"""Banks and card companies, the National Tax Service, tax agents: rails for payment and filing."""

from __future__ import annotations

import math

from sim.draws import PARTNER_JOINS, TAX_SERVICE_JOINS
from sim.institutions.base import Institution
from sim.services.portfolio import RETURNS_ID


class PaymentPartner(Institution):
    """A bank or card company that may join."""

    def prepare(self) -> None:
        """Set what it holds at the start."""
        self.label = f"Payment partner {self.seat + 1}"
        self.joined = self.seat == 0  # the tax pilot of 2000 was paid through one

    def consider(self) -> None:
        """Join when sought, sooner where many use the services."""
        world = self.world
        if self.joined or self.seat >= world.levers.collaboration.payment_partners_sought:
            return
        rules = world.district.politics.partners
        chance = rules.join_per_month + rules.join_with_adoption * world.adoption_share
        if self.draw(PARTNER_JOINS) < chance:
            self.joined = True
            self.decide(
                "joins the payment service", "there are enough paying users to be worth it",
                adoption_share=world.adoption_share,
            )  # fmt: skip


class NationalTaxService(Institution):
    """Sends receipts and takes filings online, once the law and the tax register allow."""

    label = "National Tax Service"

    def prepare(self) -> None:
        """Set what it holds at the start."""
        self.exchanges_data = False

    def consider(self) -> None:
        """Exchange filings when law and register are open."""
        world = self.world
        if self.exchanges_data or not world.home_affairs.law_changed:
            return
        chance = world.district.politics.partners.tax_service_per_month
        if world.moic.registers["tax"].is_open and self.draw(TAX_SERVICE_JOINS) < chance:
            self.exchanges_data = True
            self.decide(
                "exchanges filings and receipts with the district",
                "the law allows it and the tax register is open",
            )  # fmt: skip


class TaxAgents(Institution):
    """Accountants who file for firms: they go online one after the other once filing is open."""

    label = "Tax agents"

    def prepare(self) -> None:
        """Set what it holds at the start."""
        self.share_online = 0.0

    @property
    def share_of_filings(self) -> float:
        """The share of business tax filings that an agent makes online, [0-1]."""
        return self.world.district.politics.partners.agents_share * self.share_online

    def go_online(self) -> None:
        """Let those still on paper go online at their hazard, once returns can be filed online."""
        rules = self.world.district.politics.partners
        if rules.agents_share <= 0.0 or not self.world.portfolio.is_live(RETURNS_ID):
            return
        hazard = rules.agents_join_per_year / 12.0
        self.share_online += (1.0 - math.exp(-hazard)) * (1.0 - self.share_online)

"""The Ministry of Planning and Budget: it allots the pilot grant, free to distribute."""

from __future__ import annotations

from sim.institutions.base import Institution


class MinistryOfPlanningAndBudget(Institution):
    """Pays the grant once, in the first month."""

    label = "Ministry of Planning and Budget"

    def pay_grant(self) -> None:
        """Pay the pilot grant in month 1."""
        if self.world.month != 1:
            return
        grant = self.world.levers.budget.grant_usd
        if grant <= 0:
            self.decide("no grant", "no pilot was asked for in this scenario", grant_usd=0)
            return
        self.world.ledger.receive(1, self.label, grant, "pilot grant, free to distribute")
        self.decide(
            "grants the pilot", "the President wants a pilot of local e-government",
            grant_usd=grant,
        )  # fmt: skip

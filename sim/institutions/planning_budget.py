"""The Ministry of Planning and Budget: it allots the pilot grant, free to distribute."""

from __future__ import annotations

from sim.institutions.base import Institution


class MinistryOfPlanningAndBudget(Institution):
    """Pays the grant in the first month, or in the month in which the scenario raises it."""

    label = "Ministry of Planning and Budget"

    def prepare(self) -> None:
        """Set what it holds at the start."""
        self.paid_usd = 0.0

    def pay_grant(self) -> None:
        """Pay what of the pilot grant has not been paid."""
        world = self.world
        grant = world.levers.budget.grant_usd - self.paid_usd
        if grant <= 0:
            if world.begins_as_the_case:
                self.decide("no grant", "no pilot was asked for in this scenario", grant_usd=0)
            return
        self.paid_usd += grant
        world.ledger.receive(world.month, self.label, grant, "pilot grant, free to distribute")
        self.decide(
            "grants the pilot", "the President wants a pilot of local e-government",
            grant_usd=grant,
        )  # fmt: skip

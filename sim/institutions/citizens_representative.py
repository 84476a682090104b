"""The citizens' representative: carries grievances, asks for openness (Mrs Hwang)."""

from __future__ import annotations

from sim.institutions.base import Institution


class CitizensRepresentative(Institution):
    """Speaks at quarterly hearings; suspected herself while meetings stay closed."""

    label = "Citizens' representative"

    def prepare(self) -> None:
        """Set what it holds at the start."""
        self.grievances = 0
        self.last_trust = 0.5

    def hold_hearing(self) -> None:
        """Each quarter: praise, or name what is wrong; it costs or gives the mayor capital."""
        world = self.world
        if world.month % 3 != 0:
            return
        answered = world.answers.answered_share
        trust = world.trust_citizens
        opened = world.participation_level
        complaints = []
        if answered < 0.6 and opened > 0.15:
            complaints.append("petitions wait longer than fourteen days")
        if opened < 0.15:
            complaints.append("meetings and documents are closed")
        if world.desks.wait_months.max() > 0.5:
            complaints.append("the queues at the desks have grown")
        if trust < self.last_trust - 0.01:
            complaints.append("trust in the office is falling")
        self.last_trust = trust
        if complaints:
            self.grievances += 1
            world.mayor.lose_capital(0.008 * len(complaints))
        elif opened > 0.3 and answered > 0.85:
            world.mayor.gain_capital(0.01)
        if world.month % 12 == 0:
            decision = "carries grievances to the mayor" if complaints else "speaks well of it"
            reason = "; ".join(complaints) if complaints else "questions are answered in time"
            self.decide(
                decision, reason, answered_in_14_days=answered, trust=trust,
                participation_level=opened,
            )  # fmt: skip

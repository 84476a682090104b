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
        rules = world.district.politics.representatives
        answered = world.answers.answered_share
        trust = world.trust_citizens
        opened = world.participation_level
        complaints = []
        if answered < rules.answered_least and opened > rules.participation_open:
            complaints.append("petitions wait longer than fourteen days")
        if opened < rules.participation_open:
            complaints.append("meetings and documents are closed")
        if world.desks.wait_months.max() > rules.wait_noticed_months:
            complaints.append("the queues at the desks have grown")
        if trust < self.last_trust - rules.trust_fall_noticed:
            complaints.append("trust in the office is falling")
        self.last_trust = trust
        if complaints:
            self.grievances += 1
            world.mayor.lose_capital(rules.capital_lost_per_grievance * len(complaints))
        elif opened > rules.praise_participation and answered > rules.praise_answered:
            world.mayor.gain_capital(rules.capital_gained_by_praise)
        if world.month % 12 == 0:
            decision = "carries grievances to the mayor" if complaints else "speaks well of it"
            reason = "; ".join(complaints) if complaints else "questions are answered in time"
            self.decide(
                decision, reason, answered_in_14_days=answered, trust=trust,
                participation_level=opened,
            )  # fmt: skip

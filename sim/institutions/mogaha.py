"""Ministry of Government Administration and Home Affairs (MOGAHA): the law is for all districts."""

from __future__ import annotations

import math

from sim import in_force
from sim.draws import LAW_LAG
from sim.institutions.base import Institution


class HomeAffairs(Institution):
    """Moves the law only when enough of the 25 districts consent (Director General Cho)."""

    label = "MOGAHA"

    def prepare(self) -> None:
        """Set what it holds at the start."""
        self.in_force_month: int | None = None
        self.law_changed: bool = False
        self.discord = self.world.district.politics.data_sharing.discord_at_start

    def settle_discord(self) -> None:
        """Let the discord with MOIC fade while an interagency board works."""
        rules = self.world.district.politics.data_sharing
        if in_force.has_board(self.world):
            self.discord = max(rules.discord_least, self.discord * rules.discord_kept_with_board)

    def change_by_date(self, note: str) -> None:
        """Put the law in force on the date that the scenario gives."""
        if not self.law_changed:
            self.law_changed = True
            self.decide("puts the new law in force", note or "dated by the scenario")

    def weigh_law(self) -> None:
        """Answer the request for another law: consent of the districts, then the lag of law."""
        world = self.world
        if self.law_changed:
            return
        if self.in_force_month is not None:
            if world.month >= self.in_force_month:
                self.law_changed = True
                self.decide(
                    "puts the new law in force", "all districts may now take filings online"
                )
            return
        law = world.district.politics.law
        share = (world.consenting_peers() + 1) / (len(world.peers) + 1)
        if world.begins_as_the_case:
            self.decide(
                "refuses to change the law",
                "the law is uniform; it needs the consensus of every district",
                consenting_share=share, needed=law.consent_needed,
            )  # fmt: skip
        if share < law.consent_needed:
            return
        draws = [self.draw_once(LAW_LAG, k) for k in range(3)]
        lag = -law.months_to_force / 3.0 * sum(math.log(u) for u in draws)
        lag *= 1.0 + law.discord_delay * self.discord
        self.in_force_month = world.month + max(1, round(lag))
        self.decide(
            "prepares the law", f"{share:.0%} of the districts consent",
            consenting_share=share, months=self.in_force_month - world.month,
        )  # fmt: skip

"""The 24 other districts: they watch, and consent to another law once it works."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim import in_force
from sim.draws import CONSENTS
from sim.institutions.base import Institution
from sim.rules.politics import consent_hazard_per_month, probability_from_hazard

if TYPE_CHECKING:
    from sim.model import DistrictModel


def consent_hazard(world: DistrictModel, consenting: int) -> float:
    """Return this month's hazard, [1/month], that a peer which has not consented yet does.

    Parameters
    ----------
    consenting : [districts]   Peers that consent already.
    """
    law = world.district.politics.law
    return consent_hazard_per_month(
        law.consent_hazard_per_month,
        law.success_effect * world.success,
        law.bandwagon_effect * consenting / max(1, len(world.peers)),
        law.coalition_effect * in_force.coalition_posts(world),
        law.board_effect * in_force.has_board(world),
    )


class PeerDistrict(Institution):
    """One peer; no effect of distance, as the Korean evidence has none."""

    def prepare(self) -> None:
        """Set what it holds at the start."""
        self.label = f"Peer district {self.seat + 1}"
        self.consents = False

    def watch(self, hazard: float, consenting: int) -> None:
        """Consent, or wait for more success and more company."""
        if self.consents:
            return
        world = self.world
        if self.draw(CONSENTS) < probability_from_hazard(hazard):
            self.consents = True
            self.decide(
                "consents to a change of law",
                f"success seen: {world.success:.2f}; {consenting} districts consent already",
                hazard_per_month=hazard,
            )  # fmt: skip

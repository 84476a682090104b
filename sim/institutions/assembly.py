"""The National Assembly: it weighs a supplementary request against defence, welfare, education."""

from __future__ import annotations

from sim.draws import ASSEMBLY_GRANTS, ASSEMBLY_SHARE, RIVALS
from sim.institutions.base import Institution
from sim.rules.politics import logistic, request_log_odds

_RIVALS = ("defence", "welfare", "education")


class NationalAssembly(Institution):
    """Hears the district once a year, in August; Mr Kim likes the mayor, but has three rivals."""

    label = "National Assembly"

    def prepare(self) -> None:
        """Set what it holds at the start."""
        self.granted_usd: float = 0.0
        self.refusals: int = 0
        self.requests = 0

    def rivals(self) -> tuple[str, ...]:
        """Return the national requests of this year; all three stood in 2002."""
        if self.world.month == 1:
            return _RIVALS
        chance = self.world.district.politics.assembly.rival_chance
        return tuple(r for k, r in enumerate(_RIVALS) if self.draw(RIVALS, k) < chance)

    def hear_request(self) -> None:
        """Decide on this year's request, if the mayor's office makes one."""
        world = self.world
        size = world.mayor.request_budget(self.granted_usd)
        if size <= 0.0:
            return
        self.requests += 1
        rivals = self.rivals()
        allies = world.consenting_peers()
        chance = self.chance_of_grant(size, len(rivals))
        if self.draw(ASSEMBLY_GRANTS) >= chance:
            self._refuse(size, rivals, chance, world.success)
            return
        share = self._share_granted()
        granted = round(size * share, 2)
        self.granted_usd += granted
        world.ledger.receive(world.month, self.label, granted, "supplementary budget")
        self.decide(
            "grants a supplementary budget",
            f"published results and {allies} allied districts made the case",
            asked_usd=size, granted_usd=granted, chance=chance,
        )  # fmt: skip

    def chance_of_grant(self, size: float, rivals: float) -> float:
        """Return the chance that a request of this size is granted now, 0 to 1.

        Parameters
        ----------
        size : [USD]
        rivals : [count]   National requests that stand against it.
        """
        world = self.world
        rules = world.district.politics.assembly
        success = world.success
        total = (size + world.levers.budget.grant_usd) / 1e6
        log_odds = request_log_odds(
            rules.base_log_odds - rules.refusal_effect * min(3, self.refusals),
            rules.ally_effect * world.consenting_peers(),
            rules.results_effect * success,
            rules.rival_effect * rivals,
            rules.size_effect * total * (1.0 - rules.success_offsets_size * success),
            rules.election_effect * world.is_election_year(),
        )
        return logistic(log_odds)

    def _share_granted(self) -> float:
        """Return the share granted: the mean of two draws, stretched round the stated mean."""
        spread = 0.5 * (self.draw(ASSEMBLY_SHARE) + self.draw(ASSEMBLY_SHARE, 1)) - 0.5
        rules = self.world.district.politics.assembly
        return max(rules.share_least, min(1.0, rules.share_mean + rules.share_spread * spread))

    def _refuse(self, size: float, rivals: tuple[str, ...], chance: float, success: float) -> None:
        self.refusals += 1
        named = ", ".join(rivals) if rivals else "other needs"
        reason = f"{named} come first"
        if success < 0.2:
            reason += "; too much for a pilot that has shown no results yet"
        self.decide(
            "refuses the supplementary request", reason,
            asked_usd=size, chance=chance, rivals=len(rivals),
        )  # fmt: skip

"""Seoul Metropolitan Government: approves, and warns a mayor who comes too close to citizens."""

from __future__ import annotations

from sim import in_force
from sim.draws import WARNING
from sim.institutions.base import Institution


class SeoulMetropolitanGovernment(Institution):
    """Watches the distance between the mayor and the citizens."""

    label = "Seoul Metropolitan Government"

    def prepare(self) -> None:
        """Set what it holds at the start."""
        self.warnings = 0

    def supervise(self) -> None:
        """Warn the district when participation goes far and nobody speaks for it upstairs."""
        world = self.world
        rules = world.district.politics.metropolitan
        level = world.participation_level
        seats = in_force.committee_seats(world)
        beyond = max(0.0, level - rules.participation_tolerated)
        chance = rules.warning_chance * beyond / (1.0 + seats)
        if chance <= 0.0 or self.draw(WARNING) >= chance:
            return
        self.warnings += 1
        world.mayor.lose_capital(rules.capital_lost)
        self.decide(
            "warns the district",
            "the mayor should keep his distance from citizens, as his predecessors were told",
            participation_level=level, chance=chance,
        )  # fmt: skip

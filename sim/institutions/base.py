"""What every institution can do: draw its own luck, and write its decisions down."""

from __future__ import annotations

from typing import TYPE_CHECKING

import mesa

from sim.draws import Decision

if TYPE_CHECKING:
    from sim.model import DistrictModel


class Institution(mesa.Agent):
    """An actor that decides a few things a month."""

    label = "Institution"

    def __init__(self, model: DistrictModel, seat: int = 0) -> None:
        super().__init__(model)
        self.world = model  # the model, with its own type
        self.seat = seat
        self.prepare()

    def prepare(self) -> None:
        """Set what it holds at the start; nothing unless said."""

    def draw(self, decision: Decision, index: int = 0) -> float:
        """Return this actor's luck for one decision this month, in (0, 1)."""
        return self.world.draw(decision, self.seat * 1000 + index)

    def draw_once(self, decision: Decision, index: int = 0) -> float:
        """Return luck that does not depend on when the decision is taken, in (0, 1)."""
        return self.world.draw(decision, self.seat * 1000 + index, month=0)

    def decide(self, decision: str, reason: str, **numbers: float | int | str) -> None:
        """Write a decision and its reason in the minutes."""
        self.world.minutes.record(self.world.month, self.label, decision, reason, **numbers)

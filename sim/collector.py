"""Mesa's collector, for outcomes: each is a number, so that nothing has to be copied."""

from __future__ import annotations

from typing import TYPE_CHECKING

import mesa

from sim.outcomes import OUTCOMES

if TYPE_CHECKING:
    from sim.model import DistrictModel


class OutcomeCollector(mesa.DataCollector):
    """Notes every outcome at the end of a month; read as any other `mesa.DataCollector`."""

    def __init__(self) -> None:
        super().__init__(model_reporters={each.name: each.value for each in OUTCOMES})

    def collect(self, model: DistrictModel) -> None:
        """Note the month's outcomes, and when they were noted, which Mesa 3.5 looks up."""
        if hasattr(self, "_collection_steps"):
            self._collection_steps.append(model.time)
        noted = self.model_vars
        for outcome in OUTCOMES:
            noted[outcome.name].append(outcome.value(model))

"""Look-ups between agencies: documents that nobody has to fetch any more."""

from __future__ import annotations

import math


class LookUps:
    """How many types of document agencies look up themselves, as the timeline dates it.

    Attributes
    ----------
    types : [count]       Types of document shared nationally.
    """

    def __init__(self, scale_types: float) -> None:
        self._scale = scale_types
        self.types = 0

    @property
    def share_of_need(self) -> float:
        """The share of needed documents that is looked up, [0-1]."""
        return 1.0 - math.exp(-self.types / self._scale)

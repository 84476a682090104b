"""The e-mail list of the district: who joined, and how many answer a poll."""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.parameters.people import Participation


class MailList:
    """Residents who get the district's e-mail notices and polls.

    Attributes
    ----------
    members : [persons]        On the list now.
    answers : [count/month]    Answers to one question of this month's poll; 0 without a poll.
    """

    def __init__(self, rules: Participation) -> None:
        self._rules = rules
        self.members = 0.0
        self.answers = 0.0

    def grow(self, readers: float) -> None:
        """Let some join of those who know of it and are not on it yet.

        Parameters
        ----------
        readers : [persons]    Residents online who know the district's information services.
        """
        self.members += self._rules.list_join_per_month * max(0.0, readers - self.members)

    def poll(self, is_held: bool, draw: float) -> None:
        """Ask the members one question, or none.

        Parameters
        ----------
        draw : (0-1)    The luck of this poll: a binomial number by its normal approximation.
        """
        share = self._rules.poll_response_share
        mean = share * self.members if is_held else 0.0
        spread = math.sqrt(mean * (1.0 - share))
        self.answers = max(0.0, mean + spread * NormalDist().inv_cdf(draw))

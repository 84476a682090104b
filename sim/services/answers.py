"""The desk that answers petitions and questions: what comes in, what is answered in time."""

from __future__ import annotations


class AnswerDesk:
    """A queue of petitions and the posts that answer them.

    Attributes
    ----------
    waiting : petitions not yet answered.
    answered_share : share of this month's work answered within 14 days, 1 when nothing came.
    """

    def __init__(self) -> None:
        self.waiting = 0.0
        self.arrived = 0.0
        self.answered = 0.0
        self.answered_share = 1.0

    def answer(
        self, arriving: float, hours: float, hours_each: float, patience_months: float
    ) -> None:
        """Work through a month.

        Parameters
        ----------
        arriving : [petitions/month]
        hours : [hours/month]     Of the posts that answer.
        hours_each : [hours]      For one petition.
        patience_months : [>=1]   How long people wait on average before they give up.
        """
        work = self.waiting + arriving
        capacity = hours / hours_each if hours_each > 0 else work
        self.arrived = arriving
        self.answered = min(work, capacity)
        self.answered_share = min(1.0, capacity / work) if work > 0 else 1.0
        # Those not answered within the month give up at a rate that gives them this patience.
        self.waiting = (work - self.answered) * (patience_months - 1.0) / patience_months

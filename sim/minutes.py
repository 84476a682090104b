"""The minutes: who decided what, when, and why, in plain words."""

from __future__ import annotations

import json
from typing import NamedTuple


class Decision(NamedTuple):
    """One line of the minutes."""

    month: int
    actor: str
    decision: str
    reason: str
    numbers: str


class Minutes:
    """The decisions of one run, in the order they were taken."""

    def __init__(self) -> None:
        self.decisions: list[Decision] = []

    def record(
        self, month: int, actor: str, decision: str, reason: str, **numbers: float | int | str
    ) -> None:
        """Write one decision down.

        Parameters
        ----------
        month : [count]   Number of the month.
        actor, decision, reason : text a citizen can read.
        numbers : the figures behind it; floats are kept to four digits.
        """
        kept = {k: round(v, 4) if isinstance(v, float) else v for k, v in numbers.items()}
        text = json.dumps(kept, separators=(", ", ": "))
        self.decisions.append(Decision(month, actor, decision, reason, text))

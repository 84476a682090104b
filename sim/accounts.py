"""The ledger: every dollar has a source and a use, in whole cents.

Inside are the programme's own accounts, one a pillar and one for what is not yet allotted. Outside
is everyone else. A posting moves cents from one account to another; what is inside at any time
equals what came in less what went out, to the cent, because nothing is ever rounded twice.
"""

from __future__ import annotations

from typing import NamedTuple

PILLARS = ("accessibility", "capacity", "participation", "consolidation", "collaboration")
UNALLOTTED = "general fund"
"""What is not yet allotted to a pillar; upkeep is paid from it."""
INSIDE = (UNALLOTTED, *PILLARS)


class Entry(NamedTuple):
    """One movement of money."""

    month: int
    source: str
    use: str
    cents: int
    note: str


class Ledger:
    """Double-entry book of the programme."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.balances: dict[str, int] = dict.fromkeys(INSIDE, 0)
        self.spent_cents_by_month: dict[int, int] = {}
        self._counted = 0
        self._flows_cents = 0

    def post(self, month: int, source: str, use: str, cents: int, note: str) -> None:
        """Move cents from a source to a use.

        Raises
        ------
        ValueError
            If the sum is negative, or an inside account would be overdrawn.
        """
        if cents == 0:
            return
        if cents < 0:
            raise ValueError(f"A posting cannot be negative: {source} to {use}, {cents} cents.")
        if source in INSIDE and self.balances[source] < cents:
            raise ValueError(f"The account '{source}' holds less than {cents / 100:.2f} USD.")
        self.entries.append(Entry(month, source, use, cents, note))
        self.balances[source] = self.balances.get(source, 0) - cents
        self.balances[use] = self.balances.get(use, 0) + cents
        if source in INSIDE and use not in INSIDE:
            spent = self.spent_cents_by_month
            spent[month] = spent.get(month, 0) + cents

    def receive(self, month: int, source: str, usd: float, note: str) -> None:
        """Take money from outside into the unallotted account."""
        self.post(month, source, UNALLOTTED, round(usd * 100), note)

    def allot(self, month: int, weights: dict[str, float]) -> None:
        """Split what is unallotted over the pillars by weight; odd cents go to the first."""
        total = sum(weights.values())
        cents = self.balances[UNALLOTTED]
        if total <= 0.0 or cents <= 0:
            return
        shares = {p: int(cents * weights.get(p, 0.0) / total) for p in PILLARS}
        first = max(PILLARS, key=lambda p: weights.get(p, 0.0))
        shares[first] += cents - sum(shares.values())
        for pillar, part in shares.items():
            self.post(month, UNALLOTTED, pillar, part, "allotted by the weights of the pillars")

    def spend(self, month: int, pillar: str, use: str, usd: float, note: str) -> float:
        """Pay as much of a sum as the account holds; return the share paid, 0 to 1."""
        wanted = round(usd * 100)
        if wanted <= 0:
            return 1.0
        paid = min(wanted, self.balances[pillar])
        self.post(month, pillar, use, paid, note)
        return paid / wanted

    def entries_of(self, month: int) -> list[Entry]:
        """Return this month's entries; the book is in the order of the months."""
        first = len(self.entries)
        while first > 0 and self.entries[first - 1].month == month:
            first -= 1
        return self.entries[first:]

    def holds_usd(self, account: str) -> float:
        """Return what an account holds, in USD."""
        return self.balances.get(account, 0) / 100

    def assets_cents(self) -> int:
        """Return what is inside, in cents."""
        return sum(self.balances[account] for account in INSIDE)

    def spent_usd(self, month: int) -> float:
        """Return what left the programme in a month, in USD."""
        return self.spent_cents_by_month.get(month, 0) / 100

    def check(self) -> None:
        """Count the entries since the last check, and hold all flows against the balances.

        Raises
        ------
        AssertionError
            If assets differ from the sum of flows by a cent.
        """
        for entry in self.entries[self._counted :]:
            inside = (entry.use in INSIDE) - (entry.source in INSIDE)
            self._flows_cents += inside * entry.cents
        self._counted = len(self.entries)
        if self.assets_cents() != self._flows_cents:
            raise AssertionError(
                f"Assets {self.assets_cents()} but flows {self._flows_cents} cents."
            )
        if any(self.balances[account] < 0 for account in INSIDE):
            raise AssertionError("An account of the programme is overdrawn.")

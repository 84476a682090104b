"""The money of a round: what is in hand, what surely comes in, what the levers cost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.accounts import INSIDE, PILLARS, UNALLOTTED

if TYPE_CHECKING:
    from sim.model import DistrictModel
    from sim.parameters.strategy import Strategy

__all__ = ["Money", "PillarMoney", "coming_in_usd", "money_of", "running_usd"]


@dataclass(frozen=True)
class PillarMoney:
    """One pillar's account over the round to come, in USD.

    Attributes
    ----------
    holds, comes : in its account now, and its share by weight of what comes in.
    costs : of its running activities as they are set.
    """

    pillar: str
    holds: float
    comes: float
    costs: float

    @property
    def paid_share(self) -> float:
        """The share of its running activities that it can pay, 0 to 1."""
        return min(1.0, (self.holds + self.comes) / self.costs) if self.costs > 0 else 1.0


@dataclass(frozen=True)
class Money:
    """The programme's money, in USD; all that is of the round to come is an expectation.

    Attributes
    ----------
    in_hand : in all accounts now.
    coming_in : in the round to come: own funds, savings given back, a grant not yet paid.
    asked : what the Assembly is asked for; it may refuse, so it is not counted.
    running : what the levers as they are set cost in the round to come.
    upkeep : of live applications in the round to come.
    received, spent : in the round that is over.
    pillars : the accounts, one by one.
    """

    in_hand: float
    coming_in: float
    asked: float
    running: float
    upkeep: float
    received: float
    spent: float
    pillars: tuple[PillarMoney, ...]

    @property
    def left(self) -> float:
        """What is left for applications and their integration; below 0 the levers cost too much."""
        return self.in_hand + self.coming_in - self.running - self.upkeep


def running_usd(world: DistrictModel, strategies: Sequence[Strategy]) -> float:
    """Return what running activities cost in months with these strategies, in USD."""
    return sum(
        float(usd)
        for strategy in strategies
        for costs in world.mayor.monthly_costs(strategy).values()
        for _, usd in costs
    )


def coming_in_usd(world: DistrictModel, strategies: Sequence[Strategy]) -> float:
    """Return what surely comes in over the months to come, one strategy a month, in USD.

    The budget's yearly surprise is not in it, nor is anything the Assembly may grant.
    """
    mayor = world.mayor
    total = 0.0
    grant = world.planning_budget.paid_usd
    for place, strategy in enumerate(strategies):
        budget = strategy.budget
        total += max(0.0, budget.grant_usd - grant)
        grant = max(grant, budget.grant_usd)
        total += budget.own_funds_usd_per_year / 12.0 * mayor.budget_index * mayor.continuity
        saved = world.month + place - 13  # the month thirteen before, as the mayor counts
        if 0 <= saved < len(mayor.savings_by_month):
            total += budget.reuse_of_savings * mayor.savings_by_month[saved]
    return float(total)


def money_of(world: DistrictModel, strategies: Sequence[Strategy], months_over: int) -> Money:
    """Return the money of a model for the months to come, one strategy a month.

    Parameters
    ----------
    months_over : [months]   Length of the round that is over, for what was received and spent.
    """
    upkeep = world.it_committee.upkeep_due_usd() * len(strategies)
    coming = coming_in_usd(world, strategies)
    received, spent = _flows(world, months_over)
    budget = strategies[-1].budget if strategies else world.levers.budget
    asks = bool(strategies) and budget.tactic != "none" and world.mayor.continuity >= 1.0
    return Money(
        in_hand=world.ledger.assets_cents() / 100,
        coming_in=coming,
        asked=max(0.0, budget.request_usd - world.assembly.granted_usd) if asks else 0.0,
        running=running_usd(world, strategies),
        upkeep=float(upkeep),
        received=received,
        spent=spent,
        pillars=_pillars(world, strategies, coming - upkeep),
    )


def _flows(world: DistrictModel, months: int) -> tuple[float, float]:
    """Return what came in and what went out in the last months, in USD."""
    since = world.month - months
    came = went = 0
    for entry in reversed(world.ledger.entries):
        if entry.month <= since:
            break
        came += entry.cents * (entry.source not in INSIDE and entry.use in INSIDE)
        went += entry.cents * (entry.source in INSIDE and entry.use not in INSIDE)
    return came / 100, went / 100


def _pillars(
    world: DistrictModel, strategies: Sequence[Strategy], to_allot: float
) -> tuple[PillarMoney, ...]:
    if not strategies:
        return tuple(PillarMoney(p, world.ledger.holds_usd(p), 0.0, 0.0) for p in PILLARS)
    weights = {p: getattr(strategies[-1].budget, f"weight_{p}") for p in PILLARS}
    whole = sum(weights.values()) or 1.0
    free = max(0.0, to_allot + world.ledger.holds_usd(UNALLOTTED))
    costs = [world.mayor.monthly_costs(strategy) for strategy in strategies]
    return tuple(
        PillarMoney(
            pillar,
            world.ledger.holds_usd(pillar),
            free * weights[pillar] / whole,
            sum(float(usd) for month in costs for _, usd in month[pillar]),
        )
        for pillar in PILLARS
    )

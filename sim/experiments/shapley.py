"""Order-averaged attribution: what each player adds, averaged over the orders of joining.

A coalition is a set of players as a whole number: bit i is set when player i is in it. Values are
fractions, so that parts add up exactly; `as_floats` keeps that as far as floats can.

Source
------
Shapley 1953, "A value for n-person games"; random orders: Castro, Gomez & Tejada 2009; antithetic
pairs (an order and its reverse): Mitchell et al. 2022, "Sampling permutations for Shapley value
estimation".
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from math import factorial
from random import Random

__all__ = [
    "antithetic_orders",
    "as_floats",
    "coalitions_of",
    "everyone",
    "in_order",
    "rounded_together",
    "shapley",
]

Game = Callable[[int], Fraction]
"""The worth of a coalition."""
Order = tuple[int, ...]


def everyone(players: int) -> int:
    """Return the coalition of all players."""
    return (1 << players) - 1


def shapley(players: int, worth: Game) -> list[Fraction]:
    """Return each player's mean contribution over all orders of joining, exactly.

    Parameters
    ----------
    players : [count]
    worth : asked for each of the 2**players coalitions.
    """
    values = [worth(coalition) for coalition in range(1 << players)]
    orders = [factorial(size) * factorial(players - size - 1) for size in range(players)]
    parts = []
    for player in range(players):
        me = 1 << player
        total = Fraction(0)
        for others in range(1 << players):
            if not others & me:
                gain = values[others | me] - values[others]
                total += orders[others.bit_count()] * gain
        parts.append(total / factorial(players))
    return parts


def in_order(order: Order, worth: Game) -> list[Fraction]:
    """Return what each player adds when they join in this order; the sum telescopes."""
    parts = [Fraction(0)] * len(order)
    coalition = 0
    before = worth(0)
    for player in order:
        coalition |= 1 << player
        after = worth(coalition)
        parts[player] = after - before
        before = after
    return parts


def antithetic_orders(players: int, pairs: int, seed: int) -> list[Order]:
    """Return random orders in pairs, each followed by its reverse.

    Parameters
    ----------
    players, pairs : [count]
    seed : [0, 2**63)   The same seed gives the same orders; more pairs leave the first as they are.
    """
    luck = Random(seed)
    orders: list[Order] = []
    for _ in range(pairs):
        order = tuple(luck.sample(range(players), players))
        orders += [order, order[::-1]]
    return orders


def coalitions_of(players: int, orders: Iterable[Order] | None) -> list[int]:
    """Return the coalitions that are needed, each once, from nobody to everybody.

    Parameters
    ----------
    orders : orders of joining; None for all of them. With orders, each player alone and all
        without each player are there besides.
    """
    if orders is None:
        return list(range(1 << players))
    whole = everyone(players)
    found = {0, whole}
    for player in range(players):
        found |= {1 << player, whole & ~(1 << player)}
    for order in orders:
        coalition = 0
        for player in order:
            coalition |= 1 << player
            found.add(coalition)
    return sorted(found)


def as_floats(parts: Sequence[Fraction]) -> list[float]:
    """Return the parts as floats that add up to the sum rounded once, without a further rounding.

    What rounding the parts has lost is put into the parts that are not zero, the largest first:
    each takes what it can hold, and a part of zero stays zero. Large parts that nearly cancel may
    leave a difference of the last bit of the smallest of them.
    """
    total = Fraction(float(sum(parts, Fraction(0))))
    floats = [float(part) for part in parts]
    for place in sorted(range(len(parts)), key=lambda k: -abs(parts[k])):
        rest = total - sum(map(Fraction, floats), Fraction(0))
        if rest == 0 or parts[place] == 0:
            break
        floats[place] = float(Fraction(floats[place]) + rest)
    return floats


def rounded_together(parts: Sequence[float], total: float, decimals: int) -> list[float]:
    """Return the parts rounded so that what is shown adds up to the total as it is shown.

    Each part is rounded as usual; the units then missing go to those that rounding moved most
    (the method of the largest remainder). A part of zero stays zero.
    """
    unit = Fraction(1, 10**decimals)
    exact = [Fraction(part) / unit for part in parts]
    units = [round(part) for part in exact]
    missing = round(Fraction(total) / unit) - sum(units)
    step = 1 if missing > 0 else -1
    open_to_it = [k for k in range(len(parts)) if parts[k] != 0]
    by_rest = sorted(open_to_it, key=lambda k: -step * (exact[k] - units[k]))
    for turn in range(abs(missing)):
        if by_rest:
            units[by_rest[turn % len(by_rest)]] += step
    return [float(count * unit) for count in units]

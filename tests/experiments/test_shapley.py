"""Attribution on games whose answer is known."""

from __future__ import annotations

from fractions import Fraction
from itertools import permutations
from math import fsum, ulp

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.experiments.shapley import (
    antithetic_orders,
    as_floats,
    coalitions_of,
    everyone,
    in_order,
    rounded_together,
    shapley,
)

finite = st.floats(-1e6, 1e6, allow_subnormal=False)


def glove(coalition: int) -> Fraction:
    """Player 0 has a left glove, 1 and 2 a right one; a pair is worth 1."""
    return Fraction(bool(coalition & 1) and bool(coalition & 6))


def test_the_glove_game():
    assert shapley(3, glove) == [Fraction(2, 3), Fraction(1, 6), Fraction(1, 6)]


def test_an_additive_game_gives_each_its_own():
    worths = [Fraction(x) for x in (0.1, -2.5, 7.0, 0.0)]

    def game(coalition):
        return 5 + sum((w for k, w in enumerate(worths) if coalition >> k & 1), Fraction(0))

    assert shapley(4, game) == worths


def test_a_synergy_is_shared_evenly():
    def game(coalition):
        return Fraction(10 * (coalition == 3) + 1 * bool(coalition & 1))

    # Player 0 alone 1, both 11: the ten of the synergy are halved.
    assert shapley(2, game) == [6, 5]


def test_no_player_and_one_player():
    assert shapley(0, lambda _: Fraction(3)) == []
    assert shapley(1, lambda c: Fraction(3 + 4 * c)) == [4]


@given(st.lists(finite, min_size=16, max_size=16))
def test_the_axioms(values):
    worth = [Fraction(v) for v in values]
    parts = shapley(4, lambda c: worth[c])
    assert sum(parts) == worth[15] - worth[0], "efficiency, exactly"
    floats = as_floats(parts)
    gap = abs(fsum(floats) - float(worth[15] - worth[0]))
    # To the last bit, unless they cancel to less than the smallest of them can hold.
    assert gap <= min((ulp(part) for part in floats if part), default=0.0)
    null = shapley(4, lambda c: worth[c & 7])
    assert null[3] == 0
    assert as_floats(null)[3] == 0.0
    alike = shapley(3, lambda c: worth[c.bit_count()])
    assert len(set(alike)) == 1, "symmetric players"


@given(st.lists(finite, min_size=8, max_size=8))
def test_it_is_the_mean_over_all_orders(values):
    worth = [Fraction(v) for v in values]
    every = [in_order(order, lambda c: worth[c]) for order in permutations(range(3))]
    mean = [sum(column, Fraction(0)) / 6 for column in zip(*every, strict=True)]
    assert mean == shapley(3, lambda c: worth[c])


@settings(derandomize=True)
@given(st.lists(st.floats(0.001, 100), min_size=1, max_size=8))
def test_parts_of_one_sign_add_up_to_the_last_bit(values):
    parts = [Fraction(value) / 3 for value in values]
    assert fsum(as_floats(parts)) == float(sum(parts))
    assert fsum(as_floats([-part for part in parts])) == -float(sum(parts))


def test_every_order_telescopes():
    worth = [Fraction(k * k, 7) for k in range(32)]
    for order in antithetic_orders(5, 4, 1):
        assert sum(in_order(order, lambda c: worth[c])) == worth[31] - worth[0]


def test_random_orders_converge_to_the_exact_values():
    def game(coalition):
        return Fraction(coalition.bit_count() ** 2) + Fraction(coalition & 1) * (coalition >> 4)

    exact = shapley(6, game)
    errors = []
    for pairs in (8, 800):
        every = [in_order(order, game) for order in antithetic_orders(6, pairs, 3)]
        mean = [sum(column, Fraction(0)) / len(every) for column in zip(*every, strict=True)]
        errors.append(max(abs(float(m - x)) for m, x in zip(mean, exact, strict=True)))
    assert errors[1] < 0.05
    assert errors[1] <= errors[0]


def test_antithetic_pairs_are_exact_where_players_meet_in_twos():
    def game(coalition):  # worth grows with the square: only pairs of players interact
        return Fraction(coalition.bit_count() ** 2)

    orders = antithetic_orders(9, 1, 5)
    every = [in_order(order, game) for order in orders]
    assert [sum(column) / 2 for column in zip(*every, strict=True)] == shapley(9, game)


def test_orders_are_seeded_in_pairs_and_grow_by_more():
    orders = antithetic_orders(8, 5, 42)
    assert orders == antithetic_orders(8, 9, 42)[:10]
    assert orders != antithetic_orders(8, 5, 43)
    assert all(orders[k + 1] == orders[k][::-1] for k in range(0, 10, 2))
    assert all(sorted(order) == list(range(8)) for order in orders)


def test_coalitions_are_named_once():
    assert coalitions_of(3, None) == list(range(8))
    some = coalitions_of(10, antithetic_orders(10, 3, 1))
    assert len(some) == len(set(some)) <= 2 + 2 * 10 + 6 * 9
    assert {0, everyone(10), 1, everyone(10) - 1} <= set(some)
    assert coalitions_of(0, None) == [0]


@given(st.lists(finite, min_size=1, max_size=9), st.integers(0, 3))
def test_what_is_shown_adds_up(parts, decimals):
    total = fsum(parts)
    shown = rounded_together(parts, total, decimals)
    assert round(fsum(shown), decimals) == pytest.approx(round(total, decimals), abs=1e-6)
    unit = 10.0**-decimals
    assert all(abs(s - p) <= unit * 1.5 + 1e-9 for s, p in zip(shown, parts, strict=True))
    assert all(s == 0 for s, p in zip(shown, parts, strict=True) if p == 0)


def test_a_worked_rounding():
    assert rounded_together([1.44, 1.44, 1.42], 4.30, 1) == [1.5, 1.4, 1.4]
    assert rounded_together([0.04, -0.04, 0.0], 0.0, 1) == [0.0, 0.0, 0.0]

"""The small parts of kernels: bits, lines, ties; compiled and plain alike."""

from __future__ import annotations

import numpy as np
import pytest

from sim.jit import plain
from sim.kernels.case import line_of
from sim.kernels.network import contact_of, scrambled
from sim.kernels.notice import LINES, count_bits, nth_bit


@pytest.mark.parametrize("bits", [0, 1, 0b101, 0b11111111111, 0b10000000000, 0xFFFF])
def test_count_bits(bits: int) -> None:
    assert plain(count_bits)(bits) == bits.bit_count() == count_bits(bits)


def test_every_mask_of_lines_is_counted() -> None:
    counted = plain(count_bits)
    assert all(counted(mask) == mask.bit_count() for mask in range(2**LINES))


def test_nth_bit_finds_each_in_turn() -> None:
    mask = 0b10010110100
    assert [plain(nth_bit)(mask, n) for n in range(mask.bit_count())] == [2, 4, 5, 7, 10]
    assert [int(nth_bit(mask, n)) for n in range(mask.bit_count())] == [2, 4, 5, 7, 10]


def test_line_of_reads_the_cumulative_shares() -> None:
    cumulative = np.cumsum(np.full((1, LINES), 1 / LINES), axis=1)
    cumulative[0, -1] = 1.0
    points = (np.arange(LINES) + 0.5) / LINES
    assert [plain(line_of)(float(p), cumulative, 0) for p in points] == list(range(LINES))
    assert plain(line_of)(1.0 - 1e-12, cumulative, 0) == LINES - 1


def test_line_of_never_takes_a_line_without_need() -> None:
    shares = np.zeros((1, LINES))
    shares[0, 2], shares[0, 7] = 0.25, 0.75
    cumulative = np.cumsum(shares, axis=1)
    cumulative[:, -1] = 1.0
    taken = {plain(line_of)((k + 0.5) / 1000, cumulative, 0) for k in range(1000)}
    assert taken == {2, 7}


@pytest.mark.parametrize("share_long", [0.0, 0.1, 1.0])
@pytest.mark.parametrize("people", [61, 600, 540_000])
def test_contacts_exist_are_fixed_and_the_same_compiled(people: int, share_long: float) -> None:
    rng = np.random.default_rng(1)
    for person in [0, people - 1, *rng.integers(0, people, 200).tolist()]:
        for tie in range(10):
            other = plain(contact_of)(person, tie, people, 10, share_long)
            assert 0 <= other < people
            assert other == contact_of(person, tie, people, 10, share_long)


def test_without_long_ties_contacts_are_the_nearest_on_the_ring() -> None:
    contacts = {plain(contact_of)(50, tie, 100, 10, 0.0) for tie in range(10)}
    assert contacts == {45, 46, 47, 48, 49, 51, 52, 53, 54, 55}
    assert {plain(contact_of)(0, tie, 100, 4, 0.0) for tie in range(4)} == {98, 99, 1, 2}


def test_more_ties_than_people_stay_within_them() -> None:
    assert all(0 <= plain(contact_of)(p, t, 3, 20, 0.0) < 3 for p in range(3) for t in range(20))


def test_the_stated_share_of_ties_leads_anywhere() -> None:
    people, ties = 50_000, 10
    far = 0
    for person in range(0, people, 25):
        for tie in range(ties):
            distance = abs(plain(contact_of)(person, tie, people, ties, 0.1) - person)
            far += min(distance, people - distance) > ties
    assert far / (people / 25 * ties) == pytest.approx(0.1, abs=0.01)


def test_long_ties_reach_everyone_evenly() -> None:
    people = 1000
    met = np.bincount(
        [plain(contact_of)(p, t, people, 20, 1.0) for p in range(people) for t in range(20)],
        minlength=people,
    )
    assert met.mean() == 20.0
    assert met.var() == pytest.approx(20.0, rel=0.2)  # as if drawn by lot: Poisson


def test_scrambled_is_a_permutation_of_small_numbers() -> None:
    values = {plain(scrambled)(k) for k in range(20_000)}
    assert len(values) == 20_000
    assert all(plain(scrambled)(k) == scrambled(k) for k in (0, 1, 63, 2**31, 2**32 + 5))
